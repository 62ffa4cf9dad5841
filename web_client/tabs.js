// One call at a time in all tabs of this page: two would hear each other.

/**
 * Tells the other tabs that a call begins here, and calls `giveWay` when one begins there.
 * @param {() => void} giveWay
 */
export function oneCall(giveWay) {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const others = new BroadcastChannel("stepaudio.call");
  others.onmessage = giveWay;
  return () => others.postMessage("a call begins");
}
