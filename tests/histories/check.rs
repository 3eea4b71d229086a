//! Judges a run: what stands in the log, and what everybody was told.

use std::collections::{HashMap, HashSet};

use tavle_domain::{
    access::Role,
    id::{CommandId, EntryId, StaffId},
    recorded::{Body, Recorded},
    stream::Stream,
};

use super::record::{Answer, Call, History};
use crate::model::{Code, Deed, Model};

/// Something that cannot be in a right run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anomaly {
    /// The log has an event that the rules did not allow there.
    NotAllowed { position: u64, code: Code },
    /// The log has an event that nobody asked for.
    NobodyAsked { position: u64 },
    /// An acknowledged event is not in the log, or says something else there.
    Lost { call: usize },
    /// A command wrote twice what it asked for once.
    Twice { command: CommandId },
    /// At no moment while the call ran would it have been refused so.
    Unexplained { call: usize },
    /// Answered before another was sent, and yet after it in the log.
    OutOfOrder { earlier: usize, later: usize },
    /// The same command was answered by two events.
    TwoAnswers { call: usize },
}

type Who = (StaffId, CommandId);

/// Everything that is wrong with a run.
pub fn check(history: &History) -> Vec<Anomaly> {
    let mut found = written_once(history);
    found.extend(acknowledged(history));
    found.extend(in_real_time(history));
    found.extend(replayed(history));
    found
}

const fn who(call: &Call) -> Who {
    (call.by, call.command)
}

/// The event of a command that is what was asked for, not a step on the way to it.
fn is_asked_for(event: &Recorded, calls: &[&Call]) -> bool {
    let said = Deed::of(event);
    calls.iter().any(|call| said.as_ref().is_some_and(|said| call.deed.is_answered_by(said)))
}

/// Every event was asked for by somebody, and no command has what it asked for twice.
fn written_once(history: &History) -> Vec<Anomaly> {
    let mut calls: HashMap<Who, Vec<&Call>> = HashMap::new();
    for call in &history.calls {
        calls.entry(who(call)).or_default().push(call);
    }
    let mut found = Vec::new();
    let mut has = HashSet::new();
    for event in history.log.iter().filter(|event| event.position > history.seeded) {
        if event.by.role == Role::Service && event.body.event_type() == "DwellingReleased" {
            continue;
        }
        let by = (event.by.staff, event.command);
        match calls.get(&by) {
            None => found.push(Anomaly::NobodyAsked { position: event.position }),
            // What was so already leaves a look under the command's id, once.
            Some(calls) if matches!(event.body, Body::View(_)) => {
                let was_so = |call: &&Call| matches!(call.answer, Answer::AlreadySo | Answer::Busy);
                if !calls.iter().any(was_so) {
                    found.push(Anomaly::NobodyAsked { position: event.position });
                } else if !has.insert(by) {
                    found.push(Anomaly::Twice { command: event.command });
                }
            }
            Some(calls) if is_asked_for(event, calls) => {
                if !has.insert(by) {
                    found.push(Anomaly::Twice { command: event.command });
                }
            }
            Some(calls) => {
                // On the way to a tenancy or an enrolment, or after the end of one.
                let helps = matches!(
                    event.body.event_type(),
                    "DwellingReserved" | "DwellingReleased" | "AliasAssigned"
                );
                let spans = |call: &&&Call| {
                    matches!(
                        call.deed,
                        Deed::Lease { .. } | Deed::EndLease { .. } | Deed::Enrol { .. } | Deed::Mark { .. }
                    )
                };
                if !helps || calls.iter().find(spans).is_none() {
                    found.push(Anomaly::NobodyAsked { position: event.position });
                }
            }
        }
    }
    found
}

/// What was answered stands in the log as it was answered, once a command.
fn acknowledged(history: &History) -> Vec<Anomaly> {
    let log: HashMap<EntryId, &Recorded> = history.log.iter().map(|event| (event.id, event)).collect();
    let mut answers: HashMap<Who, EntryId> = HashMap::new();
    let mut found = Vec::new();
    for (index, call) in history.calls.iter().enumerate() {
        let Answer::Written { event, position, revision } = call.answer else { continue };
        let stands = log.get(&event).is_some_and(|event| {
            (event.position, event.revision, event.by.staff, event.command)
                == (position, revision, call.by, call.command)
                && is_asked_for(event, &[call])
        });
        if !stands {
            found.push(Anomaly::Lost { call: index });
        }
        if *answers.entry(who(call)).or_insert(event) != event {
            found.push(Anomaly::TwoAnswers { call: index });
        }
    }
    found
}

/// A command that was answered before another was sent for the first time has the lower position.
fn in_real_time(history: &History) -> Vec<Anomaly> {
    let mut begun: HashMap<Who, u64> = HashMap::new();
    for call in &history.calls {
        let first = begun.entry(who(call)).or_insert(call.begun);
        *first = call.begun.min(*first);
    }
    let written = |call: &(usize, &Call)| call.1.answer.position().is_some();
    let mut by_answer: Vec<_> = history.calls.iter().enumerate().filter(written).collect();
    let mut by_begin = by_answer.clone();
    by_answer.sort_by_key(|(_, call)| call.answered);
    by_begin.sort_by_key(|(_, call)| begun[&who(call)]);

    let mut found = Vec::new();
    let mut answered = by_answer.into_iter().peekable();
    // The answered call with the highest position.
    let mut highest: Option<(usize, &Call)> = None;
    for (later, call) in by_begin {
        while let Some(next) = answered.next_if(|(_, earlier)| earlier.answered < begun[&who(call)]) {
            if highest.is_none_or(|(_, highest)| highest.answer.position() < next.1.answer.position()) {
                highest = Some(next);
            }
        }
        if let Some((earlier, before)) = highest
            && before.answer.position() > call.answer.position()
        {
            found.push(Anomaly::OutOfOrder { earlier, later });
        }
    }
    found
}

/// Walks the log with the model, and looks at each moment which of the open calls it explains.
fn replayed(history: &History) -> Vec<Anomaly> {
    let explains = Explainer::new(history);
    let mut waiting: Vec<usize> =
        (0..history.calls.len()).filter(|call| history.calls[*call].answer.position().is_none()).collect();
    waiting.sort_by_key(|call| std::cmp::Reverse(history.calls[*call].from));
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    let mut model = Model::default();
    let mut lengths: HashMap<Stream, u64> = HashMap::new();
    for position in 0..=history.log.len() as u64 {
        if let Some(event) =
            position.checked_sub(1).map(|before| &history.log[usize::try_from(before).unwrap()])
        {
            *lengths.entry(event.stream).or_default() += 1;
            if let Some(deed) = Deed::of(event)
                && let Err(code) = model.take(event.id, &deed)
            {
                found.push(Anomaly::NotAllowed { position: event.position, code });
            }
        }
        while let Some(call) = waiting.pop_if(|call| history.calls[*call].from <= position) {
            open.push(call);
        }
        open.retain(|call| !explains.at(position, &history.calls[*call], &model, &lengths));
        open.retain(|index| {
            let is_over = history.calls[*index].to <= position;
            if is_over {
                found.push(Anomaly::Unexplained { call: *index });
            }
            !is_over
        });
    }
    found.extend(open.into_iter().chain(waiting).map(|call| Anomaly::Unexplained { call }));
    found
}

struct Explainer {
    /// Where what a command asked for was first written, with what it asked for.
    written: HashMap<Who, u64>,
    /// Where a command that was so already is remembered.
    unchanged: HashMap<Who, u64>,
    /// Where a command first wrote anything.
    touched: HashMap<Who, u64>,
    /// Everything that was asked for under one id.
    asked: HashMap<Who, Vec<Deed>>,
}

impl Explainer {
    fn new(history: &History) -> Self {
        let mut asked: HashMap<Who, Vec<Deed>> = HashMap::new();
        for call in &history.calls {
            asked.entry(who(call)).or_default().push(call.deed.clone());
        }
        let (mut written, mut unchanged, mut touched) = (HashMap::new(), HashMap::new(), HashMap::new());
        for event in &history.log {
            let by = (event.by.staff, event.command);
            touched.entry(by).or_insert(event.position);
            if matches!(event.body, Body::View(_)) {
                unchanged.entry(by).or_insert(event.position);
            }
            let said = Deed::of(event);
            let is_main = asked
                .get(&by)
                .into_iter()
                .flatten()
                .any(|deed| said.as_ref().is_some_and(|said| deed.is_answered_by(said)));
            if is_main {
                written.entry(by).or_insert(event.position);
            }
        }
        Self { written, unchanged, touched, asked }
    }

    /// Whether the call could have got its answer when the log was so long.
    fn at(&self, position: u64, call: &Call, model: &Model, lengths: &HashMap<Stream, u64>) -> bool {
        if call.answer == Answer::Refused("COMMAND_REUSED") {
            let is_other = self.asked[&who(call)].iter().any(|deed| *deed != call.deed);
            return is_other && self.touched.get(&who(call)).is_some_and(|first| *first <= position);
        }
        // Once it is written, every further try is answered with what was written.
        let was_written = self.written.get(&who(call)).is_some_and(|written| *written <= position);
        // And once it is remembered that there was nothing to write, with that, whatever came since.
        if self.unchanged.get(&who(call)).is_some_and(|first| *first <= position) {
            return matches!(call.answer, Answer::AlreadySo | Answer::Busy);
        }
        match &call.answer {
            Answer::Busy => true,
            _ if was_written => false,
            Answer::Refused(code) => model.refuses(&call.deed, code),
            Answer::AlreadySo => model.is_so(&call.deed),
            Answer::Conflict(revision) => {
                let now = lengths.get(&call.deed.stream()).and_then(|length| length.checked_sub(1));
                call.expected.is_some() && call.expected != now && *revision == now
            }
            Answer::Written { .. } => true,
        }
    }
}
