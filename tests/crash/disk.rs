//! A disk that loses power: images of a data directory as a cut could have left it, made from a record of
//! everything that a process did to it (`tests/shims/record.c`).
//!
//! What is modelled:
//! - A file's content is certain up to its last sync. Every later write is, by itself and in no order, there, not
//!   there, or torn: a prefix of its sectors of 512 bytes, or any of them. Where a write that is lost had made
//!   the file longer, the file may be longer all the same, with zeros.
//! - A later change of a file's length is there or not.
//! - Names (created, renamed, removed) are certain up to the last sync of the directory. Of the later changes a
//!   prefix is there, as a journalling file system keeps them in order. Content does not wait for names nor
//!   names for content: a renamed file may be empty.
//!
//! What is not: a disk that lies about a sync, bits that rot, sectors larger than 512 bytes or damaged by a
//! torn write beyond what was written, subdirectories, and writes through memory maps. SQLite maps only the
//! index of the write-ahead log, which it makes again from the log itself, so no image has one. A sync is
//! taken to happen at the moment at which it is answered.

use std::{collections::HashMap, fs, path::Path};

use crate::support::random::Random;

/// A sector is there as a whole or not at all.
const SECTOR: usize = 512;

/// The file in the recorded directory through which a process says what it was answered: it is in no image.
pub const ANSWERED: &str = "answered";

enum Operation {
    Created,
    Written { offset: usize, data: Vec<u8> },
    Sized(usize),
    Synced,
    Renamed(String),
    Removed,
}

struct Step {
    name: String,
    operation: Operation,
}

/// What a process did, in order.
pub struct Record(Vec<Step>);

impl Record {
    pub fn read(file: &Path) -> Self {
        let bytes = fs::read(file).unwrap();
        let (mut rest, mut steps) = (&bytes[..], Vec::new());
        while !rest.is_empty() {
            let number = |from: usize, to: usize| {
                rest[from..to].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
            };
            let (offset, name_end) = (number(3, 11), 15 + number(1, 3));
            // Only a write or a rename has data; its length stands in the head of the others as 0.
            let end = name_end + number(11, 15);
            let name = String::from_utf8(rest[15..name_end].to_vec()).unwrap();
            let data = rest[name_end..end].to_vec();
            let operation = match rest[0] {
                b'c' => Operation::Created,
                b'w' => Operation::Written { offset, data },
                b't' => Operation::Sized(offset),
                b's' => Operation::Synced,
                b'r' => Operation::Renamed(String::from_utf8(data).unwrap()),
                b'u' => Operation::Removed,
                other => panic!("an operation {other}"),
            };
            steps.push(Step { name, operation });
            rest = &rest[end..];
        }
        steps.retain(|step| !step.name.ends_with("-shm"));
        Self(steps)
    }

    /// As a program would leave it that does not sync these files.
    pub fn without_syncs(mut self, of: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|step| !(matches!(step.operation, Operation::Synced) && of(&step.name)));
        self
    }

    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// How often something was written at the very start of a file.
    pub fn begun(&self, name: &str) -> usize {
        let begins = |step: &&Step| {
            step.name == name && matches!(step.operation, Operation::Written { offset: 0, .. })
        };
        self.0.iter().filter(begins).count()
    }

    /// Whether a file was written to, emptied, renamed or removed.
    pub fn has(&self, name: &str, what: fn(&str) -> bool) -> bool {
        self.0.iter().filter(|step| step.name == name).any(|step| {
            what(match &step.operation {
                Operation::Created => "created",
                Operation::Written { .. } => "written",
                Operation::Sized(0) => "emptied",
                Operation::Sized(_) => "sized",
                Operation::Synced => "synced",
                Operation::Renamed(_) => "renamed",
                Operation::Removed => "removed",
            })
        })
    }

    /// What had been answered before a cut.
    pub fn answered(&self, cut: usize) -> u64 {
        let said = self.0[..cut].iter().rev().find_map(|step| match &step.operation {
            Operation::Written { data, .. } if step.name == ANSWERED => Some(data),
            _ => None,
        });
        said.map_or(0, |data| u64::from_le_bytes(data[..].try_into().unwrap()))
    }

    /// A place to cut. Half of the cuts come shortly after a sync or a change of names, where most can go wrong.
    pub fn cut(&self, random: &mut Random) -> usize {
        if random.below(2) == 0 {
            return random.below(self.0.len() + 1);
        }
        let is_turn = |step: &Step| !matches!(step.operation, Operation::Written { .. });
        let turns: Vec<usize> = (0..self.0.len()).filter(|at| is_turn(&self.0[*at])).collect();
        (random.one_of(&turns) + random.below(5)).min(self.0.len())
    }

    /// Writes an image of a cut into an empty directory.
    pub fn image(&self, cut: usize, random: &mut Random, directory: &Path) {
        let mut disk = Disk::default();
        for step in self.0[..cut].iter().filter(|step| step.name != ANSWERED) {
            disk.take(step);
        }
        disk.lose_power(random, directory);
    }
}

enum Name {
    Is(String, usize),
    Renamed(String, String),
    Removed(String),
}

impl Name {
    fn apply(&self, names: &mut HashMap<String, usize>) {
        match self {
            Self::Is(name, file) => {
                names.insert(name.clone(), *file);
            }
            Self::Renamed(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Self::Removed(name) => {
                names.remove(name);
            }
        }
    }
}

#[derive(Default)]
struct File<'a> {
    certain: Vec<u8>,
    open: Vec<&'a Operation>,
}

#[derive(Default)]
struct Disk<'a> {
    files: Vec<File<'a>>,
    names: HashMap<String, usize>,
    certain_names: HashMap<String, usize>,
    open_names: Vec<Name>,
}

impl<'a> Disk<'a> {
    fn take(&mut self, step: &'a Step) {
        let name = match &step.operation {
            Operation::Synced if step.name.is_empty() => {
                self.open_names.drain(..).for_each(|name| name.apply(&mut self.certain_names));
                return;
            }
            Operation::Created => {
                self.files.push(File::default());
                Name::Is(step.name.clone(), self.files.len() - 1)
            }
            Operation::Renamed(to) => Name::Renamed(step.name.clone(), to.clone()),
            Operation::Removed => Name::Removed(step.name.clone()),
            Operation::Synced => {
                let File { certain, open } = &mut self.files[self.names[&step.name]];
                open.drain(..).for_each(|operation| whole(certain, operation));
                return;
            }
            Operation::Written { .. } | Operation::Sized(_) => {
                self.files[self.names[&step.name]].open.push(&step.operation);
                return;
            }
        };
        name.apply(&mut self.names);
        self.open_names.push(name);
    }

    fn lose_power(mut self, random: &mut Random, directory: &Path) {
        let kept = random.below(self.open_names.len() + 1);
        for name in &self.open_names[..kept] {
            name.apply(&mut self.certain_names);
        }
        let mood = Mood { kept: random.one_of(&[0, 50, 90, 100]), torn: random.one_of(&[0, 0, 50]) };
        for (name, file) in &self.certain_names {
            let File { certain, open } = &self.files[*file];
            let mut content = certain.clone();
            open.iter().for_each(|operation| mood.apply(&mut content, operation, random));
            fs::write(directory.join(name), content).unwrap();
        }
    }
}

fn put(content: &mut Vec<u8>, offset: usize, data: &[u8]) {
    content.resize(content.len().max(offset + data.len()), 0);
    content[offset..offset + data.len()].copy_from_slice(data);
}

fn whole(content: &mut Vec<u8>, operation: &Operation) {
    match operation {
        Operation::Written { offset, data } => put(content, *offset, data),
        Operation::Sized(length) => content.resize(*length, 0),
        _ => {}
    }
}

/// How much of what is not certain one image has, in percent.
struct Mood {
    kept: usize,
    torn: usize,
}

impl Mood {
    fn apply(&self, content: &mut Vec<u8>, operation: &Operation, random: &mut Random) {
        let is_kept = random.below(100) < self.kept;
        match operation {
            Operation::Written { offset, data } if random.below(100) < self.torn => {
                torn(content, *offset, data, random);
            }
            // The file grew, and what was written into it is not there.
            Operation::Written { offset, data } if !is_kept && random.below(4) == 0 => {
                content.resize(content.len().max(offset + data.len()), 0);
            }
            operation if is_kept => whole(content, operation),
            _ => {}
        }
    }
}

/// A prefix of a write's sectors, or any of them.
fn torn(content: &mut Vec<u8>, offset: usize, data: &[u8], random: &mut Random) {
    let (first, last) = (offset / SECTOR, (offset + data.len()).div_ceil(SECTOR));
    let prefix = (random.below(2) == 0).then(|| first + random.below(last - first + 1));
    for sector in first..last {
        if prefix.map_or_else(|| random.below(2) == 0, |end| sector < end) {
            let from = (sector * SECTOR).max(offset);
            let to = ((sector + 1) * SECTOR).min(offset + data.len());
            put(content, from, &data[from - offset..to - offset]);
        }
    }
}
