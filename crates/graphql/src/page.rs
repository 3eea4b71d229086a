//! Pages of Relay connections.

use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::error::ApiError;

/// Largest page.
pub const MAX_PAGE: i32 = 100;
/// Page where none is asked for.
const DEFAULT_PAGE: i32 = 50;

/// Where a page lies in its connection.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether more follows.
    pub has_next_page: bool,
    /// Whether something comes before.
    pub has_previous_page: bool,
    /// Cursor of the first edge.
    pub start_cursor: Option<String>,
    /// Cursor of the last edge.
    pub end_cursor: Option<String>,
}

/// What page is asked for.
#[derive(Clone, Debug)]
pub struct Page<C> {
    /// How many.
    pub size: usize,
    /// From the end towards the start.
    pub backward: bool,
    /// Beyond this.
    pub cursor: Option<C>,
}

/// Reads the arguments of a connection. Going forward is `first`/`after`, going back `last`/`before`.
///
/// # Errors
/// `BAD_ARGUMENT`: both ways at once, a page over the limit, or a cursor that is none of ours.
pub fn read_page<C>(
    first: Option<i32>,
    after: Option<&str>,
    last: Option<i32>,
    before: Option<&str>,
    read: impl Fn(&str) -> Option<C>,
) -> Result<Page<C>, ApiError> {
    let (size, backward, cursor) = match (first, last) {
        (Some(_), Some(_)) => return Err(ApiError::BadArgument),
        (_, Some(last)) => (last, true, before),
        (first, None) => (first.unwrap_or(DEFAULT_PAGE), false, after),
    };
    if !(1..=MAX_PAGE).contains(&size) {
        return Err(ApiError::BadArgument);
    }
    let cursor =
        cursor.map(|cursor| decode(cursor).and_then(|text| read(&text)).ok_or(ApiError::BadArgument));
    Ok(Page { size: usize::try_from(size).unwrap_or(1), backward, cursor: cursor.transpose()? })
}

/// The opaque form of a cursor.
pub fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn decode(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

/// Cuts what was read to the page. `found` holds one more than the page when more lies beyond, nearest to
/// the cursor first; it comes out in the connection's order.
pub fn cut<T>(
    mut found: Vec<T>,
    page: &Page<impl Sized>,
    cursor: impl Fn(&T) -> String,
) -> (Vec<T>, PageInfo) {
    let more = found.len() > page.size;
    found.truncate(page.size);
    if page.backward {
        found.reverse();
    }
    let came_from = page.cursor.is_some();
    let info = PageInfo {
        has_next_page: if page.backward { came_from } else { more },
        has_previous_page: if page.backward { more } else { came_from },
        start_cursor: found.first().map(&cursor),
        end_cursor: found.last().map(&cursor),
    };
    (found, info)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_lies_on_both_sides() {
        let page = read_page(Some(2), Some(&encode("9")), None, None, |text| text.parse::<u64>().ok());
        let page = page.expect("valid");
        let (found, info) = cut(vec![8, 7, 6], &page, ToString::to_string);
        assert_eq!((found, info.has_next_page, info.has_previous_page), (vec![8, 7], true, true));
    }

    #[test]
    fn bad_arguments_are_refused() {
        let read = |text: &str| text.parse::<u64>().ok();
        assert!(read_page(Some(101), None, None, None, read).is_err());
        assert!(read_page(Some(0), None, None, None, read).is_err());
        assert!(read_page(Some(1), None, Some(1), None, read).is_err());
        assert!(read_page(Some(1), Some("nonsense"), None, None, read).is_err());
    }
}
