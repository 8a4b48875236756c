// What somebody does with the page at the service's root, in a real browser. `browser.rs` runs it, with URL, KEY, CHROMIUM and the
// folder PICTURES in the environment, and says which part. Whatever the part, nothing may be asked of elsewhere, the page's policy
// may never be broken, and no script may fail.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../worker/", import.meta.url));
const { chromium } = require("playwright-core");

const { URL: SERVICE, KEY, CHROMIUM, PICTURES } = process.env;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
// As root, Chromium has no sandbox; it is shown nothing but this one page.
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const faults = [];

async function person(options = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: "en-GB", ...options });
  context.setDefaultTimeout(60_000);
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${SERVICE}/`) && !/^(blob|data):/.test(url)) faults.push(`it asks ${url}`);
  });
  context.on("weberror", (error) => faults.push(error.error().stack));
  context.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) faults.push(message.text());
  });
  return context;
}

/** A new tab: it knows no key. */
async function visit(context) {
  const page = await context.newPage();
  await page.goto(SERVICE);
  await page.locator("#key").waitFor();
  return page;
}

async function enter(context) {
  const page = await visit(context);
  await page.keyboard.type(KEY);
  await page.keyboard.press("Enter");
  await page.locator("#door").waitFor({ state: "hidden" });
  return page;
}

const generate = (page) => page.getByRole("button", { name: /^Generate/ }).click();
const shown = (page, prompt) => page.getByRole("figure").getByRole("img", { name: prompt, exact: true }).waitFor();
const told = (page, words) => page.getByRole("alert").filter({ hasText: words }).waitFor();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const jobs = (page) => {
  const keys = [];
  page.on("request", (request) => request.url().includes("/generate") && keys.push(request.headers()["idempotency-key"]));
  return keys;
};

const parts = {
  async first() {
    const context = await person();
    let page = await visit(context);
    for (const [key, words] of [["", "enter the key"], ["two words", "without spaces"], ["wrong", "not accepted"]]) {
      await page.getByLabel("Key", { exact: true }).fill(key);
      await press(page, "Open");
      await told(page, words);
    }
    await page.getByLabel("Key", { exact: true }).fill(` ${KEY}\n`);
    await press(page, "Open");
    await page.getByText(/^0 pictures · resets/).waitFor();
    await page.getByLabel("Prompt").fill("a red fox: <b>bold</b>");
    await generate(page);
    await shown(page, "a red fox: <b>bold</b>");
    await page.getByRole("figure").getByText(/^FLUX.2 klein 4B · 1024×1024 · 104.2 neurons · [0-9.]+ s$/).waitFor();
    await page.getByText(/^1 picture · resets \d\d:\d\d$/).waitFor();
    await page.getByText("104 of 10,000 neurons", { exact: true }).waitFor();

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
    assert.match(download.suggestedFilename(), /^easel \d{4}-\d\d-\d\d \d\d\.\d\d a red fox b bold b\.jpg$/);
    const file = readFileSync(await download.path());
    assert.equal(file.subarray(0, 2).toString("hex") + file.subarray(-2).toString("hex"), "ffd8ffd9", "it is no whole JPEG");

    await page.reload();
    await page.getByText(/^1 picture · resets/).waitFor();
    await press(page, "a red fox: <b>bold</b>");
    await shown(page, "a red fox: <b>bold</b>");

    page = await visit(context);
    await page.keyboard.press("Escape");
    await press(page, "a red fox: <b>bold</b>");
    await shown(page, "a red fox: <b>bold</b>");
    page.once("dialog", (dialog) => dialog.accept());
    await press(page, "Clear the pictures kept here");
    await page.getByText("1 kept in this browser").waitFor({ state: "hidden" });
    await page.reload();
    await page.getByLabel("Key", { exact: true }).waitFor();
    assert.equal(await page.locator("#last li").count(), 0);

    // What the policy is for. That it is broken here is seen, so that it would be seen elsewhere.
    assert.equal(await page.evaluate(() => fetch("https://elsewhere.example").then(() => "sent", () => "kept")), "kept");
    assert.match(faults.splice(0).join(), /elsewhere\.example.*Content Security Policy/);
  },

  async typing() {
    const page = await enter(await person());
    const prompt = page.getByLabel("Prompt");
    const asked = jobs(page);
    await press(page, "Generate Ctrl Enter");
    await told(page, "Write a prompt first");
    await prompt.fill("🎨".repeat(2001));
    await page.keyboard.press("Control+Enter");
    await told(page, "2000 characters");
    await page.getByText("2001 / 2000").waitFor();
    assert.equal(await prompt.getAttribute("aria-invalid"), "true");

    await prompt.fill("an owl");
    await page.keyboard.press("Enter");
    assert.equal(await prompt.inputValue(), "an owl\n");
    const composing = { key: "Enter", ctrlKey: true, isComposing: true };
    await prompt.dispatchEvent("keydown", composing);
    await page.getByLabel("Width").press("Enter");
    await page.getByLabel("Translate").press("Enter");
    assert.deepEqual(asked, [], "something is sent that should not be");

    await prompt.fill("an owl");
    await page.keyboard.press("Control+Enter");
    await shown(page, "an owl");
    // As many as may be, though they are twice as many in UTF-16.
    await prompt.fill("🎨".repeat(2000));
    await page.keyboard.press("Control+Enter");
    await shown(page, "🎨".repeat(2000));
    assert.equal(new Set(asked).size, 2);
  },

  async keyboard() {
    const page = await person().then(visit);
    await page.keyboard.type(KEY);
    await page.keyboard.press("Enter");
    await page.getByText(/^\d+ pictures?/).waitFor();
    await page.keyboard.type("a heron");
    const focused = () => page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const { id, ariaLabel, textContent, title } = document.activeElement;
      return { name: id || ariaLabel || title || textContent, ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth) };
    });
    const walk = [];
    const tab = async () => {
      await page.keyboard.press("Tab");
      const { name, ring } = await focused();
      assert.ok(ring >= 2, `the keyboard is on ${name}, and nobody sees it`);
      walk.push(name);
      return name;
    };
    while ((await tab()) !== "width");
    await page.keyboard.press("ArrowRight");
    while ((await tab()) !== "go");
    assert.deepEqual(walk.slice(0, 4), ["translate", "enhance", "model", "1:1, 1024×1024"]);
    await page.keyboard.press("Enter");
    await shown(page, "a heron");
    await page.getByRole("figure").getByText("1040×1024").waitFor();
    // The strip is drawn after the picture, once that is kept.
    await page.getByText("1 kept in this browser").waitFor();
    for (const name of ["reuse", "download", "clear", "a heron"]) assert.equal(await tab(), name);
    // The first of the page again, when all of it was gone through.
    await page.keyboard.press("Tab");
    if ((await focused()).name !== "lock") await page.keyboard.press("Tab");
    assert.equal((await focused()).name, "lock");
  },

  async translated() {
    const page = await enter(await person({ locale: "zh-CN" }));
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    await page.getByLabel("提示词").fill("狐狸在雪地里，水墨画");
    await page.getByLabel("翻译").check();
    await page.getByRole("button", { name: /^生成/ }).click();
    await shown(page, "狐狸在雪地里，水墨画");
    await page.getByText("实际使用：a fox in the snow, ink wash painting").waitFor();
    await page.screenshot({ path: `${PICTURES}/chinese.png` });
  },

  // Once on the way there, once on the way back.
  async lost() {
    const page = await enter(await person());
    const asked = jobs(page);
    for (const [prompt, way] of [["a ship", (route) => route.abort()], ["a boat", (route) => route.fetch().then(() => route.abort())]]) {
      await page.route("**/generate*", way, { times: 1 });
      await page.getByLabel("Prompt").fill(prompt);
      await generate(page);
      await told(page, "does not pay twice");
      await press(page, "Try again");
      await shown(page, prompt);
    }
    assert.equal(asked.length, 4);
    assert.equal(new Set(asked).size, 2, "a picture was asked for again under another key");
  },

  // The model takes its time, and somebody goes away meanwhile, and comes back.
  async left() {
    const page = await enter(await person());
    await page.getByLabel("Prompt").fill("a slow boat");
    await generate(page);
    await page.getByText(/^[1-9] s$/).waitFor();
    await press(page, "Cancel");
    await told(page, "Cancelled");
    await page.reload();
    await told(page, "A picture was under way");
    await press(page, "Get the picture");
    await shown(page, "a slow boat");
  },

  // Cloudflare fails, and nobody knows what that cost: only who says so pays again.
  async failed() {
    const page = await enter(await person());
    await page.getByLabel("Prompt").fill("a raven");
    await generate(page);
    await told(page, "It may have been billed. Making it anew costs again.");
    await press(page, "Make it anew");
    await shown(page, "a raven");
  },

  // What the service says, in words.
  async refused() {
    const page = await enter(await person());
    const replies = (status, error, headers = {}) =>
      page.route("**/generate*", (route) => route.fulfill({ status, headers, json: { error } }), { times: 1 });
    await page.getByLabel("Prompt").fill("a crow");
    await replies(429, { code: "rate_limited", message: "too often", billed: "no" }, { "retry-after": "2" });
    await generate(page);
    await told(page, "Too many requests in a short time. Wait a little, then try again. Nothing was billed.");
    assert.ok(await page.getByRole("button", { name: "Try again in 2 s" }).isDisabled());
    await replies(410, { code: "reply_gone", message: "it is gone", billed: "yes" });
    await press(page, "Try again");
    await told(page, "no longer kept. It was billed. Making it anew costs again.");
    await replies(400, { code: "input_refused", message: "the input is odd", billed: "no" });
    await press(page, "Make it anew");
    await told(page, "The input is odd. Nothing was billed.");
    await replies(401, { code: "unauthorized", message: "this key is not known here", billed: "no" });
    await press(page, "Try again");
    await told(page, "This key is not accepted");
    await page.keyboard.press("Escape");
    assert.equal(await page.getByLabel("Prompt").inputValue(), "a crow");
    await page.reload();
    await page.getByLabel("Key", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Prompt").inputValue(), "a crow");
  },

  async spent() {
    const page = await enter(await person());
    await page.getByLabel("Prompt").fill("a last picture");
    await generate(page);
    await told(page, /used up\. There are new ones at .* Nothing was billed\./);
  },

  async looks() {
    const axe = readFileSync(require.resolve("axe-core"), "utf8");
    for (const [device, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await enter(await person({ viewport, colorScheme, reducedMotion: "reduce" }));
        await page.getByLabel("Prompt").fill("A lighthouse on a cliff at dusk, birds over the sea");
        if (device === "phone") await page.locator("summary").click();
        await page.getByRole("button", { name: "16:9" }).click();
        await generate(page);
        await shown(page, "A lighthouse on a cliff at dusk, birds over the sea");
        await page.getByText("1 kept in this browser").waitFor();
        await page.screenshot({ path: `${PICTURES}/${device}-${colorScheme}.png`, fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${device}: ${wide} pixels too wide`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run());
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        assert.deepEqual(found, [], `${device}, ${colorScheme}`);
      }
    }
  },

  // For the README, of a service that has the painter.
  async readme() {
    const prompts = [["Hot air balloons over the hills at dawn", "3:2"], ["A black cat under the moon", "3:4"],
      ["Koi in a pond, seen from above", "1:1"], ["A lighthouse on a cliff at dusk, birds over the sea", "3:2"]];
    const shots = [];
    for (const [viewport, colorScheme] of [[{ width: 1200, height: 844 }, "dark"], [PHONE, "light"]]) {
      const page = await enter(await person({ viewport, colorScheme, deviceScaleFactor: 1.5 }));
      for (const [prompt, shape] of prompts) {
        await page.locator("#settings").evaluate((settings) => (settings.open = true));
        await page.getByLabel("Prompt").fill(prompt);
        await page.getByRole("button", { name: `${shape},` }).click();
        await generate(page);
        await shown(page, prompt);
      }
      await page.getByText("4 kept in this browser").waitFor();
      if (viewport === PHONE) await page.locator("summary").click();
      await page.evaluate(() => scrollTo(0, 0));
      shots.push((await page.screenshot()).toString("base64"));
    }
    const page = await browser.newPage({ viewport: { width: 1614, height: 844 } });
    const images = shots.map((shot) => `<img height="844" src="data:image/png;base64,${shot}">`).join("");
    await page.setContent(`<style>body { display: flex; gap: 24px; margin: 0 } img { border-radius: 12px }</style>${images}`);
    await page.screenshot({ path: `${PICTURES}/readme.png`, omitBackground: true });
  },
};

try {
  await parts[process.argv[2]]();
} finally {
  await browser.close();
}
assert.deepEqual(faults, []);
