//! What the choices of fields mean, by the name of the field's enum.

use super::Words;

/// By enum, and by value.
pub static WORDS: Words = &[
    (
        "AdmissionPath",
        &[
            ("PLANNED", "Agreed ahead."),
            ("USER_CONTROLLED", "The participant used an agreement to admit themselves."),
            ("EMERGENCY", "For immediate help (øyeblikkelig hjelp)."),
        ],
    ),
    (
        "AvertedBy",
        &[
            ("PAID", "Unpaid rent is paid."),
            ("AGREEMENT", "Agreement with the landlord."),
            ("WITHDRAWN", "The petition is withdrawn."),
            ("REHOUSED", "New home in time."),
        ],
    ),
    (
        "CaseBody",
        &[("HUSLEIETVISTUTVALGET", "Husleietvistutvalget; usually this one."), ("COURT", "A court of law.")],
    ),
    (
        "DischargedTo",
        &[
            ("HOME", "A home of their own, rented or bought."),
            ("TEMPORARY", "A temporary stay."),
            ("INSTITUTION", "Another ward or institution."),
            ("NO_HOME", "No home, and nothing else is known."),
        ],
    ),
    (
        "Discipline",
        &[
            ("DOCTOR", "A doctor without this speciality (lege)."),
            ("PSYCHIATRIST", "A specialist in psychiatry (psykiater)."),
            ("PSYCHOLOGIST", "Psykolog."),
            ("NURSE", "Sykepleier."),
            ("SOCIAL_WORKER", "Sosionom."),
            ("SOCIAL_EDUCATOR", "Vernepleier."),
            ("OCCUPATIONAL_THERAPIST", "Ergoterapeut."),
            ("HEALTH_WORKER", "Helsefagarbeider."),
            ("PEER_WORKER", "Somebody with experience of their own (erfaringskonsulent)."),
            ("EMPLOYMENT_SPECIALIST", "Helps to find and keep work (jobbspesialist)."),
        ],
    ),
    (
        "EnrolmentDeclineReason",
        &[
            ("OWN_WISH", "The person did not want it."),
            ("NOT_TARGET_GROUP", "Outside the target group."),
            ("OTHER_SERVICE", "Another service fits better."),
        ],
    ),
    (
        "Failure",
        &[
            ("NOT_HOME", "Nobody was at home."),
            ("DID_NOT_WANT_VISIT", "The participant said no to the visit."),
            ("NO_ANSWER", "Nobody answered the phone, the message or the door."),
        ],
    ),
    (
        "FollowUpEnd",
        &[
            ("GOALS_REACHED", "What was aimed at is reached."),
            ("MOVED", "The participant moved away."),
            ("DIED", "The participant died."),
            ("DECLINED", "The participant does not want support."),
            ("LOST_CONTACT", "The team could not get in touch any more."),
            ("TRANSFERRED", "Another service follows up."),
        ],
    ),
    (
        "HousingDecision",
        &[
            ("GRANTED", "The municipality grants a home."),
            ("REFUSED", "The municipality refuses it, and that can be appealed."),
        ],
    ),
    (
        "HousingType",
        &[
            ("ORDINARY", "An ordinary home to rent."),
            ("SHARED", "A home with parts that are shared with others."),
            ("TEMPORARY", "A home for the time being."),
        ],
    ),
    ("Imprisonment", &[("REMAND", "Remand (varetekt)."), ("SENTENCE", "Serving a sentence (soning).")]),
    (
        "InitiatedBy",
        &[
            ("PARTICIPANT", "The participant took it up."),
            ("TEAM", "The team took it up."),
            ("NETWORK", "Family, friends, neighbours."),
        ],
    ),
    (
        "Intensity",
        &[
            ("SHORT", "A short period with a date to review it."),
            ("LONG", "Until the team decides otherwise."),
        ],
    ),
    (
        "Landlord",
        &[
            ("MUNICIPAL", "The municipality."),
            ("MUNICIPAL_SUBLET", "The municipality lets on a home that it rents."),
            ("FOUNDATION", "A housing foundation."),
            ("PRIVATE", "A private landlord."),
        ],
    ),
    (
        "LegalSection",
        &[
            ("VOLUNTARY_2_1", "Psykisk helsevernloven § 2-1."),
            ("OBSERVATION_3_2", "Psykisk helsevernloven § 3-2."),
            ("CARE_3_3", "Psykisk helsevernloven § 3-3."),
            ("SUBSTANCE_USE_10_2_TO_10_4", "Helse- og omsorgstjenesteloven §§ 10-2 to 10-4."),
            ("COURT_ORDERED", "Care ordered by a court."),
            ("DETOX", "Detoxification, of one's own will."),
        ],
    ),
    (
        "Mode",
        &[
            ("FACE_TO_FACE", "In the same room or street."),
            ("PHONE", "A call by phone."),
            ("VIDEO", "A call with picture."),
            ("TEXT_MESSAGE", "A text message sent."),
        ],
    ),
    (
        "OfferDeclineReason",
        &[
            ("AREA", "The part of town does not suit."),
            ("SIZE", "The home is too small or too large."),
            ("RENT", "The rent is too high."),
            ("SURROUNDINGS", "The house, the neighbours or the street do not suit."),
            ("OTHER", "A reason that is none of these."),
        ],
    ),
    (
        "Place",
        &[
            ("HOME", "At the participant's home."),
            ("COMMUNITY", "Out in the community."),
            ("OFFICE", "At the office."),
            ("INSTITUTION", "At an institution."),
        ],
    ),
    (
        "TeamPart",
        &[
            ("TOOK_PART", "The team took part in planning the discharge."),
            ("TOLD_BEFORE", "The team was told beforehand, and no more."),
            ("NO_PART", "The team took no part; whether it was told is not known."),
        ],
    ),
    (
        "TenancyEnd",
        &[
            ("VOLUNTARY", "The participant moved by choice."),
            ("TERMINATED", "After notice to quit."),
            ("RESCINDED", "After the landlord rescinded the lease."),
            ("EVICTED", "By eviction."),
            ("DEATH", "The participant died."),
            ("ABANDONED", "The participant left without telling."),
            ("MOVED_ON", "The participant moved on to another home."),
        ],
    ),
    (
        "Topics",
        &[
            ("HOUSING", "Where and how they live."),
            ("ECONOMY", "Income, debt, rent."),
            ("HEALTH", "Body and mind, and treatment."),
            ("NETWORK", "Family, friends, neighbours."),
            ("ACTIVITY", "Work, school and what fills the day."),
        ],
    ),
    (
        "Warning",
        &[
            ("EVICTION_WARNING", "The § 4-18 warning of eviction."),
            ("CONDUCT_WARNING", "A written warning about conduct."),
        ],
    ),
];
