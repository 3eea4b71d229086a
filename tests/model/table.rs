//! The steps that only open and close something: what each needs, what stands in its way, what it leaves.

/// One kind of step.
pub struct Rule {
    pub kind: &'static str,
    /// Where this is open, the step is refused with the code.
    pub unless: Option<(&'static str, &'static str)>,
    /// One of these must be open, or the step is refused with the code. The first that fails is told.
    pub needs: &'static [Need],
    /// Where this is open, there is nothing to do.
    pub again: Option<&'static str>,
    pub opens: &'static [&'static str],
    pub closes: &'static [&'static str],
}

/// One of these must be open; else the code.
pub type Need = (&'static [&'static str], &'static str);

const STEP: Rule = Rule { kind: "", unless: None, needs: &[], again: None, opens: &[], closes: &[] };

const ENROLLED: Need = (&["enrolled"], "NOT_ENROLLED");
const TERMINATION: Need = (&["termination"], "NO_OPEN_TERMINATION");
const AGREEMENT: Need = (&["agreement"], "NO_REPAYMENT_AGREEMENT");
/// The legal chain, which ends as a whole.
const CHAIN: &[&str] =
    &["eviction warning", "termination", "protest", "rescission", "petition", "eviction", "date"];
const CASE: Need =
    (&["eviction warning", "termination", "rescission", "petition", "eviction"], "NO_OPEN_CASE");

/// About a person.
pub const OF_PERSON: &[Rule] = &[
    Rule {
        kind: "ParticipantAdmitted",
        unless: Some(("ward", "ALREADY_ADMITTED")),
        opens: &["ward"],
        ..STEP
    },
    Rule {
        kind: "ParticipantDischargedFromWard",
        needs: &[(&["ward"], "NOT_ADMITTED")],
        closes: &["ward"],
        ..STEP
    },
    Rule {
        kind: "ImprisonmentStarted",
        unless: Some(("prison", "ALREADY_IMPRISONED")),
        opens: &["prison"],
        ..STEP
    },
    Rule {
        kind: "ImprisonmentEnded",
        needs: &[(&["prison"], "NOT_IMPRISONED")],
        closes: &["prison"],
        ..STEP
    },
    Rule {
        kind: "TemporaryHousingStarted",
        unless: Some(("temporary", "TEMPORARY_STAY_OPEN")),
        opens: &["temporary"],
        ..STEP
    },
    Rule {
        kind: "TemporaryHousingEnded",
        needs: &[(&["temporary"], "NO_TEMPORARY_STAY")],
        closes: &["temporary"],
        ..STEP
    },
    Rule {
        kind: "ParticipantEnrolled",
        unless: Some(("enrolled", "ALREADY_ENROLLED")),
        opens: &["enrolled"],
        ..STEP
    },
    Rule { kind: "FollowUpEnded", needs: &[ENROLLED], closes: &["enrolled", "crisis", "step-down"], ..STEP },
    Rule {
        kind: "CrisisReported",
        unless: Some(("crisis", "CRISIS_ALREADY_OPEN")),
        needs: &[ENROLLED],
        opens: &["crisis"],
        ..STEP
    },
    Rule {
        kind: "CrisisResolved",
        needs: &[ENROLLED, (&["crisis"], "NO_OPEN_CRISIS")],
        closes: &["crisis"],
        ..STEP
    },
    Rule { kind: "StepDownAgreed", needs: &[ENROLLED], opens: &["step-down"], ..STEP },
    Rule {
        kind: "ServiceResumed",
        needs: &[ENROLLED, (&["step-down"], "NOT_STEPPED_DOWN")],
        closes: &["step-down"],
        ..STEP
    },
];

/// About a tenancy, also one that has ended.
pub const OF_TENANCY: &[Rule] = &[
    Rule { kind: "RentPaid", ..STEP },
    Rule { kind: "EvictionWarningReceived", opens: &["eviction warning"], ..STEP },
    Rule { kind: "TerminationReceived", opens: &["termination"], closes: &["protest"], ..STEP },
    Rule {
        kind: "TerminationProtested",
        unless: Some(("protest", "TERMINATION_ALREADY_PROTESTED")),
        needs: &[TERMINATION],
        opens: &["protest"],
        ..STEP
    },
    Rule { kind: "TerminationWithdrawn", needs: &[TERMINATION], closes: &["termination", "protest"], ..STEP },
    Rule { kind: "RescissionReceived", opens: &["rescission"], ..STEP },
    Rule { kind: "EvictionPetitionFiled", opens: &["petition"], ..STEP },
    Rule { kind: "EvictionScheduled", opens: &["eviction", "date"], ..STEP },
    Rule {
        // Without a new date: it cannot be postponed again until there is one.
        kind: "EvictionPostponed",
        needs: &[(&["date"], "NO_EVICTION_DATED")],
        closes: &["date"],
        ..STEP
    },
    Rule { kind: "EvictionAverted", needs: &[CASE], closes: CHAIN, ..STEP },
    Rule { kind: "RepaymentAgreed", opens: &["agreement"], ..STEP },
    Rule { kind: "InstalmentPaid", needs: &[AGREEMENT], ..STEP },
    Rule { kind: "RepaymentBroken", needs: &[AGREEMENT], closes: &["agreement"], ..STEP },
    Rule { kind: "VoluntaryDeductionStarted", again: Some("deduction"), opens: &["deduction"], ..STEP },
    Rule {
        kind: "DeductionStopped",
        needs: &[(&["deduction"], "NO_RUNNING_DEDUCTION")],
        closes: &["deduction"],
        ..STEP
    },
    Rule { kind: "DisputedRentDeposited", opens: &["deposit"], ..STEP },
    Rule { kind: "DepositReleased", needs: &[(&["deposit"], "NO_DEPOSIT")], closes: &["deposit"], ..STEP },
    Rule { kind: "NuisanceComplaintReceived", opens: &["complaint"], ..STEP },
    Rule {
        kind: "ComplaintClosed",
        needs: &[(&["complaint"], "NO_OPEN_COMPLAINT")],
        closes: &["complaint"],
        ..STEP
    },
    Rule { kind: "KeysHandedOver", again: Some("keys"), opens: &["keys"], ..STEP },
];

/// The rule of a kind, and whether it is about a tenancy.
pub fn rule_of(kind: &str) -> Option<(&'static Rule, bool)> {
    let find = |rules: &'static [Rule]| rules.iter().find(|rule| rule.kind == kind);
    find(OF_PERSON).map(|rule| (rule, false)).or_else(|| find(OF_TENANCY).map(|rule| (rule, true)))
}
