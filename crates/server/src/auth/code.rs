//! One-time codes, which a person reads off one screen and types at another.

use std::io;

use sha2::{Digest, Sha256};

use crate::secret::random;

/// Consonants alone, so that no code is a word and none has a letter that looks like a digit.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// Letters of a group.
const GROUP: usize = 4;

/// A code of so many groups of four letters; a group is worth 17 bits.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn make(groups: usize) -> io::Result<String> {
    let mut code = String::new();
    let mut letters = 0;
    while letters < groups * GROUP {
        // Bytes from 240 on would make some letters likelier than others.
        for byte in random()?.into_iter().filter(|byte| *byte < 240).take(groups * GROUP - letters) {
            if letters > 0 && letters % GROUP == 0 {
                code.push('-');
            }
            code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            letters += 1;
        }
    }
    Ok(code)
}

/// What is kept of a code. Case, spaces and hyphens are as whoever types it likes them.
#[must_use]
pub fn hash(code: &str) -> [u8; 32] {
    let letters: String = code.chars().filter(|c| c.is_alphanumeric()).collect();
    Sha256::digest(letters.to_uppercase().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_groups_of_four_letters_and_never_the_same_twice() {
        let (code, other) = (make(4).unwrap(), make(4).unwrap());
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        assert!(code.bytes().all(|c| c == b'-' || LETTERS.contains(&c)), "{code}");
        assert_ne!(code, other);
    }

    #[test]
    fn a_code_may_be_typed_in_any_case_and_with_any_spaces() {
        assert_eq!(hash("BCDF-GHJK"), hash(" bcdf ghjk"));
        assert_ne!(hash("BCDF-GHJK"), hash("BCDF-GHJL"));
    }
}
