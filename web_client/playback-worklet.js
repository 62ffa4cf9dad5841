// The AudioWorklet around the jitter buffer: blocks come in as messages, what happened goes out as messages.

import { JitterBuffer } from "./jitter.js";

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    const buffer = new JitterBuffer(sampleRate);
    this.buffer = buffer;
    this.port.onmessage = ({ data }) => {
      if (data.type === "audio") buffer.push(data.turn, data.samples);
      else if (data.type === "end") buffer.end(data.turn);
      else if (data.type === "stop") buffer.stop(data.turn);
      else buffer.hold(data.held);
    };
  }

  /**
   * @param {Float32Array[][]} _
   * @param {Float32Array[][]} outputs
   */
  process(_, outputs) {
    for (const happening of this.buffer.render(outputs[0][0])) {
      this.port.postMessage({ ...happening, atS: currentTime + happening.at / sampleRate, aheadMs: this.buffer.aheadMs });
    }
    return true;
  }
}

registerProcessor("playback", Playback);
