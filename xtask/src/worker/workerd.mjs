// Runs a packed Worker on the real workerd, for `xtask/src/worker/workerd.rs`, with the bindings of `wrangler.jsonc`. The first
// line of its input says what to run. It answers with a line when the Worker does, then one to each command, and ends with its
// input, so that nothing outlives whoever asked for it. What the Worker says goes to standard error.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const worker = new URL("../../../worker/", import.meta.url);
const { Miniflare } = createRequire(worker)("miniflare");

const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();
// At once, even while workerd starts: miniflare kills it when this process ends.
input.on("close", () => process.exit());
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const read = (file) => JSON.parse(readFileSync(file, "utf8").replace(/^\s*\/\/.*$/gm, ""));

const asked = JSON.parse((await lines.next()).value);
const config = read(new URL("wrangler.jsonc", worker));
const bundle = read(`${asked.bundle}/bundle.json`);

const MODULES = { "application/javascript+module": "ESModule", "application/wasm": "CompiledWasm" };
const modules = bundle.modules
  .toSorted((a, b) => (b.name === bundle.main) - (a.name === bundle.main))
  .map(({ name, type }) => ({ type: MODULES[type], path: `${asked.bundle}/${name}` }));
const named = (bindings, make) => Object.fromEntries(bindings.map((binding) => [binding.name, make(binding)]));
const limits = config.ratelimits.map((limit) => ({ ...limit, simple: { limit: asked.rateLimit, period: 60 } }));

// Only now: what was loaded took its time.
const shift = asked.clock === null ? {} : { CLOCK_SHIFT: `${Math.round((Date.parse(asked.clock) - Date.now()) / 1000)}` };
// workerd's process id, where the system tells it as Linux does.
const child = () => {
  try {
    return Number.parseInt(readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")) || null;
  } catch {
    return null;
  }
};

const begun = performance.now();
const miniflare = new Miniflare({
  name: config.name,
  modulesRoot: asked.bundle,
  modules,
  compatibilityDate: config.compatibility_date,
  compatibilityFlags: config.compatibility_flags,
  bindings: { ...config.vars, ...asked.vars },
  ...(asked.ai === null ? {} : { ai: { binding: config.ai.binding, remoteProxyConnectionString: new URL(asked.ai) } }),
  kvNamespaces: config.kv_namespaces.map(({ binding }) => binding),
  durableObjects: named(config.durable_objects.bindings, ({ class_name: className }) => ({ className, useSQLite: true })),
  ratelimits: asked.rateLimit === null ? {} : named(limits, ({ namespace_id, simple }) => ({ namespace_id, simple })),
  ...(asked.kept === null ? {} : { kvPersist: `${asked.kept}/kv`, durableObjectsPersist: `${asked.kept}/objects` }),
  // Requests reach the Worker itself, as at Cloudflare: no worker of miniflare's stands before it, and its times are its own.
  unsafeDirectSockets: [{ host: "127.0.0.1", port: asked.port }],
  unsafeRuntimeEnv: { ...asked.environment, ...shift },
  // Else it asks Cloudflare where it is.
  cf: false,
  handleRuntimeStdio: (out, err) => [out, err].forEach((stream) => stream.pipe(process.stderr)),
});

await miniflare.ready;
const url = (await miniflare.unsafeGetDirectURL()).href;
// Another server may have had the port first.
const health = await (await fetch(new URL("health", url))).json();
say({ url, instance: health.instance, workerd: child(), milliseconds: performance.now() - begun });

const kv = await miniflare.getKVNamespace(config.kv_namespaces[0].binding);
for await (const line of lines) say({ value: await kv.get(JSON.parse(line).kv) });
