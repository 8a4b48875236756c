//! What JavaScript has at Cloudflare, and the crates `worker`, `web-sys` and `js-sys` lack or have only for text that was copied
//! into wasm memory.

use js_sys::{JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{ReadableStream, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The AI binding. The crate's own takes no options, and refuses a binding whose class has another name.
    #[derive(Clone)]
    pub(crate) type Ai;

    /// Asks for a `Response` where the options say so.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn run(this: &Ai, model: &str, input: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;

    /// The rate-limit binding; the same holds for the crate's own.
    #[derive(Clone)]
    pub(crate) type RateLimiter;

    /// Takes `{key}`, asks for `{success}`.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn limit(this: &RateLimiter, options: &JsValue) -> Result<Promise, JsValue>;

    /// Asks for a `Response`.
    #[wasm_bindgen(catch)]
    pub(crate) fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;

    /// Fills `array` with random numbers.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    pub(crate) fn get_random_values(array: &js_sys::Uint32Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Uint8Array, js_name = fromBase64)]
    pub(crate) fn from_base64(text: &JsString, options: &JsValue) -> Result<Uint8Array, JsValue>;

    /// A `Uint8Array` that writes base64 without a copy in wasm memory.
    pub(crate) type Base64Writer;

    #[wasm_bindgen(method, js_name = toBase64)]
    pub(crate) fn to_base64(this: &Base64Writer) -> JsString;

    pub(crate) type TextDecoder;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> TextDecoder;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn decode(this: &TextDecoder, bytes: &Uint8Array) -> Result<JsString, JsValue>;

    pub(crate) type TextEncoder;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> TextEncoder;

    #[wasm_bindgen(method, js_name = encodeInto)]
    pub(crate) fn encode_into(this: &TextEncoder, text: &JsString, bytes: &Uint8Array) -> JsValue;

    /// Reads into our own memory, and gives nothing back before that is full or the stream has ended: one crossing of the
    /// border a megabyte and not one a packet. `readAtLeast` is workerd's own.
    pub(crate) type ByobReader;

    #[wasm_bindgen(method, catch, js_name = readAtLeast)]
    pub(crate) fn read_at_least(this: &ByobReader, bytes: u32, into: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn cancel(this: &ByobReader) -> Result<Promise, JsValue>;

    /// What a reader gives.
    pub(crate) type Piece;

    /// What was read, which may be less than the memory that was given; nothing at the end.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn value(this: &Piece) -> Option<Uint8Array>;

    /// A stream that has such a reader.
    #[wasm_bindgen(extends = ReadableStream)]
    pub(crate) type ByteStream;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    pub(crate) fn get_reader(this: &ByteStream, options: &JsValue) -> Result<ByobReader, JsValue>;
}

#[wasm_bindgen(module = "cloudflare:workers")]
extern "C" {
    /// Keeps the request that is being answered alive until `work` ends, though its caller goes away; at Cloudflare for 30
    /// seconds after that, and in a Durable Object as long as it takes. As a function and not by the handler's context, so that the
    /// router is built once and not for each request.
    #[wasm_bindgen(js_name = waitUntil)]
    pub(crate) fn wait_until(work: &Promise);
}
