//! Prices: every figure that Cloudflare lists, every bill that was measured, and that the upper bound is one. A printed
//! figure is compared to the digits that are printed.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use contract::{
    Fields, GenerateRequest, Model, Neurons, Size,
    model::{CATALOGUE, PAINTER},
    price::{Estimate, Price, dollars, estimate},
};
use proptest::prelude::*;

const TILE: Size = Size::new(512, 512);
const SQUARE: Size = Size::new(1024, 1024);

fn model(id: &str) -> &'static Model {
    Model::find(id).unwrap()
}

fn neurons(id: &str, (width, height): (u32, u32), steps: Option<u32>, references: &[Size]) -> Estimate {
    estimate(model(id), Size::new(width, height), steps, references)
}

/// Whether `value` is what is printed, to the last printed digit.
#[track_caller]
fn reads(value: f64, printed: &str) {
    let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // A half rounds up, as on paper: 78.15 is printed as 78.2.
    assert_eq!(format!("{:.decimals$}", value + 1e-12), printed);
}

fn pictures_a_free_day(each: f64) -> u64 {
    Neurons::FREE_A_DAY.pictures(Neurons::new(each).unwrap()).unwrap()
}

#[test]
fn the_price_list() {
    let free = Price::Free;
    let listed = [
        ("flux-2-klein-4b", Price::Tiles { input: 5.37, output: 26.05 }),
        ("flux-2-klein-9b", Price::Megapixels { first: 1363.64, next: 181.82, input: 181.82 }),
        ("flux-2-dev", Price::StepTiles { input: 18.75, output: 37.50 }),
        ("flux-1-schnell", Price::TilesTimesSteps { tile: 4.80, step: 9.60 }),
        ("lucid-origin", Price::TilesTimesSteps { tile: 636.0, step: 12.0 }),
        ("phoenix-1.0", Price::TilesTimesSteps { tile: 530.0, step: 10.0 }),
        ("stable-diffusion-xl-base-1.0", free),
        ("stable-diffusion-xl-lightning", free),
        ("dreamshaper-8-lcm", free),
        ("stable-diffusion-v1-5-img2img", free),
        ("stable-diffusion-v1-5-inpainting", free),
    ];
    let rows: Vec<_> = CATALOGUE.iter().map(|model| (model.id, model.price)).collect();
    assert_eq!(rows, listed);
    assert_eq!(PAINTER.price, free);
}

#[test]
fn the_list_in_dollars_is_the_list_in_neurons() {
    for (neurons, listed) in [
        (5.37, "0.000059"),
        (26.05, "0.000287"),
        (1363.64, "0.015"),
        (181.82, "0.002"),
        (18.75, "0.00021"),
        (37.50, "0.00041"),
        (4.80, "0.0000528"),
        (9.60, "0.0001056"),
        (636.0, "0.006996"),
        (12.0, "0.000132"),
        (530.0, "0.005830"),
        (10.0, "0.000110"),
        (1000.0, "0.011"),
        (10_000.0, "0.11"),
    ] {
        reads(dollars(neurons), listed);
    }
}

/// Each row: size, references of 512×512, tiles, neurons, dollars, pictures on a free day.
#[test]
fn klein_4b_the_worked_numbers() {
    for ((width, height), references, tiles, neurons, usd, a_day) in [
        ((512, 512), 0, "1", "26.05", "0.000287", 383),
        ((768, 768), 0, "2.25", "58.6", "0.000645", 170),
        ((1024, 768), 0, "3", "78.2", "0.000860", 127),
        ((1280, 720), 0, "3.52", "91.6", "0.00101", 109),
        ((1024, 1024), 0, "4", "104.2", "0.00115", 95),
        ((1920, 1080), 0, "7.91", "206.1", "0.00227", 48),
        ((1024, 1024), 1, "4", "109.6", "0.00121", 91),
        ((1024, 1024), 4, "4", "125.7", "0.00138", 79),
    ] {
        let size = Size::new(width, height);
        let Estimate { likely, .. } = estimate(model("flux-2-klein-4b"), size, None, &vec![TILE; references]);
        reads(size.tiles(), tiles);
        reads(likely, neurons);
        reads(dollars(likely), usd);
        assert_eq!(pictures_a_free_day(likely), a_day, "{width}×{height}");
    }
}

#[test]
fn klein_4b_the_bounds() {
    let bound = |width, height| neurons("flux-2-klein-4b", (width, height), None, &[]).at_most;
    reads(bound(1280, 720), "104.2");
    reads(dollars(bound(1280, 720)), "0.00115");
    reads(Size::new(1280, 720).tiles().ceil(), "4");
    assert_eq!(pictures_a_free_day(bound(1280, 720)), 95);
    reads(bound(1920, 1080), "208.4");
    reads(Size::new(1920, 1080).tiles().ceil(), "8");
    assert_eq!(pictures_a_free_day(bound(1920, 1080)), 47);
    // Whole tiles leave nothing to round.
    for (width, height) in [(512, 512), (1024, 768), (1024, 1024)] {
        let estimate = neurons("flux-2-klein-4b", (width, height), None, &[TILE]);
        reads(estimate.likely - estimate.at_most, "0.000000");
    }
    // A small reference counts as a whole tile at most.
    reads(neurons("flux-2-klein-4b", (1024, 1024), None, &[Size::new(100, 100)]).at_most, "109.57");
}

/// facts, Cloudflare §4.4: each of the plan's two figures for a picture is the price of another one.
#[test]
fn the_plans_two_figures() {
    let klein = |size, references: &[Size]| dollars(neurons("flux-2-klein-4b", size, None, references).likely);
    reads(klein((512, 512), &[]), "0.0003");
    reads(klein((1024, 1024), &[TILE; 4]), "0.0014");
    reads(klein((1024, 1024), &[]), "0.0011");
}

/// facts, Cloudflare §4.2: the areas that the measured bills were found with.
#[test]
fn an_area_is_counted_by_its_fraction() {
    reads(Size::new(1120, 1120).tiles(), "4.78516");
    reads(Size::new(1920, 1080).tiles(), "7.9102");
    reads(Size::new(1920, 1080).megapixels() - 1.0, "0.9775");
}

/// Each row: model, size, steps, what Cloudflare counted (by the fraction of a tile), the same by whole tiles.
#[test]
fn the_measured_bills() {
    for (id, size, steps, fraction, whole) in [
        ("lucid-origin", (1120, 1120), None, "3904.69", "4080"),
        ("flux-2-klein-9b", (1920, 1080), None, "1541.38", "1545.46"),
        ("flux-2-klein-9b", (1920, 1072), None, "1538.7", "1545.46"),
        ("flux-2-klein-4b", (1920, 1080), None, "206.06", "208.4"),
        ("flux-2-klein-4b", (1920, 1072), None, "204.5", "208.4"),
        ("flux-2-klein-4b", (1024, 1024), None, "104.20", "104.20"),
        ("flux-2-klein-4b", (1280, 720), None, "91.58", "104.20"),
        ("flux-2-klein-4b", (1360, 768), None, "103.79", "104.20"),
        ("phoenix-1.0", (1024, 1024), Some(25), "3120", "3120"),
        ("flux-1-schnell", (1024, 1024), Some(4), "172.80", "172.80"),
        ("flux-2-dev", (1024, 1024), None, "7500", "7500"),
    ] {
        let estimate = neurons(id, size, steps, &[]);
        reads(estimate.likely, fraction);
        reads(estimate.at_most, whole);
    }
}

#[test]
fn steps_multiply_with_tiles() {
    reads(neurons("flux-1-schnell", (1024, 1024), Some(8), &[]).likely, "326.4");
    reads(neurons("phoenix-1.0", (512, 1024), Some(50), &[]).likely, "2060");
    reads(neurons("lucid-origin", (1024, 1024), Some(40), &[]).likely, "4464");
    reads(neurons("flux-2-dev", (1024, 1024), Some(25), &[TILE]).likely, "4218.75");
    reads(neurons("flux-2-dev", (512, 512), Some(1), &[TILE, TILE]).likely, "75");
}

#[test]
fn klein_9b_counts_the_first_megapixel_whole_and_the_rest_by_the_part() {
    let cost = |width, height, references: &[Size]| neurons("flux-2-klein-9b", (width, height), None, references);
    reads(cost(256, 256, &[]).likely, "1363.64");
    reads(cost(1024, 1024, &[]).likely, "1363.64");
    reads(cost(1024, 1536, &[]).likely, "1454.55");
    reads(cost(1024, 1536, &[]).at_most, "1545.46");
    reads(cost(1024, 1024, &[SQUARE, SQUARE]).likely, "1727.28");
    reads(cost(1024, 1024, &[TILE]).likely, "1409.095");
    reads(cost(1024, 1024, &[TILE]).at_most, "1545.46");
}

#[test]
fn no_steps_mean_the_models_default() {
    for (id, default) in [("flux-2-dev", 50), ("flux-1-schnell", 4), ("lucid-origin", 15), ("phoenix-1.0", 25)] {
        let by = |steps| neurons(id, (1024, 1024), steps, &[]);
        assert_eq!(by(None), by(Some(default)), "{id}");
        assert!(by(None).likely < by(Some(default + 1)).likely, "{id}");
    }
}

#[test]
fn stable_diffusion_and_the_painter_are_free() {
    for id in [
        "stable-diffusion-xl-base-1.0",
        "stable-diffusion-xl-lightning",
        "dreamshaper-8-lcm",
        "stable-diffusion-v1-5-img2img",
        "stable-diffusion-v1-5-inpainting",
        "painter",
    ] {
        assert_eq!(neurons(id, (1920, 1920), Some(20), &[SQUARE]), Estimate { likely: 0.0, at_most: 0.0 }, "{id}");
    }
}

#[test]
fn a_request_is_estimated_with_all_that_it_holds() {
    let parse = |fields| GenerateRequest::parse(fields, &PAINTER).unwrap();
    let mut file = image::RgbImage::new(512, 512);
    file.fill(200);
    let mut png = std::io::Cursor::new(Vec::new());
    file.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let fields = Fields {
        prompt: Some("a fox".to_owned()),
        model: Some("flux-2-dev".to_owned()),
        width: Some(1024),
        height: Some(1024),
        steps: Some(25),
        images: vec![png.into_inner()],
        ..Fields::default()
    };
    reads(parse(fields.clone()).estimate().likely, "4218.75");
    reads(parse(Fields { images: Vec::new(), ..fields.clone() }).estimate().likely, "3750");
    reads(parse(Fields { images: Vec::new(), steps: None, ..fields }).estimate().likely, "7500");
}

#[test]
fn several_cost_as_many_times_one() {
    let eight = neurons("flux-2-klein-4b", (1280, 720), None, &[]).times(8);
    reads(eight.likely, "732.66");
    reads(eight.at_most, "833.6");
    assert_eq!(eight.times(0), Estimate { likely: 0.0, at_most: 0.0 });
}

prop_compose! {
    fn any_size()(width in 1..=4096_u32, height in 1..=4096_u32) -> Size {
        Size::new(width, height)
    }
}

proptest! {
    #[test]
    fn the_bound_is_one(
        row in 0..CATALOGUE.len(),
        size in any_size(),
        steps in proptest::option::of(1..=50_u32),
        references in proptest::collection::vec(any_size(), 0..=4),
    ) {
        let Estimate { likely, at_most } = estimate(&CATALOGUE[row], size, steps, &references);
        prop_assert!(likely.is_finite() && at_most.is_finite());
        prop_assert!(0.0 <= likely && likely <= at_most, "{likely} > {at_most}");
        prop_assert_eq!(likely == 0.0, CATALOGUE[row].price == Price::Free);
    }

    #[test]
    fn more_is_never_cheaper(
        row in 0..CATALOGUE.len(),
        size in any_size(),
        steps in 1..=50_u32,
        mut references in proptest::collection::vec(any_size(), 1..=4),
    ) {
        let model = &CATALOGUE[row];
        let all = estimate(model, size, Some(steps), &references);
        let wider = estimate(model, Size::new(size.width + 1, size.height), Some(steps), &references);
        let longer = estimate(model, size, Some(steps + 1), &references);
        references.pop();
        let fewer = estimate(model, size, Some(steps), &references);
        for (less, more) in [(fewer, all), (all, wider), (all, longer)] {
            prop_assert!(less.likely <= more.likely && less.at_most <= more.at_most);
        }
    }
}
