//! What the dearest operations that are let in cost in processor time, each repeated under aliases as often as its
//! weight allows.

use indicatif::ProgressBar;
use serde_json::{Value as Json, json};

use super::{super::child::Running, BenchError, Report, people::Team};

/// So often each is asked, one after the other.
const TIMES: u32 = 12;
/// The most that one may cost, in ms.
const AT_MOST: f64 = 50.0;
/// No field fits in more often than this.
const MOST_ALIASES: usize = 30;

const ROW: &str = "participantId alias shown status marks riskLevel lastMetDays responsible
    nextDeadline { deadline on daysLeft flags } today { start initials }
    detail { standings { status since because } lastDay { entryId kind at } week { start initials }
        openOffers { offerId state } housing arrearsOre riskPoints }";
const ENTRY: &str = "entryId kind occurredAt recordedAt by { staffId } fields { field value }
    original { field value } corrections { reason changes { field old new } }";

/// A root field with its arguments, and what is selected of it.
struct Dear {
    what: &'static str,
    field: String,
}

fn all(team: &Team) -> Vec<Dear> {
    let (t, p) = (&team.id, team.first_participant());
    let past = "2026-06-01T08:00:00Z";
    let dear = |what, field: String| Dear { what, field };
    vec![
        dear(
            "board known at",
            format!(r#"board(teamId: "{t}", asOf: {{ knownAt: "{past}" }}) {{ rows {{ {ROW} }} }}"#),
        ),
        dear(
            "board happened at",
            format!(r#"board(teamId: "{t}", asOf: {{ happenedAt: "{past}" }}) {{ rows {{ {ROW} }} }}"#),
        ),
        dear("board now", format!(r#"board(teamId: "{t}") {{ rows {{ {ROW} }} }}"#)),
        dear(
            "boardDiff",
            format!(
                r#"boardDiff(teamId: "{t}", from: {{ knownAt: "{past}" }}) {{ rows {{ alias change changes {{ field old new }} }} }}"#
            ),
        ),
        dear(
            "participant",
            format!(
                r#"participant(participantId: "{p}") {{ alias row {{ {ROW} }} tenancies {{ tenancyId }} }}"#
            ),
        ),
        dear(
            "participant known at",
            format!(
                r#"participant(participantId: "{p}", asOf: {{ knownAt: "{past}" }}) {{ alias row {{ {ROW} }} }}"#
            ),
        ),
        dear(
            "timeline",
            format!(r#"timeline(participantId: "{p}", first: 100) {{ edges {{ node {{ {ENTRY} }} }} }}"#),
        ),
        dear(
            "timeline known at",
            format!(
                r#"timeline(participantId: "{p}", first: 100, asOf: {{ knownAt: "{past}" }}) {{ edges {{ node {{ {ENTRY} }} }} }}"#
            ),
        ),
        dear(
            "auditTrail",
            format!(r#"auditTrail(teamId: "{t}", first: 100) {{ edges {{ node {{ __typename }} }} }}"#),
        ),
        dear(
            "participantViews",
            format!(
                r#"participantViews(participantId: "{p}", first: 100) {{ edges {{ node {{ __typename }} }} }}"#
            ),
        ),
        dear(
            "tenancyRiskConnection",
            format!(
                r#"tenancyRiskConnection(teamId: "{t}", first: 100) {{ edges {{ node {{ alias signals {{ signal because {{ entryId kind }} }} deadlines {{ deadline on }} }} }} }}"#
            ),
        ),
        dear(
            "arrearsOverTime",
            format!(
                r#"arrearsOverTime(participantId: "{p}") {{ points {{ on arrearsOre level because {{ kind }} }} }}"#
            ),
        ),
        dear(
            "participantConnection",
            format!(r#"participantConnection(teamId: "{t}", first: 100) {{ edges {{ node {{ alias }} }} }}"#),
        ),
        dear(
            "dwellingConnection",
            format!(r#"dwellingConnection(teamId: "{t}", first: 100) {{ edges {{ node {{ address }} }} }}"#),
        ),
        dear(
            "staffConnection",
            format!(r#"staffConnection(teamId: "{t}", first: 100) {{ edges {{ node {{ staffId }} }} }}"#),
        ),
        dear("me", "me { staffId }".to_owned()),
    ]
}

/// Measures each. What is refused for its weight is asked with one alias less.
pub async fn dearest(
    team: &Team,
    service: &Running,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<(), BenchError> {
    let all = all(team);
    bar.set_message("the dearest operations");
    bar.set_length(all.len() as u64);
    bar.set_position(0);
    let mut client = team.leader.connect().await?;
    for dear in all {
        let mut aliases = MOST_ALIASES;
        let body = loop {
            let fields: String = (0..aliases).map(|n| format!("a{n}: {}\n", dear.field)).collect();
            let body = json!({ "query": format!("{{ {fields} }}") }).to_string();
            let answer = client.post(body.clone().into()).await?.json()?;
            if answer.get("errors").is_none_or(Json::is_null) {
                break body;
            }
            aliases = aliases.checked_sub(1).ok_or(BenchError::Service("refused an operation"))?;
        };
        let before = service.processor_ms();
        for _ in 0..TIMES {
            client.post(body.clone().into()).await?;
        }
        let each = (service.processor_ms() - before) / f64::from(TIMES);
        report.at_most(format!("{} × {}: processor, ms", aliases, dear.what), each, AT_MOST);
        bar.inc(1);
    }
    Ok(())
}
