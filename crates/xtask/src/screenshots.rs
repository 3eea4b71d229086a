//! The pictures of every page, taken by the browser tests' own harness.

use crate::{
    browser,
    outcome::Outcome,
    steps::{Steps, cargo},
    web,
};

/// Builds everything and takes the pictures.
pub fn screenshots() -> Outcome<()> {
    let mut steps = Steps::of(4);
    steps.step("Tools: Node, npm, browser", web::check_tools)?;
    steps.step("Packages of the frontend", web::install)?;
    steps.step("Building service and frontend", || {
        cargo(&["build", "--package", "tavle-server"])?;
        web::build()
    })?;
    steps
        .step("Taking the pictures", || browser::tests(&["screenshots.spec.ts"], &[("SCREENSHOTS", "1")]))?;
    print!("\n{}", steps.table());
    println!("The pictures lie in web/screenshots.");
    Ok(())
}
