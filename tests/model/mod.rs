//! The rules once more, one step after the other: small, slow, and written apart from the deciders, to judge
//! what many at once were told.

mod deed;
mod page;
mod table;

use std::collections::HashMap;

use tavle_domain::{id::EntryId, stream::Stream};

use self::page::{Page, Verdict};
pub use self::{
    deed::Deed,
    page::Code,
    table::{OF_PERSON, OF_TENANCY},
};

/// Everything that was written so far.
#[derive(Default)]
pub struct Model {
    pages: HashMap<Stream, Page>,
    blank: Page,
}

impl Model {
    fn page(&self, stream: Stream) -> &Page {
        self.pages.get(&stream).unwrap_or(&self.blank)
    }

    /// Whether a command that asks for this may be refused with this code now.
    pub fn refuses(&self, deed: &Deed, code: &str) -> bool {
        let refuses =
            |deed: &Deed| matches!(self.page(deed.stream()).ask(deed), Verdict::Refuse(why) if why == code);
        match deed {
            // The steps that span streams are refused where one of them refuses.
            Deed::Lease { who, home } => {
                let reserve =
                    Deed::Reserve { who: *who, home: *home, tenancy: EntryId::from(uuid::Uuid::nil()) };
                refuses(deed) || refuses(&reserve)
            }
            Deed::Enrol { team, who, word } => {
                refuses(deed) || refuses(&Deed::Alias { team: *team, who: *who, word: word.clone() })
            }
            deed => refuses(deed),
        }
    }

    /// Whether there is nothing to do for a command that asks for this.
    pub fn is_so(&self, deed: &Deed) -> bool {
        matches!(self.page(deed.stream()).ask(deed), Verdict::AlreadySo)
    }

    /// Takes the next event of the log, and says why it should not be there.
    pub fn take(&mut self, id: EntryId, deed: &Deed) -> Result<(), Code> {
        let stream = deed.stream();
        let verdict = match self.page(stream).ask(deed) {
            Verdict::Write => self.spans(id, deed),
            Verdict::AlreadySo => Err("WRITTEN_FOR_NOTHING"),
            Verdict::Refuse(code) => Err(code),
        };
        self.pages.entry(stream).or_default().write(id, deed);
        verdict
    }

    /// What holds between streams: an active tenancy has its dwelling, and keeps it until it ends.
    fn spans(&self, id: EntryId, deed: &Deed) -> Result<(), Code> {
        let is_so = match deed {
            Deed::Lease { who, home } => self.page(Stream::Dwelling(*home)).lives() == Some((id, *who)),
            Deed::Release { home, tenancy } => {
                let tenant = self.page(Stream::Dwelling(*home)).lives().map(|(_, who)| who);
                let active = tenant.and_then(|who| self.page(Stream::Tenancies(who)).active());
                active.is_none_or(|(active, _)| active != *tenancy)
            }
            Deed::Enrol { team, who, word } => self.page(Stream::Team(*team)).owner_of(word) == Some(*who),
            _ => true,
        };
        if is_so { Ok(()) } else { Err("WITHOUT_ITS_OTHER_HALF") }
    }
}
