//! What the kinds of entries mean, by the name of their family's enum.

use super::Words;

/// By enum, and by value.
pub static WORDS: Words = &[
    (
        "AdmissionKind",
        &[
            ("PARTICIPANT_ADMITTED", "Admitted to hospital or detox."),
            ("PARTICIPANT_DISCHARGED_FROM_WARD", "Discharged from hospital or detox."),
            ("IMPRISONMENT_STARTED", "A stay in prison begins."),
            ("IMPRISONMENT_ENDED", "Released from prison."),
        ],
    ),
    (
        "ArrearsKind",
        &[
            ("RENT_FELL_DUE", "Rent of a month fell due."),
            ("RENT_PAID", "Rent was paid, in whole or in part."),
            ("RENT_MISSED", "Rent of a month was not paid when it was due (husleieloven § 3-2)."),
            (
                "DEBT_COLLECTION_NOTICE_RECEIVED",
                "A notice came that the debt will be collected (inkassovarsel, inkassoloven § 9).",
            ),
            (
                "PAYMENT_DEMAND_RECEIVED",
                "A demand for payment came from whoever collects the debt (betalingsoppfordring, inkassoloven § 10).",
            ),
            (
                "EVICTION_WARNING_RECEIVED",
                "A warning came that eviction will be petitioned for (tvangsfullbyrdelsesloven § 4-18).",
            ),
            ("SOCIAL_SERVICE_NOTIFIED", "The landlord told social services (husleieloven § 9-11)."),
            ("WRITTEN_WARNING_RECEIVED", "A written warning about conduct came (husleieloven § 9-9)."),
            ("NUISANCE_COMPLAINT_RECEIVED", "A complaint about noise or other nuisance came."),
            ("TERMINATION_RECEIVED", "Notice to quit came (oppsigelse, husleieloven §§ 9-6 to 9-8)."),
            (
                "TERMINATION_PROTESTED",
                "The participant protested in writing against the notice (husleieloven § 9-7).",
            ),
            (
                "CASE_BROUGHT_BY_LANDLORD",
                "The landlord brought the case before husleietvistutvalget or a court (husleieloven § 9-8).",
            ),
            ("RESCISSION_RECEIVED", "The landlord rescinded the lease (heving, husleieloven § 9-9)."),
            ("EVICTION_PETITION_FILED", "The landlord petitioned for eviction."),
            (
                "PETITION_SERVED",
                "The petition was served on the participant, who may answer (tvangsfullbyrdelsesloven § 13-6).",
            ),
            (
                "EVICTION_SCHEDULED",
                "Day and hour of the eviction were set (tvangsfullbyrdelsesloven § 13-12).",
            ),
            ("EVICTION_POSTPONED", "The eviction was put off, to a new time or without one."),
            ("EVICTION_AVERTED", "The eviction will not take place."),
            ("EVICTION_EXECUTED", "The eviction took place."),
            (
                "REPAYMENT_AGREED",
                "The participant and the landlord agreed to pay off the debt in instalments.",
            ),
            ("INSTALMENT_PAID", "An instalment of the agreement was paid."),
            ("REPAYMENT_BROKEN", "An instalment of the agreement was missed."),
            (
                "VOLUNTARY_DEDUCTION_STARTED",
                "Rent is paid straight from benefit or wages from now on, as the participant wishes.",
            ),
            ("DISPUTED_RENT_DEPOSITED", "Rent that is in dispute was paid into a deposit."),
            ("DEBT_COUNSELLING_REFERRED", "The participant was referred to debt counselling."),
            ("DEBT_COUNSELLING_ATTENDED", "The participant met a debt counsellor."),
            ("SOCIAL_ASSISTANCE_APPLIED", "Social assistance was applied for."),
            ("SOCIAL_ASSISTANCE_DECIDED", "An application for social assistance was decided."),
            ("TERMINATION_WITHDRAWN", "The landlord took the notice to quit back."),
            ("TERMINATION_LAPSED", "The notice to quit fell away: no case was brought in time."),
            ("WARNING_WITHDRAWN", "A warning was taken back, or what it was about is settled."),
            ("DEPOSIT_RELEASED", "The rent in deposit was paid out."),
            ("DEDUCTION_STOPPED", "Rent is no longer paid straight from benefit or wages."),
            ("COMPLAINT_CLOSED", "What was complained of is settled."),
        ],
    ),
    (
        "BoardDecisionKind",
        &[
            ("PLACED_ON_BOARD", "Closer follow-up, for a short or a long time."),
            ("REMOVED_FROM_BOARD", "Individual follow-up from now on."),
        ],
    ),
    (
        "ContactKind",
        &[
            ("CONTACT_PLANNED", "Agreed or decided ahead: a window, and staff where somebody has it."),
            ("CONTACT_COMPLETED", "Held with the participant."),
            ("CONTACT_ATTEMPT_FAILED", "Tried, and the participant was not met."),
            ("CONTACT_CANCELLED", "A planned contact that will not take place."),
            ("NETWORK_CONTACT_COMPLETED", "Held with the network, without the participant."),
        ],
    ),
    (
        "CrisisKind",
        &[
            ("CRISIS_REPORTED", "A crisis is reported."),
            ("CRISIS_RESOLVED", "The meeting settles that it is over."),
        ],
    ),
    (
        "HousingKind",
        &[
            ("DWELLING_REGISTERED", "A unit that can be let."),
            ("DWELLING_WITHDRAWN", "The unit can no longer be let."),
            ("HOUSING_PREFERENCE_RECORDED", "What the participant wishes for."),
            ("HOUSING_APPLICATION_SUBMITTED", "Applied for a home."),
            ("HOUSING_DECISION_MADE", "The municipality decided."),
            ("HOUSING_OFFERED", "A dwelling is offered to a participant."),
            ("DWELLING_VIEWED", "The participant saw the dwelling."),
            ("HOUSING_OFFER_ACCEPTED", "The participant says yes."),
            (
                "HOUSING_OFFER_DECLINED",
                "The participant says no. It closes nothing and lowers nobody's priority.",
            ),
            ("HOUSING_OFFER_WITHDRAWN", "The offer is taken back."),
            ("HOUSING_OFFER_EXPIRED", "A person records that the time to answer has run out."),
        ],
    ),
    (
        "ParticipantKind",
        &[
            ("PARTICIPANT_REFERRED", "Referred to the team."),
            ("PARTICIPANT_ENROLLED", "Taken in by the team."),
            ("ENROLMENT_DECLINED", "Not taken in."),
            ("PRIMARY_CONTACT_CHANGED", "Another member of staff has the main responsibility."),
            ("STEP_DOWN_AGREED", "Less frequent contact, agreed with the participant."),
            ("SERVICE_RESUMED", "The step-down is over."),
            ("FOLLOW_UP_ENDED", "The follow-up ends."),
        ],
    ),
    ("PlanKind", &[("LIVING_PLAN_CREATED", "The first plan is agreed.")]),
    (
        "TeamKind",
        &[
            ("TEAM_CREATED", "A team with a board."),
            ("STAFF_JOINED", "Someone begins in the team."),
            ("STAFF_LEFT", "Someone leaves the team."),
            ("AUTHORISATION_GRANTED", "Someone may act in the team in a role, for a time."),
            ("AUTHORISATION_REVOKED", "The authorisation ends."),
        ],
    ),
    (
        "TenancyKind",
        &[
            ("TENANCY_STARTED", "The lease begins."),
            ("KEYS_HANDED_OVER", "The participant got the keys and is housed."),
            ("RENT_CHANGED", "Another rent from a date."),
            ("INCOME_RECORDED", "Income and housing benefit."),
            ("HOME_PURCHASED", "The participant bought a home."),
            ("TEMPORARY_HOUSING_STARTED", "A temporary stay begins."),
            ("TEMPORARY_HOUSING_ENDED", "A temporary stay ends."),
            ("REHOUSING_STARTED", "Work on another home begins."),
            ("TENANCY_ENDED", "The lease ends. It never ends the follow-up."),
        ],
    ),
];
