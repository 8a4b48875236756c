//! The rules of the house that no compiler holds: who may use whom, what may be in the tree and under which licence, and
//! how a source file begins. Each message says what to do; whoever changes a rule changes it here, and says why.
#![expect(clippy::expect_used, reason = "a test may panic")]

mod arrows;
mod sources;
mod tree;

/// All faults at once, a line each.
#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n- {}\n", faults.join("\n- "));
}
