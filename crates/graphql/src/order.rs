//! The order of lists: Norwegian letters, and places that cursors can hold.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which way a list is sorted.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortDirection {
    /// The way that the order says.
    #[default]
    Forward,
    /// The other way round.
    Reverse,
}

/// Where something stands in a sorted list: by rank, then by its words, then by its id, so that no two stand in
/// the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    reversed: bool,
    rank: Vec<i64>,
    words: String,
    id: Uuid,
}

impl Place {
    /// The place of something with this id.
    pub fn new(direction: SortDirection, rank: Vec<i64>, words: &str, id: impl Into<Uuid>) -> Self {
        Self { reversed: direction == SortDirection::Reverse, rank, words: collated(words), id: id.into() }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let order = (&self.rank, &self.words, self.id).cmp(&(&other.rank, &other.words, other.id));
        if self.reversed { order.reverse() } else { order }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// A rank that puts what is missing last.
pub fn or_last(rank: Option<i64>) -> i64 {
    rank.unwrap_or(i64::MAX)
}

/// Letters such that comparing them compares as a Norwegian list does: capitals as small ones, Æ Ø Å last, Ä and
/// Ö with them, "aa" as Å, other accents as the letter below.
pub fn collated(words: &str) -> String {
    let mut letters = words.chars().flat_map(char::to_lowercase).peekable();
    let mut collated = String::with_capacity(words.len());
    while let Some(letter) = letters.next() {
        collated.push(match letter {
            'a' if letters.next_if_eq(&'a').is_some() => '\u{7d}',
            'æ' | 'ä' => '\u{7b}',
            'ø' | 'ö' => '\u{7c}',
            'å' => '\u{7d}',
            'á' | 'à' | 'â' | 'ã' => 'a',
            'č' | 'ç' => 'c',
            'đ' | 'ð' => 'd',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ŋ' | 'ñ' => 'n',
            'ó' | 'ò' | 'ô' | 'õ' => 'o',
            'š' => 's',
            'ŧ' => 't',
            'ú' | 'ù' | 'û' => 'u',
            'ü' | 'ý' => 'y',
            'ž' => 'z',
            other => other,
        });
    }
    collated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_norwegian_list() {
        let mut names =
            ["Ås", "Øre", "Ærfugl", "zebra", "Alm", "Aas", "ask", "Éik", "Eple", "Šalla", "Storm"];
        names.sort_by_key(|name| collated(name));
        assert_eq!(
            names,
            ["Alm", "ask", "Éik", "Eple", "Šalla", "Storm", "zebra", "Ærfugl", "Øre", "Ås", "Aas"]
        );
    }

    #[test]
    fn the_other_way_round_is_the_same_list_from_its_end() {
        let place = |direction, words, id| Place::new(direction, vec![0], words, Uuid::from_u128(id));
        for direction in [SortDirection::Forward, SortDirection::Reverse] {
            let mut places = [place(direction, "b", 1), place(direction, "a", 3), place(direction, "a", 2)];
            places.sort();
            let mut ids: Vec<u128> = places.iter().map(|place| place.id.as_u128()).collect();
            if direction == SortDirection::Reverse {
                ids.reverse();
            }
            assert_eq!(ids, [2, 3, 1]);
        }
    }
}
