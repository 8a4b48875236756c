// What OpenAI's own JavaScript client makes of the Worker. `clients.rs` runs it, with URL and KEY in the environment, and says
// which part.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../../worker/", import.meta.url));
const OpenAI = require("openai").default;

const client = new OpenAI({ baseURL: `${process.env.URL}/v1`, apiKey: process.env.KEY });

// Width and height of a JPEG, as its frame has them.
const sides = (file) => {
  assert.equal(file.subarray(0, 2).toString("hex") + file.subarray(-2).toString("hex"), "ffd8ffd9", "it is no whole JPEG");
  let at = 2;
  while (file[at + 1] < 0xc0 || file[at + 1] > 0xc3) at += 2 + file.readUInt16BE(at + 2);
  return `${file.readUInt16BE(at + 7)}x${file.readUInt16BE(at + 5)}`;
};

const pictures = async (wish) => {
  const reply = await client.images.generate(wish);
  return reply.data.map((picture) => Buffer.from(picture.b64_json, "base64"));
};

const refusal = async (kind, asked) => {
  try {
    await asked();
  } catch (error) {
    assert.ok(error instanceof kind, `${error} is no ${kind.name}`);
    return error;
  }
  throw new Error(`no ${kind.name}`);
};

const parts = {
  async works() {
    const path = "@cf/black-forest-labs/flux-2-klein-4b";
    const listed = [];
    for await (const model of client.models.list()) listed.push(model.id);
    assert.equal(listed[0], "flux-2-klein-4b");
    assert.equal((await client.models.retrieve("flux-2-klein-4b")).owned_by, "black-forest-labs");
    assert.equal((await client.models.retrieve(path)).id, "flux-2-klein-4b");
    await refusal(OpenAI.NotFoundError, () => client.models.retrieve("gpt-image-1"));

    const [usual] = await pictures({ prompt: "a red fox" });
    assert.equal(sides(usual), "1024x1024");
    const wish = { prompt: "a red fox", model: "flux-2-klein-4b", size: "512x768", response_format: "b64_json" };
    const two = await pictures({ ...wish, n: 2, quality: "high", user: "me" });
    assert.deepEqual(two.map(sides), ["512x768", "512x768"]);
    const [chinese] = await pictures({ prompt: "月光下的红狐狸，水墨画", size: "auto", model: path });
    assert.equal(sides(chinese), "1024x768");

    // The model draws another picture each time; the Worker's cache does not.
    const seven = () => pictures({ prompt: "a red fox", size: "256x256", seed: 8 });
    assert.deepEqual(await seven(), await seven());
    const translated = await client.images.generate({ prompt: "夜の海", size: "256x256", translate: true });
    assert.equal(translated.data[0].revised_prompt, "the sea at night");

    const stranger = client.withOptions({ apiKey: "another key" });
    let error = await refusal(OpenAI.AuthenticationError, () => stranger.images.generate({ prompt: "a red fox" }));
    assert.deepEqual([error.code, error.type], ["unauthorized", "authentication_error"]);
    const wrong = { size: "large", response_format: "url", n: 11, output_format: "png" };
    for (const [param, value] of Object.entries(wrong)) {
      error = await refusal(OpenAI.BadRequestError, () => client.images.generate({ prompt: "a red fox", [param]: value }));
      assert.deepEqual([error.param, error.type], [param, "invalid_request_error"]);
    }
    error = await refusal(OpenAI.NotFoundError, () => client.images.generate({ prompt: "a red fox", model: "dall-e-3" }));
    assert.equal(error.code, "model_not_found");
  },

  // It would send a 502 again by itself, twice.
  async billed() {
    const error = await refusal(OpenAI.InternalServerError, () => client.images.generate({ prompt: "an owl" }));
    assert.equal(error.error.billed, "maybe");
  },

  async spent() {
    const once = client.withOptions({ maxRetries: 0 });
    const error = await refusal(OpenAI.RateLimitError, () => once.images.generate({ prompt: "an owl" }));
    assert.equal(error.code, "allowance_used");
    assert.ok(Number(error.headers.get("retry-after")) > 0);
  },
};

await parts[process.argv[2]]();
