//! Aliases: Norwegian nature words of at most eight letters.

/// Enough for a team of ten years. The first ones are those of the wall as it was drawn.
#[rustfmt::skip]
pub const ALIASES: [&str; 200] = [
    "Alke", "Vipe", "Bjørk", "Gran", "Svale", "Tiur", "Heilo", "Lerke", "Osp", "Rype",
    "Lom", "Skarv", "Måke", "Furu", "Einer", "Hassel", "Rogn", "Selje", "Trane", "Spove",
    "Hubro", "Tjeld", "Lunde", "Alm", "Terne", "Erle", "Fjellrev", "Hegre", "Ringdue", "Sisik",
    "Ask", "Lind", "Eik", "Bøk", "Barlind", "Hegg", "Nype", "Tindved", "Pors", "Lyng",
    "Røsslyng", "Mose", "Bregne", "Einstape", "Kløver", "Marihand", "Smørbukk", "Soleie", "Hestehov", "Hvitveis",
    "Blåveis", "Konvall", "Linnea", "Mure", "Tepperot", "Tyttebær", "Blåbær", "Multe", "Krekling", "Jordbær",
    "Tranebær", "Laks", "Ørret", "Røye", "Harr", "Sik", "Abbor", "Gjedde", "Mort", "Brasme",
    "Torsk", "Sei", "Hyse", "Lange", "Brosme", "Kveite", "Flyndre", "Makrell", "Sild", "Brisling",
    "Lodde", "Piggvar", "Krabbe", "Hummer", "Reke", "Skjell", "Østers", "Oter", "Mår", "Røyskatt",
    "Bever", "Elg", "Rein", "Hjort", "Rådyr", "Gaupe", "Jerv", "Bjørn", "Hare", "Ekorn",
    "Lemen", "Pinnsvin", "Grevling", "Nise", "Hval", "Ærfugl", "Stokkand", "Krikkand", "Laksand", "Kvinand",
    "Svane", "Grågås", "Ørn", "Havørn", "Falk", "Tårnfalk", "Musvåk", "Hauk", "Spurv", "Stær",
    "Trost", "Linerle", "Bokfink", "Meis", "Blåmeis", "Spett", "Gjøk", "Ugle", "Kattugle", "Nattravn",
    "Ravn", "Kråke", "Skjære", "Kaie", "Dompap", "Gulspurv", "Fiskeørn", "Rugde", "Brushane", "Myrsnipe",
    "Sandlo", "Storlom", "Smålom", "Teist", "Havhest", "Krykkje", "Lomvi", "Toppand", "Havelle", "Svartand",
    "Bekk", "Elv", "Foss", "Tjern", "Myr", "Fjell", "Tind", "Nut", "Rabbe", "Skar",
    "Dal", "Eng", "Vik", "Nes", "Holme", "Fjord", "Sund", "Strand", "Flo", "Fjære",
    "Bre", "Jøkul", "Snø", "Rim", "Dugg", "Tåke", "Skodde", "Sky", "Regn", "Bris",
    "Kuling", "Kvist", "Kongle", "Never", "Torv", "Leire", "Sand", "Grus", "Skifer", "Gneis",
    "Granitt", "Kvarts", "Glimmer", "Vier", "Siv", "Starr", "Myrull", "Tistel", "Humle", "Maur",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_alias_is_one_short_word_and_no_two_are_the_same() {
        assert!(
            ALIASES.iter().all(|alias| alias.chars().count() <= 8 && alias.chars().all(char::is_alphabetic))
        );
        assert_eq!(
            ALIASES.iter().map(|alias| alias.to_lowercase()).collect::<HashSet<_>>().len(),
            ALIASES.len()
        );
    }
}
