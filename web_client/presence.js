// One calm picture of what the machine does: a disc that is the answer's level within a ring that is the caller's.

import { show } from "./dom.js";

const WORDS = {
  idle: "Not in a call",
  connecting: "Connecting…",
  queueing: "In line",
  waiting: "Not connected",
  listening: "Listening",
  hearing: "You speak",
  thinking: "Thinking",
  speaking: "Speaking",
  holding: "Holding the answer",
  interrupted: "Interrupted",
};
const QUIET = ["idle", "connecting", "queueing", "waiting"];

export class Presence {
  /**
   * @param {HTMLElement} figure
   * @param {HTMLElement} word
   */
  constructor(figure, word) {
    this.figure = figure;
    this.word = word;
    this.levels = { caller: 0, answer: 0 };
    const shapes = (/** @type {string} */ names) => [...figure.querySelectorAll(names)];
    this.shapes = { caller: shapes(".caller-level"), answer: shapes(".answer-level, .answer-ring") };
    this.drawn = true;
  }

  /**
   * @param {import("./call.js").Activity} activity
   * @param {number} place in the line
   */
  become(activity, place) {
    this.figure.dataset.activity = activity;
    show(this.word, activity === "queueing" ? `In line: number ${place}` : WORDS[activity]);
    if (!QUIET.includes(activity)) return;
    this.levels = { caller: 0, answer: 0 };
    this.#later();
  }

  /**
   * @param {"caller" | "answer"} side
   * @param {number} level 0 to 1
   */
  level(side, level) {
    if (QUIET.includes(this.figure.dataset.activity ?? "idle")) return;
    this.levels[side] = Math.max(level, this.levels[side] * 0.88); // quick to rise, slow to fall
    this.#later();
  }

  #later() {
    if (!this.drawn) return;
    this.drawn = false;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.drawn = true;
    const radius = { caller: 40 + 18 * this.levels.caller, answer: 22 + 14 * this.levels.answer };
    for (const shape of this.shapes.caller) shape.setAttribute("r", radius.caller.toFixed(1));
    for (const shape of this.shapes.answer) shape.setAttribute("r", radius.answer.toFixed(1));
  }
}
