//! The plan of a picture: where it plays, who is in it, what the sky does. No colour and no position yet.
//!
//! Made from a [`Reading`] by `painter`, painted by `Brush`. A prompt that names nothing known becomes an abstract.

use super::chance::Chance;
use super::lexicon::{Mood, Reading, Subject};

/// Where a picture plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Abstract,
    City,
    Desert,
    Forest,
    Hills,
    Mountains,
    River,
    Sea,
    Sky,
    Space,
    Studio,
    Underwater,
}

/// What shines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disc {
    Sun,
    Moon,
}

/// What falls or drifts in front of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Clear,
    Fog,
    Rain,
    Snow,
}

/// What a landscape may have besides its ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Birds,
    Clouds,
    Peaks,
    Skyline,
    Stars,
    Trees,
}

/// A picture's plan.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) place: Place,
    /// At most two figures, in the order in which they were named.
    pub(crate) heroes: Vec<Subject>,
    pub(crate) disc: Option<Disc>,
    pub(crate) details: Vec<Detail>,
    pub(crate) weather: Weather,
}

impl Scene {
    /// Plans a picture of what was read.
    pub(crate) fn plan(reading: &Reading, chance: &mut Chance) -> Self {
        let mut heroes = reading.subjects.iter().copied().filter(|s| figure(*s)).take(2).collect::<Vec<_>>();
        let place = place(reading, heroes.first().copied(), chance);
        if place == Place::Studio {
            heroes.truncate(1);
        }
        let night = reading.feels(Mood::Night) || reading.feels(Mood::Neon);
        let weather = weather(reading);
        let overcast = matches!(weather, Weather::Rain) || reading.feels(Mood::Storm);
        let disc = if reading.has(Subject::Sun) {
            Some(Disc::Sun)
        } else if reading.has(Subject::Moon) || (night && !overcast) {
            Some(if reading.feels(Mood::Neon) { Disc::Sun } else { Disc::Moon })
        } else {
            (!overcast && (reading.feels(Mood::Sunset) || chance.happens(0.8))).then_some(Disc::Sun)
        };
        let mut details = Vec::new();
        let mut add = |detail, wanted| {
            if wanted {
                details.push(detail);
            }
        };
        add(Detail::Stars, night || reading.has(Subject::Star) || reading.has(Subject::Moon));
        add(Detail::Clouds, overcast || reading.has(Subject::Cloud) || chance.happens(if night { 0.25 } else { 0.5 }));
        add(Detail::Peaks, reading.has(Subject::Mountain) || (place == Place::River && chance.happens(0.7)));
        add(Detail::Skyline, reading.has(Subject::City) && place != Place::City);
        add(Detail::Trees, reading.has(Subject::Forest) || reading.has(Subject::Tree) || chance.happens(0.4));
        add(Detail::Birds, !night && weather == Weather::Clear && chance.happens(0.4));
        Self { place, heroes, disc, details, weather }
    }

    pub(crate) fn shows(&self, detail: Detail) -> bool {
        self.details.contains(&detail)
    }
}

/// Whether a subject is a figure that stands in a place.
fn figure(subject: Subject) -> bool {
    use Subject as S;
    matches!(
        subject,
        S::Balloon
            | S::Bird
            | S::Boat
            | S::Castle
            | S::Cat
            | S::Fish
            | S::Flower
            | S::Fox
            | S::House
            | S::Lighthouse
            | S::Person
            | S::Portrait
            | S::Rabbit
            | S::Tree
    )
}

fn place(reading: &Reading, hero: Option<Subject>, chance: &mut Chance) -> Place {
    use Subject as S;
    let named = [
        (S::Abstract, Place::Abstract),
        (S::Underwater, Place::Underwater),
        (S::Planet, Place::Space),
        (S::Sea, Place::Sea),
        (S::City, Place::City),
        (S::Desert, Place::Desert),
        (S::River, Place::River),
        (S::Forest, Place::Forest),
        (S::Mountain, Place::Mountains),
        (S::Field, Place::Hills),
    ];
    if reading.has(S::Portrait) {
        return Place::Studio;
    }
    if let Some((_, place)) = named.iter().find(|(subject, _)| reading.has(*subject)) {
        return *place;
    }
    let outside = !reading.moods.is_empty() || reading.has(S::Sun) || reading.has(S::Moon) || reading.has(S::Star);
    match hero {
        Some(S::Fish) => Place::Underwater,
        Some(S::Boat | S::Lighthouse) => Place::Sea,
        Some(S::Bird) => chance.pick(&[Place::Sky, Place::Hills, Place::Studio], Place::Sky),
        Some(S::Balloon) => chance.pick(&[Place::Mountains, Place::Hills, Place::Sky], Place::Hills),
        Some(S::Cat | S::Fox | S::Rabbit | S::Flower) if !outside => {
            chance.pick(&[Place::Studio, Place::Studio, Place::Hills], Place::Studio)
        }
        Some(S::Person | S::Castle) => chance.pick(&[Place::Hills, Place::Mountains], Place::Hills),
        Some(_) => Place::Hills,
        None if reading.has(S::Cloud) => Place::Sky,
        None if outside => {
            chance.pick(&[Place::Hills, Place::Mountains, Place::Sea, Place::Forest, Place::River], Place::Hills)
        }
        None => Place::Abstract,
    }
}

fn weather(reading: &Reading) -> Weather {
    if reading.feels(Mood::Winter) {
        Weather::Snow
    } else if reading.feels(Mood::Rain) || reading.feels(Mood::Storm) {
        Weather::Rain
    } else if reading.feels(Mood::Fog) {
        Weather::Fog
    } else {
        Weather::Clear
    }
}
