//! `tavle token`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tavle_domain::id::StaffId;
use uuid::Uuid;

use super::{Failed, print};
use crate::{
    auth::{Accounts, LONGEST_DAYS, Listed, TokenId, TokenOf},
    clock,
};

/// Make, list and revoke bearer tokens for scripts, while the service runs or without it.
///
/// Without a subcommand it prints a token. It is shown this once: what is kept of it is a hash.
#[derive(Args)]
pub struct Token {
    #[command(subcommand)]
    what: Option<What>,
    /// Directory of the log, the read models and the keys.
    #[arg(long, env = "TAVLE_DATA", value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// The user that the token acts as.
    #[arg(long, value_name = "NAME", conflicts_with = "staff")]
    user: Option<String>,
    /// The member of staff that it acts as, who needs no account.
    #[arg(long, value_name = "ID")]
    staff: Option<Uuid>,
    /// How many days it holds.
    #[arg(long, value_name = "N", default_value_t = LONGEST_DAYS,
        value_parser = clap::value_parser!(u32).range(1..=i64::from(LONGEST_DAYS)))]
    days: u32,
    /// What it is for, as it is listed.
    #[arg(long, value_name = "TEXT", default_value = "")]
    label: String,
}

/// What else can be done with tokens.
#[derive(Subcommand)]
enum What {
    /// List tokens: number, whose, until when, last use, label.
    List,
    /// Take a token back. A running service heeds it at the next request, and closes sockets within seconds.
    Revoke {
        /// Its number in the list.
        number: i64,
    },
}

impl Token {
    /// Prints a token, lists them, or takes one back.
    pub fn run(self) -> Result<(), Failed> {
        let data =
            self.data.ok_or_else(|| Failed::because("nothing says where the data is: use --data DIR"))?;
        if !data.is_dir() {
            return Err(Failed::because(format!("there is no directory {}", data.display())));
        }
        let accounts = Accounts::open(&data)?;
        match self.what {
            Some(What::List) => print(&accounts.tokens()?.iter().map(line).collect::<String>()),
            Some(What::Revoke { number }) if accounts.revoke_token(TokenId(number))? => Ok(()),
            Some(What::Revoke { number }) => {
                Err(Failed::because(format!("there is no token {number}: see `tavle token list`")))
            }
            None => {
                let of = match (self.staff, self.user) {
                    (Some(staff), _) => TokenOf::Staff(StaffId(staff)),
                    (None, Some(user)) => of_user(&accounts, &user)?,
                    (None, None) => return Err(Failed::because("say for whom: --user NAME or --staff ID")),
                };
                let now = (clock::machine())();
                print(&format!("{}\n", accounts.make_token(&of, &self.label, self.days, now)?))
            }
        }
    }
}

/// Where nobody has an account, the name can only be a demo user's.
fn of_user(accounts: &Accounts, user: &str) -> Result<TokenOf, Failed> {
    match accounts.named(user)? {
        Some(account) => Ok(TokenOf::Staff(account.staff)),
        None if accounts.is_empty()? => Ok(TokenOf::DemoUser(user.to_owned())),
        None => Err(Failed::because(format!("nobody has an account with the user name {user}"))),
    }
}

fn line(token: &Listed) -> String {
    let of = match &token.of {
        TokenOf::Staff(staff) => staff.to_string(),
        TokenOf::DemoUser(user) => format!("demo user {user}"),
    };
    let used =
        token.used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", at.date_naive()));
    let (id, until, label) = (token.id.0, token.expires_at.date_naive(), &token.label);
    format!("{id}\t{of}\tuntil {until}\t{used}\t{label}\n")
}
