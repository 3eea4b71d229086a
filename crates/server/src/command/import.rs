//! `tavle import`: a client of the running service.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use reqwest::{Client, StatusCode};
use tavle_application::import::ImportReport;

use super::{Failed, print};

/// Import a file into the running service.
#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

/// What a file holds.
#[derive(Subcommand)]
enum What {
    /// Rents and letters from a municipal finance system (semicolons, decimal comma).
    Arrears(Arrears),
}

/// Import rents and letters.
#[derive(Args)]
struct Arrears {
    /// The file.
    file: PathBuf,
    /// Address of the running service.
    #[arg(long, env = "TAVLE_SERVER", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    server: String,
    /// Bearer token; see `tavle token`.
    #[arg(long, env = "TAVLE_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    token: String,
    /// Say what would become of each row, and write nothing.
    #[arg(long)]
    preview: bool,
}

impl Import {
    /// Sends the file and prints what became of each row.
    pub fn run(self) -> Result<(), Failed> {
        let What::Arrears(arrears) = self.what;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(arrears.send())
    }
}

impl Arrears {
    async fn send(self) -> Result<(), Failed> {
        let bytes = std::fs::read(&self.file)
            .map_err(|error| Failed::because(format!("cannot read {}: {error}", self.file.display())))?;
        let first = self.post(&bytes, true).await?;
        print(&describe(&first, true))?;
        if self.preview {
            return Ok(());
        }
        let report = self.post(&bytes, false).await?;
        print(&describe(&report, false))
    }

    async fn post(&self, bytes: &[u8], preview: bool) -> Result<ImportReport, Failed> {
        let url = format!("{}/import/arrears?preview={preview}", self.server.trim_end_matches('/'));
        let sent = Client::new().post(url).bearer_auth(&self.token).body(bytes.to_vec()).send().await?;
        match sent.status() {
            StatusCode::OK => Ok(sent.json().await?),
            StatusCode::UNAUTHORIZED => {
                Err(Failed::because("the token is not valid here: make one with `tavle token`"))
            }
            status => {
                let answer: serde_json::Value = sent.json().await.unwrap_or_default();
                let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("no reason given");
                Err(Failed::because(format!("the service refused the file: {code} ({status})")))
            }
        }
    }
}

fn describe(report: &ImportReport, preview: bool) -> String {
    let (title, placed) = if preview { ("Preview", "would be added") } else { ("Imported", "added") };
    let mut text = format!(
        "{title}: {} rows: {} {placed}, {} already there, {} different, {} not placed\n",
        report.rows,
        report.placed,
        report.already,
        report.different.len(),
        report.unplaced.len(),
    );
    if preview {
        return text;
    }
    for row in &report.different {
        let was = row.was.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        text += &format!(
            "  line {}: {} {} {} says {} {} here, {} in the file: not added\n",
            row.line, row.contract, row.kind, row.key, row.field, was, row.now
        );
    }
    for row in &report.unplaced {
        let field = row.field.as_ref().map(|field| format!(" ({field})")).unwrap_or_default();
        text += &format!("  line {}: {} not placed: {}{field}\n", row.line, row.contract, row.code);
    }
    text
}
