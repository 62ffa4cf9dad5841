// The answer's side of the sound: blocks of turns become sound, and what was really played is told.

import { framer } from "./framer.js";

/** @typedef {import("./jitter.js").Happening & { atS: number, aheadMs: number }} Played `atS` is the context's time */

export class Playback {
  /**
   * @param {AudioContext} context
   * @param {(what: Played) => void} happened told when it has left the loudspeaker, as far as the browser knows
   * @param {(frame: import("./framer.js").Frame) => void} take what is really played
   */
  constructor(context, happened, take) {
    this.context = context;
    this.worklet = new AudioWorkletNode(context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
    this.worklet.connect(framer(context, take));
    this.worklet.connect(context.destination);
    this.worklet.port.onmessage = ({ data }) => happened(data);
    this.latencyS = 0;
  }

  /**
   * @param {number} turn
   * @param {Float32Array} samples at 24 kHz
   * @param {number} start their place in the turn
   */
  play(turn, samples, start) {
    const latencyS = this.context.outputLatency || this.context.baseLatency || 0;
    if (Math.abs(latencyS - this.latencyS) > 0.002) {
      this.latencyS = latencyS;
      this.worklet.port.postMessage({ type: "latency", latencyS });
    }
    this.worklet.port.postMessage({ type: "audio", turn, samples, start }, [samples.buffer]);
  }

  /** @param {number} turn */
  end(turn) {
    this.worklet.port.postMessage({ type: "end", turn });
  }

  /** @param {number} turn */
  stop(turn) {
    this.worklet.port.postMessage({ type: "stop", turn });
  }

  /** @param {boolean} held */
  hold(held) {
    this.worklet.port.postMessage({ type: "hold", held });
  }
}
