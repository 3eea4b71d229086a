//! Media types of GraphQL over HTTP.

use axum::http::{HeaderMap, header};

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status says whether the operation was run.
    Response,
    /// `application/json`, as older clients ask for: whatever was a GraphQL request is answered 200.
    Json,
}

impl Media {
    /// With its charset.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }
}

/// What the client would rather have; none where it takes neither. Without a wish it is JSON.
pub fn accepted(headers: &HeaderMap) -> Option<Media> {
    let wishes = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<&str> =
        wishes.flat_map(|line| line.split(',')).filter(|range| !range.trim().is_empty()).collect();
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let wishes: Vec<(String, f32)> = ranges.into_iter().filter_map(wish).collect();
    // The most exact wish counts; of two as dear, the one that was named itself.
    let weight = |media: Media| {
        let named = |name: &str| wishes.iter().find(|(wish, _)| wish == name).map(|(_, weight)| *weight);
        let exact = named(media.essence());
        exact
            .map(|weight| (weight, true))
            .or_else(|| named("application/*").or_else(|| named("*/*")).map(|weight| (weight, false)))
    };
    let (response, json) = (weight(Media::Response), weight(Media::Json));
    match (response.filter(|(weight, _)| *weight > 0.0), json.filter(|(weight, _)| *weight > 0.0)) {
        (Some((response, exact)), Some((json, _))) if response > json || (response == json && exact) => {
            Some(Media::Response)
        }
        (_, Some(_)) => Some(Media::Json),
        (Some(_), None) => Some(Media::Response),
        (None, None) => None,
    }
}

/// A media range with its weight. Other charsets than UTF-8 are nothing that we write.
fn wish(range: &str) -> Option<(String, f32)> {
    let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media = parts.next().filter(|media| !media.is_empty())?;
    let mut weight = 1.0;
    for part in parts {
        match part.split_once('=') {
            Some(("q", q)) => weight = q.trim().parse().ok()?,
            Some(("charset", charset)) if !is_utf_8(charset) => return None,
            _ => {}
        }
    }
    Some((media, weight))
}

/// Whether a body is JSON in UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut all = headers.get_all(header::CONTENT_TYPE).iter();
    // Two of them would leave open which one counts.
    let (Some(one), None) = (all.next(), all.next()) else { return false };
    let mut parts = one.to_str().unwrap_or_default().split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let is_foreign = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case("charset") && !is_utf_8(value)
    };
    is_json && !parts.any(is_foreign)
}

fn is_utf_8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().expect("header"))])
    }

    #[test]
    fn the_client_gets_what_it_would_rather_have() {
        for (wishes, media) in [
            ("", Some(Media::Json)),
            ("*/*", Some(Media::Json)),
            ("application/*", Some(Media::Json)),
            ("application/json", Some(Media::Json)),
            ("application/graphql-response+json", Some(Media::Response)),
            ("Application/GraphQL-Response+JSON; charset=UTF-8", Some(Media::Response)),
            ("application/graphql-response+json, application/json;q=0.9", Some(Media::Response)),
            ("application/json, application/graphql-response+json", Some(Media::Response)),
            ("application/graphql-response+json;q=0.5, application/json", Some(Media::Json)),
            ("application/graphql-response+json;q=0, */*", Some(Media::Json)),
            ("text/html, */*;q=0.1", Some(Media::Json)),
            ("application/json;q=0", None),
            ("text/html", None),
            ("application/json; charset=iso-8859-1", None),
        ] {
            assert_eq!(accepted(&with(header::ACCEPT, wishes)), media, "{wishes}");
        }
    }

    #[test]
    fn a_body_is_json_in_utf_8_or_nothing() {
        for good in
            ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""]
        {
            assert!(is_json(&with(header::CONTENT_TYPE, good)), "{good}");
        }
        for bad in [
            "text/plain",
            "application/json; charset=utf-16",
            "application/json ; charset = latin1",
            "application/graphql",
            "application/jsonp",
            "",
        ] {
            assert!(!is_json(&with(header::CONTENT_TYPE, bad)), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
        let mut two = with(header::CONTENT_TYPE, "application/json");
        two.append(header::CONTENT_TYPE, "text/plain".parse().expect("header"));
        assert!(!is_json(&two));
    }
}
