// The call as it was: what was sent and what was really played, side by side, to keep as a WAV file.

import { FRAME_HZ, FRAME_SAMPLES } from "./rates.js";

const MAX_FRAMES = 30 * 60 * (FRAME_HZ / FRAME_SAMPLES); // half an hour; beyond, the oldest is forgotten

/** @typedef {{ atS: number, samples: Int16Array }} Kept */

export class Recording {
  constructor() {
    /** @type {[Kept[], Kept[]]} left: the caller; right: the answer; frames of silence are left out */
    this.sides = [[], []];
    this.beganS = Infinity;
    this.endedS = -Infinity;
  }

  get isEmpty() {
    return this.endedS < this.beganS;
  }

  /**
   * @param {0 | 1} side
   * @param {import("./framer.js").Frame} frame
   */
  add(side, { samples, atS }) {
    this.beganS = Math.min(this.beganS, atS);
    this.endedS = Math.max(this.endedS, atS);
    const whole = Int16Array.from(samples, (x) => Math.max(-32768, Math.min(32767, x * 32768)));
    if (whole.every((x) => x === 0)) return;
    const kept = this.sides[side];
    kept.push({ atS, samples: whole });
    if (kept.length <= MAX_FRAMES) return;
    kept.splice(0, MAX_FRAMES / 10);
    this.beganS = Math.min(this.sides[0][0]?.atS ?? atS, this.sides[1][0]?.atS ?? atS);
  }

  /** Both sides as a stereo WAV file. */
  wav() {
    const place = (/** @type {number} */ atS) => Math.round((atS - this.beganS) * FRAME_HZ);
    const length = place(this.endedS) + FRAME_SAMPLES;
    const sound = new Int16Array(2 * length);
    this.sides.forEach((frames, side) => {
      for (const { atS, samples } of frames) {
        const at = place(atS);
        for (let n = 0; n < samples.length; n++) sound[2 * (at + n) + side] = samples[n];
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
