//! Whether a prompt is English already, so that no text model has to be asked.

/// Whether `text` is surely English.
pub(super) fn is_english(text: &str) -> bool {
    text.is_ascii()
}
