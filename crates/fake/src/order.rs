//! What a request that keeps to the rules asks for. The rules of each kind of model make it, and the answer is made from it.

/// A picture to be made.
#[derive(Debug)]
pub(crate) struct Order {
    /// Pixels, as the picture will have.
    pub(crate) width: u32,
    /// Pixels, as the picture will have.
    pub(crate) height: u32,
    pub(crate) prompt: String,
    pub(crate) seed: Option<i64>,
    /// What it costs, unrounded.
    pub(crate) neurons: f64,
}
