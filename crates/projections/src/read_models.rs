//! All read models of the service with what readers hold of them, put together once.

use std::{io, path::Path, sync::Arc};

use tavle_event_store::{Clock, EventStore};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::{
    audit_trail::{AuditForm, AuditTrail},
    board::{BoardModel, BoardScreen, Boards, Changed},
    chronicle::{Chronicles, STRETCH},
    directory::{Directory, DirectoryModel},
    dwellings::{DwellingModel, Dwellings},
    model::{ModelError, ReadModel},
    read_db::Shelf,
    runner::Runner,
    snapshot::Snapshots,
    timeline::{TimelineForm, Timelines},
    view::View,
};

/// Changes of boards that a slow watcher may lag behind before it is told to fetch everything.
const CHANGES_HELD: usize = 1_024;

/// The read models of one log.
pub struct ReadModels {
    /// Teams and staff.
    pub directory: Arc<View<Directory>>,
    /// Boards.
    pub boards: Arc<View<Boards>>,
    /// Dwellings.
    pub dwellings: Arc<View<Dwellings>>,
    /// Timelines.
    pub timelines: Timelines,
    /// The audit trail.
    pub audit: AuditTrail,
    /// What histories had come to along the way.
    pub chronicles: Chronicles,
    /// Changes of boards.
    pub changes: broadcast::Sender<Changed>,
    /// What feeds them.
    pub runner: Runner,
}

impl ReadModels {
    /// Goes on from what a data directory keeps of them; `log_id` is the id of the store.
    ///
    /// # Errors
    /// SQLite or the file system.
    pub fn open(
        data: &Path,
        log: Arc<dyn EventStore>,
        log_id: Uuid,
        clock: Clock,
    ) -> Result<Self, ModelError> {
        let shelf = Shelf::open(data, log_id, log.head())?;
        let snapshots = Snapshots::of(data, log_id);
        let chronicles = Chronicles::open(snapshots.directory(), log_id, log.head())?;
        let mut models = Self::over(&shelf, chronicles, log, clock)?;
        models.runner = models.runner.with_snapshots(snapshots);
        Ok(models)
    }

    /// Models that are gone with the process.
    ///
    /// # Errors
    /// SQLite.
    pub fn in_memory(log: Arc<dyn EventStore>, clock: Clock) -> Result<Self, ModelError> {
        Self::over(&Shelf::in_memory(), Chronicles::in_memory(STRETCH)?, log, clock)
    }

    /// Deletes what a data directory keeps of them. They come back from the log.
    ///
    /// # Errors
    /// The file system.
    pub fn discard(data: &Path) -> io::Result<()> {
        Shelf::discard(data)?;
        Snapshots::discard(data)
    }

    /// Moves what one directory keeps of them to another that keeps nothing, on the same file system.
    ///
    /// # Errors
    /// The file system.
    pub fn adopt(from: &Path, to: &Path) -> io::Result<()> {
        Shelf::adopt(from, to)?;
        Snapshots::adopt(from, to)
    }

    fn over(
        shelf: &Shelf,
        chronicles: Chronicles,
        log: Arc<dyn EventStore>,
        clock: Clock,
    ) -> Result<Self, ModelError> {
        let directory = Arc::new(View::new(Directory::default()));
        let boards = Arc::new(View::new(Boards::default()));
        let dwellings = Arc::new(View::new(Dwellings::default()));
        let (changes, _) = broadcast::channel(CHANGES_HELD);
        let board = BoardScreen::new(directory.clone(), boards.clone(), changes.clone());
        let mut models: Vec<Box<dyn ReadModel>> = vec![
            Box::new(DirectoryModel::on(directory.clone())),
            Box::new(BoardModel::on(board)),
            Box::new(DwellingModel::on(dwellings.clone())),
        ];
        let (timelines, stored) = shelf.place(Box::new(TimelineForm), Vec::new())?;
        models.extend(stored);
        let (audit, stored) = shelf.place(Box::new(AuditForm), Vec::new())?;
        models.extend(stored);
        Ok(Self {
            directory,
            boards,
            dwellings,
            timelines: Timelines::new(timelines),
            audit: AuditTrail::new(audit),
            chronicles,
            changes,
            runner: Runner::new(log, clock, models),
        })
    }
}
