// A call: microphone ▶ wire ▶ loudspeaker, from the button to the end; it connects again by itself. Knows no page.

import { Capture } from "./capture.js";
import { FRAME_HZ, loudness } from "./framer.js";
import { Playback } from "./playback.js";
import { Recording } from "./recording.js";
import { closeTrouble, Trouble } from "./trouble.js";
import { Wire } from "./wire.js";

const RETRY_S = [0.5, 1, 2, 4, 8];
const PATIENCE_MS = 5000; // after an utterance, until an answer that does not begin is given up
const AFTERGLOW_MS = 1200; // how long "interrupted" is shown

/**
 * @typedef {"idle" | "connecting" | "waiting" | "listening" | "hearing" | "thinking" | "speaking" | "interrupted"} Activity
 * @typedef {import("./wire.js").Message} Message
 * @typedef {object} Listener what a call tells, to whoever shows it
 * @property {(activity: Activity) => void} activity
 * @property {(message: Message) => void} message of the server
 * @property {(side: "caller" | "answer", level: number) => void} level 0 to 1, every 20 ms
 * @property {(kind: "answer" | "stop" | "gap", turn: number, ms: number) => void} timing
 * @property {(text: string) => void} trouble to act on
 * @property {(seconds: number, why: string, wasLive: boolean) => void} retry there is no connection; it is tried again
 *   after `seconds`. What was said before is forgotten by the server where there `wasLive` one.
 */

export class Call {
  /**
   * @param {import("./wire.js").Wish} wish
   * @param {Listener} listener
   */
  constructor(wish, listener) {
    this.wish = wish;
    this.listener = listener;
    this.recording = new Recording();
    /** @type {AudioContext} */
    this.context = openContext();
    /** @type {Capture | null} */
    this.capture = null;
    /** @type {Playback | null} */
    this.playback = null;
    /** @type {Wire | null} */
    this.wire = null;
    this.tries = 0;
    this.over = false;
    /** @type {Activity} */
    this.activity = "connecting";
    this.callerSpeaks = false;
    /** @type {number | null} turn that sounds */
    this.sounding = null;
    /** @type {number | null} latest turn that was begun and not cut */
    this.turn = null;
    this.cutTurn = -1; // nothing of turns up to this one is played any more
    this.streamBeganS = -1; // the context's time of sample 0 of the stream
    this.cutFromS = 0; // when the caller began to want silence
    this.askedS = 0; // when the last question ended
    /** @type {Map<number, number>} when the question of a turn ended */
    this.questions = new Map();
  }

  /**
   * Opens the microphone, if `hearing` asks for one, and connects. Throws `Trouble`, and is then over.
   * @param {import("./capture.js").Hearing | null} hearing
   */
  async begin(hearing) {
    this.#become("connecting");
    try {
      await this.context.resume();
      await Promise.all(["framer", "playback"].map((name) => this.context.audioWorklet.addModule(moduleUrl(name))));
      if (this.over) return;
      this.capture = new Capture(
        this.context,
        (frame) => this.#captured(frame),
        () => this.listener.trouble(new Trouble("unplugged").message),
      );
      this.playback = new Playback(
        this.context,
        (what) => this.#played(what),
        (frame) => this.#sounded(frame),
      );
      if (hearing) await this.capture.open(hearing);
    } catch (error) {
      this.end();
      throw error;
    }
    if (!this.over) this.#connect();
  }

  /** The call is over; its recording stays. */
  end() {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.patience);
    this.wire?.send({ type: "cancel" });
    this.wire?.close();
    this.capture?.hush();
    this.capture?.close();
    void this.context.close();
    this.#become("idle");
  }

  /** @param {string} text */
  type(text) {
    this.askedS = this.context.currentTime;
    this.cutFromS = this.askedS;
    this.wire?.send({ type: "text", text });
    this.#await();
  }

  /** Stops the answer. */
  cancel() {
    this.cutFromS = this.context.currentTime;
    this.wire?.send({ type: "cancel" });
    if (this.turn !== null) this.#cut(this.turn);
  }

  /** Comes back after the machine slept, or another page held the sound. */
  wake() {
    if (!this.over && this.context.state !== "running") void this.context.resume();
  }

  get isLive() {
    return this.wire?.live ?? false;
  }

  // -- the connection -------------------------------------------------------------------------------------------

  #connect() {
    this.#become("connecting");
    this.streamBeganS = -1;
    this.wire = new Wire(
      this.wish,
      (message) => this.#hear(message),
      (code, reason, wasLive) => this.#lost(code, reason, wasLive),
    );
  }

  /**
   * @param {number} code
   * @param {string} reason
   * @param {boolean} wasLive
   */
  #lost(code, reason, wasLive) {
    const trouble = closeTrouble(code, reason);
    if (this.turn !== null) this.#cut(this.turn);
    this.callerSpeaks = false;
    if (!trouble?.again) {
      this.end();
      if (trouble) this.listener.trouble(trouble.text);
      return;
    }
    const seconds = RETRY_S[Math.min(this.tries++, RETRY_S.length - 1)];
    this.#become("waiting");
    this.listener.retry(seconds, trouble.text, wasLive);
    this.timer = setTimeout(() => this.#connect(), seconds * 1000);
  }

  /** @param {Message} message */
  #hear(message) {
    switch (message.type) {
      case "ready":
        this.tries = 0;
        this.#become("listening");
        break;
      case "speech_started":
        this.callerSpeaks = true;
        this.cutFromS = this.#timeOf(message.at_samples);
        this.#settle();
        break;
      case "speech_stopped":
        this.callerSpeaks = false;
        this.askedS = this.#timeOf(message.at_samples);
        if (this.wish.task === "transcribe") this.#settle();
        else this.#await();
        break;
      case "turn_started":
        clearTimeout(this.patience);
        this.turn = message.turn;
        this.questions.set(message.turn, this.askedS);
        if (!this.callerSpeaks) this.#become("thinking");
        break;
      case "audio":
        if (message.turn > this.cutTurn) this.playback?.play(message.turn, message.samples);
        break;
      case "turn_ended":
        this.playback?.end(message.turn);
        if (message.samples === 0) this.#settle();
        break;
      case "interrupted":
        this.#cut(message.turn);
        if (this.sounding !== message.turn) this.#settle();
        break;
      case "error":
        if (!message.fatal) this.listener.trouble(message.message);
        break;
    }
    this.listener.message(message);
  }

  /**
   * Silence, whatever of the turn is still on its way.
   * @param {number} turn
   */
  #cut(turn) {
    this.cutTurn = Math.max(this.cutTurn, turn);
    this.playback?.stop(turn);
    this.playback?.hold(false); // a hold was for this answer, not for the next
    if (this.turn === turn) this.turn = null;
  }

  /** An answer should begin soon. */
  #await() {
    this.#become("thinking");
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.#settle(), PATIENCE_MS);
  }

  // -- the sound ------------------------------------------------------------------------------------------------

  /** @param {import("./framer.js").Frame} frame */
  #captured(frame) {
    if (this.streamBeganS < 0 && this.isLive) this.streamBeganS = frame.atS;
    this.wire?.sendAudio(frame.samples);
    this.recording.add(0, frame);
    this.listener.level("caller", loudness(frame.samples));
  }

  /** @param {import("./framer.js").Frame} frame */
  #sounded(frame) {
    this.recording.add(1, frame);
    this.listener.level("answer", loudness(frame.samples));
  }

  /** @param {import("./playback.js").Played} what */
  #played(what) {
    if (this.over) return;
    const { type, turn, atS } = what;
    if (type === "began") {
      this.sounding = turn;
      if (this.questions.has(turn)) this.listener.timing("answer", turn, (atS - Number(this.questions.get(turn))) * 1000);
      this.questions.delete(turn);
      this.#settle();
    } else if (type === "gap") {
      this.listener.timing("gap", turn, what.ms);
    } else if (type === "silent") {
      this.listener.timing("stop", turn, (atS - this.cutFromS) * 1000);
      this.sounding = null;
      this.#become("interrupted");
      setTimeout(() => this.activity === "interrupted" && this.#settle(), AFTERGLOW_MS);
    } else {
      this.wire?.sendPlayed(turn, what.samples);
      if (what.done) this.sounding = null;
      if (what.done) this.#settle();
    }
  }

  /** @param {number} samples of the stream, at 16 kHz */
  #timeOf(samples) {
    return this.streamBeganS + samples / FRAME_HZ;
  }

  // -- what is shown --------------------------------------------------------------------------------------------

  /** Whatever is the case now. */
  #settle() {
    if (this.sounding !== null) this.#become("speaking");
    else if (this.callerSpeaks) this.#become("hearing");
    else if (this.isLive) this.#become("listening");
  }

  /** @param {Activity} activity */
  #become(activity) {
    if (this.over && activity !== "idle") return;
    this.activity = activity;
    this.listener.activity(activity);
  }
}

function openContext() {
  if (!window.isSecureContext) throw new Trouble("insecure");
  if (typeof AudioContext === "undefined" || typeof AudioWorkletNode === "undefined") throw new Trouble("unsupported");
  return new AudioContext({ latencyHint: "interactive" });
}

/** @param {string} name */
const moduleUrl = (name) => new URL(`${name}-worklet.js`, import.meta.url);
