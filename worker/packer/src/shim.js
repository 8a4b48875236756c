// The Worker's main module: what Cloudflare calls stands here, and passes it on to the wasm. It knows which classes the Worker
// has, and nothing of what they do.
//
// A panic ends the wasm instance, and with it every call inside. Each of them is answered at once instead of being left to
// hang, and the next call starts a fresh instance. The wasm runs in microtasks, so that a panic is thrown to nobody: it is seen
// as an event. A Durable Object's wasm half belongs to the instance that made it, and is made anew with it; what it keeps in
// its storage stays.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import * as wasm from "./index.js";

const life = wasm.__worker_init_state();
const inside = new Set();

function begin(call) {
  if (life.criticalError) {
    life.criticalError = false;
    wasm.__wbg_reset_state();
  }
  const { promise, resolve, reject } = Promise.withResolvers();
  inside.add(reject);
  // In a promise of its own, so that what it throws at once is seen too.
  new Promise((started) => started(call()))
    .catch((error) => {
      end(error);
      throw error;
    })
    .then(resolve, reject)
    .finally(() => inside.delete(reject));
  return promise;
}

function end(error) {
  // Running out of memory or stack ends an instance too, and no panic has said so.
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  life.criticalError = true;
  for (const reject of inside) reject(error);
  inside.clear();
}

addEventListener("error", ({ error }) => end(error));

// As the service says a fault of its own: only a POST can have run a model.
function fault({ method }, { ALLOWED_ORIGINS: origins = "*" }) {
  const runs = method === "POST";
  const log = "Its log (`npx wrangler tail`) says more.";
  const error = {
    code: "internal",
    message: "The Worker failed while it was at work on this request.",
    hint: runs ? `${log} Ask again only if the picture may be billed twice.` : log,
    billed: runs ? "maybe" : "no",
    type: "server_error",
  };
  const headers = { "x-easel-api": "1" };
  // OpenAI's clients would send it again by themselves, twice.
  if (runs) headers["x-should-retry"] = "false";
  if (origins === "*") headers["access-control-allow-origin"] = "*";
  return Response.json({ error }, { status: 500, headers });
}

export default class extends WorkerEntrypoint {
  async fetch(request) {
    try {
      return await begin(() => wasm.fetch(request, this.env, this.ctx));
    } catch (error) {
      console.error(error);
      return fault(request, this.env);
    }
  }
}

function durable(Half) {
  return class extends DurableObject {
    #half;
    #born;

    #living() {
      if (this.#born !== life.instanceId) {
        this.#half = new Half(this.ctx, this.env);
        this.#born = life.instanceId;
      }
      return this.#half;
    }

    fetch(request) {
      return begin(() => this.#living().fetch(request));
    }

    alarm() {
      return begin(() => this.#living().alarm());
    }
  };
}

export const Usage = durable(wasm.Usage);
export const Job = durable(wasm.Job);
export const Recipes = durable(wasm.Recipes);
