// One WebSocket: docs/protocol.md in the browser. Who connects again makes another.

import { decode, encode } from "./vendor/msgpack.js";
import { FRAME_HZ, SPEECH_HZ } from "./rates.js";

export const SUBPROTOCOL = "stepaudio.v1.msgpack";
const KEY_SUBPROTOCOL = "stepaudio-key."; // a browser can put its key nowhere else
const VERSION = 1;
const MAX_BUFFERED_BYTES = FRAME_HZ * 2; // a second: beyond, the network is too slow, and sound is left out rather than late
const MAX_GAP_SAMPLES = FRAME_HZ * 9; // left out in one piece; the server takes 10 s
const PING_EVERY_MS = 2000;
const MAX_MISSED = 5; // intervals without an answer: then nobody is there, whatever the socket believes
const LOST = 1006;
const REFUSED = 1008;

/** @typedef {{ type: string, [key: string]: any }} Message */
/**
 * @typedef {{ task?: string | null, to?: string | null, voice?: string | null, system?: string | null, think?: boolean | null,
 *   resume?: string | null, seen?: number }} Wish
 */

export class Wire {
  /**
   * @param {Wish} wish
   * @param {string} key
   * @param {(message: Message) => void} hear every message; the samples of `audio` are a Float32Array in `samples`
   * @param {(code: number, reason: string) => void} closed once, unless `close` was called. Throws where the key has
   *   characters that cannot be sent.
   */
  constructor(wish, key, hear, closed) {
    this.saidSamples = 0;
    this.sentSamples = 0; // up to where they were sent
    this.leftOut = 0; // frames that the network was too slow for
    this.live = false; // between ready and the close
    this.roundTripMs = NaN;
    this.closed = closed;
    /** @type {{ id: number, atMs: number } | null} that is not answered yet */
    this.ping = null;
    this.missed = 0;
    this.socket = new WebSocket(streamUrl(), key ? [SUBPROTOCOL, KEY_SUBPROTOCOL + key] : [SUBPROTOCOL]);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.send({ type: "start", version: VERSION, rate_hz: FRAME_HZ, format: "int16", ...wish });
      this.#ping();
    };
    this.socket.onmessage = ({ data }) => this.#receive(data, hear);
    this.socket.onclose = ({ code, reason }) => this.#end(code, reason);
    this.pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
  }

  /** @param {Message} message */
  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encode(message));
  }

  /**
   * A frame of the microphone; frames are counted whether they are sent or not.
   * @param {Float32Array} samples
   */
  sendAudio(samples) {
    if (!this.live) return;
    const start_samples = this.saidSamples;
    this.saidSamples += samples.length;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.leftOut += 1;
      if (this.saidSamples - this.sentSamples > MAX_GAP_SAMPLES) this.#end(LOST, "");
      return;
    }
    this.sentSamples = this.saidSamples;
    this.send({ type: "audio", start_samples, data: toBytes(samples) });
  }

  close() {
    clearInterval(this.pinging);
    this.live = false;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  /**
   * @param {ArrayBuffer} data
   * @param {(message: Message) => void} hear
   */
  #receive(data, hear) {
    const message = readable(data);
    if (!message) return this.#end(REFUSED, "a message of another version");
    if (message.type === "ready") this.live = true;
    if (message.type === "audio") message.samples = toSamples(message.data);
    const { ping } = this;
    if (message.type === "pong" && ping && ping.id === message.id) {
      this.roundTripMs = performance.now() - ping.atMs;
      this.ping = null;
    }
    hear(message);
  }

  #ping() {
    this.missed = this.ping || this.socket.readyState === WebSocket.CONNECTING ? this.missed + 1 : 0;
    if (this.missed > MAX_MISSED) return this.#end(LOST, "");
    if (this.ping || this.socket.readyState !== WebSocket.OPEN) return;
    const atMs = performance.now();
    const id = Math.floor(atMs);
    this.ping = { id, atMs };
    this.send({ type: "ping", id });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #end(code, reason) {
    this.close();
    this.closed(code, reason);
  }
}

export function streamUrl() {
  const url = new URL("v1/stream", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = url.hash = "";
  return url.href;
}

/**
 * The message in a frame; null where this page cannot read it.
 * @param {ArrayBuffer} data
 */
function readable(data) {
  try {
    const message = /** @type {Message} */ (decode(new Uint8Array(data)));
    return typeof message.type === "string" ? message : null;
  } catch {
    return null;
  }
}

/**
 * A voice to answer in.
 * @param {Float32Array} samples at 24 kHz
 * @param {string} consent
 * @returns {Message}
 */
export function voiceSample(samples, consent) {
  return { type: "voice_sample", rate_hz: SPEECH_HZ, data: toBytes(samples), consent };
}

/** @param {Float32Array} samples */
function toBytes(samples) {
  const whole = Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
  return new Uint8Array(whole.buffer);
}

/** @param {Uint8Array} bytes little-endian int16 */
function toSamples(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, i) => view.getInt16(2 * i, true) / 32768);
}
