// How fast the call was, turn by turn: a dot for each, the median and the 95th percentile as lines and in words.

import { drawing, element } from "./dom.js";

const SHOWN = 60; // dots; older ones still count

export class History {
  constructor() {
    /** @type {{ answer: number[], stop: number[], gap: number[] }} milliseconds, in the order they came */
    this.values = { answer: [], stop: [], gap: [] };
  }

  /**
   * @param {"answer" | "stop" | "gap"} kind
   * @param {number} ms
   */
  add(kind, ms) {
    this.values[kind].push(ms);
  }

  /** @param {HTMLElement} where */
  draw(where) {
    where.replaceChildren(
      series("Your last word to the first sound", this.values.answer),
      series("Your interruption to silence", this.values.stop),
    );
  }
}

/**
 * @param {string} title
 * @param {number[]} values
 */
function series(title, values) {
  if (values.length === 0) return figure(title, "nothing yet");
  const marks = { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
  const words = `p50 ${Math.round(marks.p50)} ms, p95 ${Math.round(marks.p95)} ms, of ${values.length}`;
  const shown = values.slice(-SHOWN);
  const top = Math.max(...shown, marks.p95, 1) * 1.1;
  const height = (/** @type {number} */ ms) => `${96 * (1 - Math.max(ms, 0) / top) + 2}%`;
  const lines = Object.entries(marks).map(([name, ms]) => {
    return drawing("line", { class: name, x1: 0, x2: "100%", y1: height(ms), y2: height(ms) }, hint(`${name}: ${Math.round(ms)} ms`));
  });
  const dots = shown.map((ms, n) => {
    const x = `${(100 * (n + 0.5)) / Math.max(shown.length, 12)}%`;
    return drawing("circle", { cx: x, cy: height(ms), r: 3.5 }, hint(`${Math.round(ms)} ms`));
  });
  return figure(title, words, drawing("svg", { role: "img", "aria-label": `${title}: ${words}` }, ...lines, ...dots));
}

/** @param {string} words shown where the pointer rests */
const hint = (words) => drawing("title", {}, words);

/**
 * @param {string} title
 * @param {string} words
 * @param {...Element} picture
 */
function figure(title, words, ...picture) {
  const caption = element("figcaption", {}, element("span", {}, title), " ", element("strong", {}, words));
  return element("figure", { class: "history" }, caption, ...picture);
}

/**
 * The nearest-rank percentile.
 * @param {number[]} values
 * @param {number} share
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
