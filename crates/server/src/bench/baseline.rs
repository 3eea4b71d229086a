//! The limits: what the disk and the decoder could do if nothing else were to be done.

use std::{
    fs::File,
    hint::black_box,
    io::{Seek, SeekFrom, Write},
    path::Path,
    thread::scope,
    time::{Duration, Instant},
};

use serde_json::Value as Json;

use super::{BenchError, measure::Measured};

/// Records of so many bytes written one after the other into a file that has its length already, `together`
/// at a time, each time with fdatasync.
pub fn synced(
    directory: &Path,
    bytes: usize,
    together: usize,
    for_so_long: Duration,
) -> Result<Measured, BenchError> {
    const LENGTH: u64 = 64 << 20;
    let path = directory.join("limit");
    let mut file = File::create(&path)?;
    file.write_all(&vec![0; LENGTH as usize])?;
    file.sync_all()?;
    file.rewind()?;
    let record = vec![7; bytes * together];
    let mut each = Vec::new();
    let start = Instant::now();
    while start.elapsed() < for_so_long {
        let begin = Instant::now();
        if file.stream_position()? + record.len() as u64 > LENGTH {
            file.seek(SeekFrom::Start(0))?;
        }
        file.write_all(&record)?;
        file.sync_data()?;
        each.push(begin.elapsed());
    }
    let (syncs, whole) = (each.len() as u64, start.elapsed());
    std::fs::remove_file(path)?;
    let what = format!("limit: fdatasync of {together} × {bytes} B");
    let measured = Measured::of(what, each, whole);
    Ok(Measured {
        count: syncs * together as u64,
        per_second: measured.per_second * together as f64,
        ..measured
    })
}

/// The same payloads read with serde_json into owned values, by so many threads.
pub fn decoded(payloads: &[Vec<u8>], threads: usize) -> Measured {
    let start = Instant::now();
    scope(|scope| {
        for part in payloads.chunks(payloads.len().div_ceil(threads).max(1)) {
            scope.spawn(move || {
                for payload in part {
                    let _ = black_box(serde_json::from_slice::<Json>(payload));
                }
            });
        }
    });
    let what = format!("limit: serde_json decode, {threads} thread(s)");
    Measured::whole(what, payloads.len() as u64, start.elapsed())
}
