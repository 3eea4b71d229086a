//! Names of staff, teams and streets. All are invented: two words of nature put together, and an initial.

/// First letters of first names. F, P and D are kept for those who belong to every team.
const FIRST: [char; 16] = ['M', 'E', 'K', 'A', 'I', 'O', 'R', 'G', 'T', 'S', 'B', 'H', 'L', 'N', 'J', 'U'];

/// Surnames, each with another first letter.
const SURNAMES: [&str; 18] = [
    "Hasselmyr",
    "Sisikvoll",
    "Tindlyng",
    "Viermose",
    "Askedugg",
    "Bregnesus",
    "Lyngfall",
    "Nypekvist",
    "Ospeglimt",
    "Granduft",
    "Rimskar",
    "Kvistmyr",
    "Myrullås",
    "Fjellbekk",
    "Jøkulrim",
    "Einerlo",
    "Duggperle",
    "Isblom",
];

/// Names of teams; the number of the round is added when they have all been used.
const TEAMS: [&str; 20] = [
    "Nordlia",
    "Sørvik",
    "Fjellmyr",
    "Havnes",
    "Skogdal",
    "Elvestad",
    "Bjørkli",
    "Tindfoss",
    "Lyngheim",
    "Myrvang",
    "Granåsen",
    "Ospeneset",
    "Holmsund",
    "Rognbakk",
    "Furuvik",
    "Heggeli",
    "Steinfjord",
    "Seljedal",
    "Brekken",
    "Vårli",
];

const STREETS: [&str; 16] = [
    "Myrullveien",
    "Lerkestubben",
    "Tyttebærstien",
    "Rognebakken",
    "Ospelunden",
    "Havørnveien",
    "Fjæresvingen",
    "Linneastien",
    "Kongleveien",
    "Bregnefaret",
    "Svalegata",
    "Duggstien",
    "Multekroken",
    "Skarvegata",
    "Hvitveislia",
    "Einerhaugen",
];

/// Somebody's initials and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffName {
    /// Two letters, or three where two are taken.
    pub initials: String,
    /// As in "M. Hasselmyr".
    pub name: String,
}

/// The `n`-th of those who are there from the beginning. Nobody shares initials with anybody.
pub fn first_staff(n: usize) -> StaffName {
    let round = n / 288;
    person(n, (round > 0).then(|| FIRST[(round - 1) % 8]))
}

/// The `n`-th of those who come later, in a team.
pub fn later_staff(team: usize, n: usize) -> StaffName {
    let n = team * 36 + n;
    person(n, Some(FIRST[8 + n / 288 % 8]))
}

/// Every number below 288 gives another pair of letters.
fn person(n: usize, middle: Option<char>) -> StaffName {
    let first = FIRST[n % 16];
    let surname = SURNAMES[(n / 16 + n % 16 * 5) % 18];
    let last = surname.chars().next().unwrap_or('X');
    match middle {
        None => StaffName { initials: format!("{first}{last}"), name: format!("{first}. {surname}") },
        Some(middle) => StaffName {
            initials: format!("{first}{middle}{last}"),
            name: format!("{first}.{middle}. {surname}"),
        },
    }
}

/// The name of the `n`-th team without its model.
pub fn place(n: usize) -> String {
    match n / TEAMS.len() {
        0 => TEAMS[n].to_owned(),
        round => format!("{} {}", TEAMS[n % TEAMS.len()], round + 1),
    }
}

/// The address of the `n`-th dwelling of a team.
pub fn address(team: usize, n: usize) -> String {
    let house = 1 + (n / STREETS.len()) * 2 + team % 2;
    let entrance = char::from(b'A' + u8::try_from(team / 2 % 26).unwrap_or(0));
    format!("{} {house}{entrance}", STREETS[n % STREETS.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_shares_initials() {
        let first = (0..1_000).map(first_staff);
        let later = (0..20).flat_map(|team| (0..36).map(move |n| later_staff(team, n)));
        let all: Vec<_> = first.chain(later).map(|staff| staff.initials).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all.iter().all(|initials| initials.chars().count() <= 3));
    }
}
