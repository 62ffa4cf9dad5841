// What the person may choose, kept in the browser from one visit to the next.

import { byId, element } from "./dom.js";

const KEPT = "stepaudio.settings";
const SWITCHES = ["echoCancellation", "noiseSuppression", "autoGainControl", "pushToTalk"];
const CHOICES = ["microphone", "loudspeaker", "voice", "task"];

export class Settings {
  /** @param {(name: string) => void} changed */
  constructor(changed) {
    this.switches = Object.fromEntries(SWITCHES.map((name) => [name, byId(name, HTMLInputElement)]));
    this.choices = Object.fromEntries(CHOICES.map((name) => [name, byId(name, HTMLSelectElement)]));
    this.system = byId("system", HTMLTextAreaElement);
    /** @type {Record<string, any>} */
    this.kept = recall();
    for (const name of SWITCHES) if (typeof this.kept[name] === "boolean") this.switches[name].checked = this.kept[name];
    if (typeof this.kept.system === "string") this.system.value = this.kept.system;
    this.#choose("task");
    for (const [name, control] of Object.entries({ ...this.switches, ...this.choices, system: this.system })) {
      control.addEventListener("change", () => {
        this.#keep();
        changed(name);
      });
    }
  }

  /** @returns {import("./capture.js").Hearing} */
  hearing() {
    const { echoCancellation, noiseSuppression, autoGainControl } = this.switches;
    return {
      deviceId: this.choices.microphone.value,
      echoCancellation: echoCancellation.checked,
      noiseSuppression: noiseSuppression.checked,
      autoGainControl: autoGainControl.checked,
    };
  }

  /** @returns {import("./wire.js").Wish} */
  wish() {
    const { task, voice } = this.choices;
    return { task: task.value || null, voice: voice.value || null, system: this.system.value.trim() || null };
  }

  /** @param {string[]} names */
  offerVoices(names) {
    const described = names.map((name, n) => ({ value: name, text: n === 0 ? `${name} (the server's first)` : name }));
    this.#offer("voice", described);
  }

  /** The devices have names only once the microphone was allowed. */
  async offerDevices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const named = (/** @type {string} */ kind) => {
      const found = devices.filter((device) => device.kind === kind && device.deviceId && device.label);
      const others = found.filter(({ deviceId }) => deviceId !== "default");
      return [{ value: "", text: "the system's own" }, ...others.map(({ deviceId, label }) => ({ value: deviceId, text: label }))];
    };
    this.#offer("microphone", named("audioinput"));
    this.#offer("loudspeaker", named("audiooutput"));
  }

  /**
   * @param {string} name
   * @param {{ value: string, text: string }[]} options
   */
  #offer(name, options) {
    const select = this.choices[name];
    const old = [...select.options].map(({ value, text }) => `${value} ${text}`);
    if (old.join() === options.map(({ value, text }) => `${value} ${text}`).join()) return;
    select.replaceChildren(...options.map(({ value, text }) => element("option", { value }, text)));
    this.#choose(name);
  }

  /** @param {string} name */
  #choose(name) {
    const select = this.choices[name];
    const wanted = this.kept[name] ?? "";
    select.value = [...select.options].some(({ value }) => value === wanted) ? wanted : (select.options[0]?.value ?? "");
  }

  #keep() {
    for (const name of SWITCHES) this.kept[name] = this.switches[name].checked;
    for (const name of CHOICES) this.kept[name] = this.choices[name].value;
    this.kept.system = this.system.value;
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.kept));
    } catch {
      // a browser that keeps nothing: the choice holds for this visit
    }
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    return {};
  }
}
