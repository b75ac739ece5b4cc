//! The per-document map of onrecord as a DataFusion plan, for tables of articles too large for one program.
//!
//! A [`session`] knows the scalar function `attributions(text)`, which gives
//! for each text what the pipe `onrecord extract` finds in it; it can be used
//! in SQL and in plans over whatever DataFusion reads.
//! [`extract_json_lines`] is such a plan ready made, from JSON lines to JSON
//! lines. Later versions bring the same plans to Ballista, and the joins
//! across documents (`keys`, `compare` and `join` of `onrecord_core::record`
//! around a shuffle).
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> datafusion::error::Result<()> {
//! let batches = onrecord_cluster::session()
//!     .sql("SELECT attributions('The port is open, the mayor said.') AS found")
//!     .await?
//!     .collect()
//!     .await?;
//! assert_eq!(batches[0].num_rows(), 1);
//! # Ok(())
//! # }
//! ```

mod function;
mod lines;

pub use function::{attributions_function, attributions_json};
pub use lines::extract_json_lines;

use datafusion::prelude::{SessionConfig, SessionContext};

/// Rows computed at a time: one row is a whole article, so DataFusion's own 8192 would take minutes.
const BATCH: usize = 256;

/// A local session with the function `attributions(text)` registered.
pub fn session() -> SessionContext {
    session_with(SessionConfig::new())
}

fn session_with(config: SessionConfig) -> SessionContext {
    let context = SessionContext::new_with_config(config.with_batch_size(BATCH));
    context.register_udf(attributions_function());
    context
}
