//! What the enums of the domain mean that answers have.

use super::Words;

/// By enum, and by value.
pub static WORDS: Words = &[
    (
        "RecordPart",
        &[
            ("BOARD", "See the board with its reasons and marks."),
            ("WALL", "See the board as a wall screen shows it: aliases, statuses, dates."),
            ("PARTICIPANTS", "Find participants by alias."),
            ("PARTICIPANT", "Open a participant's page: name, home, plans."),
            ("TIMELINE", "Read a participant's entries."),
            ("RISK", "See the tenancy risk of a team's participants."),
            ("STAFF", "See the team's staff and their initials."),
            ("DWELLINGS", "See the register of dwellings and offers."),
            ("RECORD", "Record and correct entries about a participant or a dwelling."),
            ("TEAM", "Change staff and authorisations."),
            ("AUDIT", "See who changed what."),
            ("VIEWS", "See who has looked at a participant."),
        ],
    ),
    (
        "DenialReason",
        &[
            (
                "OUTSIDE_TEAM",
                "No authorisation in the team that owns it: it was answered as if it did not exist.",
            ),
            ("ROLE", "The role held in the team does not include it."),
        ],
    ),
    (
        "Role",
        &[
            ("TEAM_LEADER", "Teamleder: everything a member may, and the alias."),
            ("TEAM_MEMBER", "Teammedlem: records and reads for the team's participants."),
            ("SUPERVISOR", "Fagleder: reads and replays, records nothing."),
            ("AUDITOR", "Revisor: reads the log, not the notes."),
            ("ADMINISTRATOR", "Systemansvarlig: staff and authorisations, no participant."),
            ("KIOSK", "Veggskjerm: one board's aliases."),
            ("SERVICE", "The service itself, when it finishes or undoes what a crash left half done."),
        ],
    ),
    (
        "ViewPurpose",
        &[
            ("FOLLOW_UP", "Helping the participant."),
            ("SUPERVISION", "Guiding the team professionally."),
            ("AUDIT", "Controlling who did what."),
            ("ADMINISTRATION", "Running the installation."),
        ],
    ),
    (
        "TeamModel",
        &[
            ("ACT", "Assertive community treatment: everyone is shown."),
            ("FACT", "Flexible ACT: those on the board are shown."),
            ("HOUSING_FIRST", "Housing First: everyone is shown."),
        ],
    ),
    (
        "BoardStatus",
        &[
            ("CRISIS", "A crisis was reported and is not settled (krise)."),
            ("ADMITTED", "In hospital, detox or prison (innlagt)."),
            ("POST_DISCHARGE", "Discharged a short time ago (nylig utskrevet)."),
            ("TENANCY_AT_RISK", "Something that has happened may cost the home (bolig i fare)."),
            ("HOMELESS", "No home with keys (uten bolig)."),
            ("HARD_TO_REACH", "The team gets little contact (lite kontakt)."),
            ("NEW", "Taken in a short time ago (ny)."),
            (
                "INTENSIVE_SHORT",
                "Closer follow-up for a short time, with a date to review it (intensiv, kort).",
            ),
            ("INTENSIVE_LONG", "Closer follow-up until the team decides otherwise (intensiv, lang)."),
            ("STEP_DOWN", "Less frequent contact, as agreed (nedtrapping)."),
            ("BASE", "Individual follow-up, and nothing that asks for more (individuell oppfølging)."),
        ],
    ),
    (
        "BoardMark",
        &[
            ("NEEDS_DECISION", "No longer new, and nobody has decided what comes instead."),
            ("REVIEW_OVERDUE", "The date to review the decision has passed; the decision stays."),
            ("FIXED_TERM_ENDING", "A fixed-term lease ends soon."),
        ],
    ),
    (
        "RiskLevel",
        &[
            ("GREEN", "0–19 points (grønn)."),
            ("YELLOW", "20–49 points (gul)."),
            ("ORANGE", "50–79 points (oransje)."),
            ("RED", "80 points and above (rød)."),
        ],
    ),
    (
        "DeadlineKind",
        &[
            ("PAY_BY", "Pay a debt-collection notice or payment demand."),
            (
                "EARLIEST_PETITION",
                "The landlord may petition from this day on (two weeks after the § 4-18 warning was sent).",
            ),
            (
                "SOCIAL_SERVICE_WAIT",
                "The landlord should wait until this day (two weeks after telling social services).",
            ),
            ("PROTEST", "Protest in writing against a termination (husleieloven § 9-7)."),
            (
                "BRING_CASE",
                "The landlord must bring the case, or the termination falls away (husleieloven § 9-8).",
            ),
            ("ANSWER_PETITION", "Answer a petition (tvangsfullbyrdelsesloven § 13-6)."),
            ("EVICTION", "The eviction takes place, on this day and hour."),
            ("FIXED_TERM_END", "A fixed term ends."),
            ("OFFER_ANSWER", "Answer a housing offer."),
            ("APPEAL", "Appeal a housing decision."),
        ],
    ),
    (
        "DeadlineFlag",
        &[
            ("SHORT_NOTICE", "Kort frist: fewer days to pay than inkassoloven §§ 9 and 10 give."),
            ("SENT_TOO_EARLY", "Sendt for tidlig: a § 4-18 warning sent before the rent fell due."),
            (
                "PROBABLY_INVALID",
                "Trolig ugyldig: a petition without a § 4-18 warning sent at least two weeks before.",
            ),
            (
                "POSTPONED_WITHOUT_DATE",
                "Utsatt uten ny dato: a postponed eviction whose new time is not set; the date is the former one.",
            ),
            ("LATE_PROTEST", "Protestert etter fristen: the landlord may not have to bring a case."),
        ],
    ),
    (
        "RiskSignal",
        &[
            ("RENT_MISSED", "Rent unpaid after its due date (husleieloven § 3-2)."),
            ("TWO_PERIODS", "Arrears of at least two months' rent."),
            ("DEBT_COLLECTION_NOTICE", "Debt-collection notice or payment demand (inkassoloven §§ 9, 10)."),
            ("EVICTION_WARNING", "Warning of eviction (tvangsfullbyrdelsesloven § 4-18)."),
            ("SOCIAL_SERVICE_NOTIFIED", "The landlord told social services (husleieloven § 9-11)."),
            ("TERMINATION", "The landlord gives notice to quit (husleieloven §§ 9-6 to 9-8)."),
            ("RESCISSION", "The landlord rescinds the lease (husleieloven § 9-9)."),
            ("PETITION_FILED", "Petition filed, not yet served."),
            ("PETITION_SERVED", "Petition served (tvangsfullbyrdelsesloven § 13-6)."),
            ("EVICTION_DATED", "Day and hour of the eviction are set (tvangsfullbyrdelsesloven § 13-12)."),
            ("REPAYMENT_BROKEN", "An instalment was missed."),
            ("RENT_BURDEN", "Rent less housing benefit above 30 % of income."),
            ("RENT_BURDEN_SEVERE", "Rent less housing benefit above 40 % of income."),
            ("CONDUCT_WARNING", "Written warning about conduct (husleieloven § 9-9)."),
            ("NEIGHBOUR_COMPLAINT", "Somebody in the neighbourhood complained."),
            ("FIXED_TERM_ENDING", "A fixed term ends within 90 days (husleieloven § 9-2)."),
            ("NO_CONTACT", "No kept contact for more than 7 days; above 14 it counts double."),
            ("AWAY_WITH_UNPAID_RENT", "Admitted or imprisoned while rent is unpaid."),
            ("REPAYMENT_KEPT", "Mitigator: the repayment agreement has been kept for three months."),
            ("DEDUCTION_RUNNING", "Mitigator: rent is deducted before payment."),
        ],
    ),
    (
        "Precision",
        &[
            ("INSTANT", "To the minute."),
            (
                "DAY",
                "Only the date is known; the instant is noon in Oslo, or when it was recorded if that is earlier.",
            ),
        ],
    ),
    (
        "EntryMark",
        &[
            ("CONTACT", "A contact that was held: a filled dot."),
            ("ATTEMPT", "An attempt: a ring."),
            ("HOME", "Something about the home."),
            ("MONEY", "Rent unpaid: filled diamond."),
            ("PAID", "Rent paid: hollow diamond."),
            ("LEGAL", "A legal step: dotted diamond."),
            ("ADMISSION", "A stay in hospital, detox or prison."),
            ("PLAN", "What was agreed or planned."),
            ("MEETING", "The board and the team."),
        ],
    ),
    (
        "DataClass",
        &[
            ("IDENTITY", "Who the person is: alias, name."),
            ("HEALTH", "What is said about health."),
            ("SOCIAL", "What social services have to do with."),
            ("TENANCY", "The lease and what is owed: rent, arrears, eviction."),
            ("STAFF", "What is said of a member of staff."),
            ("FREE_TEXT", "Free text, which may say anything."),
        ],
    ),
];
