// A peer of the Worker's benchmark: plain JavaScript as a careful author would write it by hand. It checks the key and the fields,
// counts in one SQLite object before it answers, and answers what ours answers. The rest of what ours does it leaves out.

import { DurableObject } from "cloudflare:workers";

const MODEL = "flux-2-klein-4b";
const encoder = new TextEncoder();

export class Usage extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS ledger (
      date TEXT, model TEXT, count INTEGER NOT NULL, neurons REAL NOT NULL, last_updated INTEGER NOT NULL,
      PRIMARY KEY (date, model)) STRICT, WITHOUT ROWID`);
  }

  record(date, model, neurons, now) {
    this.sql.exec(
      `INSERT INTO ledger VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET
        count = count + 1, neurons = neurons + excluded.neurons, last_updated = excluded.last_updated`,
      date,
      model,
      neurons,
      now,
    );
  }

  total() {
    return this.sql.exec("SELECT total(count) AS total FROM ledger").one().total;
  }
}

export class Job extends DurableObject {}
export class Recipes extends DurableObject {}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/health") return Response.json({ instance: env.INSTANCE });
    if (!(await authorized(request, env))) return refusal(401, "unauthorized", "this needs a key");
    const ledger = env.USAGE_LEDGER.getByName("usage");
    if (pathname === "/usage") return Response.json({ total: await ledger.total() });
    if (pathname !== "/generate") return refusal(404, "not_found", "there is no such route");
    if (request.method !== "POST") return refusal(405, "method_not_allowed", "send it by POST");

    const format = searchParams.get("format") ?? "json";
    if (format !== "json" && format !== "raw") return refusal(400, "invalid_request", "`format` must be `json` or `raw`");
    let asked;
    try {
      asked = checked(await request.json());
    } catch (error) {
      return refusal(400, "invalid_request", error.message);
    }

    // Raw, for the header that says what it cost.
    const reply = await env.AI.run(`@cf/black-forest-labs/${MODEL}`, form(asked), { returnRawResponse: true });
    if (!reply.ok) return refusal(502, "upstream", await reply.text());
    const { image } = await reply.json();
    const neurons = Number(reply.headers.get("cf-ai-neurons"));
    const now = new Date();
    await ledger.record(now.toISOString().slice(0, 10), MODEL, neurons, now.getTime());

    const { prompt, width, height } = asked;
    const content_type = image.startsWith("/9j/") ? "image/jpeg" : "image/png";
    const record = { prompt, width, height, dimensions: `${width}x${height}`, model: MODEL, content_type, neurons };
    const headers = { "access-control-allow-origin": "*" };
    if (format === "json") return Response.json({ image, ...record }, { headers });
    headers["content-type"] = content_type;
    headers["x-easel-record"] = encoder.encode(JSON.stringify(record)).toBase64({ alphabet: "base64url", omitPadding: true });
    return new Response(Uint8Array.fromBase64(image), { headers });
  },
};

async function authorized(request, env) {
  const [, given] = /^bearer +(.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!given) return false;
  const digest = (text) => crypto.subtle.digest("SHA-256", encoder.encode(text));
  return crypto.subtle.timingSafeEqual(await digest(given), await digest(env.API_KEY));
}

function checked({ prompt, width = 1024, height = 768 }) {
  if (typeof prompt !== "string" || !prompt.trim() || [...prompt].length > 2000) {
    throw new Error("`prompt` must have 1 to 2000 characters");
  }
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 256 || side > 1920) throw new Error("a side must be from 256 to 1920");
  }
  return { prompt, width, height };
}

function form(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const written = new Response(form);
  return { multipart: { body: written.body, contentType: written.headers.get("content-type") } };
}

function refusal(status, code, message) {
  return Response.json({ error: { code, message } }, { status });
}
