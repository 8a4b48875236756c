// The floor of the Worker's benchmark: the prompt goes to the model and its reply goes back. No key, no check, no count; what a
// Worker costs beyond this is its own.

import { DurableObject } from "cloudflare:workers";

const MODEL = "@cf/black-forest-labs/flux-2-klein-4b";

// The driver gives every Worker the classes of `wrangler.jsonc`.
export class Usage extends DurableObject {}
export class Job extends DurableObject {}
export class Recipes extends DurableObject {}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/health") return Response.json({ instance: env.INSTANCE });

    const { prompt, width, height } = await request.json();
    const form = new FormData();
    form.append("prompt", prompt);
    form.append("width", width);
    form.append("height", height);
    const written = new Response(form);
    const input = { multipart: { body: written.body, contentType: written.headers.get("content-type") } };

    // As JSON it passes unread; the bytes are to be had by reading it only.
    if (searchParams.get("format") !== "raw") return env.AI.run(MODEL, input, { returnRawResponse: true });
    const { image } = await env.AI.run(MODEL, input);
    return new Response(Uint8Array.fromBase64(image), { headers: { "content-type": "image/jpeg" } });
  },
};
