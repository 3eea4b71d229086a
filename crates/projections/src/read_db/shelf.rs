//! Where the files of the stored models lie, and which of them is read.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use uuid::Uuid;

use super::{Form, ReadDb, Served, Stored, remove_database, remove_directory};
use crate::{
    model::{ModelError, ReadModel},
    view::View,
};

const DIRECTORY: &str = "read";
/// The one file of all models, before each had its own.
const FORMER_FILE: &str = "read.db";

/// The stored models of an installation, built from one log.
#[derive(Clone, Debug)]
pub struct Shelf {
    directory: Option<PathBuf>,
    log: Uuid,
    head: u64,
}

impl Shelf {
    /// The stored models in a data directory, of a log of `head` events.
    ///
    /// # Errors
    /// The file system.
    pub fn open(data: &Path, log: Uuid, head: u64) -> Result<Self, ModelError> {
        let directory = data.join(DIRECTORY);
        DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
        remove_database(&data.join(FORMER_FILE))?;
        Ok(Self { directory: Some(directory), log, head })
    }

    /// Models that are gone with the process.
    #[must_use]
    pub const fn in_memory() -> Self {
        Self { directory: None, log: Uuid::nil(), head: u64::MAX }
    }

    /// Deletes the stored models in a data directory.
    ///
    /// # Errors
    /// The file system.
    pub fn discard(data: &Path) -> std::io::Result<()> {
        remove_directory(&data.join(DIRECTORY))
    }

    /// Moves the stored models of one data directory to another that has none.
    ///
    /// # Errors
    /// The file system.
    pub fn adopt(from: &Path, to: &Path) -> std::io::Result<()> {
        fs::rename(from.join(DIRECTORY), to.join(DIRECTORY))
    }

    /// A model, with the database that is read. Two models where an older form is whole and this one is not:
    /// the older is read and fed until this one, built beside it, has caught up.
    ///
    /// # Errors
    /// SQLite or the file system.
    pub fn place(
        &self,
        form: Box<dyn Form>,
        older: Vec<Box<dyn Form>>,
    ) -> Result<(Served, Vec<Box<dyn ReadModel>>), ModelError> {
        let name = form.name();
        let db = match self.existing(&*form)? {
            Some(db) => db,
            None => self.create(&*form)?,
        };
        let db = Arc::new(db);
        if !db.is_whole()? {
            for older in older {
                let Some(former) = self.existing(&*older)? else { continue };
                if !former.is_whole()? {
                    continue;
                }
                tracing::info!(model = name, from = older.version(), to = form.version(), "built beside");
                let former = Arc::new(former);
                let served: Served = Arc::new(View::of(former.clone()));
                let former = Stored::over(older, former, None)?;
                let beside = Stored::over(form, db, Some(served.clone()))?;
                return Ok((served, vec![Box::new(former), Box::new(beside)]));
            }
        }
        self.remove_others(&*form)?;
        let served: Served = Arc::new(View::of(db.clone()));
        Ok((served, vec![Box::new(Stored::over(form, db, None)?)]))
    }

    /// The file of a form where it can be gone on with.
    fn existing(&self, form: &dyn Form) -> Result<Option<ReadDb>, ModelError> {
        let Some(path) = self.path(form) else { return Ok(None) };
        match ReadDb::open(&path, form.version(), self.log, self.head) {
            Ok(Some(db)) => return Ok(Some(db)),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(model = form.name(), %error, "a read model is damaged and is built again");
            }
        }
        remove_database(&path)?;
        Ok(None)
    }

    fn create(&self, form: &dyn Form) -> Result<ReadDb, ModelError> {
        ReadDb::create(self.path(form).as_deref(), form.tables(), form.version(), self.log)
    }

    /// Files of other versions, also of those that this program does not know.
    fn remove_others(&self, form: &dyn Form) -> Result<(), ModelError> {
        let Some(directory) = &self.directory else { return Ok(()) };
        let own = file_of(form);
        let versions = format!("{}.v", form.name());
        for file in fs::read_dir(directory)?.flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(&versions) && !name.starts_with(&own) && name.ends_with(".db") {
                remove_database(&file.path())?;
            }
        }
        Ok(())
    }

    fn path(&self, form: &dyn Form) -> Option<PathBuf> {
        self.directory.as_ref().map(|directory| directory.join(file_of(form)))
    }
}

fn file_of(form: &dyn Form) -> String {
    format!("{}.v{}.db", form.name(), form.version())
}
