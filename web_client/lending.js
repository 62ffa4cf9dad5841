// The person's voice for the answers: recorded with consent, sent, and what the server thinks of it.

import { byId, show } from "./dom.js";

export class Lending {
  /**
   * @param {() => import("./call.js").Call | null} call that is live and has a microphone, or null
   */
  constructor(call) {
    this.call = call;
    this.consent = byId("consent", HTMLInputElement);
    this.button = byId("lend", HTMLButtonElement);
    this.progress = byId("lent", HTMLProgressElement);
    this.status = byId("lending", HTMLElement);
    this.recording = false;
    this.sent = false; // and not answered yet
    this.consent.addEventListener("change", () => this.refresh());
    this.button.addEventListener("click", () => void this.#record());
  }

  /** What can be done now. */
  refresh() {
    const can = this.call() !== null && this.consent.checked;
    this.button.disabled = !can || this.recording;
    if (this.recording || this.sent || this.status.dataset.said) return;
    show(this.status, this.call() ? "" : "Start talking first: the recording uses the call's microphone.");
  }

  /** @param {import("./wire.js").Message} message of the server */
  take(message) {
    if (message.type === "voice_ready") {
      const advice = message.advice?.length ? ` It could be better: ${message.advice.join("; ")}.` : "";
      this.#say(`The next answer is spoken in your voice.${advice}`);
    } else if (message.type === "error" && this.sent) {
      this.#say(`This recording cannot be used: ${message.message}`);
    }
  }

  /** The session that knew the voice is over. */
  forget() {
    this.sent = false;
    delete this.status.dataset.said;
    this.refresh();
  }

  async #record() {
    const call = this.call();
    if (!call?.capture) return;
    const consent = byId("consent-text", HTMLElement).textContent ?? "";
    this.recording = true;
    this.progress.hidden = false;
    this.refresh();
    show(this.status, "Recording: read anything aloud. The call does not hear it.");
    const samples = await call.capture.record(this.progress.max, (seconds) => {
      this.progress.value = seconds;
    });
    this.recording = false;
    this.progress.hidden = true;
    if (samples && this.call() === call) {
      call.lend(samples, consent);
      this.sent = true;
      show(this.status, "The server is listening to it…");
    } else {
      this.#say("The recording was cut short. Try again.");
    }
    this.refresh();
  }

  /** @param {string} text */
  #say(text) {
    this.sent = false;
    this.status.dataset.said = "yes";
    show(this.status, text);
  }
}
