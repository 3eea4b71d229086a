//! So many at a time, all together and of one key.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Places that are taken and given back.
pub struct Places<K: Eq + Hash> {
    taken: Arc<Mutex<Taken<K>>>,
    of_all: u32,
    of_each: u32,
}

struct Taken<K> {
    all: u32,
    by_key: HashMap<K, u32>,
}

/// A place, taken as long as it lives.
pub struct Place<K: Eq + Hash> {
    taken: Arc<Mutex<Taken<K>>>,
    key: Option<K>,
}

impl<K: Eq + Hash + Clone> Places<K> {
    /// So many of all, and so many of one key.
    #[must_use]
    pub fn new(of_all: u32, of_each: u32) -> Self {
        let taken = Arc::new(Mutex::new(Taken { all: 0, by_key: HashMap::new() }));
        Self { taken, of_all, of_each }
    }

    /// A place, or none where all are taken. Without a key it counts among all alone.
    #[must_use]
    pub fn take(&self, key: Option<K>) -> Option<Place<K>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_key = key.as_ref().and_then(|key| taken.by_key.get(key)).copied().unwrap_or_default();
        if taken.all >= self.of_all || of_key >= self.of_each {
            return None;
        }
        taken.all += 1;
        if let Some(key) = &key {
            taken.by_key.insert(key.clone(), of_key + 1);
        }
        Some(Place { taken: Arc::clone(&self.taken), key })
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        let Some(key) = &self.key else { return };
        if let Some(count) = taken.by_key.get_mut(key) {
            *count -= 1;
            if *count == 0 {
                taken.by_key.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_place_given_back_can_be_taken_again_and_nothing_is_kept_of_it() {
        let places = Places::new(3, 2);
        let first = places.take(Some("a")).unwrap();
        let _second = places.take(Some("a")).unwrap();
        assert!(places.take(Some("a")).is_none(), "two of each");
        let third = places.take(Some("b")).unwrap();
        assert!(places.take(Some("c")).is_none() && places.take(None).is_none(), "three of all");
        drop(third);
        drop(first);
        assert!(places.take(Some("a")).is_some());
        assert!(!places.taken.lock().unwrap().by_key.contains_key("b"));
    }
}
