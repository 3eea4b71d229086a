//! One stream as the model keeps it: its lines, and what stands open after them.

use std::collections::{HashMap, HashSet};

use tavle_domain::id::{DwellingId, EntryId, ParticipantId};

use super::{
    deed::Deed,
    table::{Need, rule_of},
};

/// The code of a refusal.
pub type Code = &'static str;

#[derive(Clone, Copy, PartialEq, Eq)]
enum OfferIs {
    Open,
    Accepted,
    Over,
}

struct Lease {
    id: EntryId,
    home: DwellingId,
    ended: bool,
}

/// A stream.
#[derive(Default)]
pub struct Page {
    lines: Vec<(EntryId, Deed)>,
    marked: HashSet<EntryId>,
    now: Standing,
}

/// What stands after the lines that count.
#[derive(Default)]
struct Standing {
    /// What is open, of the person or of one tenancy.
    open: HashSet<(Option<EntryId>, &'static str)>,
    leases: Vec<Lease>,
    missed: HashMap<(EntryId, String), i64>,
    /// Planned contacts, and whether they are answered.
    planned: HashMap<EntryId, bool>,
    offers: Vec<(EntryId, ParticipantId, OfferIs)>,
    /// Who has the dwelling, and by which tenancy.
    lives: Option<(EntryId, ParticipantId)>,
    words: HashMap<String, ParticipantId>,
    aliases: HashMap<ParticipantId, String>,
}

/// What asking comes to.
pub enum Verdict {
    Write,
    AlreadySo,
    Refuse(Code),
}

use Verdict::{AlreadySo, Refuse, Write};

impl Page {
    /// What asking for it now comes to.
    pub fn ask(&self, deed: &Deed) -> Verdict {
        match deed {
            Deed::Mark { target, .. } if self.marked.contains(target) => AlreadySo,
            Deed::Mark { target, .. } if self.breaks_without(*target) => Refuse("WOULD_BREAK_ANOTHER_ENTRY"),
            Deed::Correct { target, .. } if self.marked.contains(target) => Refuse("ENTERED_IN_ERROR"),
            Deed::Mark { target, .. } | Deed::Correct { target, .. } => {
                if self.lines.iter().any(|(id, _)| id == target) { Write } else { Refuse("UNKNOWN_ENTRY") }
            }
            deed => self.now.ask(deed),
        }
    }

    /// Takes a line that was written.
    pub fn write(&mut self, id: EntryId, deed: &Deed) {
        match deed {
            Deed::Mark { target, .. } => {
                self.marked.insert(*target);
                self.now = Standing::default();
                for (id, deed) in self.lines.iter().filter(|(id, _)| !self.marked.contains(id)) {
                    self.now.write(*id, deed);
                }
            }
            Deed::Correct { .. } => {}
            deed => {
                self.now.write(id, deed);
                self.lines.push((id, deed.clone()));
            }
        }
    }

    /// The tenancy that is active, with its dwelling.
    pub fn active(&self) -> Option<(EntryId, DwellingId)> {
        self.now.active().map(|lease| (lease.id, lease.home))
    }

    /// Who has the dwelling, and by which tenancy.
    pub const fn lives(&self) -> Option<(EntryId, ParticipantId)> {
        self.now.lives
    }

    /// Whose word it is.
    pub fn owner_of(&self, word: &str) -> Option<ParticipantId> {
        self.now.words.get(word).copied()
    }

    fn breaks_without(&self, target: EntryId) -> bool {
        let mut standing = Standing::default();
        self.lines.iter().filter(|(id, _)| *id != target && !self.marked.contains(id)).any(|(id, deed)| {
            let refused = matches!(standing.ask(deed), Refuse(_));
            standing.write(*id, deed);
            refused
        })
    }
}

impl Standing {
    fn active(&self) -> Option<&Lease> {
        self.leases.iter().rev().find(|lease| !lease.ended)
    }

    /// The lease that a step is about: the one it names, else the active one, else the last where late is fine.
    fn lease(&self, named: Option<EntryId>, late: bool) -> Result<&Lease, Code> {
        match named {
            Some(id) => self.leases.iter().find(|lease| lease.id == id).ok_or("TENANCY_UNKNOWN"),
            None if self.leases.is_empty() => Err("NO_TENANCY"),
            None => self.active().or_else(|| self.leases.last().filter(|_| late)).ok_or("TENANCY_ENDED"),
        }
    }

    /// What a step of the table is about: a tenancy or, `None`, the person.
    fn about(&self, kind: &str, named: Option<EntryId>) -> Result<Option<EntryId>, Code> {
        match rule_of(kind) {
            Some((_, true)) => self.lease(named, kind != "KeysHandedOver").map(|lease| Some(lease.id)),
            _ => Ok(None),
        }
    }

    fn ask(&self, deed: &Deed) -> Verdict {
        self.try_ask(deed).unwrap_or_else(Refuse)
    }

    fn try_ask(&self, deed: &Deed) -> Result<Verdict, Code> {
        match deed {
            Deed::Step { kind, tenancy, .. } => return self.ask_table(kind, *tenancy),
            Deed::Enrol { .. } => return self.ask_table("ParticipantEnrolled", None),
            Deed::Missed { month, ore, tenancy, .. } => {
                let about = self.lease(*tenancy, true)?.id;
                match self.missed.get(&(about, month.clone())) {
                    None => {}
                    Some(same) if same == ore => return Ok(AlreadySo),
                    Some(_) => return Err("RENT_ALREADY_MISSED"),
                }
            }
            Deed::Contact { planned: Some(planned), .. } => match self.planned.get(planned) {
                None => return Err("PLANNED_CONTACT_UNKNOWN"),
                Some(true) => return Err("PLANNED_CONTACT_ANSWERED"),
                Some(false) => {}
            },
            Deed::Offer { .. } if self.lives.is_some() => return Err("DWELLING_OCCUPIED"),
            Deed::Offer { .. } => self.no_offer_in_the_way(None)?,
            Deed::Reply { kind, offer, .. } => {
                let found = self.offers.iter().find(|(id, ..)| id == offer).ok_or("OFFER_UNKNOWN")?.2;
                let withdrawn = *kind == "HousingOfferWithdrawn" && found == OfferIs::Accepted;
                if found != OfferIs::Open && !withdrawn {
                    return Err("OFFER_NOT_OPEN");
                }
            }
            Deed::Reserve { who, tenancy, .. } => match self.lives {
                Some((held, _)) if held == *tenancy => return Ok(AlreadySo),
                Some(_) => return Err("DWELLING_OCCUPIED"),
                None => self.no_offer_in_the_way(Some(*who))?,
            },
            Deed::Release { tenancy, .. } if self.lives.is_none_or(|(held, _)| held != *tenancy) => {
                return Ok(AlreadySo);
            }
            Deed::Lease { .. } if self.active().is_some() => return Err("TENANCY_ALREADY_ACTIVE"),
            Deed::EndLease { tenancy, .. } if self.lease(*tenancy, false)?.ended => {
                return Err("TENANCY_ENDED");
            }
            Deed::Alias { who, word, .. } => {
                if self.words.get(word).is_some_and(|owner| owner != who) {
                    return Err("ALIAS_TAKEN");
                }
                if self.aliases.get(who) == Some(word) {
                    return Ok(AlreadySo);
                }
            }
            _ => {}
        }
        Ok(Write)
    }

    fn ask_table(&self, kind: &str, named: Option<EntryId>) -> Result<Verdict, Code> {
        let Some((rule, _)) = rule_of(kind) else { return Ok(Write) };
        let about = self.about(kind, named)?;
        let is_open = |what: &&'static str| self.open.contains(&(about, *what));
        let fails = |(any, _): &&Need| !any.iter().any(is_open);
        if let Some((_, code)) = rule.needs.iter().find(fails) {
            return Err(code);
        }
        match rule.unless {
            Some((what, code)) if is_open(&what) => Err(code),
            _ if rule.again.is_some_and(|what| is_open(&what)) => Ok(AlreadySo),
            _ => Ok(Write),
        }
    }

    /// An offer to somebody else that is open or accepted.
    fn no_offer_in_the_way(&self, but: Option<ParticipantId>) -> Result<(), Code> {
        let mut others = self.offers.iter().filter(|(_, who, _)| Some(*who) != but);
        let code = others.find_map(|(.., state)| match state {
            OfferIs::Open => Some("DWELLING_HAS_OPEN_OFFER"),
            OfferIs::Accepted => Some("DWELLING_HELD"),
            OfferIs::Over => None,
        });
        code.map_or(Ok(()), Err)
    }

    fn write(&mut self, id: EntryId, deed: &Deed) {
        match deed {
            Deed::Step { kind, tenancy, .. } => self.write_table(kind, *tenancy),
            Deed::Enrol { .. } => self.write_table("ParticipantEnrolled", None),
            Deed::Missed { month, ore, tenancy, .. } => {
                if let Ok(about) = self.lease(*tenancy, true).map(|lease| lease.id) {
                    self.missed.insert((about, month.clone()), *ore);
                }
            }
            Deed::Plan { .. } => {
                self.planned.insert(id, false);
            }
            Deed::Contact { planned: Some(planned), .. } => {
                self.planned.insert(*planned, true);
            }
            Deed::Offer { who, .. } => self.offers.push((id, *who, OfferIs::Open)),
            Deed::Reply { kind, offer, .. } => self.answer(kind, *offer),
            Deed::Reserve { who, tenancy, .. } => {
                self.lives = Some((*tenancy, *who));
                // The tenancy takes the place of the participant's own acceptance.
                for (_, to, state) in &mut self.offers {
                    if to == who && *state == OfferIs::Accepted {
                        *state = OfferIs::Over;
                    }
                }
            }
            Deed::Release { .. } => self.lives = None,
            Deed::Lease { home, .. } => self.leases.push(Lease { id, home: *home, ended: false }),
            Deed::EndLease { tenancy, .. } => {
                let about = self.lease(*tenancy, false).map(|lease| lease.id);
                self.leases
                    .iter_mut()
                    .filter(|lease| Ok(lease.id) == about)
                    .for_each(|lease| lease.ended = true);
            }
            Deed::Alias { who, word, .. } => {
                self.words.insert(word.clone(), *who);
                self.aliases.insert(*who, word.clone());
            }
            Deed::Register { .. } | Deed::Contact { .. } | Deed::Correct { .. } | Deed::Mark { .. } => {}
        }
    }

    fn write_table(&mut self, kind: &str, named: Option<EntryId>) {
        if let (Some((rule, _)), Ok(about)) = (rule_of(kind), self.about(kind, named)) {
            rule.closes.iter().for_each(|what| {
                self.open.remove(&(about, *what));
            });
            self.open.extend(rule.opens.iter().map(|what| (about, *what)));
        }
    }

    /// A yes from somebody who lives here already holds nothing.
    fn answer(&mut self, kind: &str, offer: EntryId) {
        let lives = self.lives.map(|(_, who)| who);
        if let Some((_, who, state)) = self.offers.iter_mut().find(|(id, ..)| *id == offer) {
            let holds = kind == "HousingOfferAccepted" && lives != Some(*who);
            *state = if holds { OfferIs::Accepted } else { OfferIs::Over };
        }
    }
}
