// Shows how the server is: asks /readyz every few seconds, and can try the WebSocket.

const ASK_EVERY_MS = 3000;
const GIVE_UP_MS = 5000;

const byId = (id) => document.getElementById(id);

const streamUrl = () => {
  const url = new URL("v1/stream", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = url.hash = "";
  return url.href;
};

/** What /readyz says, or null when the server cannot be reached. */
const ask = async () => {
  try {
    const response = await fetch("readyz", { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP_MS) });
    return await response.json();
  } catch {
    return null;
  }
};

/** The state as a word for the style sheet and a sentence for the reader. */
const describe = (report) => {
  if (report === null) return ["away", "The server does not answer."];
  if (report.ready) return ["ready", "Ready: calls are taken."];
  return ["waiting", `Not ready yet: ${report.detail || "the model is loading"}.`];
};

const show = (id, text) => {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text; // so that screen readers hear changes only
};

const refresh = async () => {
  const report = await ask();
  const [state, sentence] = describe(report);
  byId("state").dataset.state = state;
  show("state", sentence);
  byId("check").disabled = state !== "ready";
  if (report !== null) {
    show("model", report.model || "–");
    show("sessions", `${report.sessions} of ${report.max_sessions}`);
    show("subprotocol", report.subprotocol);
  }
};

/** Opens the WebSocket, and says how long a ping took, or why it closed. */
const tryConnection = () =>
  new Promise((resolve) => {
    const socket = new WebSocket(streamUrl(), byId("subprotocol").textContent);
    const begun = performance.now();
    const giveUp = setTimeout(() => finish("No answer within 5 s."), GIVE_UP_MS);
    const finish = (sentence) => {
      clearTimeout(giveUp);
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      resolve(sentence);
    };
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(PING);
    socket.onmessage = () => finish(`It works: connected and answered in ${Math.round(performance.now() - begun)} ms.`);
    socket.onclose = (event) => finish(`Closed with ${event.code}: ${event.reason || "no reason given"}.`);
  });

// {"type": "ping", "id": 7} as MessagePack; docs/protocol.md takes it apart.
const PING = new Uint8Array([0x82, 0xa4, 0x74, 0x79, 0x70, 0x65, 0xa4, 0x70, 0x69, 0x6e, 0x67, 0xa2, 0x69, 0x64, 0x07]);

show("url", streamUrl());
byId("copy").disabled = !navigator.clipboard; // there is none on a page that is neither https nor localhost
byId("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(streamUrl());
  show("outcome", "Copied.");
});
byId("check").addEventListener("click", async () => {
  show("outcome", "Connecting…");
  show("outcome", await tryConnection());
});

for (;;) {
  await refresh();
  await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
}
