// What is played next: the buffer between a network that stutters and a loudspeaker that must not.

import { SPEECH_HZ } from "./rates.js";
import { Resampler } from "./resampler.js";

const MIN_AHEAD_MS = 40; // sound that must be there before a turn begins: what a calm network needs
const MAX_AHEAD_MS = 400;
const FADE_MS = 8; // to silence, when the caller interrupts or holds
const RISE_MS = 5; // back in, after a gap
const CONCEAL_MS = 40; // how long a gap is filled with the last sound, fainter and fainter
const REPORT_MS = 100;
const PERIOD_MS = [2.5, 15]; // of a voice
const PAST_MS = 40; // of sound kept to fill a gap from

/**
 * @typedef {{ type: "began" | "held" | "silent" | "gap" | "played", turn: number, at: number, samples: number, ms: number, done: boolean }} Happening
 *   "held" is the silence of a hold, "silent" that of a stop; `at` is the frame of the rendered block; `samples` what was played of the turn, at 24 kHz; `ms` a gap's length
 * @typedef {{ turn: number, resampler: Resampler, blocks: Float32Array[], from: number, queued: number, played: number,
 *   received: number, ended: boolean, gaps: number }} Turn
 *   `queued` and `played` count frames of the context, `received` samples at 24 kHz
 */

/** Turns go in as blocks at 24 kHz, and come out as frames at the context's rate: whole, and never with a click. */
export class JitterBuffer {
  /** @param {number} rateHz of what comes out */
  constructor(rateHz) {
    this.rateHz = rateHz;
    this.aheadMs = MIN_AHEAD_MS; // adapts: longer after a gap, shorter with every turn without one
    /** @type {Turn[]} */
    this.turns = [];
    this.overTurn = -1; // the latest that was played to its end, or stopped
    this.playing = false; // false while the head turn waits for `aheadMs` of sound
    this.stopping = false; // the head turn fades out, and is then dropped
    this.held = false;
    this.untold = false; // the place where a hold stopped is not reported yet
    this.gain = 1;
    this.rise = 1;
    this.past = new Float32Array(this.#frames(PAST_MS));
    this.pastAt = 0;
    this.gapFrames = -1; // how long the gap lasts by now; -1 between gaps
    this.filler = { period: 1, step: 0, past: this.past };
    this.sinceReport = 0;
  }

  /**
   * @param {number} turn
   * @param {Float32Array} samples at 24 kHz
   * @param {number} [start] their place in the turn: what came before is dropped, what is missing is silence
   */
  push(turn, samples, start) {
    if (turn <= this.overTurn) return;
    let last = this.turns.at(-1);
    if (last?.turn !== turn) {
      last = { turn, resampler: new Resampler(SPEECH_HZ, this.rateHz), blocks: [], from: 0, queued: 0, played: 0,
        received: 0, ended: false, gaps: 0 }; // prettier-ignore
      this.turns.push(last);
    }
    const late = last.received - (start ?? last.received);
    const fresh = late > 0 ? samples.subarray(late) : joined(new Float32Array(-late), samples);
    last.received += fresh.length;
    if (fresh.length > 0) this.#queue(last, last.resampler.push(fresh));
  }

  /**
   * No more of this turn comes.
   * @param {number} turn
   */
  end(turn) {
    const found = this.turns.find((each) => each.turn === turn);
    if (!found || found.ended) return;
    found.ended = true;
    this.#queue(found, found.resampler.flush());
  }

  /**
   * Falls silent within `FADE_MS` and forgets the turn; other turns go on.
   * @param {number} turn
   */
  stop(turn) {
    if (this.turns[0]?.turn === turn && (this.playing || this.gapFrames >= 0)) this.stopping = true;
    else if (this.turns[0]?.turn === turn) this.turns.shift();
    else this.turns = this.turns.filter((each) => each.turn !== turn);
  }

  /** @param {boolean} held */
  hold(held) {
    this.untold = held;
    this.held = held;
  }

  /**
   * The next frames; tells what happened meanwhile.
   * @param {Float32Array} output
   */
  render(output) {
    /** @type {Happening[]} */
    const happened = [];
    for (let at = 0; at < output.length; at++) output[at] = this.#frame(at, happened);
    const head = this.turns[0];
    this.sinceReport += output.length;
    const isHeld = this.held && this.gain <= 0;
    if (head && this.playing && (isHeld ? this.untold : this.sinceReport >= this.#frames(REPORT_MS))) {
      happened.push(this.#tell(isHeld ? "held" : "played", head, 0));
      this.sinceReport = 0;
      this.untold = this.untold && !isHeld;
    }
    return happened;
  }

  /**
   * @param {number} at
   * @param {Happening[]} happened
   */
  #frame(at, happened) {
    const goal = this.stopping || this.held ? 0 : 1;
    const step = 1 / this.#frames(FADE_MS);
    this.gain += Math.min(step, Math.max(-step, goal - this.gain));
    const head = this.turns[0];
    if (head && this.stopping && this.gain <= 0) {
      happened.push(this.#tell("silent", head, at));
      this.#leave();
      return 0;
    }
    if (this.held && this.gain <= 0) return 0;
    if (head && !this.playing && this.#mayPlay(head)) this.#begin(head, at, happened);
    if (head && this.playing && head.queued === 0) this.#runDry(head, at, happened);
    const filler = this.gapFrames >= 0 || this.rise < 1 ? this.#fill() : 0;
    if (this.gapFrames >= 0) this.gapFrames += 1;
    if (!this.playing || !this.turns[0]) return filler * this.gain;
    const sample = this.#take(this.turns[0]);
    const mixed = this.rise < 1 ? sample * this.rise + filler * (1 - this.rise) : sample;
    this.rise = Math.min(1, this.rise + 1 / this.#frames(RISE_MS));
    return mixed * this.gain;
  }

  /** @param {Turn} turn */
  #mayPlay(turn) {
    return turn.queued > 0 && (turn.ended || turn.queued >= this.#frames(this.aheadMs));
  }

  /**
   * @param {Turn} turn
   * @param {number} at
   * @param {Happening[]} happened
   */
  #begin(turn, at, happened) {
    this.playing = true;
    if (turn.played === 0) {
      happened.push(this.#tell("began", turn, at));
      this.sinceReport = this.rateHz; // the first samples are told at once: they are when the caller hears something
    }
    if (this.gapFrames < 0) return;
    const ms = (this.gapFrames / this.rateHz) * 1000;
    this.aheadMs = Math.min(MAX_AHEAD_MS, Math.max(this.aheadMs * 1.5, ms / 2));
    turn.gaps += 1;
    this.gapFrames = -1;
    this.rise = 0;
    happened.push({ ...this.#tell("gap", turn, at), ms });
  }

  /**
   * The head turn has no more sound: it is over, or a gap begins.
   * @param {Turn} turn
   * @param {number} at
   * @param {Happening[]} happened
   */
  #runDry(turn, at, happened) {
    if (turn.ended) {
      happened.push({ ...this.#tell("played", turn, at), done: true });
      if (turn.gaps === 0) this.aheadMs = Math.max(MIN_AHEAD_MS, this.aheadMs * 0.9);
      this.#leave();
      return;
    }
    this.playing = false;
    this.gapFrames = 0;
    this.filler = this.#prepareFiller();
  }

  /** The head turn is over. */
  #leave() {
    this.overTurn = this.turns.shift()?.turn ?? this.overTurn;
    this.playing = this.stopping = false;
    this.gapFrames = -1;
    this.gain = this.held ? 0 : 1;
    this.rise = 1;
    this.sinceReport = 0;
  }

  /** @param {Turn} turn */
  #take(turn) {
    const sample = turn.blocks[0][turn.from++];
    if (turn.from === turn.blocks[0].length) {
      turn.blocks.shift();
      turn.from = 0;
    }
    turn.queued -= 1;
    turn.played += 1;
    this.past[this.pastAt] = sample;
    this.pastAt = (this.pastAt + 1) % this.past.length;
    return sample;
  }

  /** The last period of the voice, over and over and fainter, joined so that the curve has no step. */
  #fill() {
    const { period, past } = this.filler;
    const n = this.filler.step++;
    const faint = 1 - n / this.#frames(CONCEAL_MS);
    if (faint <= 0) return 0;
    const step = past[past.length - 1] - past[past.length - 1 - period];
    const join = Math.max(0, 1 - n / this.#frames(2));
    return (past[past.length - period + (n % period)] + step * join) * faint;
  }

  #prepareFiller() {
    const past = new Float32Array(this.past.length);
    past.set(this.past.subarray(this.pastAt));
    past.set(this.past.subarray(0, this.pastAt), this.past.length - this.pastAt);
    const seen = this.#frames(PERIOD_MS[1]);
    let best = { likeness: 0, period: seen };
    for (let period = this.#frames(PERIOD_MS[0]); period <= seen; period++) {
      let product = 0;
      let power = 1e-9;
      for (let i = past.length - seen; i < past.length; i++) {
        product += past[i] * past[i - period];
        power += past[i - period] ** 2;
      }
      const likeness = product / Math.sqrt(power);
      if (likeness > best.likeness) best = { likeness, period };
    }
    return { period: best.period, step: 0, past };
  }

  /**
   * @param {Turn} turn
   * @param {Float32Array} samples
   */
  #queue(turn, samples) {
    if (samples.length === 0) return;
    turn.blocks.push(samples);
    turn.queued += samples.length;
  }

  /**
   * @param {Happening["type"]} type
   * @param {Turn} turn
   * @param {number} at
   * @returns {Happening}
   */
  #tell(type, turn, at) {
    const over = turn.ended && turn.queued === 0;
    const samples = over ? turn.received : Math.min(turn.received, Math.round((turn.played * SPEECH_HZ) / this.rateHz));
    return { type, turn: turn.turn, at, samples, ms: 0, done: false };
  }

  /** @param {number} ms */
  #frames(ms) {
    return Math.round((ms * this.rateHz) / 1000);
  }
}

/**
 * @param {Float32Array} first
 * @param {Float32Array} second
 */
function joined(first, second) {
  if (first.length === 0) return second;
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
