// One calm picture of what the machine does: a disc that is the answer's level within a ring that is the caller's.

import { show } from "./dom.js";

const WORDS = {
  idle: "Not in a call",
  connecting: "Connecting…",
  waiting: "Not connected",
  listening: "Listening",
  hearing: "You speak",
  thinking: "Thinking",
  speaking: "Speaking",
  interrupted: "Interrupted",
};

export class Presence {
  /**
   * @param {HTMLElement} figure
   * @param {HTMLElement} word
   */
  constructor(figure, word) {
    this.figure = figure;
    this.word = word;
    this.levels = { caller: 0, answer: 0 };
    this.shapes = {
      caller: /** @type {Element} */ (figure.querySelector(".caller-level")),
      answer: /** @type {Element} */ (figure.querySelector(".answer-level")),
    };
    this.drawn = true;
  }

  /** @param {import("./call.js").Activity} activity */
  become(activity) {
    this.figure.dataset.activity = activity;
    show(this.word, WORDS[activity]);
    if (activity === "idle" || activity === "waiting") {
      this.level("caller", 0);
      this.level("answer", 0);
    }
  }

  /**
   * @param {"caller" | "answer"} side
   * @param {number} level 0 to 1
   */
  level(side, level) {
    this.levels[side] = Math.max(level, this.levels[side] * 0.85); // quick to rise, slow to fall
    if (!this.drawn) return;
    this.drawn = false;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.drawn = true;
    this.shapes.caller.setAttribute("r", (44 + 14 * this.levels.caller).toFixed(1));
    this.shapes.answer.setAttribute("r", (24 + 14 * this.levels.answer).toFixed(1));
  }
}
