// The AudioWorklet around the jitter buffer: blocks come in as messages, what happened goes out as messages.

import { JitterBuffer } from "./jitter.js";

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    const buffer = new JitterBuffer(sampleRate);
    this.buffer = buffer;
    this.latencyS = 0; // from here to the loudspeaker
    /** @type {import("./playback.js").Played[]} not told yet: it has not left the loudspeaker */
    this.underWay = [];
    this.port.onmessage = ({ data }) => {
      if (data.type === "audio") buffer.push(data.turn, data.samples, data.start);
      else if (data.type === "end") buffer.end(data.turn);
      else if (data.type === "stop") buffer.stop(data.turn);
      else if (data.type === "hold") buffer.hold(data.held);
      else this.latencyS = data.latencyS;
    };
  }

  /**
   * @param {Float32Array[][]} _
   * @param {Float32Array[][]} outputs
   */
  process(_, outputs) {
    for (const happening of this.buffer.render(outputs[0][0])) {
      const atS = currentTime + happening.at / sampleRate + this.latencyS;
      this.underWay.push({ ...happening, atS, aheadMs: this.buffer.aheadMs });
    }
    while (this.underWay.length && this.underWay[0].atS <= currentTime) this.port.postMessage(this.underWay.shift());
    return true;
  }
}

registerProcessor("playback", Playback);
