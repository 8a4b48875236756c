//! What the brush can paint, a file a kind of thing. Each adds methods to `Brush`; none decides what a picture shows.

mod abstracts;
mod animals;
mod birds;
mod buildings;
mod city;
mod crafts;
mod flowers;
mod forest;
mod land;
mod people;
mod ribbons;
mod sky;
mod space;
mod studio;
mod underwater;
mod water;
mod weather;
