//! Facts kept apart for each tenancy.

use serde::{Deserialize, Serialize};

use crate::id::EntryId;

/// Facts by tenancy, in the order in which the tenancies started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ByTenancy<T> {
    slots: Vec<Slot<T>>,
}

/// What is known of one tenancy. A step may come before the start that it belongs to, when its letter is
/// older than the entry of the lease; `id` is then the one it names, or none yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Slot<T> {
    id: Option<EntryId>,
    started: bool,
    ended: bool,
    facts: T,
}

impl<T> Default for ByTenancy<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Default> ByTenancy<T> {
    /// A tenancy starts. Steps that named it, or that came before any tenancy was known, belong to it.
    pub fn start(&mut self, id: EntryId) -> &mut T {
        let named = self.slots.iter().position(|slot| slot.id == Some(id));
        let waiting = || self.slots.iter().position(|slot| slot.id.is_none());
        let slot = named.or_else(waiting).map_or_else(Slot::default, |index| self.slots.remove(index));
        self.push(Slot { id: Some(id), started: true, ..slot })
    }

    /// The facts that a step belongs to: of the tenancy it names, else of the active one, else of the last
    /// one known.
    pub fn of(&mut self, named: Option<EntryId>) -> &mut T {
        let index = match named {
            Some(id) => self.slots.iter().position(|slot| slot.id == Some(id)),
            None => self.active_index().or_else(|| self.slots.len().checked_sub(1)),
        };
        match index {
            Some(index) => &mut self.slots[index].facts,
            None => self.push(Slot { id: named, started: false, ended: false, facts: T::default() }),
        }
    }

    /// A tenancy ends: the one named, else the active one. An end that names none and finds none ends nothing.
    pub fn end(&mut self, named: Option<EntryId>) -> Option<&mut T> {
        if let Some(id) = named
            && !self.slots.iter().any(|slot| slot.id == Some(id))
        {
            self.of(named);
        }
        let index = match named {
            Some(id) => self.slots.iter().position(|slot| slot.id == Some(id)),
            None => self.active_index(),
        }?;
        self.slots[index].ended = true;
        Some(&mut self.slots[index].facts)
    }

    fn push(&mut self, slot: Slot<T>) -> &mut T {
        let index = self.slots.len();
        self.slots.push(slot);
        &mut self.slots[index].facts
    }
}

impl<T> ByTenancy<T> {
    fn active_index(&self) -> Option<usize> {
        self.slots.iter().rposition(|slot| slot.started && !slot.ended)
    }

    /// The active tenancy: the last one that started and has not ended.
    pub fn active(&self) -> Option<(EntryId, &T)> {
        let slot = &self.slots[self.active_index()?];
        Some((slot.id?, &slot.facts))
    }

    /// The facts of tenancies that have started and not ended, in order of start.
    pub fn running(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.slots.iter().filter(|slot| slot.started && !slot.ended).map(|slot| &slot.facts)
    }
}
