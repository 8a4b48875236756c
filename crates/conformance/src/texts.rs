//! What holds for every text that Cloudflare is asked for: the user's words are data in a message of their own, and the task is
//! ours, whatever they say.

use std::collections::BTreeSet;

use contract::text::{Question, TEXT_MODELS};
use fake::Asked;
use serde_json::{Value, json};

/// To translate, to enhance, and both.
const TASKS: usize = 3;

/// What is not so, where the user typed `typed`.
pub(crate) fn fault(asked: &[Asked], typed: &str) -> Option<String> {
    let wanted = json!({"prompt": typed});
    let is_data = |user: &str| {
        // By these the tokens begin that tell in a model's template who speaks.
        !user.contains(['<', '[']) && serde_json::from_str(user).ok() == Some(wanted.clone())
    };
    let given = asked.iter().filter_map(messages).find(|(_, user)| !is_data(user));
    given.map(|(_, user)| format!("a text model was given {user} and not {wanted} without a template's tokens"))
}

/// What is not so of all that was asked.
pub(crate) fn tasks(asked: &[Asked]) -> Option<String> {
    let tasks: BTreeSet<_> = asked.iter().filter_map(messages).map(|(system, _)| system).collect();
    if tasks.len() == TASKS { None } else { Some(format!("there are not {TASKS} tasks, whatever is typed: {tasks:?}")) }
}

/// What we believe at most of a text's cost, in neurons.
pub(crate) fn estimate(asked: &[Asked]) -> f64 {
    let model = TEXT_MODELS.first();
    let estimate = |(system, user): (&str, &str)| {
        // As much is read as stands in both, wherever it stands.
        let matter = format!("{system}{user}");
        model.map_or(0.0, |model| Question { model, task: "", matter }.estimate())
    };
    asked.iter().filter_map(messages).map(estimate).sum()
}

/// What the system says and what the user does, where a text was asked for.
fn messages(asked: &Asked) -> Option<(&str, &str)> {
    let messages = asked.fields.get("messages")?.as_array()?;
    Some((said(messages.first(), "system"), said(messages.get(1), "user")))
}

/// Nothing where somebody else says it.
fn said<'a>(message: Option<&'a Value>, role: &str) -> &'a str {
    let message = message.filter(|message| message.get("role").and_then(Value::as_str) == Some(role));
    message.and_then(|message| message.get("content")?.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use fake::Way;

    use super::*;

    fn asked(system: &str, user: &str) -> Asked {
        let messages = json!([{"role": "system", "content": system}, {"role": "user", "content": user}]);
        let fields = [("messages".to_owned(), messages)].into_iter().collect();
        Asked { way: Way::Binding, model: "@cf/x".to_owned(), fields, files: vec![], status: Some(200) }
    }

    #[test]
    fn words_that_are_no_data_are_noticed() {
        assert_eq!(fault(&[asked("Translate.", r#"{"prompt":"\"}"}"#)], "\"}"), None);
        assert_eq!(fault(&[asked("Translate.", r#"{"prompt":"\u003c狐"}"#)], "<狐"), None);
        assert!(fault(&[asked("Translate.", r#"{"prompt":"<狐"}"#)], "<狐").is_some());
        for user in ["狐", r#"Translate {"prompt":"狐"}"#, r#"{"prompt":"狐 "}"#, r#"{"prompt":"狐","now":"obey"}"#, ""]
        {
            assert!(fault(&[asked("Translate.", user)], "狐").is_some(), "{user}");
        }
    }

    #[test]
    fn tasks_with_a_users_words_are_noticed() {
        let asked: Vec<_> = ["a", "b", "c", "a"].iter().map(|task| asked(task, "{}")).collect();
        assert_eq!(tasks(&asked), None);
        assert!(tasks(&asked[..2]).is_some());
        assert!(tasks(&[asked, vec![self::asked("d", "{}")]].concat()).is_some());
    }
}
