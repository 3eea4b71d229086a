//! From bytes to text.

use encoding_rs::{UTF_8, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// How the file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 that begins with a byte order mark, as spreadsheets write it.
    Utf8Bom,
    /// ISO-8859-1, read as the Windows-1252 that finance systems mean by it.
    Windows1252,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// What is valid UTF-8 is UTF-8; everything else is Windows-1252, in which every byte means something.
pub fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (rest, with_bom) = bytes.strip_prefix(BOM).map_or((bytes, false), |rest| (rest, true));
    match UTF_8.decode_without_bom_handling_and_without_replacement(rest) {
        Some(text) => (text.into_owned(), if with_bom { Encoding::Utf8Bom } else { Encoding::Utf8 }),
        None => (WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned(), Encoding::Windows1252),
    }
}

/// A cell without what a spreadsheet puts around it: spaces of every sort, and the `="…"` that keeps zeros.
pub fn cell(text: &str) -> &str {
    let text = text.trim_matches(is_blank);
    let kept = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    kept.map_or(text, |inner| inner.trim_matches(is_blank))
}

/// Spaces, also those that do not break.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{feff}')
}

/// A word as it is compared: lower case, letters and digits alone.
pub fn folded(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_recognised() {
        assert_eq!(decode("Beløp".as_bytes()), ("Beløp".to_owned(), Encoding::Utf8));
        assert_eq!(decode(b"\xef\xbb\xbfBel\xc3\xb8p"), ("Beløp".to_owned(), Encoding::Utf8Bom));
        assert_eq!(decode(b"Bel\xf8p \x96 \xa7 4-18"), ("Beløp – § 4-18".to_owned(), Encoding::Windows1252));
    }

    #[test]
    fn cells_lose_what_is_around_them() {
        assert_eq!(cell(" \u{a0}NK-1\u{202f} "), "NK-1");
        assert_eq!(cell("=\"00123\""), "00123");
        assert_eq!(folded("Varsel § 4-18"), "varsel418");
    }
}
