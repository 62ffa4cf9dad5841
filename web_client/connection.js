// The line to the server: one wire after the other, for as long as the call lasts; a broken one is followed by another.

import { closeTrouble, Trouble } from "./trouble.js";
import { Wire } from "./wire.js";

const RETRY_S = [0.5, 1, 2, 4, 8];

/**
 * @typedef {import("./wire.js").Message} Message
 * @typedef {object} Ear what a connection tells
 * @property {(message: Message) => void} message of the server
 * @property {() => void} connecting
 * @property {(seconds: number, why: string) => void} lost it is tried again after `seconds`
 * @property {(trouble: string) => void} over for good; the trouble is empty where nothing went wrong
 */

export class Connection {
  /**
   * @param {import("./wire.js").Wish} wish of every session that begins; the session that goes on has its own
   * @param {string} key the access key; empty where none is needed
   * @param {Ear} ear
   */
  constructor(wish, key, ear) {
    this.wish = wish;
    this.key = key;
    this.ear = ear;
    /** @type {Wire | null} */
    this.wire = null;
    /** @type {string | null} token to come back with */
    this.resume = null;
    this.seen = 0; // messages of the session
    this.base = 0; // added to the numbers of turns and utterances: each session counts from 0
    this.tries = 0;
    this.fault = ""; // code of the fatal error that a wire ended with
    this.leftOut = 0; // frames that the network was too slow for, on wires before this one
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retrying = undefined;
  }

  get isLive() {
    return this.wire?.live ?? false;
  }

  get framesLeftOut() {
    return this.leftOut + (this.wire?.leftOut ?? 0);
  }

  open() {
    clearTimeout(this.retrying);
    this.retrying = undefined;
    this.fault = "";
    this.ear.connecting();
    try {
      this.wire = new Wire(
        { ...this.wish, resume: this.resume, seen: this.resume ? this.seen : 0 },
        this.key,
        (message) => this.#hear(message),
        (code, reason) => this.#lost(code, reason),
      );
    } catch {
      this.ear.over(new Trouble("key").message); // what is no key cannot even be said
    }
  }

  /** Does not wait any longer before it tries again. */
  hurry() {
    if (this.retrying !== undefined) this.open();
  }

  /** @param {Message} message */
  send(message) {
    this.wire?.send(message);
  }

  /** @param {Float32Array} samples a frame of the microphone */
  sendAudio(samples) {
    this.wire?.sendAudio(samples);
  }

  /**
   * How much of a turn was heard; turns of sessions that are over are passed over.
   * @param {number} turn
   * @param {number} samples at 24 kHz
   */
  sendPlayed(turn, samples) {
    if (this.isLive && turn >= this.base) this.send({ type: "played", turn: turn - this.base, samples });
  }

  close() {
    clearTimeout(this.retrying);
    this.retrying = undefined;
    this.wire?.close();
  }

  /** @param {Message} message */
  #hear(message) {
    if (message.type === "ready") {
      if (message.version !== 1) return this.#end(new Trouble("versions").message);
      this.tries = 0;
      if (!message.resumed) {
        this.base = APART * sessions++;
        this.seen = 0;
      }
      this.resume = message.resume ?? null;
    }
    if (!UNCOUNTED.includes(message.type)) this.seen += 1;
    if (message.type === "error" && message.fatal) this.fault = message.code;
    if (typeof message.turn === "number") message.turn += this.base;
    if (typeof message.utterance === "number") message.utterance += this.base;
    this.ear.message(message);
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #lost(code, reason) {
    this.leftOut = this.framesLeftOut;
    this.wire = null;
    const trouble = closeTrouble(code, reason, this.fault);
    if (!trouble?.again) return this.#end(trouble?.text ?? "");
    const seconds = RETRY_S[Math.min(this.tries++, RETRY_S.length - 1)];
    this.retrying = setTimeout(() => this.open(), seconds * 1000);
    this.ear.lost(seconds, trouble.text);
  }

  /** @param {string} trouble */
  #end(trouble) {
    this.close();
    this.ear.over(trouble);
  }
}

const UNCOUNTED = ["waiting", "ready", "pong", "error"]; // not the session's
const APART = 1_000_000;
let sessions = 0;
