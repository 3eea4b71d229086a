//! The process.

use std::{fmt, fs};

use prometheus_client::{collector::Collector, encoding::DescriptorEncoder, metrics::MetricType};

use super::number;

/// Reads the process when somebody asks.
#[derive(Debug)]
pub struct ProcessMetrics {
    /// When it started, in seconds since 1970.
    pub started_at: f64,
}

impl Collector for ProcessMetrics {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> fmt::Result {
        let to = &mut to;
        let labels = [("version", env!("CARGO_PKG_VERSION"))];
        to.encode_descriptor("tavle_build_info", "The version that runs", None, MetricType::Gauge)?
            .encode_family(&labels)?
            .encode_gauge(&1_u32)?;
        let help = "When the process started, in seconds since 1970";
        number(to, "process_start_time_seconds", help, &self.started_at)?;
        match resident() {
            Some(bytes) => number(to, "process_resident_memory_bytes", "Memory in use", &bytes),
            None => Ok(()),
        }
    }
}

/// Memory in use, in bytes, where the system tells as Linux does.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
