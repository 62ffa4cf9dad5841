// How fast the call was, turn by turn: a dot for each, the median and the 95th percentile in words.

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
  if (values.length === 0) return element("p", { class: "quiet" }, `${title}: nothing yet.`);
  const words = `p50 ${Math.round(percentile(values, 0.5))} ms, p95 ${Math.round(percentile(values, 0.95))} ms, of ${values.length}`;
  const shown = values.slice(-SHOWN);
  const top = Math.max(...shown) * 1.1 || 1;
  const dots = shown.map((ms, n) =>
    drawing(
      "circle",
      { cx: `${(100 * (n + 0.5)) / Math.max(shown.length, 12)}%`, cy: `${8 + 84 * (1 - Math.max(ms, 0) / top)}%`, r: 3 },
      drawing("title", {}, `${Math.round(ms)} ms`),
    ),
  );
  return element(
    "figure",
    { class: "history" },
    element("figcaption", {}, `${title}: `, element("strong", {}, words)),
    drawing("svg", { role: "img", "aria-label": `${title}: ${words}` }, ...dots),
  );
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
