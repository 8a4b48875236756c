//! What is wrong with a field of the prompt panel, in English.

use contract::{Field, Problem, generate::Wrong};

pub(super) fn problem(problem: &Problem) -> String {
    let field = name(&problem.field);
    match &problem.wrong {
        Wrong::Missing | Wrong::Blank => format!("{field} is empty."),
        Wrong::Type(_) => format!("{field} cannot be read."),
        Wrong::TooLong { chars, max } => format!("{field} has {chars} characters; the most is {max}."),
        Wrong::OutOfRange { min, max } if problem.field == Field::Images => {
            format!("{field} must have sides from {min} to {max} pixels.")
        }
        Wrong::OutOfRange { min, max } => format!("{field} must be from {min} to {max}."),
        Wrong::NotMultiple { of } => format!("{field} must be a multiple of {of} for this model."),
        Wrong::Fixed { size, .. } => format!("{field} cannot be chosen: this model draws {size} only."),
        Wrong::NotTaken { .. } | Wrong::Count { max: 0, .. } => format!("{field}: this model has no such setting."),
        Wrong::UnknownModel(id) => format!("There is no model {}.", id.chars().take(64).collect::<String>()),
        Wrong::UnknownField => format!("There is no setting {field}."),
        Wrong::Count { min: 1, max: 1 } => format!("{field}: this model takes 1."),
        Wrong::Count { min, max } if min == max => format!("{field}: this model takes {max}."),
        Wrong::Count { min, max } => format!("{field}: this model takes {min} to {max}."),
        Wrong::NotAPicture => format!("{field} must be JPEG, PNG or WebP files."),
        Wrong::TooLarge { max } => format!("{field} must be files of at most {} MB.", max >> 20),
    }
}

fn name(field: &Field) -> &str {
    match field {
        Field::Prompt => "Prompt",
        Field::Model => "Model",
        Field::Width => "Width",
        Field::Height => "Height",
        Field::Seed => "Seed",
        Field::Steps => "Steps",
        Field::Guidance => "Guidance",
        Field::NegativePrompt => "Negative prompt",
        Field::Images => "Reference pictures",
        Field::Reseed => "New seed when refused",
        Field::Translate => "Translate",
        Field::Enhance => "Enhance",
        Field::Unknown(name) => name,
    }
}
