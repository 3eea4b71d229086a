//! What is written in notes: short, plain, about what was done. Nobody is named.

/// After a visit.
pub const VISIT: [&str; 24] = [
    "Gikk tur rundt vannet. God stemning.",
    "Handlet mat sammen og gikk gjennom uka.",
    "Ryddet kjøkkenet sammen. Avtalt å ta badet neste gang.",
    "Åpnet post sammen. Ingen nye krav.",
    "Snakket om søvn og døgnrytme. Prøver fast leggetid denne uka.",
    "Kaffe og prat om hva som er viktig framover.",
    "Så på leilighetens varmekilder. Huseier kontaktes om trekk fra vinduet.",
    "Gikk gjennom budsjettet. Husleia er satt opp som fast trekk.",
    "Snakket om forholdet til naboene. Rolig den siste tida.",
    "Fulgte til fastlege. Ny time om fire uker.",
    "Var med på kafé. Vil gjerne gjøre det igjen.",
    "Sliten i dag. Kort besøk etter eget ønske.",
    "Snakket om hva som hjelper når det blir tungt.",
    "Satte opp hylle. Fornøyd med resultatet.",
    "Øvde på å ringe Nav. Ringte selv til slutt.",
    "Besøk på dagsenteret. Traff flere kjente.",
    "Fulgte til tannlege. Gikk bedre enn ventet.",
    "Gikk gjennom boplanen. Målet om faste middager er nådd.",
    "Snakket om jul og familie.",
    "Laget middag sammen.",
    "Vasket klær og hengte opp gardiner.",
    "Så på jobbannonser. Vil prøve to timer i uka på verkstedet.",
    "Snakket om bruk den siste uka. Åpen og ærlig samtale.",
    "Hentet medisiner på apoteket sammen.",
];

/// After a call or a message.
pub const CALL: [&str; 16] = [
    "Bekreftet avtalen i morgen.",
    "Minnet om time hos fastlege.",
    "Ringte for å høre hvordan natta har vært.",
    "Avtalt å flytte besøket til ettermiddagen.",
    "Spurte om husleia. Den er betalt.",
    "Trygg stemme, har sovet godt.",
    "Vil gjerne ha besøk tidligere på dagen.",
    "Fortalte om en fin helg.",
    "Bekymret for et brev. Tar det med på neste besøk.",
    "Kort prat om middag og handling.",
    "Minnet om innbetaling før den første.",
    "Har vært ute og gått i dag.",
    "Ønsker følge til Nav på torsdag.",
    "Sendte adressen til møtestedet.",
    "Takket for hjelpen i går.",
    "Vil tenke på forslaget til mandag.",
];

/// After talking with the network or another service.
pub const NETWORK: [&str; 14] = [
    "Samtale med Nav om økonomisk rådgivning.",
    "Avklart time med fastlegekontoret.",
    "Huseier bekrefter at døra blir reparert i uka.",
    "Snakket med pårørende etter avtale.",
    "Samarbeidsmøte med boligkontoret.",
    "Apoteket leverer multidose fra mandag.",
    "Avklart oppmøte på dagsenteret.",
    "Kontakt med gjeldsrådgiver om fullmakt.",
    "Vaktmester ser på radiatoren.",
    "Informert boligkontoret om ønsket bydel.",
    "Avtalt felles besøk med hjemmetjenesten.",
    "Oppdatert avdelingen om boforholdet.",
    "Nav har mottatt dokumentasjonen.",
    "Plan for helga avklart med hjemmetjenesten.",
];

/// After an attempt.
pub const ATTEMPT: [&str; 6] = [
    "Ringte på to ganger. La igjen lapp.",
    "Ingen svarte. Prøver igjen i ettermiddag.",
    "Ville ikke ha besøk i dag. Avtalt å ringe i morgen.",
    "Telefonen var av.",
    "Ikke hjemme til avtalt tid.",
    "Svarte ikke, sendte melding.",
];

/// Why someone is placed on the board.
pub const PLACED: [&str; 8] = [
    "Sover lite og har det travelt. Tettere kontakt i to uker.",
    "Ny i egen leilighet. Daglig støtte til rutinene sitter.",
    "Mye uro etter brev fra huseier.",
    "Medisinendring. Følges tett.",
    "Sårbar periode etter tap i familien.",
    "Økt bruk den siste uka.",
    "Trenger hjelp til å komme i gang med økonomien.",
    "Ønsker selv flere besøk en periode.",
];

/// Why someone is taken off the board.
pub const TAKEN_OFF: [&str; 4] = [
    "Stabil over tid. Følges individuelt av primærkontakt.",
    "Målene i boplanen er nådd. Ukentlig kontakt er nok.",
    "Ønsker selv mindre oppfølging.",
    "Har god støtte i nettverket nå.",
];

/// What a crisis report says.
pub const CRISIS: [&str; 4] = [
    "Har ikke sovet på tre døgn. Redd for å være alene.",
    "Kraftig uro, naboer har ringt. Ber selv om hjelp.",
    "Sier at det ikke går lenger. Sikkerhetsplan gjennomgått.",
    "Har gått ut uten sko i natt. Funnet av politiet, nå hjemme.",
];

/// Goals of a living plan.
pub const GOALS: [&str; 5] = [
    "Beholde leiligheten. Faste middager. Treffe søsknene mine oftere.",
    "Betale husleia selv hver måned. Komme i gang med trening.",
    "Få orden på gjelda. Bli kjent i nabolaget.",
    "Sove bedre. Jobbe to timer i uka på verkstedet.",
    "Bo for meg selv. Ha et sted der barna kan komme på besøk.",
];

/// Resources in a living plan.
pub const RESOURCES: [&str; 4] = [
    "God til å lage mat. Har en bror som stiller opp.",
    "Glad i å gå tur. Kjenner mange i bydelen.",
    "Nevenyttig. Liker å ha det ryddig.",
    "Sier fra når det blir for mye. Leser mye.",
];

/// What it takes to keep the home.
pub const KEEPS_HOME: [&str; 4] = [
    "Husleia trekkes før utbetaling. Besøk to ganger i uka.",
    "Hjelp til å si nei når mange vil inn.",
    "Åpne posten sammen hver mandag.",
    "Avtale med huseier om hvem som ringes først.",
];

/// Where and how somebody wants to live.
pub const WISH: [&str; 5] = [
    "Liten leilighet nær bussen, helst ikke i sentrum.",
    "Eget soverom, plass til hund.",
    "Første etasje og rolig bakgård.",
    "Nær broren min. Ikke samme bydel som før.",
    "Et sted med balkong og kort vei til butikken.",
];

/// Wards. Never shown on a wall.
pub const WARDS: [&str; 5] =
    ["Akuttpost A", "DPS døgn Nordlia", "Rusakutt", "Allmennpsykiatrisk post 2", "Brukerstyrt seng, DPS"];
