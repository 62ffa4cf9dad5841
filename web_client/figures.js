// How fast it was: the waterfall of the last turn, the history of all, counters, and all of it as files.

import { byId, save, show } from "./dom.js";
import { History } from "./history.js";
import { drawWaterfall, toTrace } from "./waterfall.js";

/** @typedef {import("./waterfall.js").Metrics} Metrics */

export class Figures {
  constructor() {
    const part = (/** @type {string} */ id) => byId(id, HTMLElement);
    this.places = { history: part("history"), waterfall: part("waterfall") };
    this.counters = { roundTrip: part("round-trip"), concealed: part("concealed"), leftOut: part("left-out"), usage: part("usage") };
    this.files = { figures: byId("save-figures", HTMLButtonElement), trace: byId("save-trace", HTMLButtonElement) };
    this.history = new History();
    /** @type {Metrics[]} */
    this.turns = [];
    /** @type {Map<number, number>} when a turn's first sound was heard, in ms */
    this.heardMs = new Map();
    this.roundTripMs = NaN;
    this.framesLeftOut = 0;
    this.files.figures.addEventListener("click", () => save(`timing-${stamp()}.json`, new Blob([this.#json()])));
    this.files.trace.addEventListener("click", () => save(`trace-${stamp()}.json`, new Blob([toTrace(this.turns)])));
    this.history.draw(this.places.history);
  }

  /** @param {Metrics} metrics */
  turn(metrics) {
    this.turns.push(metrics);
    drawWaterfall(this.places.waterfall, metrics, this.heardMs.get(metrics.turn) ?? null);
    this.files.figures.disabled = this.files.trace.disabled = false;
    const { usage } = metrics;
    if (!usage) return;
    const asked = usage.prompt_text + usage.prompt_audio;
    show(this.counters.usage, `${asked} in, ${usage.cached} cached, ${usage.answer_text + usage.answer_audio} out`);
  }

  /**
   * @param {"answer" | "stop" | "gap"} kind
   * @param {number} turn
   * @param {number} ms
   */
  timing(kind, turn, ms) {
    this.history.add(kind, ms);
    if (kind === "answer") this.heardMs.set(turn, ms);
    if (kind !== "gap") return this.history.draw(this.places.history);
    const gaps = this.history.values.gap;
    const sum = gaps.reduce((all, each) => all + each, 0);
    show(this.counters.concealed, `${gaps.length} (${Math.round(sum)} ms)`);
  }

  /**
   * @param {number} roundTripMs
   * @param {number} framesLeftOut of 20 ms
   */
  connection(roundTripMs, framesLeftOut) {
    this.roundTripMs = roundTripMs;
    this.framesLeftOut = framesLeftOut;
    show(this.counters.roundTrip, `${roundTripMs.toFixed(roundTripMs < 10 ? 1 : 0)} ms`);
    show(this.counters.leftOut, framesLeftOut ? `${framesLeftOut * 20} ms` : "nothing");
  }

  #json() {
    const turns = this.turns.map((turn) => ({ ...turn, heard_ms: this.heardMs.get(turn.turn) ?? null }));
    const connection = { round_trip_ms: this.roundTripMs, left_out_ms: this.framesLeftOut * 20 };
    return JSON.stringify({ turns, ...this.history.values, ...connection }, null, 2);
  }
}

export const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
