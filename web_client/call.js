// A call: microphone ▶ connection ▶ loudspeaker, from the button to the end. Knows no page.

import { Capture } from "./capture.js";
import { Connection } from "./connection.js";
import { loudness } from "./framer.js";
import { Playback } from "./playback.js";
import { FRAME_HZ } from "./rates.js";
import { Recording } from "./recording.js";
import { Trouble } from "./trouble.js";
import { voiceSample } from "./wire.js";

const PATIENCE_MS = 8000; // after an utterance, until an answer that does not begin is given up
const AFTERGLOW_MS = 1200; // how long "interrupted" is shown
const COMMIT_FRAMES = 3; // after push-to-talk is let go, until the last of what was said is on its way

/**
 * @typedef {"idle" | "connecting" | "queueing" | "waiting" | "listening" | "hearing" | "thinking" | "speaking" | "holding" |
 *   "interrupted"} Activity
 * @typedef {import("./wire.js").Message} Message
 * @typedef {object} Listener what a call tells, to whoever shows it
 * @property {(activity: Activity, place: number) => void} activity `place` in the queue where it is "queueing"
 * @property {(message: Message) => void} message of the server
 * @property {(side: "caller" | "answer", level: number) => void} level 0 to 1, every 20 ms
 * @property {(kind: "answer" | "stop" | "gap", turn: number, ms: number) => void} timing
 * @property {(text: string) => void} trouble to act on
 * @property {(seconds: number, why: string) => void} lost there is no connection; it is tried again after `seconds`
 * @property {(resumed: boolean) => void} found there is one again: the same conversation, or a new one to the machine
 */

export class Call {
  /**
   * Throws `Trouble` where the browser cannot do it.
   * @param {import("./wire.js").Wish} wish
   * @param {string} key
   * @param {Listener} listener
   */
  constructor(wish, key, listener) {
    this.listener = listener;
    this.recording = new Recording();
    this.context = openContext();
    this.line = new Connection(wish, key, {
      message: (message) => this.#hear(message),
      connecting: () => this.#become("connecting"),
      lost: (seconds, why) => this.#lost(seconds, why),
      over: (trouble) => this.end(trouble),
    });
    /** @type {Capture | null} */
    this.capture = null;
    /** @type {Playback | null} */
    this.playback = null;
    this.over = false;
    this.wasLive = false; // there was a session before this connection
    /** @type {Activity} */
    this.activity = "connecting";
    this.callerSpeaks = false;
    this.held = { byServer: false, byPerson: false };
    this.heldFromS = -1; // since when a hold is silent
    /** @type {number | null} turn that sounds */
    this.sounding = null;
    /** @type {number | null} latest turn that was begun and not cut */
    this.turn = null;
    this.cutTurn = -1; // nothing of turns up to this one is played any more
    this.played = { turn: -1, samples: 0 }; // as told last
    this.streamBeganS = -1; // the context's time of sample 0 of the session's stream
    this.streamSamples = 0; // of it, up to now
    this.cutFromS = 0; // when the caller began to want silence
    this.askedS = 0; // when the last question ended
    this.commitIn = 0; // frames
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
    if (!this.over) this.line.open();
  }

  /**
   * The call is over; its recording stays.
   * @param {string} trouble why, where it was not the person's wish
   */
  end(trouble = "") {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.patience);
    this.line.send({ type: "cancel" });
    this.line.send({ type: "end" }); // or the server would keep the session for a client that comes back
    this.line.close();
    this.capture?.hush();
    this.capture?.close();
    void this.context.close();
    this.#become("idle");
    if (trouble) this.listener.trouble(trouble);
  }

  get isLive() {
    return this.line.isLive;
  }

  // -- what the person does -------------------------------------------------------------------------------------

  /** @param {string} text */
  type(text) {
    this.askedS = this.cutFromS = this.context.currentTime;
    this.line.send({ type: "text", text });
    this.#await();
  }

  /** Stops the answer. */
  cancel() {
    this.cutFromS = this.context.currentTime;
    this.line.send({ type: "cancel" });
    if (this.turn !== null) this.#cut(this.turn);
  }

  /** @param {boolean} held the answer waits */
  hold(held) {
    this.held.byPerson = held;
    this.#hold();
  }

  /** The caller has let go of the button: what was said is all. */
  commit() {
    this.commitIn = COMMIT_FRAMES;
  }

  /**
   * Other choices, from the next answer on.
   * @param {import("./wire.js").Wish} wish
   */
  choose(wish) {
    this.line.wish = wish;
    this.line.send({ type: "choose", ...wish });
  }

  /**
   * Lends a voice to answer in.
   * @param {Float32Array} samples at 24 kHz
   * @param {string} consent
   */
  lend(samples, consent) {
    this.line.send(voiceSample(samples, consent));
  }

  /** Comes back after the machine slept, or another page held the sound. */
  wake() {
    if (this.over) return;
    if (this.context.state !== "running") void this.context.resume();
    this.line.hurry();
  }

  // -- the connection -------------------------------------------------------------------------------------------

  /**
   * @param {number} seconds
   * @param {string} why
   */
  #lost(seconds, why) {
    if (this.line.resume === null && this.turn !== null) this.#cut(this.turn); // else it plays on what it has
    this.callerSpeaks = false;
    this.held.byServer = false;
    this.#hold();
    this.#become("waiting");
    this.listener.lost(seconds, why);
  }

  /** @param {boolean} resumed */
  #ready(resumed) {
    if (resumed) {
      if (this.played.turn >= 0) this.line.sendPlayed(this.played.turn, this.played.samples);
      this.streamBeganS = this.context.currentTime - this.streamSamples / FRAME_HZ;
    } else {
      if (this.turn !== null) this.#cut(this.turn);
      this.streamBeganS = -1;
      this.streamSamples = 0;
    }
    if (this.wasLive) this.listener.found(resumed);
    this.wasLive = true;
    this.#settle();
  }

  /** @param {Message} message */
  #hear(message) {
    switch (message.type) {
      case "waiting":
        this.#become("queueing", message.place);
        break;
      case "ready":
        this.#ready(message.resumed === true);
        break;
      case "speech_started":
        this.callerSpeaks = true;
        this.cutFromS = this.#timeOf(message.at_samples);
        this.#settle();
        break;
      case "speech_stopped":
        this.callerSpeaks = false;
        this.askedS = this.#timeOf(message.at_samples);
        if (this.line.wish.task === "transcribe") this.#settle();
        else this.#await();
        break;
      case "turn_started":
        clearTimeout(this.patience);
        this.turn = message.turn;
        this.questions.set(message.turn, this.askedS);
        if (!this.callerSpeaks) this.#become("thinking");
        break;
      case "audio":
        if (message.turn > this.cutTurn) this.playback?.play(message.turn, message.samples, message.start_samples);
        break;
      case "held":
      case "released":
        this.held.byServer = message.type === "held";
        this.#hold();
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
    this.held = { byServer: false, byPerson: false }; // a hold was for this answer, not for the next
    this.#hold();
    if (this.turn === turn) this.turn = null;
  }

  #hold() {
    const { byServer, byPerson } = this.held;
    this.playback?.hold(byServer || byPerson);
    if (byServer || byPerson) this.heldFromS = -1;
    if (this.sounding !== null && this.isLive) this.#settle();
  }

  /** An answer should begin soon. */
  #await() {
    this.#become("thinking");
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.activity === "thinking" && this.#settle(), PATIENCE_MS);
  }

  // -- the sound ------------------------------------------------------------------------------------------------

  /** @param {import("./framer.js").Frame} frame */
  #captured(frame) {
    if (this.isLive) {
      if (this.streamBeganS < 0) this.streamBeganS = frame.atS;
      this.streamSamples += frame.samples.length;
    }
    this.line.sendAudio(frame.samples);
    if (this.commitIn > 0 && --this.commitIn === 0) this.line.send({ type: "commit" });
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
      const sinceS = this.heldFromS > this.cutFromS ? this.heldFromS : atS; // a hold that became a stop
      this.listener.timing("stop", turn, (sinceS - this.cutFromS) * 1000);
      this.line.sendPlayed(turn, what.samples); // the server's guess of what was heard becomes exact
      this.sounding = null;
      if (!this.isLive) return;
      this.#become("interrupted");
      setTimeout(() => this.activity === "interrupted" && this.#settle(), AFTERGLOW_MS);
    } else {
      if (type === "held") this.heldFromS = atS;
      this.played = { turn, samples: what.samples };
      this.line.sendPlayed(turn, what.samples);
      if (what.done) this.sounding = null;
      if (what.done) this.#settle();
    }
  }

  /** @param {number} samples of the session's stream, at 16 kHz */
  #timeOf(samples) {
    return this.streamBeganS + samples / FRAME_HZ;
  }

  // -- what is shown --------------------------------------------------------------------------------------------

  /** Whatever is the case now. */
  #settle() {
    if (!this.isLive) return;
    const { byServer, byPerson } = this.held;
    if (this.sounding !== null) this.#become(byServer || byPerson ? "holding" : "speaking");
    else this.#become(this.callerSpeaks ? "hearing" : "listening");
  }

  /**
   * @param {Activity} activity
   * @param {number} place
   */
  #become(activity, place = 0) {
    if (this.over && activity !== "idle") return;
    this.activity = activity;
    this.listener.activity(activity, place);
  }
}

function openContext() {
  if (!window.isSecureContext) throw new Trouble("insecure");
  if (typeof AudioContext === "undefined" || typeof AudioWorkletNode === "undefined") throw new Trouble("unsupported");
  return new AudioContext({ latencyHint: "interactive" });
}

/** @param {string} name */
const moduleUrl = (name) => new URL(`${name}-worklet.js`, import.meta.url);
