// A node of the audio graph that reads along: mono frames of 20 ms, with the context's time of each.

import { FRAME_HZ } from "./rates.js";

/** @typedef {{ samples: Float32Array, atS: number }} Frame `atS` is the context's time of the first sample */

/**
 * Hands every frame that flows into the returned node to `take`. Its module must have been added to the context.
 * @param {AudioContext} context
 * @param {(frame: Frame) => void} take
 * @param {number} rateHz of the frames
 */
export function framer(context, take, rateHz = FRAME_HZ) {
  const node = new AudioWorkletNode(context, "framer", {
    numberOfInputs: 1,
    numberOfOutputs: 1, // silent; a node without a way to the loudspeaker would not be run everywhere
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: { rateHz, frameSamples: rateHz / 50 },
  });
  node.port.onmessage = ({ data }) => take(data);
  node.connect(context.destination);
  return node;
}

/**
 * How loud samples are, 0 to 1: from -60 dB below full scale to full scale.
 * @param {Float32Array} samples
 */
export function loudness(samples) {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  const decibel = 10 * Math.log10(power / samples.length + 1e-12);
  return Math.min(1, Math.max(0, 1 + decibel / 60));
}
