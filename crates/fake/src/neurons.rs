//! What a picture costs, by Cloudflare's list: facts, Cloudflare §4.1 and §4.3. The arithmetic is the stand-in's own, so
//! that `contract`'s is checked against another; it must never be shared with it.

/// Square pixels of a tile (§4.2).
const TILE: f64 = 512.0 * 512.0;
/// Square pixels of a megapixel (§4.3).
const MEGAPIXEL: f64 = 1024.0 * 1024.0;

/// How a model is priced.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Price {
    Klein4b,
    Klein9b,
    Dev,
    Schnell,
    Lucid,
    Phoenix,
    Free,
}

/// What was asked of the model. `area`: square pixels as asked, not as rounded (§4.2, conclusion 3). `steps`: where left out,
/// the model's own. `references`: square pixels of each.
#[derive(Debug)]
pub(crate) struct Work<'a> {
    pub(crate) area: f64,
    pub(crate) steps: Option<f64>,
    pub(crate) references: &'a [f64],
}

/// Neurons, unrounded.
pub(crate) fn neurons(price: Price, work: &Work) -> f64 {
    // §4.2, conclusions 1 and 2: the fraction of a tile, multiplied by the steps.
    let tiles = work.area / TILE;
    // §4.3 and §4.4: a reference of at most 512×512 counts as one tile.
    let reference_tiles: f64 = work.references.iter().map(|area| (area / TILE).max(1.0)).sum();
    let steps = |usual: f64| work.steps.unwrap_or(usual);
    match price {
        Price::Klein4b => 26.05 * tiles + 5.37 * reference_tiles,
        Price::Klein9b => {
            let beyond_first = (work.area / MEGAPIXEL - 1.0).max(0.0);
            let references: f64 = work.references.iter().map(|area| area / MEGAPIXEL).sum();
            1363.64 + 181.82 * (beyond_first + references)
        }
        Price::Dev => steps(50.0) * (37.50 * tiles + 18.75 * reference_tiles),
        Price::Schnell => 4.0 * (4.8 + 9.6 * steps(4.0)),
        Price::Lucid => tiles * (636.0 + 12.0 * steps(15.0)),
        Price::Phoenix => tiles * (530.0 + 10.0 * steps(25.0)),
        Price::Free => 0.0,
    }
}
