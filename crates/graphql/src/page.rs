//! Pages of Relay connections.

use async_graphql::SimpleObject;
use serde::{Serialize, de::DeserializeOwned};

use crate::{cursor::Cursors, error::ApiError};

/// Largest page, in edges.
pub const MAX_PAGE: i32 = 100;
/// Page where none is asked for, in edges.
const DEFAULT_PAGE: i32 = 50;

/// Where a page lies in its connection.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether more follows the page.
    pub has_next_page: bool,
    /// Whether something comes before the page.
    pub has_previous_page: bool,
    /// Cursor of the first edge; none on an empty page.
    pub start_cursor: Option<String>,
    /// Cursor of the last edge; none on an empty page.
    pub end_cursor: Option<String>,
}

/// The arguments of a connection, as they were given.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// So many from the start of what is left.
    pub first: Option<i32>,
    /// Only what follows this cursor.
    pub after: Option<String>,
    /// So many from the end of what is left.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
}

/// A page of a connection whose places are `K`, ordered as the connection is: what lies strictly between the two
/// cursors, and of that so many from one end.
#[derive(Clone, Debug)]
pub struct Page<K> {
    size: usize,
    backward: bool,
    after: Option<K>,
    before: Option<K>,
}

impl Asked {
    /// Reads the arguments. Going forward is `first`, going back is `last`; either takes both cursors.
    ///
    /// # Errors
    /// `BAD_ARGUMENT`: both ways at once, a size outside 1–100, or a cursor that is none of this connection.
    pub fn page<K>(self, cursors: &Cursors<K>) -> Result<Page<K>, ApiError>
    where
        K: Serialize + DeserializeOwned,
    {
        let (size, backward) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(ApiError::BadArgument),
            (None, Some(last)) => (last, true),
            (None, None) if self.before.is_some() && self.after.is_none() => (DEFAULT_PAGE, true),
            (first, None) => (first.unwrap_or(DEFAULT_PAGE), false),
        };
        if !(1..=MAX_PAGE).contains(&size) {
            return Err(ApiError::BadArgument);
        }
        let read = |cursor: Option<String>| cursor.map(|cursor| cursors.read(&cursor)).transpose();
        Ok(Page {
            size: usize::try_from(size).unwrap_or(1),
            backward,
            after: read(self.after)?,
            before: read(self.before)?,
        })
    }
}

impl<K: Ord + Serialize + DeserializeOwned> Page<K> {
    /// Whether it is read from the end towards the start.
    pub const fn is_backward(&self) -> bool {
        self.backward
    }

    /// Where reading begins: strictly beyond this place.
    pub const fn from(&self) -> Option<&K> {
        if self.backward { self.before.as_ref() } else { self.after.as_ref() }
    }

    /// How many to read, so that it is known whether more follows.
    pub const fn to_read(&self) -> usize {
        self.size + 1
    }

    /// Cuts what was read to the page. `found` is what lies beyond [`from`](Self::from), nearest first, as many
    /// as [`to_read`](Self::to_read) where there are so many. It comes out in the connection's order.
    pub fn cut<T>(&self, found: Vec<T>, cursors: &Cursors<K>, place: impl Fn(&T) -> K) -> (Vec<T>, PageInfo) {
        let mut found: Vec<T> = found.into_iter().filter(|item| self.has(&place(item))).collect();
        let more = found.len() > self.size;
        found.truncate(self.size);
        if self.backward {
            found.reverse();
        }
        let (comes_after, comes_before) = (self.after.is_some(), self.before.is_some());
        let cursor = |item: &T| cursors.write(&place(item));
        let info = PageInfo {
            has_next_page: comes_before || (!self.backward && more),
            has_previous_page: comes_after || (self.backward && more),
            start_cursor: found.first().map(cursor),
            end_cursor: found.last().map(cursor),
        };
        (found, info)
    }

    /// The page of a list that is there as a whole, in any order.
    pub fn of_all<T>(
        &self,
        all: Vec<T>,
        cursors: &Cursors<K>,
        place: impl Fn(&T) -> K,
    ) -> (Vec<T>, PageInfo) {
        let mut placed: Vec<(K, T)> = all.into_iter().map(|item| (place(&item), item)).collect();
        placed.retain(|(at, _)| self.has(at));
        placed.sort_by(|(a, _), (b, _)| if self.backward { b.cmp(a) } else { a.cmp(b) });
        placed.truncate(self.to_read());
        self.cut(placed.into_iter().map(|(_, item)| item).collect(), cursors, place)
    }

    fn has(&self, place: &K) -> bool {
        self.after.as_ref().is_none_or(|after| place > after)
            && self.before.as_ref().is_none_or(|before| place < before)
    }
}

/// A connection's types: the page, and the edge. `nodes` is what a client asks for that needs no cursors.
macro_rules! connection {
    ($(#[$doc:meta])* $connection:ident, $edge:ident, $node:ty $(, $total:ident)?) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject, Debug)]
        #[graphql(complex)]
        pub struct $connection {
            /// The edges, in the connection's order.
            pub edges: Vec<$edge>,
            /// Where the page lies.
            pub page_info: $crate::page::PageInfo,
            $(
                /// How many the whole connection has, filter applied.
                pub $total: i32,
            )?
        }

        /// One of a connection, with its place.
        #[derive(async_graphql::SimpleObject, Debug)]
        pub struct $edge {
            /// Opaque cursor; good for this connection with this filter and order.
            pub cursor: String,
            /// What stands there.
            pub node: $node,
        }

        #[async_graphql::ComplexObject]
        impl $connection {
            /// What stands on the page, without cursors.
            async fn nodes(&self) -> Vec<&$node> {
                self.edges.iter().map(|edge| &edge.node).collect()
            }
        }
    };
}
pub(crate) use connection;

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::json;

    use super::*;
    use crate::cursor::CursorKey;

    fn cursors() -> Cursors<u8> {
        Cursors::of(&CursorKey::new([7; 32]), "numbers", &json!(null))
    }

    fn ask(first: Option<i32>, after: Option<u8>, last: Option<i32>, before: Option<u8>) -> Asked {
        let write = |place: Option<u8>| place.map(|place| cursors().write(&place));
        Asked { first, after: write(after), last, before: write(before) }
    }

    fn page(all: &[u8], asked: Asked) -> (Vec<u8>, bool, bool) {
        let page = asked.page(&cursors()).unwrap();
        let (found, info) = page.of_all(all.to_vec(), &cursors(), |n| *n);
        assert_eq!(info.start_cursor, found.first().map(|n| cursors().write(n)));
        (found, info.has_previous_page, info.has_next_page)
    }

    #[test]
    fn a_page_says_what_lies_on_both_sides() {
        let all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(page(&all, ask(Some(2), None, None, None)), (vec![1, 2], false, true));
        assert_eq!(page(&all, ask(Some(2), Some(2), None, None)), (vec![3, 4], true, true));
        assert_eq!(page(&all, ask(Some(9), Some(7), None, None)), (vec![8, 9], true, false));
        assert_eq!(page(&all, ask(None, None, Some(2), None)), (vec![8, 9], true, false));
        assert_eq!(page(&all, ask(None, None, Some(2), Some(8))), (vec![6, 7], true, true));
        assert_eq!(page(&all, ask(None, None, Some(2), Some(3))), (vec![1, 2], false, true));
        assert_eq!(page(&all, ask(None, None, None, Some(3))), (vec![1, 2], false, true));
    }

    #[test]
    fn both_cursors_make_a_window() {
        let all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(page(&all, ask(Some(2), Some(2), None, Some(8))), (vec![3, 4], true, true));
        assert_eq!(page(&all, ask(Some(9), Some(2), None, Some(5))), (vec![3, 4], true, true));
        assert_eq!(page(&all, ask(None, Some(2), Some(2), Some(8))), (vec![6, 7], true, true));
        assert_eq!(page(&all, ask(Some(2), None, None, Some(8))), (vec![1, 2], false, true));
        assert_eq!(page(&all, ask(Some(2), Some(5), None, Some(5))), (vec![], true, true));
    }

    #[test]
    fn bad_arguments_are_refused() {
        let refused = |asked: Asked| asked.page(&cursors()).is_err();
        for size in [0, -1, i32::MIN, 101, i32::MAX] {
            assert!(refused(ask(Some(size), None, None, None)), "first: {size}");
            assert!(refused(ask(None, None, Some(size), None)), "last: {size}");
        }
        assert!(refused(ask(Some(1), None, Some(1), None)));
        assert!(refused(Asked { after: Some("nonsense".into()), ..Asked::default() }));
    }

    proptest! {
        /// Any page is what the specification's algorithm gives: first the cursors, then the count.
        #[test]
        fn a_page_is_what_relay_says(
            mut all in vec(0..40_u8, 0..30), after in proptest::option::of(0..40_u8),
            before in proptest::option::of(0..40_u8), size in 1..12_usize, backward: bool,
        ) {
            all.sort_unstable();
            all.dedup();
            let window: Vec<u8> = all.iter().copied()
                .filter(|n| after.is_none_or(|a| *n > a) && before.is_none_or(|b| *n < b)).collect();
            let count = Some(i32::try_from(size).unwrap());
            let (asked, expected) = if backward {
                (ask(None, after, count, before), &window[window.len().saturating_sub(size)..])
            } else {
                (ask(count, after, None, before), &window[..size.min(window.len())])
            };
            prop_assert_eq!(page(&all, asked).0, expected);
        }
    }
}
