//! The rules of FLUX.2, which takes a form: facts, Cloudflare §1.2.

use std::{ops::RangeInclusive, str::FromStr};

use serde_json::{Map, Value};

use crate::{
    asked::File,
    neurons::{Price, Work, neurons},
    order::Order,
    refusal::Refused,
};

/// Pixels, as documented.
const SIDE: RangeInclusive<u32> = 256..=1920;
/// Pixels: the documented width and height where none is asked.
const USUAL: (u32, u32) = (1024, 768);
/// facts, Cloudflare §1.2: sides are rounded down to a multiple of 16.
const GRID: u32 = 16;
/// What the names of reference pictures begin with; a number from 0 to 3 follows.
const REFERENCE: &str = "input_image_";
const MOST_REFERENCES: u32 = 4;

/// What a form asks for, or why it is refused. Fields and files with other names are ignored, as Cloudflare does.
pub(crate) fn check(price: Price, fields: &Map<String, Value>, files: &[File]) -> Result<Order, Refused> {
    let prompt = text(fields, "prompt").filter(|prompt| !prompt.is_empty());
    let prompt = prompt.ok_or_else(|| Refused::bad_input("required properties at '/' are 'prompt'"))?;
    let (width, height) = (side(fields, "width", USUAL.0)?, side(fields, "height", USUAL.1)?);
    let seed = number::<i64>(fields, "seed")?;
    if number::<f64>(fields, "guidance")?.is_some_and(|guidance| !guidance.is_finite()) {
        return Err(Refused::bad_input("'guidance' is not a number"));
    }
    let steps = number::<u32>(fields, "steps")?;
    let areas = references(fields, files)?;
    let work = Work { area: f64::from(width) * f64::from(height), steps: steps.map(f64::from), references: &areas };
    Ok(Order {
        width: width - width % GRID,
        height: height - height % GRID,
        prompt: prompt.to_owned(),
        seed,
        neurons: neurons(price, &work),
    })
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}

/// Numbers travel as text parts.
fn number<N: FromStr>(fields: &Map<String, Value>, name: &str) -> Result<Option<N>, Refused> {
    let parse = |text: &str| text.parse().ok().ok_or_else(|| Refused::bad_input(&format!("'{name}' is not a number")));
    text(fields, name).map(parse).transpose()
}

fn side(fields: &Map<String, Value>, name: &str, usual: u32) -> Result<u32, Refused> {
    let side = number(fields, name)?.unwrap_or(usual);
    if SIDE.contains(&side) { Ok(side) } else { Err(Refused::bad_input(&format!("'{name}' must be within {SIDE:?}"))) }
}

/// The square pixels of each reference picture.
fn references(fields: &Map<String, Value>, files: &[File]) -> Result<Vec<f64>, Refused> {
    // facts, Cloudflare §1.2: they are files. Text under such a name is our reading of a bad form.
    if fields.keys().any(|name| name.starts_with(REFERENCE)) {
        return Err(Refused::bad_input("a reference picture must be a file"));
    }
    let references = files.iter().filter_map(|file| Some((file, file.name.strip_prefix(REFERENCE)?)));
    references.map(|(file, number)| area(file, number)).collect()
}

fn area(file: &File, number: &str) -> Result<f64, Refused> {
    // facts, Cloudflare §1.2: a fifth is refused. Its code was not noted; that of bad input is our reading.
    if !number.parse::<u32>().is_ok_and(|number| number < MOST_REFERENCES) {
        return Err(Refused::bad_input("at most 4 reference pictures"));
    }
    let (width, height) = file.sides.ok_or_else(|| Refused::bad_input("a reference is no picture"))?;
    Ok(f64::from(width) * f64::from(height))
}
