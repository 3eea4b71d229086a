//! Files as they come.

use serde_json::{Value as Json, json};
use tavle_domain::{
    arrears::{AMOUNT, ArrearsKind, DUE_ON, PERIOD},
    entry::Entry,
    kind::Kind,
};

use super::{Comparison, Encoding, FileError, ImportReport, ParsedFile, RowKey, command_id, compare, parse};

const HEADER: &str =
    "Kontraktsnr;Type;Periode;Forfall;Beløp;Restbeløp;Brevdato;Mottatt;Betalingsfrist;Merknad";

fn file(rows: &[&str]) -> ParsedFile {
    parse(format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")).as_bytes()).unwrap()
}

fn codes(file: &ParsedFile) -> Vec<(usize, &str, Option<&str>)> {
    file.problems.iter().map(|p| (p.line, p.code.as_str(), p.field.as_deref())).collect()
}

const DUE: &str = "NK-2026-00101;Forfall;2026-09;01.09.2026;9 200,50;;;;;";

#[test]
fn every_type_becomes_its_kind() {
    use ArrearsKind as K;
    let rows = [
        (DUE, K::RentFellDue),
        ("NK-1;Innbetaling;2026-09;;9200;;;03.09.2026;;", K::RentPaid),
        ("NK-1;Ikke betalt;2026-09;01.09.2026;9200;4 200,00;;;;", K::RentMissed),
        ("NK-2;RESTANSE;2026-09;01.09.2026;9200;;;;;", K::RentMissed),
        ("NK-1;inkassovarsel;;;9200;;15.09.2026;17.09.2026;29.09.2026;", K::DebtCollectionNoticeReceived),
        ("NK-1;Betalingsoppfordring;;;9200;;30.09.2026;01.10.2026;14.10.2026;", K::PaymentDemandReceived),
        ("NK-1;Varsel §4-18;;;9200;;15.10.2026;16.10.2026;;", K::EvictionWarningReceived),
        ("NK-1;Melding Nav § 9-11;;;;;15.10.2026;16.10.2026;;", K::SocialServiceNotified),
        ("NK-1;Oppsigelse;;;;;20.10.2026;21.10.2026;;", K::TerminationReceived),
    ];
    let file = file(&rows.map(|(row, _)| row));
    assert_eq!(codes(&file), []);
    assert_eq!(file.rows.iter().map(|row| row.kind).collect::<Vec<_>>(), rows.map(|(_, kind)| kind));
    assert_eq!(file.rows[0].input["amountOre"], json!(920_050));
    assert_eq!(file.rows[2].input["amountOre"], json!(420_000), "what is left is what is missed");
    assert_eq!(file.rows[1].occurred_on.map(|date| date.to_string()).as_deref(), Some("2026-09-03"));
    let lines: Vec<_> = file.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, (2..=10).collect::<Vec<_>>());
}

#[test]
fn all_encodings_read_the_same() {
    let text = format!("{HEADER}\r\n{DUE}Ærlig øre på konto\r\n");
    let utf8 = parse(text.as_bytes()).unwrap();
    let bom = parse(format!("\u{feff}{text}").as_bytes()).unwrap();
    let (latin1, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    let latin1 = parse(&latin1).unwrap();
    assert_eq!(
        [utf8.encoding, bom.encoding, latin1.encoding],
        [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Windows1252]
    );
    assert_eq!(utf8.rows, bom.rows);
    assert_eq!(utf8.rows, latin1.rows);
    assert_eq!(utf8.rows.len(), 1);
}

#[test]
fn the_header_may_be_in_any_order_and_company() {
    let text = "sep=;\n\n Merknad ;BELØP;type;Saksbehandler;kontraktsnr.;Forfall\n\nsagt fra;100,00;Ikke betalt;X;\"NK-7\";1.9.2026\n;;;;;\n\n";
    let file = parse(text.as_bytes()).unwrap();
    assert_eq!(codes(&file), []);
    let row = &file.rows[0];
    assert_eq!((row.contract.as_str(), row.input["period"].clone()), ("NK-7", json!("2026-09")));
    assert_eq!(row.input["note"], json!("sagt fra"));
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    assert_eq!(parse(b""), Err(FileError::EmptyFile));
    assert_eq!(parse(b"\xef\xbb\xbf \r\n\r\n"), Err(FileError::EmptyFile));
    assert_eq!(parse(b"PK\x03\x04\0\0;x;y"), Err(FileError::NotATable));
    assert_eq!(parse("Hei;på;deg\n1;2;3".as_bytes()), Err(FileError::NotATable));
    assert_eq!(parse(b"Kontraktsnr,Type,Periode\nNK-1,Forfall,2026-09"), Err(FileError::NotATable));
    let missing = parse(b"Kontraktsnr;Type;Periode\n");
    assert_eq!(missing, Err(FileError::MissingColumn { column: "Beløp" }));
    assert_eq!(missing.map_err(FileError::code), Err("MISSING_COLUMN"));
    assert_eq!(parse(HEADER.as_bytes()).map(|file| (file.rows.len(), file.problems.len())), Ok((0, 0)));
}

#[test]
fn a_bad_row_is_reported_with_its_reason_and_the_others_are_read() {
    let file = file(&[
        "NK-1;Forfall;2026-09;31.02.2026;9200;;;;;",
        "NK-1;Forfall;høst;01.09.2026;9200;;;;;",
        "NK-1;Forfall;2026-09;01.09.2026;ni tusen;;;;;",
        "NK-1;Forfall;2026-09;01.09.2026;-9200;;;;;",
        "NK-1;Forfall;2026-09;01.09.2026;0;;;;;",
        "NK-1;Purring;2026-09;01.09.2026;9200;;;;;",
        ";Forfall;2026-09;01.09.2026;9200;;;;;",
        "NK-1;Forfall;2026-09;;9200;;;;;",
        "NK-1;Inkassovarsel;;;9200;;15.09.2026;;29.09.2026;",
        "NK-1;Forfall;2026-09;01.09.2026;9200;;;;;;;for mye",
        "NK-1;Innbetaling;;;9200;;;;;",
        DUE,
    ]);
    let amount = Some("amountOre");
    assert_eq!(
        codes(&file),
        [
            (2, "NOT_A_DATE", Some("dueOn")),
            (3, "NOT_A_PERIOD", Some("period")),
            (4, "NOT_AN_AMOUNT", amount),
            (5, "NEGATIVE_AMOUNT", amount),
            (6, "TOO_SMALL", amount),
            (7, "UNKNOWN_TYPE", Some("type")),
            (8, "REQUIRED", Some("contractNumber")),
            (9, "REQUIRED", Some("dueOn")),
            (10, "REQUIRED", Some("receivedOn")),
            (11, "TOO_MANY_COLUMNS", None),
            (12, "REQUIRED", Some("receivedOn")),
        ]
    );
    assert_eq!(file.rows.len(), 1);
    let mut report = ImportReport::of(&file);
    assert!(!report.is_complete());
    report.placed += 1;
    assert!(report.is_complete());
}

#[test]
fn a_report_names_nobody() {
    let file = file(&[
        "Kari Nordmann, Storgata 4;Forfall;2026-09;01.09.2026;9200;;;;;Ring Kari",
        "NK-1;Kari Nordmann;2026-09;01.09.2026;9200;;;;;",
        "NK-1;Forfall;2026-09;Kari Nordmann;9200;;;;;Ring Kari",
    ]);
    assert_eq!(file.problems.len(), 3);
    let report = serde_json::to_string(&(&file.problems, ImportReport::of(&file))).unwrap();
    assert!(
        !report.contains("Kari") && !report.contains("Nordmann") && !report.contains("Storgata"),
        "{report}"
    );
    assert_eq!(file.problems[2].raw, "NK-1;Forfall");
}

#[test]
fn formulas_are_text_and_nothing_else() {
    let file = file(&[
        "=HYPERLINK(\"x\");Forfall;2026-09;01.09.2026;9200;;;;;",
        "=\"NK-5\";Innbetaling;2026-09;;=1+1;;;03.09.2026;;",
        "=\"NK-5\";Innbetaling;2026-09;;100;;;03.09.2026;;\"=cmd|' /C calc'!A0\"",
    ]);
    assert_eq!(
        codes(&file),
        [(2, "NOT_A_CONTRACT", Some("contractNumber")), (3, "NOT_AN_AMOUNT", Some("amountOre"))]
    );
    assert_eq!(file.rows[0].contract, "NK-5");
    assert_eq!(file.rows[0].input["note"], json!("=cmd|' /C calc'!A0"));
}

#[test]
fn quoted_cells_may_have_semicolons_and_line_breaks() {
    let file = file(&[
        "NK-1;\"Ikke betalt\";2026-09;01.09.2026;\"9 200,50\";;;;;\"ett; to\r\ntre \"\"fire\"\"\"",
        DUE,
    ]);
    assert_eq!(codes(&file), []);
    assert_eq!(file.rows[0].input["note"], json!("ett; to\r\ntre \"fire\""));
    assert_eq!(file.rows[1].line, 4);
}

#[test]
fn the_same_row_twice_counts_once_and_another_amount_is_reported() {
    let file = file(&[DUE, DUE, "NK-2026-00101;Forfall;2026-09;01.09.2026;9 300,00;;;;;"]);
    assert_eq!(file.rows.len(), 1);
    assert_eq!(codes(&file), [(3, "DUPLICATE_ROW", None), (4, "DUPLICATE_DIFFERS", Some("amountOre"))]);
}

#[test]
fn two_payments_of_one_month_are_two() {
    let file = file(&[
        "NK-1;Innbetaling;2026-09;;4000;;;03.09.2026;;",
        "NK-1;Innbetaling;2026-09;;5200;;;20.09.2026;;",
    ]);
    assert_eq!(file.rows.len(), 2);
    assert_ne!(command_id(&file.rows[0]), command_id(&file.rows[1]));
}

#[test]
fn the_command_id_follows_from_the_identity_alone() {
    let [first, again] = [DUE, "NK-2026-00101;forfall;september 2026;01.09.2026;9 300;;;;;"]
        .map(|row| file(&[row]).rows.remove(0));
    assert_eq!(first.key, RowKey::Period("2026-09-01".parse().unwrap()));
    assert_eq!(command_id(&first), command_id(&again));
    assert_eq!(command_id(&first).0.get_version_num(), 7);
    let other = file(&[&DUE.replace("00101", "00102")]).rows.remove(0);
    assert_ne!(command_id(&first), command_id(&other));
}

#[test]
fn another_amount_than_the_log_has_is_told() {
    let row = file(&[DUE]).rows.remove(0);
    let entry = |amount: i64| {
        Entry::build(Kind::Arrears(ArrearsKind::RentFellDue))
            .with(&PERIOD, "2026-09")
            .with(&AMOUNT, amount)
            .with(&DUE_ON, "2026-09-01")
            .finish()
            .unwrap()
    };
    assert_eq!(compare(&row, &entry(920_050)), Comparison::Same);
    let different = compare(&row, &entry(920_000));
    let (was, now) = (Some(Json::from(920_000)), Json::from(920_050));
    assert_eq!(different, Comparison::Different { field: "amountOre", was, now });
    let mut report = ImportReport::of(&file(&[DUE]));
    report.compared(&row, different);
    assert!(report.is_complete());
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<ImportReport>(&json).unwrap(), report);
}

#[test]
fn a_large_file_is_read_whole() {
    let rows: Vec<String> = (0..5_000)
        .map(|n| format!("NK-2026-{n:05};Forfall;2026-09;01.09.2026;9 {:03},50;;;;;", n % 1_000))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = file(&rows);
    assert_eq!((file.rows.len(), file.problems.len()), (5_000, 0));
    assert_eq!(file.rows[4_999].line, 5_001);
}

#[test]
fn the_sample_file_reads_but_for_two_rows_and_one_contract() {
    let file = parse(include_bytes!("../../../../tests/samples/husleie-eksport.csv")).unwrap();
    assert_eq!(file.encoding, Encoding::Windows1252);
    assert_eq!(codes(&file), [(23, "UNKNOWN_TYPE", Some("type")), (24, "NOT_A_DATE", Some("receivedOn"))]);
    assert_eq!(file.rows.len(), 21);
    let known = |contract: &str| (101..=104).any(|n| contract == format!("NK-2026-{n:05}"));
    assert_eq!(file.rows.iter().filter(|row| !known(&row.contract)).count(), 1);
    assert!(file.rows.iter().any(|row| row.kind == ArrearsKind::EvictionWarningReceived));
}
