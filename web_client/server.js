// How the server is, and what it offers: /readyz and /samples/.

const ASK_EVERY_MS = 3000;
const GIVE_UP_MS = 5000;

/**
 * @typedef {{ ready: boolean, model: string, detail: string, sessions: number, max_sessions: number, voices: string[],
 *   subprotocol: string, page: string }} Report
 */

/**
 * Asks forever; `tell` hears the report, or null when the server cannot be reached.
 * @param {(report: Report | null) => void} tell
 */
export async function watchServer(tell) {
  for (;;) {
    if (!document.hidden) tell(await ask("readyz"));
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

/** The names of the bundled samples. */
export async function sampleNames() {
  return /** @type {string[]} */ ((await ask("samples/")) ?? []);
}

/**
 * A bundled sample's WAV file.
 * @param {string} name
 */
export async function fetchSample(name) {
  const response = await fetch(`samples/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.arrayBuffer();
}

/** @param {string} path */
async function ask(path) {
  try {
    const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP_MS) });
    return await response.json();
  } catch {
    return null;
  }
}
