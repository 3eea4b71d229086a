//! `tavle invite`.

use std::{collections::BTreeMap, path::Path};

use chrono::Duration;
use clap::Args;
use tavle_domain::{
    decider::fold,
    id::{StaffId, TeamId},
    recorded::Recorded,
    stream::Stream,
    team::TeamState,
};
use tavle_event_store::{Decoded, EventStore, SqliteStore};
use uuid::Uuid;

use super::{Data, Failed, print};
use crate::{
    auth::{Accounts, code},
    clock,
};

/// As long as an invitation that an administrator makes.
const INVITED_FOR: Duration = Duration::days(7);
const GROUPS: usize = 5;
/// Events read at a time.
const PAGE: usize = 10_000;

/// Make an invitation for somebody who cannot be invited from inside: the only administrator has forgotten the
/// password, or a restored installation has no accounts.
///
/// Without --user or --staff it lists who may act; for that the service must not be running.
#[derive(Args)]
pub struct Invite {
    #[command(flatten)]
    data: Data,
    /// The user name of the account that gets another password.
    #[arg(long, value_name = "NAME", conflicts_with = "staff")]
    user: Option<String>,
    /// The member of staff.
    #[arg(long, value_name = "ID")]
    staff: Option<Uuid>,
}

impl Invite {
    /// Prints the code, or who there is.
    pub fn run(self) -> Result<(), Failed> {
        let directory = &self.data.directory;
        if !directory.is_dir() {
            return Err(Failed::because(format!("there is no directory {}", directory.display())));
        }
        let accounts = Accounts::open(directory)?;
        let staff = match (self.staff, self.user) {
            (Some(staff), _) => StaffId(staff),
            (None, Some(user)) => {
                let account = accounts.named(&user)?;
                account.ok_or_else(|| Failed::because(format!("nobody has the user name {user}")))?.staff
            }
            (None, None) => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                return print(&runtime.block_on(list(directory))?);
            }
        };
        let now = (clock::machine())();
        let code = code::make(GROUPS)?;
        accounts.invite(staff, code::hash(&code), now + INVITED_FOR)?;
        print(&format!("{code}\n"))
    }
}

/// Who may act, a line each: id, initials, name, roles, team.
async fn list(directory: &Path) -> Result<String, Failed> {
    let store = SqliteStore::open(directory, clock::machine())?;
    let mut teams: BTreeMap<TeamId, Vec<Recorded>> = BTreeMap::new();
    let mut position = 0;
    loop {
        let page = store.read_all(position, PAGE).await?;
        let Some(events) = page.into_iter().map(Decoded::known).collect::<Option<Vec<_>>>() else {
            return Err(Failed::because("the log holds events that this version cannot read"));
        };
        let Some(last) = events.last() else { break };
        position = last.position;
        for event in events {
            if let Stream::Team(team) = event.stream {
                teams.entry(team).or_default().push(event);
            }
        }
    }
    store.close().await;
    Ok(teams.values().map(|history| lines(&fold(history))).collect())
}

fn lines(team: &TeamState) -> String {
    let line = |member: &tavle_domain::team::StaffMember| {
        let roles: Vec<_> =
            team.grants().filter(|(staff, ..)| *staff == member.id).map(|(_, role, _)| role.name()).collect();
        let [initials, name] =
            [&member.initials, &member.name].map(|text| text.as_deref().unwrap_or_default());
        let team = team.name().unwrap_or_default();
        format!("{}\t{initials}\t{name}\t{}\t{team}\n", member.id, roles.join(","))
    };
    team.staff().filter(|member| member.active).map(line).collect()
}
