//! A page to try queries on, for development and demonstrations. It is the service's own: no other origin is asked
//! for anything, and nothing of it runs inline.

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::service::Service;

/// The page and its parts.
pub fn routes() -> Router<Service> {
    Router::new()
        .route("/graphiql", get(|| part("text/html; charset=utf-8", include_str!("playground/page.html"))))
        .route(
            "/graphiql/page.css",
            get(|| part("text/css; charset=utf-8", include_str!("playground/page.css"))),
        )
        .route(
            "/graphiql/page.js",
            get(|| part("text/javascript; charset=utf-8", include_str!("playground/page.js"))),
        )
}

async fn part(media: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media)], text).into_response()
}
