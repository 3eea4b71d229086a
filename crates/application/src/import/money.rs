//! Amounts as Norwegian systems write them: decimal comma, thousands apart.

use super::text::is_blank;

/// Why a text is no amount. The code is stable; screens translate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountProblem {
    /// Not a number, or not in øre.
    NotAnAmount,
    /// Below zero: a credit is nothing that can be owed or paid.
    Negative,
}

impl AmountProblem {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnAmount => "NOT_AN_AMOUNT",
            Self::Negative => "NEGATIVE_AMOUNT",
        }
    }
}

/// Reads `9 200,50` as 920 050 øre. Spaces or dots part the thousands, and then every group but the first has
/// three digits: `9.20` is no amount rather than a guess.
pub fn parse_ore(text: &str) -> Result<i64, AmountProblem> {
    let text = text.trim().to_lowercase();
    let text = text.trim_start_matches("kr").trim_start_matches(['.', ' ']).trim_end_matches("kr").trim_end();
    if text.starts_with(['-', '\u{2212}', '(']) || (text.ends_with('-') && !text.ends_with(",-")) {
        return Err(AmountProblem::Negative);
    }
    let text = text.strip_suffix(",-").unwrap_or(text);
    let (kroner, ore) = text.split_once(',').unwrap_or((text, ""));
    let ore = read_ore(ore).ok_or(AmountProblem::NotAnAmount)?;
    let kroner = read_kroner(kroner).ok_or(AmountProblem::NotAnAmount)?;
    kroner.checked_mul(100).and_then(|kroner| kroner.checked_add(ore)).ok_or(AmountProblem::NotAnAmount)
}

fn read_ore(text: &str) -> Option<i64> {
    let number = digits(text)?;
    match text.len() {
        0 => Some(0),
        1 => Some(number * 10),
        2 => Some(number),
        _ => None,
    }
}

fn read_kroner(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(|c: char| c == '.' || is_blank(c)).collect();
    let (first, others) = groups.split_first()?;
    let well_parted = others.is_empty() || (first.len() <= 3 && others.iter().all(|group| group.len() == 3));
    if !well_parted || first.is_empty() {
        return None;
    }
    digits(&groups.concat())
}

/// Nothing but digits; none of them is zero.
fn digits(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written_in_norway() {
        let amounts = [
            ("9200", 920_000),
            ("9 200,50", 920_050),
            ("9\u{a0}200,5", 920_050),
            ("9.200,00", 920_000),
            ("1 009 200,50", 100_920_050),
            ("kr 9 200,-", 920_000),
            ("0", 0),
            ("0,01", 1),
        ];
        for (text, ore) in amounts {
            assert_eq!(parse_ore(text), Ok(ore), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_not_guessed() {
        for text in [
            "", ",50", "9.20", "9200.50", "9,200,50", "9 20", "=9200", "+9200", "12e3", "9200,505",
            "ni tusen",
        ] {
            assert_eq!(parse_ore(text), Err(AmountProblem::NotAnAmount), "{text}");
        }
        assert_eq!(parse_ore(&"9".repeat(30)), Err(AmountProblem::NotAnAmount));
    }

    #[test]
    fn a_credit_is_refused_for_what_it_is() {
        for text in ["-9 200,50", "\u{2212}100", "(100,00)", "100-"] {
            assert_eq!(parse_ore(text), Err(AmountProblem::Negative), "{text}");
        }
    }
}
