// The page: its buttons lead to a call, and what the call tells is shown.

import { Call } from "./call.js";
import { byId, save, show } from "./dom.js";
import { Figures, stamp } from "./figures.js";
import { Lending } from "./lending.js";
import { Presence } from "./presence.js";
import { offerSamples } from "./samples.js";
import { fetchSample, watchServer } from "./server.js";
import { OF_THE_ANSWER, Settings } from "./settings.js";
import { oneCall } from "./tabs.js";
import { Transcript } from "./transcript.js";
import { Trouble } from "./trouble.js";
import { SUBPROTOCOL } from "./wire.js";

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
};
const typed = byId("typed", HTMLInputElement);

const transcript = new Transcript(part("transcript"), (text) => show(part("announcer"), text));
const presence = new Presence(part("presence"), part("activity"));
const figures = new Figures();
const settings = new Settings((name) => void settingChanged(name));
const lending = new Lending(() => (call?.isLive && call.capture?.stream ? call : null));
const claim = oneCall(() => call?.end(new Trouble("elsewhere").message));

/** @type {Call | null} */
let call = null;
/** @type {Call | null} the latest, for what is saved */
let latest = null;
let reachable = true;
let served = ""; // which page the server brings

// -- a call ------------------------------------------------------------------------------------------------------

/** @param {boolean} withMicrophone */
async function beginCall(withMicrophone) {
  showTrouble("");
  claim();
  try {
    settings.lend("");
    call = latest = new Call(settings.wish(), settings.key.value.trim(), listener);
    showControls();
    await call.begin(withMicrophone ? settings.hearing() : null);
    if (settings.choices.loudspeaker.value) await chooseLoudspeaker();
    mute(settings.pushToTalk);
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
  activity(activity, place) {
    presence.become(activity, place);
    if (activity === "idle") call = null;
    showControls();
  },
  message(message) {
    transcript.take(message);
    lending.take(message);
    if (message.type === "ready" || message.type === "waiting" || message.type === "turn_started") showTrouble("");
    if (message.type === "error" && message.code.endsWith("_api_key")) settings.askForKey();
    if (message.type === "metrics") figures.turn(/** @type {any} */ (message));
    if (message.type === "voice_ready") settings.lend(message.name);
    if (message.type === "pong" && call?.line.wire) figures.connection(call.line.wire.roundTripMs, call.line.framesLeftOut);
  },
  level: (side, level) => presence.level(side, level),
  timing: (kind, turn, ms) => figures.timing(kind, turn, ms),
  trouble(text) {
    showTrouble(text);
    showControls();
  },
  lost: (seconds, why) => showTrouble(`${why} Trying again in ${seconds} s.`),
  found(resumed) {
    if (resumed) return transcript.remark("The connection was lost for a moment; the conversation goes on.");
    transcript.remark("The connection was lost; what follows is a new conversation to the machine.");
    lending.forget();
    settings.lend("");
  },
};

// -- the controls ------------------------------------------------------------------------------------------------

controls.talk.addEventListener("click", () => {
  if (call) call.end();
  else void beginCall(true);
});

controls.mute.addEventListener("click", () => {
  if (!call?.capture?.stream) void openMicrophone();
  else if (!settings.pushToTalk) mute(!call.capture.muted);
});
for (const [event, muted] of /** @type {[string, boolean][]} */ ([["pointerdown", false], ["pointerup", true], ["pointerleave", true], ["blur", true]])) // prettier-ignore
  controls.mute.addEventListener(event, () => push(muted));
for (const [event, muted] of /** @type {["keydown" | "keyup", boolean][]} */ ([["keydown", false], ["keyup", true]])) // prettier-ignore
  controls.mute.addEventListener(event, ({ key }) => (key === " " || key === "Enter") && push(muted));

controls.stop.addEventListener("click", () => call?.cancel());
controls.hold.addEventListener("click", () => {
  call?.hold(!call.held.byPerson);
  showControls();
});

byId("typing", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const text = typed.value.trim();
  if (!text || !call?.isLive) return;
  transcript.typed(text);
  call.type(text);
  typed.value = "";
  showControls();
});

/** @param {boolean} muted */
function mute(muted) {
  call?.capture?.mute(muted);
  showControls();
}

/**
 * Push to talk: the button is held, or let go.
 * @param {boolean} muted
 */
function push(muted) {
  if (!settings.pushToTalk || !call?.capture?.stream || call.capture.muted === muted) return;
  mute(muted);
  if (muted) call.commit();
}

/** Opens it in a call that has none, or anew. */
async function openMicrophone() {
  try {
    await call?.capture?.open(settings.hearing());
    showTrouble("");
    mute(settings.pushToTalk);
    await settings.offerDevices();
  } catch (error) {
    showTrouble(error instanceof Error ? error.message : `${error}`);
  }
}

/** @param {string} name */
async function settingChanged(name) {
  if (!call) return;
  if (OF_THE_ANSWER.includes(name)) call.choose(settings.wish());
  else if (name === "pushToTalk") mute(settings.pushToTalk);
  else if (name === "loudspeaker") await chooseLoudspeaker();
  else if (call.capture?.stream) await openMicrophone();
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
  controls.hold.setAttribute("aria-pressed", `${call?.held.byPerson ?? false}`);
  typed.disabled = !live;
  typed.placeholder = live ? "" : "in a call";
  controls.sound.disabled = !latest || latest.recording.isEmpty;
  controls.words.disabled = transcript.isEmpty;
  lending.refresh();
}

function showMute() {
  const { stream = null, muted = false } = call?.capture ?? {};
  const toHold = settings.pushToTalk;
  show(controls.mute, call && !stream ? "Use the microphone" : toHold ? "Hold to talk" : "Mute");
  controls.mute.setAttribute("aria-pressed", `${stream !== null && (toHold ? !muted : muted)}`);
}

/** @param {string} text */
function showTrouble(text) {
  show(part("trouble"), text);
}

controls.sound.addEventListener("click", () => latest && save(`call-${stamp()}.wav`, latest.recording.wav()));
controls.words.addEventListener("click", () => save(`call-${stamp()}.txt`, new Blob([transcript.text()], { type: "text/plain" })));

// -- sample callers ----------------------------------------------------------------------------------------------

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

// -- the server and the machine ----------------------------------------------------------------------------------

/** @param {import("./server.js").Report | null} report */
async function showServer(report) {
  reachable = report?.ready ?? false;
  const state = part("server");
  state.dataset.state = report === null ? "away" : report.ready ? "ready" : "waiting";
  if (report === null) show(state, "The server does not answer.");
  else if (report.subprotocol !== SUBPROTOCOL || (served && report.page !== served)) show(state, new Trouble("versions").message);
  else if (!report.ready) show(state, `The server is not ready yet: ${report.detail || "the model is loading"}.`);
  else show(state, `${report.model}: ${report.sessions} of ${report.max_sessions} calls`);
  served ||= report?.page ?? "";
  if (report?.voices?.length) settings.offerVoices(report.voices);
  showControls();
  const callers = part("callers");
  if (report?.ready && callers.hidden) callers.hidden = !(await offerSamples(part("samples"), (name) => void speakSample(name)));
}

document.addEventListener("visibilitychange", () => document.hidden || call?.wake());
document.addEventListener("pointerdown", () => call?.wake()); // some browsers let sound begin again only then
window.addEventListener("online", () => call?.wake());
window.addEventListener("pageshow", () => call?.wake());
window.addEventListener("pagehide", ({ persisted }) => persisted || call?.end());
navigator.mediaDevices?.addEventListener("devicechange", () => void settings.offerDevices());
if (matchMedia("(max-width: 54rem)").matches) document.querySelector(".choices details")?.removeAttribute("open");
part("loudspeaker-row").hidden = !("AudioContext" in window && "setSinkId" in AudioContext.prototype);
void settings.offerDevices();
void watchServer((report) => void showServer(report));
