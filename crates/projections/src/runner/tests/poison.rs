//! One bad event stops nobody, and hides nobody.

use super::bench::{Log, Shown, Times, positions};
use crate::{
    health::{ModelState, Why},
    read_db::Shelf,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_a_model_fails_on_is_left_out_and_told() {
    let log = Log::new();
    log.contacts(21).await;
    let (fails, whole) = (Shown::default(), Shown::default());
    let mut runner = log.runner(vec![positions::<9>(&fails), positions::<0>(&whole)]);
    assert_eq!(runner.catch_up().await.unwrap(), 21);

    let (seen, missing) = fails.of(1).unwrap();
    assert_eq!((seen, missing.into_iter().collect::<Vec<_>>()), (vec![2, 16], vec![9]));
    assert_eq!(fails.of(2), whole.of(2), "another participant is not touched");
    assert_eq!(whole.of(1).unwrap().0, [2, 9, 16], "another model goes on with everything");
    let model = &runner.health().models()[0];
    assert_eq!((model.poisoned, model.unread, model.state), (1, 0, ModelState::Live));
    let first = &model.first_skipped[0];
    assert_eq!((first.position, first.event_type.as_str(), first.why), (9, "ContactCompleted", Why::Poison));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_model_leaves_nothing_of_the_event_that_it_failed_on() {
    let log = Log::new();
    log.contacts(21).await;
    let shelf = Shelf::in_memory();
    let times = |version, fails| Box::new(Times { version, factor: 1, fails });
    let (served, mut models) = shelf.place(times(1, 9), Vec::new()).unwrap();
    let (_, others) = shelf.place(times(2, 0), Vec::new()).unwrap();
    models.extend(others);
    let mut runner = log.runner(models);
    assert_eq!(runner.catch_up().await.unwrap(), 21);
    let db = served.get();
    let count = |sql| db.reading().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM times"), 20);
    assert_eq!(count("SELECT count(*) FROM times WHERE position = 9"), 0);
    let poisoned: Vec<_> = runner.health().models().iter().map(|model| model.poisoned).collect();
    assert_eq!(poisoned, [1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_marks_whom_it_is_about() {
    let log = Log::new();
    log.contacts(14).await;
    log.make_unreadable(9);
    let shown = Shown::default();
    let mut runner = log.runner(vec![positions::<0>(&shown)]);
    runner.catch_up().await.unwrap();
    assert_eq!(shown.of(1), Some((vec![2], [9].into())));
    assert_eq!(shown.of(2), Some((vec![3, 10], [].into())));
    let model = &runner.health().models()[0];
    assert_eq!((model.unread, model.poisoned, model.checkpoint), (1, 0, 14));

    log.contact(1).await;
    runner.catch_up().await.unwrap();
    assert_eq!(shown.of(1), Some((vec![2, 15], [9].into())), "later events do not hide that one is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_of_whom_nothing_can_be_read_is_not_forgotten() {
    let log = Log::new();
    log.contact(1).await;
    log.make_unreadable(1);
    let shown = Shown::default();
    log.runner(vec![positions::<0>(&shown)]).catch_up().await.unwrap();
    assert_eq!(shown.of(1), Some((Vec::new(), [1].into())));
}
