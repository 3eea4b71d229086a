//! `tavle token`.

use clap::Args;

use super::{Data, Failed, print};
use crate::{auth::Bearer, clock, secret::Secret};

/// Print a bearer token for scripts on this host.
#[derive(Args)]
pub struct Token {
    #[command(flatten)]
    data: Data,
    /// The user that the token acts as.
    #[arg(long, value_name = "NAME")]
    user: String,
}

impl Token {
    /// Prints a token that holds for a year.
    pub fn run(self) -> Result<(), Failed> {
        if !self.data.directory.is_dir() {
            return Err(Failed::because(format!("there is no directory {}", self.data.directory.display())));
        }
        let secret = Secret::of_installation(&self.data.directory)?;
        let now = (clock::machine())();
        print(&format!("{}\n", Bearer::new(&secret).make(&self.user, now)))
    }
}
