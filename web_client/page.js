// The page: its buttons lead to a call, and what the call tells is shown.

import { Call } from "./call.js";
import { byId, element, save, show } from "./dom.js";
import { History } from "./history.js";
import { Presence } from "./presence.js";
import { fetchSample, sampleNames, watchServer } from "./server.js";
import { Settings } from "./settings.js";
import { Transcript } from "./transcript.js";
import { Trouble } from "./trouble.js";
import { drawWaterfall, toTrace } from "./waterfall.js";

const button = (/** @type {string} */ id) => byId(id, HTMLButtonElement);
const part = (/** @type {string} */ id) => byId(id, HTMLElement);

const controls = {
  talk: button("talk"),
  mute: button("mute"),
  hold: button("hold"),
  stop: button("stop"),
  send: button("send"),
  sound: button("save-sound"),
  words: button("save-words"),
  figures: button("save-figures"),
  trace: button("save-trace"),
};
const typed = byId("typed", HTMLInputElement);
const callWide = byId("call-settings", HTMLFieldSetElement);

const transcript = new Transcript(part("transcript"), (text) => show(part("announcer"), text));
const presence = new Presence(part("presence"), part("activity"));
const history = new History();
const settings = new Settings((name) => void settingChanged(name));

/** @type {Call | null} */
let call = null;
/** @type {Call | null} the latest, for what is saved */
let latest = null;
/** @type {import("./waterfall.js").Metrics[]} */
const turns = [];
/** @type {Map<number, number>} */
const heardMs = new Map();
let reachable = true;

// -- a call ------------------------------------------------------------------------------------------------------

/** @param {boolean} withMicrophone */
async function beginCall(withMicrophone) {
  showTrouble("");
  try {
    call = latest = new Call(settings.wish(), listener);
    showControls();
    await call.begin(withMicrophone ? settings.hearing() : null);
    if (settings.choices.loudspeaker.value) await chooseLoudspeaker();
    mute(settings.switches.pushToTalk.checked);
    await settings.offerDevices();
  } catch (error) {
    call = null;
    if (!(error instanceof Trouble)) throw error;
    showTrouble(error.message);
  } finally {
    showControls();
  }
}

/** @type {import("./call.js").Listener} */
const listener = {
  activity(activity) {
    presence.become(activity);
    if (activity === "idle") call = null;
    showControls();
  },
  message(message) {
    transcript.take(message);
    if (message.type === "ready" || message.type === "turn_started") showTrouble("");
    if (message.type === "interrupted") controls.hold.setAttribute("aria-pressed", "false");
    if (message.type === "metrics") showTurn(/** @type {any} */ (message));
    if (message.type === "pong" && call?.wire) show(part("round-trip"), `${Math.round(call.wire.roundTripMs)} ms`);
    if (message.type === "audio" && call?.wire) show(part("left-out"), `${call.wire.leftOut}`);
  },
  level: (side, level) => presence.level(side, level),
  timing(kind, turn, ms) {
    history.add(kind, ms);
    if (kind === "answer") heardMs.set(turn, ms);
    history.draw(part("history"));
    show(part("concealed"), `${history.values.gap.length}`);
  },
  trouble(text) {
    showTrouble(text);
    showControls();
  },
  retry(seconds, why, wasLive) {
    if (wasLive) transcript.remark("The connection was lost; what follows is a new conversation to the machine.");
    showTrouble(`${why} Trying again in ${seconds} s.`);
  },
};

/** @param {import("./waterfall.js").Metrics} metrics */
function showTurn(metrics) {
  turns.push(metrics);
  drawWaterfall(part("waterfall"), metrics, heardMs.get(metrics.turn) ?? null);
  showControls();
}

// -- the controls ------------------------------------------------------------------------------------------------

controls.talk.addEventListener("click", () => {
  if (call) call.end();
  else void beginCall(true);
});

controls.mute.addEventListener("click", () => {
  if (!call?.capture?.stream) void openMicrophone();
  else if (!settings.switches.pushToTalk.checked) mute(!call.capture.muted);
});
for (const [event, muted] of /** @type {[string, boolean][]} */ ([["pointerdown", false], ["pointerup", true], ["pointerleave", true], ["blur", true]])) // prettier-ignore
  controls.mute.addEventListener(event, () => settings.switches.pushToTalk.checked && mute(muted));
for (const [event, muted] of /** @type {["keydown" | "keyup", boolean][]} */ ([["keydown", false], ["keyup", true]])) // prettier-ignore
  controls.mute.addEventListener(event, ({ key }) => {
    if (settings.switches.pushToTalk.checked && (key === " " || key === "Enter")) mute(muted);
  });

controls.stop.addEventListener("click", () => call?.cancel());
controls.hold.addEventListener("click", () => {
  const held = controls.hold.getAttribute("aria-pressed") !== "true";
  controls.hold.setAttribute("aria-pressed", `${held}`);
  call?.playback?.hold(held);
});

byId("typing", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const text = typed.value.trim();
  if (!text || !call?.isLive) return;
  transcript.typed(text);
  call.type(text);
  typed.value = "";
});

/** @param {boolean} muted */
function mute(muted) {
  call?.capture?.mute(muted);
  showControls();
}

/** Opens it in a call that has none, or anew. */
async function openMicrophone() {
  try {
    await call?.capture?.open(settings.hearing());
    showTrouble("");
    mute(settings.switches.pushToTalk.checked);
    await settings.offerDevices();
  } catch (error) {
    showTrouble(error instanceof Error ? error.message : `${error}`);
  }
}

/** @param {string} name */
async function settingChanged(name) {
  if (!call) return;
  if (name === "pushToTalk") mute(settings.switches.pushToTalk.checked);
  else if (name === "loudspeaker") await chooseLoudspeaker();
  else if (!callWide.contains(document.getElementById(name)) && call.capture?.stream) await openMicrophone();
}

async function chooseLoudspeaker() {
  const context = /** @type {AudioContext & { setSinkId?: (id: string) => Promise<void> }} */ (call?.context);
  try {
    await context.setSinkId?.(settings.choices.loudspeaker.value);
  } catch {
    showTrouble(new Trouble("loudspeaker").message);
  }
}

function showControls() {
  const live = call?.isLive ?? false;
  show(controls.talk, call ? "End the call" : "Start talking");
  controls.talk.disabled = !call && !reachable;
  controls.talk.classList.toggle("ending", call !== null);
  for (const each of [controls.mute, controls.stop, controls.hold, controls.send]) each.disabled = !live;
  showMute();
  typed.disabled = !live;
  typed.placeholder = live ? "" : "in a call";
  callWide.disabled = call !== null;
  controls.sound.disabled = !latest || latest.recording.isEmpty;
  controls.words.disabled = part("transcript").childElementCount === 0;
  controls.figures.disabled = controls.trace.disabled = turns.length === 0;
  if (!live) controls.hold.setAttribute("aria-pressed", "false");
}

function showMute() {
  const { stream = null, muted = false } = call?.capture ?? {};
  const toHold = settings.switches.pushToTalk.checked;
  show(controls.mute, call && !stream ? "Use the microphone" : toHold ? "Hold to talk" : "Mute");
  controls.mute.setAttribute("aria-pressed", `${stream !== null && (toHold ? !muted : muted)}`);
}

/** @param {string} text */
function showTrouble(text) {
  show(part("trouble"), text);
}

// -- saving ------------------------------------------------------------------------------------------------------

const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
controls.sound.addEventListener("click", () => latest && save(`call-${stamp()}.wav`, latest.recording.wav()));
controls.words.addEventListener("click", () => save(`call-${stamp()}.txt`, new Blob([transcript.text()], { type: "text/plain" })));
controls.trace.addEventListener("click", () => save(`trace-${stamp()}.json`, new Blob([toTrace(turns)])));
controls.figures.addEventListener("click", () => {
  const figures = { turns: turns.map((turn) => ({ ...turn, heard_ms: heardMs.get(turn.turn) ?? null })), ...history.values };
  save(`timing-${stamp()}.json`, new Blob([JSON.stringify(figures, null, 2)]));
});

// -- sample callers ----------------------------------------------------------------------------------------------

async function offerSamples() {
  const names = await sampleNames();
  const buttons = names.map((name) => {
    const made = element("button", { type: "button" }, name.replace(/\.\w+$/, "").replaceAll("_", " "));
    made.addEventListener("click", () => void speakSample(name));
    return made;
  });
  part("samples").replaceChildren(...buttons);
  part("callers").hidden = names.length === 0;
}

/** @param {string} name */
async function speakSample(name) {
  if (!call) await beginCall(false);
  const mine = call;
  if (!mine) return;
  try {
    const recording = await mine.context.decodeAudioData(await fetchSample(name));
    await untilLive(mine);
    if (!mine.over) await mine.capture?.speak(recording);
  } catch {
    if (!mine.over) showTrouble(new Trouble("sample").message);
  }
}

/** @param {Call} mine */
async function untilLive(mine) {
  while (!mine.isLive && !mine.over) await new Promise((resolve) => setTimeout(resolve, 20));
}

// -- the server --------------------------------------------------------------------------------------------------

/** @param {import("./server.js").Report | null} report */
function showServer(report) {
  reachable = report?.ready ?? false;
  const state = part("server");
  state.dataset.state = report === null ? "away" : report.ready ? "ready" : "waiting";
  if (report === null) show(state, "The server does not answer.");
  else if (!report.ready) show(state, `The server is not ready yet: ${report.detail || "the model is loading"}.`);
  else show(state, `${report.model}: ${report.sessions} of ${report.max_sessions} calls`);
  if (report?.voices?.length) settings.offerVoices(report.voices);
  if (report?.ready && part("callers").hidden) void offerSamples();
  showControls();
}

document.addEventListener("visibilitychange", () => call?.wake());
navigator.mediaDevices?.addEventListener("devicechange", () => void settings.offerDevices());
part("loudspeaker-row").hidden = !("AudioContext" in window && "setSinkId" in AudioContext.prototype);
history.draw(part("history"));
void settings.offerDevices();
void watchServer(showServer);
