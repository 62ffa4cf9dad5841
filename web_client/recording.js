// The call as it was: what was sent and what was really played, side by side, to keep as a WAV file.

import { FRAME_HZ, FRAME_SAMPLES } from "./rates.js";

const MAX_FRAMES = 30 * 60 * (FRAME_HZ / FRAME_SAMPLES); // half an hour; beyond, the oldest is forgotten

/** @typedef {{ atS: number, samples: Int16Array }} Kept */

export class Recording {
  constructor() {
    /** @type {[Kept[], Kept[]]} left: the caller; right: the answer */
    this.sides = [[], []];
  }

  get isEmpty() {
    return this.sides[0].length === 0;
  }

  /**
   * @param {0 | 1} side
   * @param {import("./framer.js").Frame} frame
   */
  add(side, { samples, atS }) {
    const kept = this.sides[side];
    kept.push({ atS, samples: Int16Array.from(samples, (x) => Math.max(-32768, Math.min(32767, x * 32768))) });
    if (kept.length > MAX_FRAMES) kept.splice(0, MAX_FRAMES / 10);
  }

  /** Both sides as a stereo WAV file. */
  wav() {
    const all = this.sides.flat();
    const beganS = all.reduce((first, { atS }) => Math.min(first, atS), Infinity);
    const place = (/** @type {Kept} */ { atS }) => Math.round((atS - beganS) * FRAME_HZ);
    const length = all.reduce((end, frame) => Math.max(end, place(frame) + FRAME_SAMPLES), 0);
    const sound = new Int16Array(2 * length);
    this.sides.forEach((frames, side) => {
      for (const frame of frames) {
        const at = place(frame);
        for (let n = 0; n < frame.samples.length; n++) sound[2 * (at + n) + side] = frame.samples[n];
      }
    });
    return new Blob([wavHeader(sound.byteLength, 2), sound], { type: "audio/wav" });
  }
}

/**
 * @param {number} bytes of 16-bit samples that follow
 * @param {number} channels
 */
function wavHeader(bytes, channels) {
  const header = new DataView(new ArrayBuffer(44));
  const text = (/** @type {number} */ at, /** @type {string} */ word) => {
    for (let n = 0; n < word.length; n++) header.setUint8(at + n, word.charCodeAt(n));
  };
  text(0, "RIFF");
  header.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, channels, true);
  header.setUint32(24, FRAME_HZ, true);
  header.setUint32(28, FRAME_HZ * channels * 2, true);
  header.setUint16(32, channels * 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, bytes, true);
  return header;
}
