//! Every refusal that Cloudflare is known to answer, one row each: facts, Cloudflare §2.3. Tests walk over [`ALL`], or take
//! one by name for [`crate::Fault::Refuse`].

/// What Cloudflare says instead of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The constant's own name, for messages of tests.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Cloudflare's own code.
    pub code: u32,
    /// As REST says it; the binding leaves `AiError: ` out.
    pub message: &'static str,
    /// Seconds, for the header of that name. That Workers AI sends it at all is unconfirmed (facts, Cloudflare §2.4).
    pub retry_after: Option<u32>,
    /// Whether the picture was made, and is paid for, before it was refused.
    pub made: bool,
}

impl Refusal {
    const fn new(name: &'static str, status: u16, code: u32, message: &'static str) -> Self {
        Self { name, status, code, message, retry_after: None, made: false }
    }

    const fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    const fn once_made(self) -> Self {
        Self { made: true, ..self }
    }
}

/// A constant for each row, and [`ALL`] of them.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $message:literal $(, $more:ident($($arg:literal)?))?;)*) => {
        $($(#[$doc])* pub const $name: Refusal = Refusal::new(stringify!($name), $status, $code, $message)$(.$more($($arg)?))?;)*
        /// All of them.
        pub const ALL: &[Refusal] = &[$($name),*];
    };
}

// Where the facts have no captured text, the words are ours and say what the code means.
refusals! {
    /// The day's neurons are used, as captured (§2.2).
    QUOTA = 429, 4006, "AiError: AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan if you would like to continue usage.";
    /// The day's neurons are used, as documented.
    QUOTA_AS_DOCUMENTED = 429, 3036, "AiError: AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan if you would like to continue usage.";
    /// No capacity, with the documented text.
    CAPACITY = 429, 3040, "AiError: AiError: Capacity temporarily exceeded, please try again.";
    /// Too many a minute, as captured.
    RATE = 429, 3021, "AiError: AiError: rate limiting: inference request per min rate reached";
    /// Too many a minute, saying when to come back.
    RATE_WITH_WAIT = 429, 3021, "AiError: AiError: rate limiting: inference request per min rate reached", retry_after(7);
    /// The finished picture was flagged (§1.2, as captured): it is made, and paid for.
    FLAGGED = 400, 3030, "AiError: AiError: Your output has been flagged. Please choose another prompt / input image combination", once_made();
    /// The same code for an input that the model does not take (§1.3, as captured).
    INVALID_INPUT = 400, 3030, "AiError: AiError: Model input is not valid: input tensor 'image' is not present";
    /// The prompt was flagged before the model ran (§1.2, as captured).
    NSFW = 400, 8007, "AiError: AiError: Input prompt contains NSFW content";
    /// The input breaks the schema; this is what JSON for FLUX.2 gets (§1.2, as captured).
    BAD_INPUT = 400, 5006, "AiError: Bad input: Error: required properties at '/' are 'multipart'";
    /// The input has the wrong shape.
    WRONG_SHAPE = 400, 3010, "AiError: AiError: Invalid or incomplete input for the model: unexpected tensor shape";
    /// No such model or task.
    NO_MODEL = 400, 5007, "AiError: No such model or task";
    /// A base64 input of the wrong type.
    BAD_BASE64 = 400, 5004, "AiError: Invalid data type for base64 input";
    /// A finetune without its files.
    FINETUNE = 400, 3039, "AiError: Finetune is missing required files";
    /// No headers or no body.
    NO_BODY = 400, 3003, "AiError: Missing headers or body";
    /// A private model (§1.3: sd-1.5-img2img, often).
    PRIVATE_MODEL = 403, 5018, "AiError: This account is not allowed to access this model";
    /// The same under its other code.
    PRIVATE_MODEL_TOO = 403, 3041, "AiError: This account is not allowed to access this model";
    /// A licence that was not agreed to.
    LICENCE = 403, 5016, "AiError: Model agreement not accepted";
    /// The account is blocked.
    BLOCKED = 403, 3023, "AiError: Account is blocked";
    /// The model needs Workers Paid.
    PAID_PLAN = 403, 5035, "AiError: This model requires the Workers Paid plan";
    /// An SDK too old.
    OLD_SDK = 405, 5019, "AiError: Deprecated SDK version";
    /// No `LoRA` with this model.
    NO_LORA = 405, 5005, "AiError: LoRA is not supported by this model";
    /// The model id is none.
    BAD_MODEL_ID = 404, 3042, "AiError: Invalid model id";
    /// The request is too large.
    TOO_LARGE = 413, 3006, "AiError: Request is too large";
    /// The model took too long.
    TIMEOUT = 408, 3007, "AiError: AiError: Request timed out";
    /// The run was broken off.
    ABORTED = 408, 3008, "AiError: AiError: Request was aborted";
    /// An internal error.
    INTERNAL = 500, 3025, "AiError: AiError: Internal inference error";
    /// Another internal error.
    INTERNAL_TOO = 500, 3043, "AiError: AiError: Internal server error";
    /// A multipart request by way of AI Gateway (§2.2).
    THROUGH_GATEWAY = 500, 7000, "Invalid request body";
    /// The method is not known there.
    NO_METHOD = 405, 7001, "Method not allowed for this endpoint";
    /// The path is not known, or the account id is malformed.
    NO_ROUTE = 404, 7003, "Could not route to the requested path, perhaps your object identifier is invalid?";
    /// A token that is not known.
    WRONG_TOKEN = 401, 10000, "Authentication error";
    /// A token that lacks the account or the permission.
    NOT_ALLOWED = 403, 10000, "Authentication error";
    /// No token at all, to those who verify it.
    INVALID_TOKEN = 401, 1000, "Invalid API Token";
    /// A model of somebody else's, without credit for it (§1.4).
    NO_BALANCE = 402, 2021, "Insufficient balance; add money to your gateway or use BYOK";
}

/// A refusal of one request: a row of the table, and perhaps words of its own.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) refusal: Refusal,
    pub(crate) message: String,
}

impl Refused {
    /// 5006, since `problem`.
    pub(crate) fn bad_input(problem: &str) -> Self {
        Self { refusal: BAD_INPUT, message: format!("AiError: Bad input: Error: {problem}") }
    }

    /// 3030, since the model lacks `tensor`.
    pub(crate) fn no_tensor(tensor: &str) -> Self {
        let message = format!("AiError: AiError: Model input is not valid: input tensor '{tensor}' is not present");
        Self { refusal: INVALID_INPUT, message }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, message: refusal.message.to_owned() }
    }
}

impl Refusal {
    /// The same row in other words.
    pub(crate) fn since(self, problem: impl Into<String>) -> Refused {
        Refused { refusal: self, message: problem.into() }
    }
}

pub mod deploy;
