//! The read models and the loop that feeds them.

use std::{fmt, sync::Arc};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, MetricEncoder},
    metrics::MetricType,
};
use tavle_event_store::{EventStore, SqliteStore};
use tavle_projections::{Health, ModelHealth};

use super::{counted, number, total};

/// Reads the health of the models when somebody asks.
#[derive(Debug)]
pub struct ModelMetrics {
    pub store: Arc<SqliteStore>,
    pub health: Health,
}

impl Collector for ModelMetrics {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> fmt::Result {
        let to = &mut to;
        // The models first: none is ahead of what is read of the log afterwards.
        let models = self.health.models();
        let (runner, head) = (self.health.runner(), self.store.head());
        let behind = |model: &ModelHealth| head.saturating_sub(model.checkpoint);
        gauges(
            to,
            &models,
            "tavle_model_checkpoint_position",
            "Last position that a read model has applied",
            |m| m.checkpoint,
        )?;
        gauges(
            to,
            &models,
            "tavle_model_lag_events",
            "Events between a read model and the end of the log",
            behind,
        )?;
        let counts = "Events that a read model went on without, because they could not be read";
        counters(to, &models, "tavle_model_unread_events", counts, |m| m.unread)?;
        let counts = "Events that a read model went on without, because it failed on them";
        counters(to, &models, "tavle_model_poisoned_events", counts, |m| m.poisoned)?;
        let name = "tavle_model_state";
        let mut states =
            to.encode_descriptor(name, "1 for what a read model is doing", None, MetricType::Gauge)?;
        for model in &models {
            let state = model.state.name().to_ascii_lowercase();
            let version = model.version.to_string();
            let labels = [("model", model.name), ("version", version.as_str()), ("state", state.as_str())];
            states.encode_family(&labels)?.encode_gauge(&1_u32)?;
        }
        number(
            to,
            "tavle_read_position",
            "Position up to which every read model can be read",
            &runner.position,
        )?;
        total(to, "tavle_read_events", "Events handed to the read models", runner.events)?;
        total(to, "tavle_read_batches", "Batches of them", runner.batches)?;
        let help = "Time that the last batch took to apply";
        number(to, "tavle_read_last_batch_seconds", help, &runner.last_batch.as_secs_f64())?;
        let help = "Histories folded again because something earlier changed";
        total(to, "tavle_read_folded_again", help, runner.folded_again)?;
        total(to, "tavle_read_snapshots", "Snapshots written", runner.snapshots)?;
        total(to, "tavle_read_swaps", "Read models that took the place of an older version", runner.swaps)?;
        let Some(since) = runner.since_caught_up else { return Ok(()) };
        let help = "Time since every read model was last at the end of the log";
        number(to, "tavle_read_caught_up_age_seconds", help, &since.as_secs_f64())
    }
}

/// A gauge a model.
fn gauges(
    to: &mut DescriptorEncoder<'_>,
    models: &[ModelHealth],
    name: &str,
    help: &str,
    value: impl Fn(&ModelHealth) -> u64,
) -> fmt::Result {
    let to = to.encode_descriptor(name, help, None, MetricType::Gauge)?;
    each(to, models, |mut to, model| to.encode_gauge(&value(model)))
}

/// A counter a model.
fn counters(
    to: &mut DescriptorEncoder<'_>,
    models: &[ModelHealth],
    name: &str,
    help: &str,
    value: impl Fn(&ModelHealth) -> u64,
) -> fmt::Result {
    let to = to.encode_descriptor(name, help, None, MetricType::Counter)?;
    each(to, models, |mut to, model| counted(&mut to, value(model)))
}

/// Labelled with name and version of the model.
fn each(
    mut to: MetricEncoder<'_>,
    models: &[ModelHealth],
    write: impl Fn(MetricEncoder<'_>, &ModelHealth) -> fmt::Result,
) -> fmt::Result {
    models.iter().try_for_each(|model| {
        let version = model.version.to_string();
        let labels = [("model", model.name), ("version", version.as_str())];
        write(to.encode_family(&labels)?, model)
    })
}
