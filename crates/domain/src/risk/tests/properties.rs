//! What holds for any history.

use proptest::prelude::*;
use strum::IntoEnumIterator;

use crate::{
    board::{BoardFacts, BoardRules, derive},
    calendar::add_days,
    effective::{AsOf, by_occurrence},
    entry::Entry,
    kind::{FAMILIES, KindRow},
    risk::{Level, RiskFacts, RiskRules, Signal, assess, testkit::*},
    team::TeamModel,
};

fn rows() -> Vec<&'static KindRow> {
    FAMILIES.iter().flat_map(|family| family.rows).collect()
}

/// An entry of any kind with any values, some fields left out and some entries erased.
fn any_entry(kind: usize, seed: u64, erase: bool) -> Entry {
    let rows = rows();
    let row = rows[kind % rows.len()];
    let mut stored = serde_json::Map::new();
    for (n, def) in row.fields().enumerate() {
        let n = u64::try_from(n).unwrap();
        let optional = !row.required.contains(&def);
        if !optional || !(seed >> n).is_multiple_of(2) {
            let value = any_value(def.ty, seed.rotate_left(u32::try_from(n * 7).unwrap())).to_json();
            let wrapped =
                |class: crate::personal::Class| serde_json::json!({"class": class.name(), "value": value});
            stored.insert(def.name.to_owned(), def.class.map_or(value.clone(), wrapped));
        }
    }
    let entry = Entry::from_stored(row, &stored).unwrap();
    if erase { erased(&entry) } else { entry }
}

fn histories() -> impl Strategy<Value = History> {
    let step = (0..200_usize, any::<u64>(), prop::bool::weighted(0.1), 0..200_u32);
    prop::collection::vec(step, 0..60).prop_map(|steps| {
        let mut history = History::enrolled();
        history.add("2026-01-01", tenancy(920_000));
        for (kind, seed, erase, days) in steps {
            let on = crate::calendar::noon(add_days(day("2026-09-01"), days));
            history.push(on, any_entry(kind, seed, erase));
        }
        history
    })
}

#[test]
fn every_signal_has_points_in_the_table_and_a_source() {
    let points = RiskRules::default().points;
    assert!(Signal::iter().all(|signal| points.of(signal) != 0 && !signal.source().is_empty()));
}

#[test]
fn levels_begin_where_the_table_says() {
    let rules = RiskRules::default();
    let levels = [0, 19, 20, 49, 50, 79, 80].map(|points| rules.level(points));
    let [green, yellow, orange, red] = [Level::Green, Level::Yellow, Level::Orange, Level::Red];
    assert_eq!(levels, [green, green, yellow, yellow, orange, orange, red]);
}

proptest! {
    #[test]
    fn the_level_never_falls_when_points_rise(a in 0..500_u32, b in 0..500_u32) {
        let rules = RiskRules::default();
        prop_assert!(rules.level(a.min(b)) <= rules.level(a.max(b)));
    }

    #[test]
    fn any_history_gives_an_assessment_and_a_row(history in histories(), days in 0..400_u32) {
        let now = crate::calendar::noon(add_days(day("2026-09-01"), days));
        let (mut risk, mut board) = (RiskFacts::default(), BoardFacts::default());
        for entry in by_occurrence(&history.0, AsOf::NOW) {
            risk.evolve(&entry);
            board.evolve(&entry);
        }
        let rules = RiskRules::default();
        let assessment = assess(&risk, &rules, now);
        if let Some(assessment) = &assessment {
            let sum: i32 = assessment.signals.iter().map(|fired| fired.points).sum();
            prop_assert_eq!(i64::from(assessment.points), i64::from(sum.max(0)));
            prop_assert!(assessment.forced_red || assessment.level == rules.level(assessment.points));
            prop_assert!(!assessment.forced_red || assessment.level == Level::Red);
            prop_assert!(assessment.arrears.0 >= 0);
            prop_assert!(assessment.signals.is_sorted_by(|a, b| a.signal < b.signal));
            prop_assert!(assessment.deadlines.is_sorted_by_key(|at| at.on));
            prop_assert!(assessment.signals.iter().all(|fired| !fired.because.is_empty()));
        }
        let row = derive(&board, assessment.as_ref(), &BoardRules::default(), TeamModel::Fact, now);
        if let Some(row) = row {
            prop_assert!(row.statuses.is_sorted_by_key(|standing| standing.status));
            prop_assert!(serde_json::to_string(&row).is_ok());
        }
        prop_assert!(serde_json::to_string(&assessment).is_ok());
    }
}
