//! What is wrong with a request, in English, as it is said beside the field.

use contract::{Field, Problem, generate::Wrong};

pub(super) fn text(problem: &Problem) -> String {
    let name = field(&problem.field);
    match &problem.wrong {
        Wrong::Missing | Wrong::Blank => format!("{name} is empty."),
        Wrong::Type(wanted) => format!("{name} must be {wanted}."),
        Wrong::TooLong { chars, max } => format!("{name} has {chars} characters; the most is {max}."),
        Wrong::OutOfRange { min, max } => format!("{name} must be from {min} to {max}."),
        Wrong::NotMultiple { of } => format!("{name} must be a multiple of {of} for this model."),
        Wrong::Fixed { size, .. } => format!("This model draws {size} only."),
        Wrong::NotTaken { .. } => format!("{name} cannot be chosen for this model."),
        Wrong::UnknownModel(id) => format!("There is no model “{id}”."),
        Wrong::UnknownField => format!("{name} is not known here."),
        Wrong::Count { max: 0, .. } => "This model takes no pictures.".to_owned(),
        Wrong::Count { min, .. } => format!("This model needs pictures to begin with: {min}."),
        Wrong::NotAPicture => "Only JPEG, PNG and WebP pictures are taken.".to_owned(),
        Wrong::TooLarge { max } => format!("A picture may have {} MB at most.", max >> 20),
    }
}

fn field(field: &Field) -> &str {
    match field {
        Field::Prompt => "Prompt",
        Field::Model => "Model",
        Field::Width => "Width",
        Field::Height => "Height",
        Field::Seed => "Seed",
        Field::Steps => "Steps",
        Field::Guidance => "Guidance",
        Field::NegativePrompt => "Negative prompt",
        Field::Images => "A picture’s sides",
        Field::Unknown(name) => name,
    }
}
