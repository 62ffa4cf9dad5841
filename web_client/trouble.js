// What can go wrong, in words a person can act on.

const WORDS = {
  insecure:
    "Browsers give neither microphone nor sound to a page that comes over plain http from another machine. Open it over https, or as http://localhost.",
  denied:
    "The microphone is not allowed. Allow it in the browser's address bar and press the button again; typing and the sample callers work without it.",
  absent: "No microphone was found. Plug one in and press the button again; typing and the sample callers work without it.",
  taken: "The microphone cannot be opened: another program may be using it. Close that one and press the button again.",
  unplugged:
    "The microphone is gone. Plug it in again, or choose another one in the settings, and press “Use the microphone”. The call goes on: you can type.",
  loudspeaker: "That loudspeaker cannot be used: it may be unplugged. Choose another one in the settings.",
  unsupported: "This browser cannot play or capture sound as this page needs it. Use a current Firefox, Chrome, Edge or Safari.",
  versions: "This page and the server are of different versions. Reload the page.",
  sample: "The sample could not be loaded from the server.",
  missing_api_key: "This server asks for an access key. Enter it under Settings and press the button again.",
  invalid_api_key: "The server does not know this access key, or no longer. Correct it under Settings and press the button again.",
  key: "An access key has only letters, digits and a few signs. Correct it under Settings and press the button again.",
  elsewhere: "The call was ended here because another tab of this page began one: two would hear each other.",
};

/** Something went wrong that the person should read of; `message` is for them. */
export class Trouble extends Error {
  /** @param {keyof typeof WORDS} name */
  constructor(name) {
    super(WORDS[name]);
    this.name = name;
  }

  /**
   * What getUserMedia threw.
   * @param {unknown} error
   */
  static ofMicrophone(error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "SecurityError") return new Trouble("denied");
    if (name === "NotFoundError" || name === "OverconstrainedError") return new Trouble("absent");
    return new Trouble("taken");
  }
}

/**
 * Why a connection ended, and whether connecting again can help: null where nothing went wrong.
 * @param {number} code of the WebSocket's close frame
 * @param {string} reason
 * @param {string} error the code of the last fatal error that came before it
 */
export function closeTrouble(code, reason, error) {
  const said = reason ? `: ${reason}` : "";
  if (code === 1000) return null;
  if (code === 1013) return { again: true, text: `The server is busy${said}.` };
  if (code === 1012) return { again: true, text: "The server is restarting." };
  if (code === 1011) return { again: true, text: `The server had to end the call${said}.` };
  if (error === "missing_api_key" || error === "invalid_api_key") return { again: false, text: WORDS[error] };
  if (code === 1008 && /subprotocol|version/.test(reason)) return { again: false, text: WORDS.versions };
  if (code === 1008 || code === 1009) return { again: false, text: `The server refused the call${said}.` };
  return { again: true, text: "The connection to the server is lost." };
}
