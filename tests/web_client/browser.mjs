// A headless Chromium on the page, its complaints collected: what the scenarios have in common.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import net from "node:net";
import { chromium } from "playwright-core";

const PATIENCE_MS = 120_000; // the machine may be busy with other tests; nothing here judges speed
// As root in a container, on a machine that may have no way out: no sandbox, and nothing but the page talks.
const ALONE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]; // prettier-ignore
const require = createRequire(import.meta.url);

/**
 * @param {string} url of the server
 * @param {{ microphone?: string | null, loop?: boolean, args?: string[], context?: import("playwright-core").BrowserContextOptions }} options
 *   `microphone` is a WAV file, spoken once or over and over; null where there is no microphone
 * @param {(page: import("playwright-core").Page) => Promise<void>} [before] what is to be set up before the page is opened
 */
export async function open(url, { microphone = null, loop = false, args = [], context = {} } = {}, before = async () => {}) {
  const fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${microphone}${loop ? "" : "%noloop"}`];
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...ALONE, ...(microphone ? fake : []), ...args],
    timeout: PATIENCE_MS,
  });
  const pages = await browser.newContext(context);
  pages.setDefaultTimeout(PATIENCE_MS);
  await pages.addInitScript(watch);
  const page = await pages.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(`${error.stack}`));
  await before(page);
  await page.goto(url);
  await page.locator('#server[data-state="ready"]').waitFor();
  return { browser, page, complaints };
}

/** Notes what the machine does, so that nothing is missed that passes quickly. Runs in the page. */
function watch() {
  /** @type {string[]} */
  const activities = [];
  Object.assign(window, { activities });
  document.addEventListener("DOMContentLoaded", () => {
    const presence = /** @type {HTMLElement} */ (document.getElementById("presence"));
    const note = () => {
      if (activities.at(-1) !== presence.dataset.activity) activities.push(`${presence.dataset.activity}`);
      Object.assign(window, { latest: performance.now() });
    };
    new MutationObserver(note).observe(presence, { attributeFilter: ["data-activity"] });
  });
}

/** @type {WeakMap<import("playwright-core").Page, number>} */
const reached = new WeakMap();

/**
 * Waits until the machine does something, or finds that it did, since it did what was waited for last.
 * @param {import("playwright-core").Page} page
 * @param {string} activity
 */
export async function until(page, activity) {
  const find = (/** @type {[string, number]} */ [activity, from]) => {
    const at = /** @type {any} */ (window).activities.indexOf(activity, from);
    return at < 0 ? null : { at };
  };
  const found = await page.waitForFunction(find, /** @type {[string, number]} */ ([activity, reached.get(page) ?? 0]), { polling: 50 });
  reached.set(page, /** @type {any} */ (await found.jsonValue()).at);
}

/**
 * Waits until the machine has listened for a while and nothing is on its way; what it did before is not looked at again.
 * @param {import("playwright-core").Page} page
 */
export async function calm(page) {
  const find = () => {
    const { activities, latest } = /** @type {any} */ (window);
    return activities.at(-1) === "listening" && performance.now() - latest > 2000 ? { at: activities.length } : null;
  };
  const found = await page.waitForFunction(find, undefined, { polling: 50 });
  reached.set(page, /** @type {any} */ (await found.jsonValue()).at);
}

/**
 * Saves what a button gives.
 * @param {import("playwright-core").Page} page
 * @param {string} button
 * @param {string} path
 */
export async function saveFrom(page, button, path) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  await download.saveAs(path);
  return path;
}

/**
 * No violation is found by axe-core.
 * @param {import("playwright-core").Page} page
 */
export async function assertAccessible(page) {
  const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe); // not as a script element: the page's policy would refuse it
  const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  assert.deepEqual(violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ n) => n.html)}`), []);
}

/**
 * A line to a server that can be cut: every connection over it breaks without a word, and new ones are taken.
 * @param {string} url of the server
 * @returns {Promise<{ url: string, cut: () => void, close: () => void }>}
 */
export function breakable(url) {
  const { hostname, port } = new URL(url);
  /** @type {Set<net.Socket>} */
  const open = new Set();
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => open.delete(one) && other.destroy());
      one.pipe(other);
    }
  });
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const close = () => {
    proxy.close();
    cut();
  };
  return new Promise((resolve) => {
    proxy.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {net.AddressInfo} */ (proxy.address());
      resolve({ url: `http://127.0.0.1:${port}/`, cut, close });
    });
  });
}
