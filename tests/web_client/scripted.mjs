// A server that says what a scenario wants: it answers the page's call in the real server's place.

import { decode, encode } from "../../web_client/vendor/msgpack.js";

export const READY = { type: "ready", version: 1, session: "s", model: "m", rate_hz: 24000 };

/** @typedef {{ type: string, [key: string]: any }} Message */

export class Script {
  constructor() {
    /** @type {Message[]} everything the page said, but pings */
    this.heard = [];
    this.calls = 0;
    this.pongs = true;
    /** @type {import("playwright-core").WebSocketRoute | null} */
    this.socket = null;
    /** @type {(message: Message) => void} after each `start` */
    this.onStart = () => this.send(READY);
  }

  /** @param {import("playwright-core").Page} page not opened yet */
  async answer(page) {
    await page.routeWebSocket(/v1\/stream$/, (socket) => {
      this.socket = socket;
      this.calls += 1;
      socket.onMessage((frame) => {
        const message = /** @type {Message} */ (decode(/** @type {Buffer} */ (frame)));
        if (message.type !== "ping") this.heard.push(message);
        else if (this.pongs) this.send({ type: "pong", id: message.id });
        if (message.type === "start") this.onStart(message);
      });
    });
  }

  /** @param {...object} messages */
  send(...messages) {
    for (const message of messages) this.socket?.send(Buffer.from(encode(message)));
  }

  /** @param {number} code @param {string} reason */
  close(code, reason) {
    void this.socket?.close({ code, reason });
  }

  /** @param {string} type */
  all(type) {
    return this.heard.filter((message) => message.type === type);
  }

  /** Waits until the page says something of a type, after the first `count` of them. @param {string} type */
  async hears(type, count = 0) {
    for (;;) {
      const found = this.all(type)[count];
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** An answer's text and sound, up to its end. @param {number} turn @param {string} text @param {number} seconds */
  speak(turn, text, seconds) {
    this.send({ type: "turn_started", turn, utterance: null }, { type: "text", turn, text });
    this.sound(turn, 0, seconds * 24_000);
    this.send({ type: "turn_ended", turn, text, samples: seconds * 24_000 });
  }

  /** A tone. @param {number} turn @param {number} from in samples @param {number} to */
  sound(turn, from, to) {
    for (let at = from; at < to; at += 4800) {
      const samples = Int16Array.from({ length: Math.min(4800, to - at) }, (_, n) => 6000 * Math.sin((at + n) / 10));
      this.send({ type: "audio", turn, start_samples: at, data: new Uint8Array(samples.buffer) });
    }
  }
}
