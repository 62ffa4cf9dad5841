// The connection: docs/protocol.md in the browser. One Wire is one WebSocket; who connects again makes another.

import { decode, encode } from "./vendor/msgpack.js";
import { FRAME_HZ } from "./framer.js";

export const SUBPROTOCOL = "stepaudio.v1.msgpack";
const VERSION = 1;
const MAX_BUFFERED_BYTES = FRAME_HZ * 2; // a second: beyond, the network is too slow, and sound is left out rather than late
const MAX_GAP_SAMPLES = FRAME_HZ * 9; // left out in one piece; the server takes 10 s
const PING_EVERY_MS = 2000;

/** @typedef {{ type: string, [key: string]: any }} Message */
/** @typedef {{ task: string | null, voice: string | null, system: string | null }} Wish */

// Each connection counts turns and utterances from 0; the page keeps them apart by adding this much for each.
const APART = 1_000_000;
let connections = 0;

export class Wire {
  /**
   * @param {Wish} wish
   * @param {(message: Message) => void} hear every message; the samples of `audio` are a Float32Array in `samples`
   * @param {(code: number, reason: string, wasLive: boolean) => void} closed once, unless `close` was called
   */
  constructor(wish, hear, closed) {
    this.base = APART * connections++;
    this.saidSamples = 0;
    this.sentSamples = 0; // up to where they were sent
    this.leftOut = 0; // frames that the network was too slow for
    this.live = false; // between ready and the close
    this.roundTripMs = NaN;
    /** @type {Map<number, number>} */
    this.pings = new Map();
    this.socket = new WebSocket(streamUrl(), SUBPROTOCOL);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.send({ type: "start", version: VERSION, rate_hz: FRAME_HZ, format: "int16", ...wish });
    };
    this.socket.onmessage = ({ data }) => this.#receive(data, hear);
    this.socket.onclose = ({ code, reason }) => {
      const wasLive = this.live;
      this.#stop();
      closed(code, reason, wasLive);
    };
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
      if (this.saidSamples - this.sentSamples > MAX_GAP_SAMPLES) this.socket.close();
      return;
    }
    this.sentSamples = this.saidSamples;
    const whole = Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
    this.send({ type: "audio", start_samples, data: new Uint8Array(whole.buffer) });
  }

  /**
   * How much of a turn was heard.
   * @param {number} turn as the page counts it; turns of earlier connections are passed over
   * @param {number} samples at 24 kHz
   */
  sendPlayed(turn, samples) {
    if (this.live && turn >= this.base) this.send({ type: "played", turn: turn - this.base, samples });
  }

  close() {
    this.#stop();
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  /**
   * @param {ArrayBuffer} data
   * @param {(message: Message) => void} hear
   */
  #receive(data, hear) {
    const message = /** @type {Message} */ (decode(new Uint8Array(data)));
    if (typeof message.turn === "number") message.turn += this.base;
    if (typeof message.utterance === "number") message.utterance += this.base;
    if (message.type === "ready") this.live = true;
    if (message.type === "audio") message.samples = toSamples(message.data);
    if (message.type === "pong") {
      this.roundTripMs = performance.now() - (this.pings.get(message.id) ?? NaN);
      this.pings.clear();
    }
    hear(message);
  }

  #ping() {
    if (this.pings.size) return; // the last one is still under way
    const id = Math.floor(performance.now());
    this.pings.set(id, performance.now());
    this.send({ type: "ping", id });
  }

  #stop() {
    this.live = false;
    clearInterval(this.pinging);
  }
}

export function streamUrl() {
  const url = new URL("v1/stream", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = url.hash = "";
  return url.href;
}

/** @param {Uint8Array} bytes little-endian int16 */
function toSamples(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, i) => view.getInt16(2 * i, true) / 32768);
}
