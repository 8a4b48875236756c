//! The text models that Cloudflare keeps, with what a token of each costs and how it answers: facts, Cloudflare §8. Those that
//! were retired are not here, and get what unknown ones get. Neither is m2m100, which takes another request and which nobody asks.

/// A model of the task Text Generation.
#[derive(Debug)]
pub(crate) struct TextModel {
    /// `@cf/…`.
    pub(crate) path: &'static str,
    /// Neurons a million tokens that it reads.
    input: f64,
    /// Neurons a million tokens that it writes.
    output: f64,
    pub(crate) shape: Shape,
    pub(crate) thinks: Thinks,
    /// Tokens of the longest answer, where the request does not say it.
    pub(crate) longest: u64,
}

/// How an answer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `{"response": …}`.
    Response,
    /// `OpenAI`'s chat object.
    Chat,
}

/// Whether an answer has thoughts beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thinks {
    Never,
    Always,
    /// Unless `chat_template_kwargs.enable_thinking` is false.
    UntilTold,
}

impl TextModel {
    /// `path`: `@cf/…`.
    pub(crate) fn find(path: &str) -> Option<&'static Self> {
        ALL.iter().find(|model| model.path == path)
    }

    /// Neurons, unrounded, for so many tokens.
    pub(crate) fn neurons(&self, read: u64, wrote: u64) -> f64 {
        self.input * (read as f64 / 1e6) + self.output * (wrote as f64 / 1e6)
    }
}

/// An older one.
const fn older(path: &'static str, input: f64, output: f64) -> TextModel {
    TextModel { path, input, output, shape: Shape::Response, thinks: Thinks::Never, longest: 256 }
}

/// A newer one.
const fn newer(path: &'static str, input: f64, output: f64, thinks: Thinks) -> TextModel {
    TextModel { shape: Shape::Chat, thinks, ..older(path, input, output) }
}

static ALL: [TextModel; 13] = [
    older("@cf/meta/llama-3.2-1b-instruct", 2_457.0, 18_252.0),
    older("@cf/meta/llama-3.2-3b-instruct", 4_625.0, 30_475.0),
    older("@cf/meta/llama-3.1-8b-instruct-fast", 4_119.0, 34_868.0),
    older("@cf/meta/llama-3.1-8b-instruct-fp8", 13_778.0, 26_128.0),
    older("@cf/meta/llama-3.3-70b-instruct-fp8-fast", 26_668.0, 204_805.0),
    older("@cf/meta/llama-4-scout-17b-16e-instruct", 24_545.0, 77_273.0),
    TextModel { longest: 2000, ..older("@cf/qwen/qwen3-30b-a3b-fp8", 4_625.0, 30_475.0) },
    newer("@cf/qwen/qwen3.8-27b", 40_909.0, 290_909.0, Thinks::Always),
    newer("@cf/google/gemma-4-26b-a4b-it", 9_091.0, 27_273.0, Thinks::UntilTold),
    newer("@cf/zai-org/glm-4.7-flash", 5_500.0, 36_400.0, Thinks::Never),
    older("@cf/ibm-granite/granite-4.0-h-micro", 1_542.0, 10_158.0),
    newer("@cf/openai/gpt-oss-20b", 18_182.0, 27_273.0, Thinks::Always),
    older("@cf/mistralai/mistral-small-3.1-24b-instruct", 31_876.0, 50_488.0),
];
