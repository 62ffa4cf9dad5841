// Sample callers: a button for each bundled recording, for people without a microphone.

import { element } from "./dom.js";
import { sampleNames } from "./server.js";

/**
 * @param {HTMLElement} where
 * @param {(name: string) => void} speak
 * @returns {Promise<boolean>} whether there are any
 */
export async function offerSamples(where, speak) {
  const buttons = (await sampleNames()).map((name) => {
    const made = element("button", { type: "button" }, name.replace(/\.\w+$/, "").replaceAll("_", " "));
    made.addEventListener("click", () => speak(name));
    return made;
  });
  where.replaceChildren(...buttons);
  return buttons.length > 0;
}
