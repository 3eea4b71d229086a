//! What readers see while the loop goes on.

use std::sync::{Arc, PoisonError, RwLock};

/// A shared view that readers clone and the loop replaces.
#[derive(Debug, Default)]
pub struct View<T>(RwLock<Arc<T>>);

impl<T> View<T> {
    /// A view that shows `value`.
    pub fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    /// A view that shows what somebody else holds too.
    pub const fn of(value: Arc<T>) -> Self {
        Self(RwLock::new(value))
    }

    /// What is shown now.
    pub fn get(&self) -> Arc<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows another value.
    pub fn set(&self, value: T) {
        self.share(Arc::new(value));
    }

    /// Shows what somebody else holds too.
    pub fn share(&self, value: Arc<T>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = value;
    }
}
