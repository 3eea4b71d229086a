//! Passwords: what may be one, and how it is kept: argon2id, a salt of its own each.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, and how often it is gone over: more than OWASP asks for at least.
const MEMORY: u32 = 32 * 1024;
const PASSES: u32 = 3;
/// Hashes made at a time: what a flood of sign-ins can take of memory and processor.
const AT_ONCE: usize = 2;
/// Sign-ins that may wait for their turn.
const WAITING: usize = 32;

/// Fewest and most characters of a password.
const SHORTEST: usize = 12;
const LONGEST: usize = 256;
/// Words that are in every list of guesses; a password that is little more than one of them is refused.
const COMMON: &[&str] = &[
    "password",
    "passord",
    "qwerty",
    "qwertyuiop",
    "letmein",
    "welcome",
    "velkommen",
    "administrator",
    "admin",
    "sommer",
    "vinter",
    "høst",
    "vår",
    "iloveyou",
    "fotball",
    "tavle",
    "abc",
    "norge",
    "hemmelig",
    "changeme",
    "asdfghjkl",
    "dragon",
    "monkey",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno",
];

/// Why something may not be a password. The name is stable: screens translate it.
///
/// # Errors
/// `TOO_SHORT`, `TOO_LONG`, `TOO_COMMON`, `CONTAINS_USER`.
pub fn check(password: &str, user: &str) -> Result<(), &'static str> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err("TOO_SHORT");
    }
    if length > LONGEST {
        return Err("TOO_LONG");
    }
    let folded = password.to_lowercase();
    let user = user.trim().to_lowercase();
    if user.chars().count() >= 3 && folded.contains(&user) {
        return Err("CONTAINS_USER");
    }
    if is_common(&folded) { Err("TOO_COMMON") } else { Ok(()) }
}

/// Common words with digits and signs around them, one thing over and over, or a run of the keyboard.
fn is_common(folded: &str) -> bool {
    let is_run = |text: &str| {
        ["01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"].iter().any(|run| run.contains(text))
    };
    let core: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let mut seen: Vec<char> = folded.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    let repeated = (1..=core.len() / 2)
        .filter(|length| core.is_char_boundary(*length) && core.len().is_multiple_of(*length))
        .any(|length| {
            COMMON.contains(&&core[..length]) && core[..length].repeat(core.len() / length) == core
        });
    seen.len() < 4 || is_run(folded) || COMMON.contains(&core.as_str()) || repeated
}

/// Too many sign-ins at once, or no memory for one.
#[derive(Debug, thiserror::Error)]
#[error("no password could be hashed now")]
pub struct Overloaded;

/// What a password came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, and should from now on be kept as this.
    RightToBeKeptAs(String),
}

/// Hashes and compares passwords, a few at a time.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    params: Params,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::costing(MEMORY, PASSES)
    }
}

impl Passwords {
    fn costing(memory: u32, passes: u32) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            // The numbers above are within what argon2 allows.
            params: Params::new(memory, passes, 1, None).unwrap_or(Params::DEFAULT),
        }
    }

    /// What to keep of a password.
    ///
    /// # Errors
    /// [`Overloaded`].
    pub async fn hash(&self, password: String) -> Result<String, Overloaded> {
        let params = self.params.clone();
        self.in_turn(move || hashed(&params, &password)).await?
    }

    /// Compares a password with what is kept. Where nothing is kept it takes as long.
    ///
    /// # Errors
    /// [`Overloaded`].
    pub async fn verify(&self, password: String, kept: Option<String>) -> Result<Verdict, Overloaded> {
        let params = self.params.clone();
        self.in_turn(move || {
            let nobodys = nobodys(&params);
            let known = kept.is_some();
            let kept = PasswordHash::new(kept.as_deref().unwrap_or(&nobodys)).map_err(|_| Overloaded)?;
            let is_right = argon2(&params).verify_password(password.as_bytes(), &kept).is_ok();
            if !(is_right && known) {
                return Ok(Verdict::Wrong);
            }
            if Params::try_from(&kept).is_ok_and(|with| cost(&with) == cost(&params)) {
                return Ok(Verdict::Right);
            }
            hashed(&params, &password).map(Verdict::RightToBeKeptAs)
        })
        .await?
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overloaded> {
        let _place = self.places.try_acquire().map_err(|_| Overloaded)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Overloaded)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work itself: whoever goes away does not make room for another hash.
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| Overloaded)
    }
}

fn argon2(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

fn hashed(params: &Params, password: &str) -> Result<String, Overloaded> {
    let hash = argon2(params).hash_password(password.as_bytes()).map_err(|_| Overloaded)?;
    Ok(hash.to_string())
}

const fn cost(params: &Params) -> (u32, u32, u32) {
    (params.m_cost(), params.t_cost(), params.p_cost())
}

/// A hash that no password has been found for, at the present cost.
fn nobodys(params: &Params) -> String {
    let (memory, passes, lanes) = cost(params);
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${}${}", "A".repeat(22), "A".repeat(43))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_no_common_word() {
        for good in [
            "riktig hest batteri stift",
            "ærlig talt så regner det",
            "k9!mZ0pQr7wx",
            "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧",
        ] {
            assert_eq!(check(good, "mh"), Ok(()), "{good}");
        }
        assert_eq!(check("kort passord", "mh"), Ok(()));
        assert_eq!(check("elleve tegn", "mh"), Err("TOO_SHORT"));
        assert_eq!(check(&"lang ".repeat(60), "mh"), Err("TOO_LONG"));
        assert_eq!(check("mitt navn er MINA.haug", "mina.haug"), Err("CONTAINS_USER"));
        for common in [
            "Passord123456",
            "passwordpassword",
            "123456789012",
            "aaaaaaaaaaaa",
            "qwertyuiopasdf",
            "Sommer2026!!!!",
        ] {
            assert_eq!(check(common, "mh"), Err("TOO_COMMON"), "{common}");
        }
    }

    #[tokio::test]
    async fn the_same_password_is_kept_differently_each_time_and_recognised() {
        let passwords = Passwords::default();
        let [one, other] = [
            passwords.hash("riktig hest".into()).await.unwrap(),
            passwords.hash("riktig hest".into()).await.unwrap(),
        ];
        assert_ne!(one, other);
        assert!(one.starts_with("$argon2id$v=19$m=32768,t=3,p=1$"), "{one}");
        assert_eq!(passwords.verify("riktig hest".into(), Some(one.clone())).await.unwrap(), Verdict::Right);
        assert_eq!(passwords.verify("riktig hesx".into(), Some(one)).await.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.verify(String::new(), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_password_kept_at_another_cost_is_kept_anew_at_sign_in() {
        let kept = Passwords::costing(8 * 1024, 1).hash("riktig hest".into()).await.unwrap();
        let passwords = Passwords::default();
        let verdict = passwords.verify("riktig hest".into(), Some(kept.clone())).await.unwrap();
        let Verdict::RightToBeKeptAs(anew) = verdict else { panic!("{verdict:?}") };
        assert_eq!(passwords.verify("riktig hest".into(), Some(anew)).await.unwrap(), Verdict::Right);
        assert_eq!(passwords.verify("feil hest".into(), Some(kept)).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_flood_of_sign_ins_is_turned_away() {
        let passwords = Passwords::costing(8 * 1024, 1);
        let all = (0..200).map(|_| passwords.verify("feil hest".into(), None));
        let answers = futures::future::join_all(all).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), AT_ONCE + WAITING);
    }
}
