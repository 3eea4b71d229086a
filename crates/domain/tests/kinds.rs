//! The tables of kinds are whole: every kind has its row, and a name means one thing everywhere.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator;
use tavle_domain::{
    admission::AdmissionKind,
    arrears::ArrearsKind,
    contact::ContactKind,
    housing::HousingKind,
    kind::{FAMILIES, Kind, KindRow, row_of},
    participant::{BoardDecisionKind, CrisisKind, ParticipantKind, PlanKind},
    team::TeamKind,
    tenancy::TenancyKind,
};

/// Every kind, from the enums and not from the tables.
fn kinds() -> Vec<Kind> {
    let team = TeamKind::iter().map(Kind::Team);
    let participant = ParticipantKind::iter().map(Kind::Participant);
    let participant = participant.chain(CrisisKind::iter().map(Kind::Crisis));
    let participant = participant.chain(BoardDecisionKind::iter().map(Kind::BoardDecision));
    let participant =
        participant.chain(PlanKind::iter().map(Kind::Plan)).chain(ContactKind::iter().map(Kind::Contact));
    let home = HousingKind::iter().map(Kind::Housing).chain(TenancyKind::iter().map(Kind::Tenancy));
    let home = home.chain(ArrearsKind::iter().map(Kind::Arrears));
    team.chain(participant).chain(home).chain(AdmissionKind::iter().map(Kind::Admission)).collect()
}

fn rows() -> impl Iterator<Item = &'static KindRow> {
    FAMILIES.iter().flat_map(|family| family.rows)
}

#[test]
fn every_kind_has_its_own_row() {
    for kind in kinds() {
        assert_eq!(kind.row().kind, kind);
    }
    assert_eq!(rows().count(), kinds().len());
}

#[test]
fn a_family_holds_the_kinds_that_belong_to_it() {
    for family in FAMILIES {
        for row in family.rows {
            assert_eq!(row.kind.family().noun, family.noun);
            assert!(row.by_service || family.row_named(row.kind.name()) == Some(row));
        }
    }
}

#[test]
fn a_stored_type_belongs_to_one_kind() {
    let types: BTreeSet<_> = rows().map(|row| row.event_type).collect();
    assert_eq!(types.len(), rows().count());
    for row in rows() {
        assert_eq!(row_of(row.event_type), Some(row));
    }
}

#[test]
fn a_name_in_the_api_follows_from_the_stored_type() {
    for row in rows() {
        let words =
            row.event_type.chars().flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain([c]));
        let name: String = words.skip(1).flat_map(char::to_uppercase).collect();
        assert_eq!(row.kind.name(), name);
    }
}

#[test]
fn a_field_name_means_one_thing_in_all_families() {
    let mut known = BTreeMap::new();
    for def in rows().flat_map(KindRow::fields) {
        let means = (def.ty, def.class);
        assert_eq!(*known.entry(def.name).or_insert(means), means, "{}", def.name);
    }
}

#[test]
fn a_row_lists_a_field_once() {
    for row in rows() {
        let names: BTreeSet<_> = row.fields().map(|def| def.name).collect();
        assert_eq!(names.len(), row.fields().count(), "{}", row.event_type);
        assert!(row.occurs_on.is_none_or(|def| names.contains(def.name)), "{}", row.event_type);
    }
}
