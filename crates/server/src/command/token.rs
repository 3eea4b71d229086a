//! `tavle token`.

use clap::{Args, Subcommand};
use tavle_domain::id::StaffId;
use uuid::Uuid;

use super::{Data, Failed, print};
use crate::{
    auth::{Accounts, LONGEST_DAYS, Listed, TokenId, TokenOf},
    clock,
};

/// Make, list and revoke bearer tokens for scripts, while the service runs or without it.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Token {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    make: Option<Make>,
}

/// Prints a token. It is shown this once: what is kept of it is a hash.
#[derive(Args)]
struct Make {
    #[command(flatten)]
    data: Data,
    /// The user that the token acts as.
    #[arg(long, value_name = "NAME", required_unless_present = "staff", conflicts_with = "staff")]
    user: Option<String>,
    /// The member of staff that it acts as, who needs no account.
    #[arg(long, value_name = "ID")]
    staff: Option<Uuid>,
    /// How long it holds.
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
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Take a token back. A running service heeds it at the next request, and closes sockets within seconds.
    Revoke {
        #[command(flatten)]
        data: Data,
        /// Its number in the list.
        number: i64,
    },
}

impl Token {
    /// Prints a token, lists them, or takes one back.
    pub fn run(self) -> Result<(), Failed> {
        match (self.what, self.make) {
            (Some(What::List { data }), _) => {
                print(&accounts(&data)?.tokens()?.iter().map(line).collect::<String>())
            }
            (Some(What::Revoke { data, number }), _) => {
                if accounts(&data)?.revoke_token(TokenId(number))? {
                    return Ok(());
                }
                Err(Failed::because(format!("there is no token {number}: see `tavle token list`")))
            }
            (None, Some(make)) => make.run(),
            (None, None) => Err(Failed::because("say for whom: --user NAME or --staff ID")),
        }
    }
}

impl Make {
    fn run(self) -> Result<(), Failed> {
        let accounts = accounts(&self.data)?;
        let of = match (self.staff, self.user) {
            (Some(staff), _) => TokenOf::Staff(StaffId(staff)),
            (None, user) => of_user(&accounts, &user.unwrap_or_default())?,
        };
        let now = (clock::machine())();
        print(&format!("{}\n", accounts.make_token(&of, &self.label, self.days, now)?))
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

fn accounts(data: &Data) -> Result<Accounts, Failed> {
    if !data.directory.is_dir() {
        return Err(Failed::because(format!("there is no directory {}", data.directory.display())));
    }
    Ok(Accounts::open(&data.directory)?)
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
