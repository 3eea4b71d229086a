//! One pass over the text, before the parser sees it, that counts what the parser would take for tokens.
//!
//! The parser tries another reading where the first one fails: what begins like a block string and is never closed
//! is to it an empty string with more text behind it. So nothing is guessed here. Whatever could be read in two
//! ways, or is nothing that the grammar has, is refused, and what is let through is to both the same.

use super::{
    MAX_DIRECTIVES, MAX_NESTING, MAX_QUERY, MAX_SPREADS, MAX_TOKENS,
    Refused::{self, Syntax},
    check,
};

/// What has been counted so far.
#[derive(Default)]
struct Counted {
    tokens: usize,
    spreads: usize,
    directives: usize,
    /// The brackets that are open, by how they are closed.
    open: Vec<u8>,
}

/// One pass without recursion. Brackets in strings and comments do not count.
pub fn scan(query: &str) -> Result<(), Refused> {
    check(query.len() <= MAX_QUERY, Refused::QueryTooLarge)?;
    let bytes = query.as_bytes();
    let (mut at, mut counted) = (0, Counted::default());
    while let Some(first) = bytes.get(at) {
        at += match first {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => 1,
            // A byte order mark is white space to the parser.
            0xEF if bytes[at..].starts_with("\u{feff}".as_bytes()) => 3,
            b'#' => until(&bytes[at..], |byte| matches!(byte, b'\n' | b'\r')),
            _ => counted.token(&bytes[at..])?,
        };
    }
    check(counted.open.is_empty(), Syntax)
}

impl Counted {
    /// Counts the token that the text begins with. Gives its length.
    fn token(&mut self, text: &[u8]) -> Result<usize, Refused> {
        self.tokens += 1;
        check(self.tokens <= MAX_TOKENS, Refused::TooManyTokens)?;
        match text[0] {
            b'"' => string(text),
            b'{' => self.opens(b'}'),
            b'(' => self.opens(b')'),
            b'[' => self.opens(b']'),
            closing @ (b'}' | b')' | b']') => {
                check(self.open.pop() == Some(closing), Syntax)?;
                Ok(1)
            }
            b'.' if text.starts_with(b"...") => {
                self.spreads += 1;
                check(self.spreads <= MAX_SPREADS, Refused::TooManySpreads)?;
                Ok(3)
            }
            b'@' => {
                self.directives += 1;
                check(self.directives <= MAX_DIRECTIVES, Refused::TooManyDirectives)?;
                Ok(1)
            }
            // Numbers may stand side by side, and a zero ends one: each counts, and so does each of its parts.
            b'0' | b'.' | b'-' | b'+' | b'$' | b'!' | b':' | b'=' | b'|' | b'&' => Ok(1),
            b'1'..=b'9' => Ok(until(text, |byte| !byte.is_ascii_digit())),
            byte if is_name(byte) => Ok(name(text)),
            _ => Err(Syntax),
        }
    }

    fn opens(&mut self, closed_by: u8) -> Result<usize, Refused> {
        self.open.push(closed_by);
        check(self.open.len() <= MAX_NESTING, Refused::TooDeep)?;
        Ok(1)
    }
}

/// The length of what comes before the first byte that ends it.
fn until(text: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| ends(*byte)).unwrap_or(text.len())
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a name. The parser takes `truefalse` for two values, so that each counts.
fn name(text: &[u8]) -> usize {
    let values: [&[u8]; 3] = [b"true", b"false", b"null"];
    let value = values.into_iter().find(|value| text.starts_with(value));
    value.map_or_else(|| until(text, |byte| !is_name(byte)), <[u8]>::len)
}

/// The length of a string, which is closed and has no escape but those of the grammar.
fn string(text: &[u8]) -> Result<usize, Refused> {
    if text.starts_with(b"\"\"\"") {
        return block_string(text);
    }
    let mut at = 1;
    loop {
        at += match text.get(at..).unwrap_or_default() {
            [b'"', ..] => return Ok(at + 1),
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [b'\\', b'u', digits @ ..] if is_scalar(digits) => 6,
            [] | [b'\\' | b'\n' | b'\r', ..] => return Err(Syntax),
            _ => 1,
        };
    }
}

/// Four digits of base 16 that are no half of a surrogate pair.
fn is_scalar(digits: &[u8]) -> bool {
    let Some([first, second, rest @ ..]) = digits.get(..4) else { return false };
    let is_surrogate = matches!(first, b'd' | b'D') && !matches!(second, b'0'..=b'7');
    !is_surrogate && [first, second].into_iter().chain(rest).all(u8::is_ascii_hexdigit)
}

/// The length of a block string. One that is never closed would be read as something else.
fn block_string(text: &[u8]) -> Result<usize, Refused> {
    let mut at = 3;
    loop {
        at += match text.get(at..).unwrap_or_default() {
            rest if rest.starts_with(b"\"\"\"") => return Ok(at + 3),
            rest if rest.starts_with(b"\\\"\"\"") => 4,
            [] => return Err(Syntax),
            _ => 1,
        };
    }
}
