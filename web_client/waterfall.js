// Where the time of the last turn went, as a table whose bars lie on one time axis.

import { drawing, element } from "./dom.js";

/** @typedef {{ turn: number, marks_ms: Record<string, number>, queue_ms: Record<string, number>, compute_ms: Record<string, number> }} Metrics */

/**
 * @param {HTMLElement} where
 * @param {Metrics} metrics
 * @param {number | null} heardMs when its first sound left this machine's loudspeaker, where that is known
 */
export function drawWaterfall(where, metrics, heardMs) {
  const marks = Object.entries(metrics.marks_ms);
  if (heardMs !== null) marks.push(["heard_here", heardMs]);
  marks.sort(([, a], [, b]) => a - b);
  const whole = Math.max(1, ...marks.map(([, ms]) => ms));
  const rows = marks.slice(1).map(([name, ms], n) => {
    const from = marks[n][1];
    return row(name, [["mark", from, ms]], whole, `${Math.round(ms)} ms`, `+${Math.round(ms - from)} ms, to ${Math.round(ms)} ms`);
  });
  const stages = Object.entries(metrics.compute_ms);
  const longest = Math.max(1, ...stages.map(([name, ms]) => ms + (metrics.queue_ms[name] ?? 0)));
  const costs = stages.map(([name, ms]) => {
    const queued = metrics.queue_ms[name] ?? 0;
    const words = `${Math.round(queued)} ms waiting, ${Math.round(ms)} ms computing`;
    return row(name, [["queue", 0, queued], ["compute", queued, queued + ms]], longest, `${Math.round(ms)} ms`, words); // prettier-ignore
  });
  where.replaceChildren(
    table(`From your ${"typed" in metrics.marks_ms ? "message" : "last word"} to the first sound`, "reached", rows),
    table("Work of each stage over the whole turn (pale: waiting)", "computing", costs),
  );
}

/**
 * @param {string} caption
 * @param {string} value
 * @param {HTMLElement[]} rows
 */
function table(caption, value, rows) {
  const head = [element("th", { scope: "col" }, "step"), element("th", { scope: "col" }, "when"), element("th", { scope: "col" }, value)];
  return element(
    "table",
    { class: "waterfall" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

/**
 * @param {string} name
 * @param {[string, number, number][]} bars kind, from, to
 * @param {number} whole
 * @param {string} value
 * @param {string} words
 */
function row(name, bars, whole, value, words) {
  const rects = bars.map(([kind, from, to]) =>
    drawing("rect", { class: kind, x: (1000 * from) / whole, y: 0, height: 10, width: Math.max(3, (1000 * (to - from)) / whole) }),
  );
  const picture = drawing(
    "svg",
    { viewBox: "0 0 1000 10", preserveAspectRatio: "none", role: "img", "aria-label": words },
    drawing("title", {}, words),
    ...rects,
  );
  const heading = element("th", { scope: "row" }, name.replaceAll("_", " "));
  return element("tr", {}, heading, element("td", {}, picture), element("td", {}, value));
}

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
