//! Keeps a panic or a runaway drawing inside the PDF library from reaching the caller.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Why [`quietly`] gave no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// [`stop`] was called.
    Budget,
    /// Something panicked.
    Panic,
}

/// What [`stop`] unwinds with.
struct OutOfBudget;

/// Runs `work`; a panic in it becomes an error and prints nothing.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, Stopped> {
    silence_hook();
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    result.map_err(|payload| match payload.downcast_ref::<OutOfBudget>() {
        Some(_) => Stopped::Budget,
        None => Stopped::Panic,
    })
}

/// Leaves the work that [`quietly`] runs. The library's callbacks cannot return
/// an error, so unwinding is the only way out of a drawing that does not end.
pub(super) fn stop() -> ! {
    panic::resume_unwind(Box::new(OutOfBudget))
}

/// Wraps the process's panic hook, once, so that it keeps still for panics
/// caught here and behaves as before for all others.
fn silence_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_apart_panic_and_budget() {
        assert_eq!(quietly(|| 7), Ok(7));
        assert_eq!(quietly(|| -> u8 { panic!("inside") }), Err(Stopped::Panic));
        assert_eq!(quietly(|| -> u8 { stop() }), Err(Stopped::Budget));
        assert!(!QUIET.get());
    }
}
