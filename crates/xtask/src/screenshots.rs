//! The pictures of every page, taken by the browser tests' own harness.

use std::process::Command;

use crate::{
    browser,
    outcome::Outcome,
    steps::{Steps, cargo, finish},
    web, workspace,
};

/// Builds everything and takes the pictures.
pub fn screenshots() -> Outcome<()> {
    let mut steps = Steps::of(4);
    steps.step("Tools: Node, npm, browser", web::check_tools)?;
    let browser = browser::ready()?;
    steps.step("Packages of the frontend", web::install)?;
    steps.step("Building service and frontend", || {
        cargo(&["build", "--package", "tavle-server"])?;
        web::build()
    })?;
    steps.step("Taking the pictures", || {
        let arguments = ["playwright", "test", "screenshots.spec.ts"];
        let mut command = Command::new("npx");
        command
            .current_dir(workspace::web())
            .args(arguments)
            .env(browser::CHOICE, browser)
            .env("TAVLE_BIN", workspace::binary())
            .env("SCREENSHOTS", "1");
        finish(&mut command, "npx", &arguments)
    })?;
    print!("\n{}", steps.table());
    println!("The pictures lie in web/screenshots.");
    Ok(())
}
