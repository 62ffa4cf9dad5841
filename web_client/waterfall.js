// Where the time of the last turn went: bars on one time axis, from the end of speech to the first sound.

import { drawing, element } from "./dom.js";

/**
 * @typedef {{ turn: number, marks_ms: Record<string, number>, queue_ms: Record<string, number>, compute_ms: Record<string, number>,
 *   usage?: Record<string, number> }} Metrics
 * @typedef {{ kind: "mark" | "queue" | "compute", from: number, to: number }} Bar in milliseconds
 * @typedef {{ name: string, bars: Bar[], value: string, words: string }} Row `words` are shown where the pointer rests
 */

const TICKS = 5; // steps of an axis, at most; every second number is left out where there is no room

/**
 * @param {HTMLElement} where
 * @param {Metrics} metrics
 * @param {number | null} heardMs when its first sound left this machine's loudspeaker, where that is known
 */
export function drawWaterfall(where, metrics, heardMs) {
  const began = "typed" in metrics.marks_ms ? "message" : "last word";
  where.replaceChildren(
    table(`From your ${began} to the first sound`, "reached", steps(metrics, heardMs)),
    table("Work of each stage over the whole turn (pale: waiting)", "computing", work(metrics)),
  );
}

/**
 * What happened one after the other.
 * @param {Metrics} metrics
 * @param {number | null} heardMs
 * @returns {Row[]}
 */
function steps(metrics, heardMs) {
  const marks = Object.entries(metrics.marks_ms);
  if (heardMs !== null) marks.push(["heard_here", heardMs]);
  marks.sort(([, a], [, b]) => a - b);
  return marks.slice(1).map(([name, to], n) => {
    const from = marks[n][1];
    const words = `${named(name)}: ${whole(to - from)} ms, from ${whole(from)} to ${whole(to)} ms`;
    return { name, bars: [{ kind: "mark", from, to }], value: `${whole(to)} ms`, words };
  });
}

/**
 * What each stage cost, in sum: its waiting, then its computing.
 * @param {Metrics} metrics
 * @returns {Row[]}
 */
function work({ compute_ms, queue_ms }) {
  return Object.entries(compute_ms).map(([name, ms]) => {
    const queued = queue_ms[name] ?? 0;
    const words = `${named(name)}: ${whole(queued)} ms waiting, ${whole(ms)} ms computing`;
    return { name, bars: [{ kind: "queue", from: 0, to: queued }, { kind: "compute", from: queued, to: queued + ms }], value: `${whole(ms)} ms`, words }; // prettier-ignore
  });
}

/**
 * @param {string} caption
 * @param {string} value
 * @param {Row[]} rows
 */
function table(caption, value, rows) {
  const end = Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ to }) => to)));
  const readout = element("p", { class: "readout", "aria-hidden": "true" });
  const lines = rows.map((row) => {
    const line = tr(row, end);
    line.addEventListener("pointerenter", () => {
      readout.textContent = row.words;
    });
    return line;
  });
  const heading = (/** @type {string} */ text) => element("th", { scope: "col" }, text);
  const head = element("tr", {}, heading("step"), element("th", { scope: "col", class: "axis" }, axis(end)), heading(value));
  const grid = element("table", { class: "waterfall" }, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...lines)); // prettier-ignore
  grid.addEventListener("pointerleave", () => {
    readout.textContent = "";
  });
  return element("div", { class: "chart" }, grid, readout);
}

/**
 * @param {Row} row
 * @param {number} end
 */
function tr({ name, bars, value, words }, end) {
  const x = (/** @type {number} */ ms) => `${(100 * Math.max(0, ms)) / end}%`;
  const rects = bars.map(({ kind, from, to }) => {
    const lasts = Math.max(to - from, kind === "queue" ? 0 : end / 300); // a step in no time is seen, too
    const begins = Math.min(from, end - lasts);
    return drawing("rect", { class: kind, x: x(begins), y: "15%", height: "70%", width: x(lasts), rx: 2 });
  });
  const lines = ticks(end).map((ms) => drawing("line", { x1: x(ms), x2: x(ms), y1: 0, y2: "100%" }));
  const picture = drawing("svg", { role: "img", "aria-label": words }, drawing("title", {}, words), ...lines, ...rects);
  return element("tr", {}, element("th", { scope: "row" }, named(name)), element("td", {}, picture), element("td", {}, value));
}

/**
 * The axis with its ticks; for the eyes, the rows say it all in words.
 * @param {number} end
 */
function axis(end) {
  const labels = ticks(end).map((ms, n) => {
    const share = (100 * ms) / end;
    const anchor = share < 5 ? "start" : share > 90 ? "end" : "middle";
    return drawing("text", { class: n % 2 ? "between" : "", x: `${share}%`, y: "75%", "text-anchor": anchor }, `${ms}`);
  });
  return element("span", {}, element("span", { class: "unseen" }, "when"), drawing("svg", { "aria-hidden": "true" }, ...labels));
}

/**
 * Round places on an axis from 0 to `end`.
 * @param {number} end
 */
function ticks(end) {
  const rough = end / TICKS;
  const scale = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, scale * (rough / scale > 5 ? 10 : rough / scale > 2 ? 5 : rough / scale > 1 ? 2 : 1));
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, n) => n * step);
}

const named = (/** @type {string} */ name) => name.replaceAll("_", " ");
const whole = (/** @type {number} */ ms) => `${Math.round(ms)}`;

/**
 * The turns' metrics as a file for a trace viewer (chrome://tracing, Perfetto).
 * @param {Metrics[]} turns
 */
export function toTrace(turns) {
  const events = [];
  let beganUs = 0;
  for (const { turn, marks_ms, compute_ms, queue_ms } of turns) {
    const marks = Object.entries(marks_ms);
    const names = { name: "thread_name", ph: "M", pid: 1 };
    events.push({ ...names, tid: 2 * turn, args: { name: `turn ${turn}: marks` } });
    events.push({ ...names, tid: 2 * turn + 1, args: { name: `turn ${turn}: stages, summed` } });
    marks.slice(1).forEach(([name, ms], n) => {
      events.push({ name, ph: "X", pid: 1, tid: 2 * turn, ts: beganUs + marks[n][1] * 1000, dur: (ms - marks[n][1]) * 1000 });
    });
    let at = beganUs;
    for (const [name, ms] of Object.entries(compute_ms)) {
      events.push({ name, ph: "X", pid: 1, tid: 2 * turn + 1, ts: at, dur: ms * 1000, args: { queue_ms: queue_ms[name] } });
      at += ms * 1000;
    }
    beganUs = Math.max(at, beganUs + (marks.at(-1)?.[1] ?? 0) * 1000) + 100_000;
  }
  return JSON.stringify({ traceEvents: events, displayTimeUnit: "ms" });
}
