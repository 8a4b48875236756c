// In the place of the Worker's wasm, for `panic.rs`: what the shim needs of it, and a way to end it as a panic does.

const life = { criticalError: false, instanceId: 0 };
let waiting = 0;

export const __worker_init_state = () => life;
export const __wbg_reset_state = () => void (life.instanceId += 1);

const ROUTES = {
  "/health": (env) => Response.json({ instance: env.INSTANCE }),
  "/object": (env) => env.USAGE_LEDGER.getByName("one").fetch("https://object/"),
  async "/slow"() {
    waiting += 1;
    await scheduler.wait(60_000);
    return new Response("nobody ended it");
  },
  // The other call must be inside by then.
  async "/boom"() {
    while (waiting === 0) await scheduler.wait(1);
    queueMicrotask(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
    await scheduler.wait(60_000);
    return new Response("it did not end");
  },
};

export const fetch = (request, env) => ROUTES[new URL(request.url).pathname](env);

// The half of an object, which says in which instance it was made.
class Half {
  #born = life.instanceId;

  fetch() {
    return new Response(`${this.#born}`);
  }
}

export { Half as Usage, Half as Job, Half as Recipes };
