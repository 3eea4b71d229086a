//! Who asks within one operation, and what the operation was permitted and showed. The access log is written
//! from this before the answer leaves; see `execute`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::{Context, QueryPathSegment};
use tavle_domain::{
    access::{Action, Denied, Permit},
    effective::AsOf,
    id::{ParticipantId, TeamId},
};

use crate::{api::Caller, error::ApiError, selection::Selection};

/// One operation: who asks, and what it came to see. Made afresh for every operation.
#[derive(Debug)]
pub struct Scope {
    /// Who asks.
    pub who: Caller,
    /// What is asked for, where that is known by its text.
    pub selection: Option<Selection>,
    seen: Mutex<Vec<Seen>>,
}

/// One look at personal data, or one that was denied.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The root field that asked, as the answer names it.
    pub root: String,
    /// The field of the API.
    pub field: String,
    /// What was asked for.
    pub action: Action,
    /// Whose data it is.
    pub team: TeamId,
    /// The instant looked at.
    pub as_of: AsOf,
    /// What became of it.
    pub what: What,
}

/// What became of a look.
#[derive(Clone, Debug)]
pub enum What {
    /// Permitted. Whom it shows is not known until the resolver has said so.
    Permitted(Permit, Option<Vec<ParticipantId>>),
    /// Denied, and whom it was about where one participant was named.
    Denied(Denied, Option<ParticipantId>),
}

impl Scope {
    /// A new operation of somebody.
    pub const fn new(who: Caller, selection: Option<Selection>) -> Self {
        Self { who, selection, seen: Mutex::new(Vec::new()) }
    }

    /// What was seen since this was asked last.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who asks, from a resolver: the member of staff, with the field and the instant that they ask for.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who it is.
    pub who: Caller,
    scope: &'a Scope,
    root: &'a str,
    field: &'a str,
    as_of: AsOf,
}

impl<'a> Asking<'a> {
    /// Asks about another instant than now. The access log says so.
    #[must_use]
    pub const fn at(self, as_of: AsOf) -> Self {
        Self { as_of, ..self }
    }

    /// Says whom an answer shows. A permit to personal data of a team is not answered without it.
    pub fn shows(self, permit: &Permit, who: impl IntoIterator<Item = ParticipantId>) {
        let mut seen = self.scope.lock();
        let open = seen.iter_mut().rev().find(|seen| {
            matches!(&seen.what, What::Permitted(given, None) if given == permit && seen.root == self.root)
        });
        let who = who.into_iter().collect();
        match open {
            Some(seen) => (seen.as_of, seen.what) = (self.as_of, What::Permitted(*permit, Some(who))),
            None => seen.push(self.seen(permit.action(), permit.team(), What::Permitted(*permit, Some(who)))),
        }
    }

    /// Registers what was decided.
    pub(crate) fn decided(
        self,
        action: Action,
        team: TeamId,
        about: Option<ParticipantId>,
        decision: Result<Permit, Denied>,
    ) {
        let what = match decision {
            Ok(permit) => What::Permitted(permit, about.map(|who| vec![who])),
            Err(denied) => What::Denied(denied, about),
        };
        let seen = self.seen(action, team, what);
        self.scope.lock().push(seen);
    }

    /// The same beyond the resolver, for a subscription that decides again at every word.
    pub fn for_long(self, ctx: &Context<'_>) -> Result<AskingOn, ApiError> {
        let scope = ctx.data_opt::<Arc<Scope>>().ok_or(ApiError::Unauthenticated)?.clone();
        Ok(AskingOn { scope, root: self.root.to_owned(), field: self.field.to_owned() })
    }

    fn seen(self, action: Action, team: TeamId, what: What) -> Seen {
        let (root, field) = (self.root.to_owned(), self.field.to_owned());
        Seen { root, field, action, team, as_of: self.as_of, what }
    }
}

/// Who asks for as long as a subscription lasts.
#[derive(Debug)]
pub struct AskingOn {
    scope: Arc<Scope>,
    root: String,
    field: String,
}

impl AskingOn {
    /// Who it is.
    pub fn who(&self) -> Caller {
        self.scope.who
    }

    /// Who asks, about now.
    pub fn now(&self) -> Asking<'_> {
        Asking { who: self.who(), scope: &self.scope, root: &self.root, field: &self.field, as_of: AsOf::NOW }
    }
}

/// Who asks, from a resolver.
///
/// # Errors
/// `UNAUTHENTICATED`, also for an operation that was not begun by `execute`: nothing would log it.
pub fn caller<'a>(ctx: &'a Context<'_>) -> Result<Asking<'a>, ApiError> {
    let scope = ctx.data_opt::<Arc<Scope>>().ok_or(ApiError::Unauthenticated)?;
    let path = ctx.path_node.as_ref().map(|node| node.parents().last().unwrap_or(node).segment);
    let field = ctx.field().name();
    let root = match path {
        Some(QueryPathSegment::Name(name)) => name,
        _ => field,
    };
    Ok(Asking { who: scope.who, scope, root, field, as_of: AsOf::NOW })
}
