// What a person does with the page, one scenario a function: `node scenarios.mjs NAME URL FOLDER`, fails by its exit code.
// Files for a closer look (sound, screenshots) go to FOLDER; what is worth telling is printed as one JSON object.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode, encode } from "../../web_client/vendor/msgpack.js";
import { assertAccessible, open, saveFrom, until } from "./browser.mjs";

const [name, url, folder] = process.argv.slice(2);
const microphone = process.env.MICROPHONE ?? "";

const scenarios = {
  /** One button, a question from the microphone, its answer written and played, and all of it saved. */
  async talk() {
    const { browser, page, complaints } = await open(url, { microphone });
    await page.click("#talk");
    await page.locator(".caller .committed:not(:empty)").waitFor();
    await until(page, "speaking");
    await until(page, "listening");
    await page.locator("#waterfall table").first().waitFor();
    await assertAccessible(page);
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));
    const words = await readFile(await saveFrom(page, "#save-words", join(folder, "call.txt")), "utf8");
    const timing = JSON.parse(await readFile(await saveFrom(page, "#save-figures", join(folder, "timing.json")), "utf8"));
    const trace = JSON.parse(await readFile(await saveFrom(page, "#save-trace", join(folder, "trace.json")), "utf8"));
    assert.ok(timing.turns[0].heard_ms > 0);
    assert.ok(trace.traceEvents.some((/** @type {any} */ event) => event.name === "first_sample_sent"));
    const said = await page.locator(".caller .committed").first().textContent();
    const answer = await page.locator(".answer .heard").first().textContent();
    assert.ok(words.includes(`You: ${said?.trim()}`) && words.includes(`Answer: ${answer?.trim()}`), words);
    await page.click("#talk");
    await until(page, "idle");
    await browser.close();
    return { said, answer, complaints };
  },

  /** Without a microphone: a sample caller asks, and asks again over the answer, which stops. */
  async interrupt() {
    const { browser, page, complaints } = await open(url);
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "speaking");
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".answer.cut").waitFor();
    await until(page, "interrupted");
    assert.equal(await page.locator(".answer.cut .note").textContent(), "interrupted by you");
    await page.locator(".answer:not(.cut) .heard:not(:empty)").waitFor();
    await until(page, "speaking");
    await page.click("#stop");
    await page.locator(".note", { hasText: "stopped by you" }).waitFor();
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));
    const cut = page.locator(".answer.cut").first();
    const timing = JSON.parse(await readFile(await saveFrom(page, "#save-figures", join(folder, "timing.json")), "utf8"));
    const result = { heard: await cut.locator(".heard").textContent(), unheard: await cut.locator("del").textContent() };
    await browser.close();
    return { ...result, stop_ms: timing.stop, complaints };
  },

  /** The server goes away and comes back (the test sees to that): the page says so, and calls again by itself. */
  async reconnect() {
    const { browser, page, complaints } = await open(url);
    await page.getByRole("button", { name: "greeting" }).click();
    await until(page, "speaking");
    console.log("kill");
    await until(page, "waiting");
    await page.locator("#trouble", { hasText: "Trying again" }).waitFor();
    console.log("start");
    await until(page, "listening");
    assert.equal(await page.locator("#trouble").textContent(), "");
    await page.locator(".remark").waitFor();
    const answers = await page.locator(".answer").count();
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".answer .heard:not(:empty)").nth(answers).waitFor();
    await until(page, "speaking");
    await browser.close();
    const expected = /WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/;
    return { complaints: complaints.filter((text) => !expected.test(text)) };
  },

  /** The keyboard alone: choose a voice, begin, type, stop, mute, end. */
  async keyboard() {
    const { browser, page, complaints } = await open(url, { microphone });
    await reach(page, "#voice");
    await page.keyboard.press("ArrowDown");
    await reach(page, "#talk");
    await page.keyboard.press("Enter");
    await until(page, "listening");
    await reach(page, "#mute");
    await page.keyboard.press("Space");
    assert.equal(await page.locator("#mute").getAttribute("aria-pressed"), "true");
    await reach(page, "#typed");
    await page.keyboard.type("What is the status of order four seven two?");
    await page.keyboard.press("Enter");
    await reach(page, "#stop");
    await until(page, "speaking");
    await page.keyboard.press("Enter");
    await page.locator(".answer .heard:not(:empty)").waitFor();
    await page.locator(".note", { hasText: "stopped by you" }).waitFor();
    await reach(page, "#talk");
    await page.keyboard.press("Enter");
    await until(page, "idle");
    await browser.close();
    return { complaints };
  },

  /** A server that says what a model might: markup, thoughts, tools, errors, and two hundred turns. */
  async said() {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script><b>bold</b>';
    const { browser, page, complaints } = await open(url, {}, (page) =>
      serve(page, (send) => {
        send({ type: "ready", version: 1, session: "s", model: "m", rate_hz: 24000, news: "of a later version" });
        send({ type: "of_a_later_version" });
        send({ type: "speech_started", utterance: 0, at_samples: 0 });
        send({ type: "transcript", utterance: 0, committed: markup, tentative: markup, final: false });
        send({ type: "turn_started", turn: 0, utterance: 0 });
        send({ type: "thought", turn: 0, text: markup });
        send({ type: "tool_call", turn: 0, call: "c", name: "clock", arguments: '{"zone": "<b>"}' });
        send({ type: "tool_result", turn: 0, call: "c", text: markup, failed: false });
        send({ type: "text", turn: 0, text: markup });
        for (let turn = 1; turn <= 200; turn++) {
          send({ type: "turn_started", turn, utterance: null });
          send({ type: "text", turn, text: `answer ${turn}` });
          send({ type: "turn_ended", turn, text: `answer ${turn}`, samples: 0 });
          send({ type: "metrics", turn, marks_ms: { typed: 0, first_text: turn }, queue_ms: { llm: 1 }, compute_ms: { llm: 2 } });
        }
        send({ type: "error", code: "turn_failed", message: `the answer failed: ${markup}`, fatal: false });
      }),
    );
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".answer", { hasText: "answer 200" }).waitFor();
    await page.locator("#trouble", { hasText: "the answer failed" }).waitFor();
    assert.equal(await page.locator("#transcript img, #transcript script, #transcript b, #trouble img").count(), 0);
    assert.equal(await page.title(), "Step-Audio 2, live");
    assert.equal(await page.locator(".answer .heard").first().textContent(), markup);
    assert.equal(await page.locator(".tentative").first().textContent(), markup);
    assert.ok(!(await page.locator(".thought p").first().isVisible()), "thoughts are folded away");
    await page.locator(".thought summary").first().click();
    assert.equal(await page.locator(".thought p").first().textContent(), markup);
    assert.deepEqual(await page.locator(".tool").first().locator("strong, code").allTextContents(), ["clock", '{"zone": "<b>"}', markup]);
    await assertAccessible(page);
    await browser.close();
    return { complaints };
  },

  /** The microphone's frames follow on each other; push to talk, mute, the switches, and a microphone that goes away. */
  async hands() {
    /** @type {{ start_samples: number, data: Uint8Array }[]} */
    let frames = [];
    const args = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]; // a beep every second
    const { browser, page, complaints } = await open(url, { args }, async (page) => {
      await page.addInitScript(() => {
        const media = navigator.mediaDevices;
        const open = media.getUserMedia.bind(media);
        media.getUserMedia = async (wish) => Object.assign(window, { wish, stream: await open(wish) }).stream;
      });
      await serve(page, (send) => send({ type: "ready", version: 1, session: "s", model: "m", rate_hz: 24000 }), (message) => {
        if (message.type === "audio") frames.push(message);
      });
    });
    const isHeard = async () => {
      frames = [];
      await page.waitForTimeout(2200);
      assert.ok(frames.length > 20, `${frames.length} frames in 2.2 s`);
      for (const [n, { data, start_samples }] of frames.entries()) {
        assert.equal(data.byteLength, 640);
        if (n) assert.equal(start_samples, frames[n - 1].start_samples + 320);
      }
      const wave = frames.flatMap(({ data }) => [...new Int16Array(Uint8Array.from(data).buffer)]);
      return wave.some((sample) => Math.abs(sample) > 300);
    };
    /** On a busy machine what was captured before may still be on its way. @param {boolean} wanted @param {string} words */
    const assertHeard = async (wanted, words) => {
      for (let tries = 0; tries < 8; tries++) if ((await isHeard()) === wanted) return;
      assert.fail(words);
    };
    const mute = page.locator("#mute");
    await page.click("#talk");
    await until(page, "listening");
    await assertHeard(true, "an open microphone is heard");
    await mute.click();
    await assertHeard(false, "a muted one is not");
    await mute.click();
    await page.check("#pushToTalk");
    assert.equal(await mute.textContent(), "Hold to talk");
    await assertHeard(false, "push to talk is silent");
    await mute.focus();
    await page.keyboard.down("Space");
    await assertHeard(true, "and heard while the button is held");
    await page.keyboard.up("Space");
    await assertHeard(false, "and no longer");
    await page.uncheck("#pushToTalk");
    await page.uncheck("#echoCancellation");
    await page.waitForFunction(() => /** @type {any} */ (window).wish.audio.echoCancellation === false);
    await assertHeard(true, "with other switches too");
    await page.evaluate(() => /** @type {any} */ (window).stream.getTracks()[0].dispatchEvent(new Event("ended")));
    await page.locator("#trouble", { hasText: "The microphone is gone" }).waitFor();
    await assertHeard(false, "the call goes on without it");
    await page.getByRole("button", { name: "Use the microphone" }).click();
    await page.getByRole("button", { name: "Mute" }).waitFor();
    await assertHeard(true, "and with it again");
    await browser.close();
    return { complaints };
  },

  /** What goes wrong is told in words: no permission, no microphone, a full server, another version. */
  async trouble() {
    const denied = await open(url, { args: ["--deny-permission-prompts", "--use-fake-device-for-media-stream"] });
    await denied.page.click("#talk");
    await denied.page.locator("#trouble", { hasText: "Allow it in the browser" }).waitFor();
    await until(denied.page, "idle");
    await denied.browser.close();

    const absent = await open(url, { args: ["--use-fake-ui-for-media-stream"] });
    await absent.page.click("#talk");
    await absent.page.locator("#trouble", { hasText: /No microphone was found|cannot be opened/ }).waitFor();
    await absent.browser.close();

    const full = await open(url, {}, (page) => serve(page, (_, close) => close(1013, "all 32 sessions are taken: try again later")));
    await full.page.getByRole("button", { name: "order" }).click();
    await full.page.locator("#trouble", { hasText: "all 32 sessions are taken" }).waitFor();
    await until(full.page, "waiting");
    assert.equal(await full.page.locator(".remark").count(), 0, "nothing was lost");
    await full.browser.close();

    const newer = await open(url, {}, (page) => serve(page, (_, close) => close(1008, "unknown subprotocol: offer stepaudio.v2")));
    await newer.page.getByRole("button", { name: "order" }).click();
    await newer.page.locator("#trouble", { hasText: "Reload the page" }).waitFor();
    await until(newer.page, "idle");
    await newer.browser.close();
    return { complaints: [...denied.complaints, ...absent.complaints, ...full.complaints, ...newer.complaints] };
  },

  /** Three widths, light and dark: nothing is cut off, axe-core finds nothing, and there are pictures to look at. */
  async looks() {
    const complaints = [];
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { browser, page, complaints: new_ } = await open(url, { context: { colorScheme } });
      await page.getByRole("button", { name: "weather" }).click();
      await page.locator("#waterfall table").first().waitFor();
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} px of page in a window of ${width}`);
        await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
        await assertAccessible(page);
      }
      await browser.close();
      complaints.push(...new_);
    }
    return { complaints };
  },
};

/**
 * Tabs until an element has the focus.
 * @param {import("playwright-core").Page} page
 * @param {string} selector
 */
async function reach(page, selector) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.locator(selector).evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by the Tab key`);
}

/**
 * Answers the page's call in the server's place, once it has said `start`.
 * @param {import("playwright-core").Page} page
 * @param {(send: (message: object) => void, close: (code: number, reason: string) => void) => void} answer
 * @param {(message: any) => void} [hear] everything the page says
 */
async function serve(page, answer, hear = () => {}) {
  await page.routeWebSocket(/v1\/stream$/, (socket) => {
    socket.onMessage((frame) => {
      const message = /** @type {any} */ (decode(/** @type {Buffer} */ (frame)));
      hear(message);
      if (message.type !== "start") return;
      answer(
        (reply) => socket.send(Buffer.from(encode(reply))),
        (code, reason) => void socket.close({ code, reason }),
      );
    });
  });
}

const scenario = scenarios[/** @type {keyof typeof scenarios} */ (name)];
console.log(JSON.stringify(await scenario()));
