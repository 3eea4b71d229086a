//! Dates and months as Norwegian systems write them.

use chrono::NaiveDate;

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// Reads `24.11.2026`, or `2026-11-24`. A year has four digits.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = match parts(text, '.') {
        Some([day, month, year]) => (year, month, day),
        None => parts(text, '-').map(|[year, month, day]| (year, month, day))?,
    };
    NaiveDate::from_ymd_opt(four_digits(year)?, number(month)?, number(day)?)
}

/// Reads `2026-11`, `11.2026`, `11/2026`, `202611` or `november 2026` as the first day of the month.
pub fn parse_month(text: &str) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    let (month, year) = match text.split_once(['-', '.', '/', ' ']) {
        Some((a, b)) if a.len() == 4 && four_digits(a).is_some() => (number(b)?, a.to_owned()),
        Some((a, b)) => (number(a).or_else(|| named(a))?, b.trim().to_owned()),
        None if text.len() == 6 => (number(text.get(4..)?)?, text.get(..4)?.to_owned()),
        None => return None,
    };
    NaiveDate::from_ymd_opt(four_digits(&year)?, month, 1)
}

/// A month by its name or its first three letters.
fn named(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('.');
    let is_it = |name: &&str| text.chars().count() >= 3 && name.starts_with(text);
    (1..).zip(MONTHS.iter()).find(|(_, name)| is_it(name)).map(|(month, _)| month)
}

fn parts(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut parts = text.trim().split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

fn number(text: &str) -> Option<u32> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn four_digits(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_day_month_year() {
        assert_eq!(parse_date("24.11.2026"), Some(day("2026-11-24")));
        assert_eq!(parse_date("1.9.2026"), Some(day("2026-09-01")));
        assert_eq!(parse_date("2026-11-24"), Some(day("2026-11-24")));
        for text in ["31.02.2026", "24.11.26", "11/24/2026", "24.11", "", "=1.1.2026", "24.11.2026.1"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_read_in_every_usual_form() {
        for text in ["2026-09", "09.2026", "9/2026", "202609", "september 2026", "sep. 2026", "Sept 2026"] {
            assert_eq!(parse_month(text), Some(day("2026-09-01")), "{text}");
        }
        for text in ["2026", "13.2026", "ma 2026", "", "2026-9-1", "høst 2026"] {
            assert_eq!(parse_month(text), None, "{text}");
        }
    }
}
