// The caller's side of the sound: a microphone or a sample, as frames of 20 ms at 16 kHz.

import { framer } from "./framer.js";
import { SPEECH_HZ } from "./rates.js";
import { Trouble } from "./trouble.js";

/** @typedef {{ deviceId: string, echoCancellation: boolean, noiseSuppression: boolean, autoGainControl: boolean }} Hearing */

export class Capture {
  /**
   * @param {AudioContext} context
   * @param {(frame: import("./framer.js").Frame) => void} take
   * @param {() => void} lost the microphone went away by itself
   */
  constructor(context, take, lost) {
    this.context = context;
    this.lost = lost;
    this.gate = new GainNode(context); // closed while muted, and while a sample or a recording takes the caller's place
    this.framer = framer(context, take);
    this.gate.connect(this.framer);
    this.muted = false;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {AudioNode | null} */
    this.microphone = null;
    /** @type {AudioBufferSourceNode | null} */
    this.sample = null;
    /** @type {(() => void) | null} */
    this.cutRecording = null;
  }

  /**
   * Listens to a microphone, in the place of the one before. Throws `Trouble`.
   * @param {Hearing} hearing
   */
  async open({ deviceId, ...processing }) {
    if (!navigator.mediaDevices) throw new Trouble("insecure");
    const ask = (/** @type {MediaTrackConstraints} */ device) =>
      navigator.mediaDevices.getUserMedia({ audio: { ...device, ...processing, channelCount: 1 } });
    let stream;
    try {
      stream = await ask(deviceId ? { deviceId: { exact: deviceId } } : {}).catch((error) => {
        if (deviceId && error.name === "OverconstrainedError") return ask({}); // that one is unplugged
        throw error;
      });
    } catch (error) {
      throw Trouble.ofMicrophone(error);
    }
    this.close();
    this.stream = stream;
    this.microphone = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.microphone.connect(this.gate);
    for (const track of stream.getTracks()) {
      track.onended = () => {
        this.close();
        this.lost();
      };
    }
  }

  /** Lets the microphone go; silence is captured from here on. */
  close() {
    this.cutRecording?.();
    this.microphone?.disconnect();
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.microphone = this.stream = null;
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    this.#gate();
  }

  /**
   * Speaks a recording in the caller's place, heard from the loudspeaker too; resolves at its end.
   * @param {AudioBuffer} recording
   * @returns {Promise<void>}
   */
  speak(recording) {
    this.hush();
    const sample = new AudioBufferSourceNode(this.context, { buffer: recording });
    this.sample = sample;
    const aside = new GainNode(this.context, { gain: 0.6 });
    sample.connect(this.framer);
    sample.connect(aside).connect(this.context.destination);
    this.#gate();
    return new Promise((resolve) => {
      sample.onended = () => {
        sample.disconnect();
        aside.disconnect();
        if (this.sample === sample) this.sample = null;
        this.#gate();
        resolve();
      };
      sample.start();
    });
  }

  /** Stops the recording that speaks, if one does. */
  hush() {
    this.sample?.stop();
    this.sample = null;
  }

  /**
   * Records the microphone, which is not heard in the call meanwhile.
   * @param {number} seconds
   * @param {(seconds: number) => void} progress
   * @returns {Promise<Float32Array | null>} at 24 kHz; null where it was cut short
   */
  record(seconds, progress) {
    const { microphone } = this;
    if (!microphone || this.cutRecording) return Promise.resolve(null);
    const kept = new Float32Array(seconds * SPEECH_HZ);
    let filled = 0;
    return new Promise((resolve) => {
      /** @param {Float32Array | null} result */
      const finish = (result) => {
        if (!this.cutRecording) return;
        this.cutRecording = null;
        microphone.disconnect(node);
        node.disconnect();
        node.port.postMessage("stop");
        this.#gate();
        resolve(result);
      };
      const node = framer(
        this.context,
        ({ samples }) => {
          kept.set(samples.subarray(0, kept.length - filled), filled);
          filled = Math.min(kept.length, filled + samples.length);
          progress(filled / SPEECH_HZ);
          if (filled === kept.length) finish(kept);
        },
        SPEECH_HZ,
      );
      this.cutRecording = () => finish(null);
      this.#gate();
      microphone.connect(node);
    });
  }

  #gate() {
    const open = !this.muted && this.sample === null && this.cutRecording === null;
    this.gate.gain.setTargetAtTime(open ? 1 : 0, this.context.currentTime, 0.005);
  }
}
