//! Whatever has an id of its own, found by that id alone.
//!
//! A global id names its type and is opaque. It serves caches and `node`; every input takes the id that is named
//! after its type, such as `participantId`.

use async_graphql::{ComplexObject, Context, ID, Interface, Object, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tavle_domain::effective::AsOf;
use uuid::Uuid;

use crate::{
    access::Asking,
    api::{Api, api, caller},
    error::ApiError,
    housing::{Dwelling, one_dwelling},
    participant::{Participant, page_of},
    team::{StaffMember, Team, one_member, one_team},
    timeline::{Entry, one_entry},
};

/// Whatever has an id of its own.
#[derive(Interface, Debug)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Global id: opaque, and the same for as long as there is such a thing."
))]
#[expect(clippy::large_enum_variant, reason = "one is made for an answer and written at once")]
pub enum Node {
    /// A participant's page, as it is now.
    Participant(Participant),
    /// An entry, as it reads now.
    Entry(Entry),
    /// A dwelling.
    Dwelling(Dwelling),
    /// A team.
    Team(Team),
    /// A member of staff.
    StaffMember(StaffMember),
}

/// Declares the global id of types that have an id of their own.
macro_rules! global_ids {
    ($($ty:ident . $own:ident;)*) => {$(
        #[ComplexObject]
        impl $ty {
            /// Global id, for caches and for `node`: opaque, and the same for as long as there is such a thing.
            async fn id(&self) -> ID {
                write(stringify!($ty), &self.$own)
            }
        }
    )*};
}

global_ids! {
    Participant.participant_id;
    Entry.entry_id;
    Dwelling.dwelling_id;
    Team.team_id;
    StaffMember.staff_id;
}

fn write(ty: &str, own: &ID) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{ty}:{}", own.as_str())))
}

fn read(id: &ID) -> Option<(String, Uuid)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
    let (ty, own) = text.split_once(':')?;
    Some((ty.to_owned(), own.parse().ok()?))
}

/// Finds things by their global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Whatever has this global id; none where there is no such thing for the caller, whether it does not exist or
    /// belongs to another team.
    #[graphql(complexity = "100 + child_complexity")]
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id, from a field named `id`.")] id: ID,
    ) -> Result<Option<Node>> {
        let Some((ty, own)) = read(&id) else { return Ok(None) };
        match find(api(ctx)?, caller(ctx)?, &ty, own).await {
            Ok(node) => Ok(Some(node)),
            Err(ApiError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

async fn find(api: &Api, caller: Asking<'_>, ty: &str, own: Uuid) -> Result<Node, ApiError> {
    match ty {
        "Participant" => page_of(api, caller, own.into(), AsOf::NOW).await.map(Node::Participant),
        "Entry" => one_entry(api, caller, own.into()).await.map(Node::Entry),
        "Dwelling" => one_dwelling(api, caller, own.into()).map(Node::Dwelling),
        "Team" => one_team(api, caller, own.into()).map(Node::Team),
        "StaffMember" => one_member(api, caller, own.into()).map(Node::StaffMember),
        _ => Err(ApiError::NotFound),
    }
}
