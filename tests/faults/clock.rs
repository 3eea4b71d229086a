//! A clock that is wrong.

use chrono::TimeDelta;

use crate::support::{ROGN, contact, start, time};

#[tokio::test(flavor = "multi_thread")]
async fn recorded_times_never_go_backwards_whatever_the_clock_does() {
    let service = start().await;
    let mut recorded = Vec::new();
    for hours in [0, -1, 24 * 3_652, -24 * 3_652, 0] {
        service.clock.advance(TimeDelta::hours(hours));
        // Ten years on, a session has ended long ago.
        let mina = service.sign_in("mh").await;
        let answer = mina.recorded("recordContact", contact(ROGN)).await;
        recorded.push(time(answer["entry"]["recordedAt"].as_str().unwrap()));
    }
    assert!(recorded.is_sorted(), "{recorded:?}");
    let log = service.log().await;
    assert!(log.is_sorted_by_key(|event| event.recorded_at));
}
