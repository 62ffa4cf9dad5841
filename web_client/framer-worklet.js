// An AudioWorklet that hands out what flows into it as frames of 20 ms: of the microphone, and of what is really played.

import { Resampler } from "./resampler.js";

class Framer extends AudioWorkletProcessor {
  /** @param {{ processorOptions: { rateHz: number, frameSamples: number } }} options */
  constructor(options) {
    super();
    const { rateHz, frameSamples } = options.processorOptions;
    this.resampler = new Resampler(sampleRate, rateHz);
    this.frame = new Float32Array(frameSamples);
    this.filled = 0;
    this.rateHz = rateHz;
    this.framed = 0; // samples handed out
    this.beganS = -1; // the context's time at sample 0
    this.wanted = true;
    this.port.onmessage = () => {
      this.wanted = false; // a node that goes on would never be freed
    };
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    if (this.beganS < 0) this.beganS = currentTime;
    const samples = this.resampler.push(inputs[0][0] ?? SILENCE); // nothing connected is silence: time goes on
    for (let from = 0; from < samples.length; ) {
      const count = Math.min(samples.length - from, this.frame.length - this.filled);
      this.frame.set(samples.subarray(from, from + count), this.filled);
      this.filled += count;
      from += count;
      if (this.filled === this.frame.length) this.#handOut();
    }
    return this.wanted;
  }

  #handOut() {
    const atS = this.beganS + this.framed / this.rateHz;
    this.framed += this.frame.length;
    this.filled = 0;
    const samples = this.frame;
    this.frame = new Float32Array(samples.length);
    this.port.postMessage({ samples, atS }, [samples.buffer]);
  }
}

const SILENCE = new Float32Array(128);

registerProcessor("framer", Framer);
