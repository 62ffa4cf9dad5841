// What the person may choose, kept in the browser from one visit to the next.

import { byId, element } from "./dom.js";

const KEPT = "stepaudio.settings";
const SWITCHES = ["echoCancellation", "noiseSuppression", "autoGainControl", "pushToTalk", "think"];
const CHOICES = ["microphone", "loudspeaker", "voice", "task"];

export const OF_THE_ANSWER = ["task", "voice", "think", "system"];

export class Settings {
  /** @param {(name: string) => void} changed */
  constructor(changed) {
    this.switches = Object.fromEntries(SWITCHES.map((name) => [name, byId(name, HTMLInputElement)]));
    this.choices = Object.fromEntries(CHOICES.map((name) => [name, byId(name, HTMLSelectElement)]));
    this.system = byId("system", HTMLTextAreaElement);
    this.key = byId("key", HTMLInputElement); // not kept: it is a secret
    /** @type {string[]} */
    this.voices = [];
    this.lentVoice = ""; // made from the person's own, in this session
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

  get pushToTalk() {
    return this.switches.pushToTalk.checked;
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
    const [task, to = null] = this.choices.task.value.split(":");
    const system = this.system.value.trim() || null;
    return { task, to, voice: this.choices.voice.value || null, system, think: this.switches.think.checked };
  }

  /** @param {string[]} names */
  offerVoices(names) {
    this.voices = names;
    const described = names.map((name, n) => ({ value: name, text: n === 0 ? `${name} (the server's first)` : name }));
    if (this.lentVoice) described.push({ value: this.lentVoice, text: "yours" });
    this.#offer("voice", described);
  }

  /** @param {string} name of the voice that the session made from the person's; empty where it is forgotten */
  lend(name) {
    this.lentVoice = name;
    if (name) this.kept.voice = name;
    this.offerVoices(this.voices);
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

  /** The server asks for a key. */
  askForKey() {
    byId("key-row", HTMLElement).hidden = false;
    this.key.focus();
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
