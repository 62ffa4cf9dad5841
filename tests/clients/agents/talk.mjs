// OpenAI's Agents SDK for JavaScript: one scenario against a server, what came as JSON lines on stdout.
// node talk.mjs URL SCENARIO SPEECH, where SPEECH is a file of 16-bit samples at 24 kHz.
import { readFileSync } from "node:fs";
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession, tool } from "@openai/agents-realtime";

const PATIENCE_MS = 60_000;
const BLOCK_BYTES = 960; // 20 ms

const [url, scenario, speech] = process.argv.slice(2);
const told = (type, fields = {}) => console.log(JSON.stringify({ type, ...fields }));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const weather = tool({
  name: "weather",
  description: "The weather in a city.",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
  execute: async ({ city }) => {
    told("called", { city });
    return JSON.stringify({ sky: "cloudy" });
  },
});

// It cannot set headers in a browser, and offers its key as a subprotocol: so here.
const transport = new OpenAIRealtimeWebSocket({
  url: `${url.replace("http", "ws")}/v1/realtime?model=gpt-realtime`,
  useInsecureApiKey: true,
});
const tools = scenario === "function_call" ? [weather] : [];
const session = new RealtimeSession(new RealtimeAgent({ name: "clerk", instructions: "Be kind.", tools }), {
  transport,
  model: "gpt-realtime",
});
const counts = {};
session.on("transport_event", (event) => {
  counts[event.type] = (counts[event.type] ?? 0) + 1;
  told(event.type, { transcript: event.transcript });
});
session.on("error", (error) => told("ERROR", { text: JSON.stringify(error).slice(0, 500) }));
session.on("audio_interrupted", () => told("audio_interrupted"));

async function until(type, count = 1) {
  const end = Date.now() + PATIENCE_MS;
  while ((counts[type] ?? 0) < count) {
    if (Date.now() > end) throw new Error(`no ${type} in ${PATIENCE_MS} ms`);
    await sleep(20);
  }
}

async function speak() {
  const sound = Buffer.concat([readFileSync(speech), Buffer.alloc(67_200)]);
  for (let at = 0; at < sound.length; at += BLOCK_BYTES) {
    session.sendAudio(new Uint8Array(sound.subarray(at, at + BLOCK_BYTES)).buffer);
    await sleep(20);
  }
}

const scenarios = {
  async voice_turn() {
    await speak();
    await until("response.done");
  },
  async text_turn() {
    session.sendMessage("What is the capital of France?");
    await until("response.done");
  },
  async interruption() {
    session.sendMessage("Please tell me about your opening times.");
    await until("response.output_audio.delta");
    await speak();
    await until("response.done", 2);
  },
  async function_call() {
    session.sendMessage("What is the weather in Paris?");
    await until("response.done", 2);
  },
};

await session.connect({ apiKey: "sk-any" });
await scenarios[scenario]();
told("history", {
  items: session.history.map((item) => [item.role ?? item.type, (item.content ?? []).map((c) => c.transcript ?? c.text)]),
});
session.close();
process.exit(0);
