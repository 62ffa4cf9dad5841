// What was said, by both sides: grows while it is said; tentative words and words nobody heard are told apart.

import { element } from "./dom.js";
import { SPEECH_HZ } from "./rates.js";

const USUAL_SAMPLES = SPEECH_HZ / 14; // of sound for a character, until an answer has shown this voice's pace
const LONG = 300; // characters of a tool's result: longer ones are folded away
const SHOWN = 80; // messages; older ones are kept as text, so that a long call stays fast

/**
 * @typedef {{ item: HTMLElement, committed: HTMLElement, tentative: HTMLElement }} Said
 * @typedef {{ item: HTMLElement, text: HTMLElement, unheard: HTMLElement, note: HTMLElement, thought: HTMLElement,
 *   tools: HTMLElement, calls: Map<string, HTMLElement>, samples: number | null }} Answer `samples` once it has ended
 */

export class Transcript {
  /**
   * @param {HTMLElement} list
   * @param {(text: string) => void} announce to a screen reader: whole sentences, not every word
   */
  constructor(list, announce) {
    this.list = list;
    this.announce = announce;
    /** @type {Map<number, Said>} */
    this.said = new Map();
    /** @type {Map<number, Answer>} */
    this.answers = new Map();
    this.samplesPerCharacter = USUAL_SAMPLES;
    /** @type {string[]} lines of what is not shown any more */
    this.earlier = [];
    this.note = element("li", { class: "remark" }, element("p", {}, "What was said before is in the saved words."));
  }

  get isEmpty() {
    return this.list.childElementCount === 0;
  }

  /** @param {import("./wire.js").Message} message */
  take(message) {
    const stuck = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    switch (message.type) {
      case "speech_started":
        this.#open(message.utterance);
        break;
      case "transcript":
        this.#write(this.#open(message.utterance), message);
        break;
      case "turn_started":
        this.#answer(message.turn);
        break;
      case "text":
        this.#answer(message.turn).text.append(message.text);
        break;
      case "thought":
        this.#think(this.#answer(message.turn), message.text);
        break;
      case "tool_call":
      case "tool_result":
        this.#tool(this.#answer(message.turn), message);
        break;
      case "turn_ended":
        this.#end(this.#answer(message.turn), message);
        break;
      case "interrupted":
        this.#strike(this.#answer(message.turn), message);
        break;
    }
    if (stuck) this.list.scrollTop = this.list.scrollHeight;
  }

  /** @param {string} text */
  typed(text) {
    this.#add("caller", "You typed", element("p", {}, text));
  }

  /**
   * A line about the call itself.
   * @param {string} text
   */
  remark(text) {
    this.#add("remark", "", element("p", {}, text));
  }

  /** All of it as plain text; what was not heard stands in brackets. */
  text() {
    const shown = [...this.list.children].filter((item) => item !== this.note).map(line);
    return `${[...this.earlier, ...shown].join("\n")}\n`;
  }

  // -- the caller ------------------------------------------------------------------------------------------------

  /** @param {number} utterance */
  #open(utterance) {
    let said = this.said.get(utterance);
    if (!said) {
      const committed = element("span", { class: "committed" });
      const tentative = element("span", { class: "tentative" }, "…");
      said = { item: this.#add("caller", "You", words(committed, tentative)), committed, tentative };
      this.said.set(utterance, said);
    }
    return said;
  }

  /**
   * @param {Said} said
   * @param {import("./wire.js").Message} message
   */
  #write(said, { committed, tentative, final }) {
    said.committed.append(committed);
    said.tentative.textContent = tentative;
    if (!final) return;
    const text = said.committed.textContent ?? "";
    if (text.trim()) this.announce(`You: ${text}`);
    else said.item.remove();
  }

  // -- the answer ------------------------------------------------------------------------------------------------

  /** @param {number} turn */
  #answer(turn) {
    let answer = this.answers.get(turn);
    if (!answer) {
      const text = element("span", { class: "heard" });
      const unheard = element("del", { title: "was not heard" });
      const thought = element("p", {});
      const folded = element("details", { class: "thought", hidden: "" }, element("summary", {}, "Thoughts"), thought);
      const tools = element("div", { class: "tools" });
      const note = element("span", { class: "note" });
      const item = this.#add("answer", "Answer", folded, tools, words(text, unheard), note);
      answer = { item, text, unheard, note, thought, tools, calls: new Map(), samples: null };
      this.answers.set(turn, answer);
    }
    return answer;
  }

  /**
   * @param {Answer} answer
   * @param {string} text
   */
  #think(answer, text) {
    answer.thought.append(text);
    answer.thought.parentElement?.removeAttribute("hidden");
  }

  /**
   * @param {Answer} answer
   * @param {import("./wire.js").Message} message
   */
  #tool(answer, message) {
    let card = answer.calls.get(message.call);
    if (!card) {
      const state = element("span", { class: "state" }, "working…");
      card = element("div", { class: "tool" }, element("strong", {}, message.name ?? "tool"), " ", state);
      answer.calls.set(message.call, card);
      answer.tools.append(card);
    }
    if (message.type === "tool_call") {
      card.append(element("code", { class: "asked" }, message.arguments));
      return;
    }
    const gave = element("code", { class: message.failed ? "failed" : "gave" }, message.text);
    const folded = () => element("details", {}, element("summary", {}, "What it gave"), gave);
    card.append(message.text.length > LONG ? folded() : gave);
    const state = card.querySelector(".state");
    if (state) state.textContent = message.failed ? "failed" : "done";
  }

  /**
   * @param {Answer} answer
   * @param {import("./wire.js").Message} message
   */
  #end(answer, { text, samples }) {
    answer.text.textContent = text;
    answer.samples = samples;
    answer.item.classList.add("done");
    if (!text && answer.calls.size === 0 && !answer.thought.textContent) answer.item.remove();
    if (text && samples) this.samplesPerCharacter = samples / text.length;
    if (text) this.announce(`Answer: ${text}`);
  }

  /**
   * Sound and text are not aligned word by word: what was heard is taken from the pace of this answer, or of the last.
   * @param {Answer} answer
   * @param {import("./wire.js").Message} message
   */
  #strike(answer, { heard_samples, reason }) {
    const text = answer.text.textContent ?? "";
    const pace = answer.samples && text ? answer.samples / text.length : this.samplesPerCharacter;
    const cut = wordEnd(text, Math.round(heard_samples / pace));
    answer.text.textContent = text.slice(0, cut);
    answer.unheard.textContent = text.slice(cut);
    answer.item.classList.add("cut");
    answer.note.textContent = REASONS[/** @type {keyof typeof REASONS} */ (reason)] ?? "cut off";
    this.announce(`The answer was ${answer.note.textContent}.`);
  }

  // -- the list --------------------------------------------------------------------------------------------------

  /**
   * @param {string} kind
   * @param {string} who
   * @param {...HTMLElement} parts
   */
  #add(kind, who, ...parts) {
    const name = who ? [element("span", { class: "who" }, who)] : [];
    const item = element("li", { class: kind }, ...name, ...parts);
    this.list.append(item);
    if (this.list.childElementCount > SHOWN) this.#forget();
    return item;
  }

  /** The older half of what is shown leaves the page. */
  #forget() {
    const old = [...this.list.children].filter((item) => item !== this.note).slice(0, SHOWN / 2);
    this.earlier.push(...old.map(line));
    for (const item of old) item.remove();
    this.list.prepend(this.note);
    const gone = new Set(old);
    for (const [n, { item }] of this.said) if (gone.has(item)) this.said.delete(n);
    for (const [n, { item }] of this.answers) if (gone.has(item)) this.answers.delete(n);
  }
}

const REASONS = { barge_in: "interrupted by you", cancelled: "stopped by you", failed: "broken off by an error" };

/**
 * A message as a line of text.
 * @param {Element} item
 */
function line(item) {
  const who = item.querySelector(".who")?.textContent;
  const said = item.querySelector(".heard, .committed") ?? item.querySelector("p");
  const tools = [...item.querySelectorAll(".tool")].map((tool) => ` [tool: ${tool.textContent}]`);
  return `${who ? `${who}: ` : "-- "}${said?.textContent?.trim()}${bracketed(item.querySelector("del"))}${tools.join("")}`;
}

/** @param {...HTMLElement} parts */
const words = (...parts) => element("p", { class: "words" }, ...parts);

/** @param {Element | null} unheard */
const bracketed = (unheard) => (unheard?.textContent ? ` [not heard: ${unheard.textContent.trim()}]` : "");

/**
 * The end of a word nearest to a place in a text.
 * @param {string} text
 * @param {number} at
 */
function wordEnd(text, at) {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const before = text.lastIndexOf(" ", at);
  const after = text.indexOf(" ", at);
  const end = after < 0 ? text.length : after;
  return before >= 0 && at - before < end - at ? before : end;
}
