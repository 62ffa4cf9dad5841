// The caller's side of the sound: a microphone or a sample, as frames of 20 ms at 16 kHz.

import { framer } from "./framer.js";
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
    this.gate = new GainNode(context); // closed while muted, or while a sample speaks in the caller's place
    this.framer = framer(context, take);
    this.gate.connect(this.framer);
    this.muted = false;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {AudioNode | null} */
    this.microphone = null;
    /** @type {AudioBufferSourceNode | null} */
    this.sample = null;
  }

  /**
   * Listens to a microphone, in the place of the one before. Throws `Trouble`.
   * @param {Hearing} hearing
   */
  async open({ deviceId, ...processing }) {
    if (!navigator.mediaDevices) throw new Trouble("insecure");
    let stream;
    try {
      const device = deviceId ? { deviceId: { exact: deviceId } } : {};
      stream = await navigator.mediaDevices.getUserMedia({ audio: { ...device, ...processing, channelCount: 1 } });
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

  #gate() {
    const open = !this.muted && this.sample === null;
    this.gate.gain.setTargetAtTime(open ? 1 : 0, this.context.currentTime, 0.005);
  }
}
