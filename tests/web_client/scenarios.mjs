// What a person does with the page, one scenario a function: `node scenarios.mjs NAME URL FOLDER`, fails by its exit code.
// Files for a closer look (sound, screenshots) go to FOLDER; what is worth telling is printed as one JSON object.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assertAccessible, breakable, calm, open, saveFrom, until } from "./browser.mjs";
import { READY, Script } from "./scripted.mjs";

const [name, url, folder] = process.argv.slice(2);
const microphone = process.env.MICROPHONE ?? "";
const MICROPHONE = { args: ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"] }; // that beeps every second

const scenarios = {
  /** One button, a question from the microphone, its answer written and played, and all of it saved. */
  async talk() {
    const { browser, page, complaints } = await open(url, { microphone });
    await page.click("#talk");
    await page.locator(".caller .committed:not(:empty)").waitFor();
    await until(page, "speaking");
    await until(page, "listening");
    await page.locator("#waterfall table").first().waitFor();
    await page.locator("#waterfall tr", { has: page.locator("rect.mark") }).last().hover(); // a step may be a pixel wide
    await page.locator("#waterfall .readout", { hasText: /: \d+ ms, from \d+ to \d+ ms/ }).first().waitFor();
    assert.match((await page.locator("#history strong").first().textContent()) ?? "", /^p50 \d+ ms, p95 \d+ ms, of 1$/);
    await page.locator("#round-trip", { hasText: /\d ms$/ }).waitFor();
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
    await page.waitForTimeout(1000); // an answer begins softly
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".answer.cut").waitFor();
    await until(page, "interrupted");
    assert.equal(await page.locator(".answer.cut .note").textContent(), "interrupted by you");
    await page.locator(".answer:not(.cut) .heard:not(:empty)").waitFor();
    await until(page, "speaking");
    await page.click("#stop");
    await page.locator(".note", { hasText: "stopped by you" }).waitFor();
    await page.locator("#history figure svg").nth(1).waitFor();
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));
    const cut = page.locator(".answer.cut").first();
    const timing = JSON.parse(await readFile(await saveFrom(page, "#save-figures", join(folder, "timing.json")), "utf8"));
    const result = { heard: await cut.locator(".heard").textContent(), unheard: await cut.locator("del").textContent() };
    await browser.close();
    return { ...result, stop_ms: timing.stop, complaints };
  },

  /** Who asks again and again, in the middle of the answers: each stops, and what was not heard is struck out. */
  async over() {
    const { browser, page, complaints } = await open(url, { microphone, loop: true });
    await page.click("#talk");
    const cut = page.locator(".answer.cut:has(.heard:not(:empty)):has(del:not(:empty))").first(); // in its middle
    await cut.waitFor();
    assert.equal(await cut.locator(".note").textContent(), "interrupted by you");
    await page.locator("#history figure svg").nth(1).waitFor();
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));
    await browser.close();
    return { complaints };
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

  /** Every task that there is, one after the other in one call, and thoughts before an answer. */
  async tasks() {
    const { browser, page, complaints } = await open(url);
    await page.getByRole("button", { name: "greeting" }).click();
    /** @type {Record<string, any>} */
    const told = { complaints };
    const answered = async (/** @type {string} */ task) => {
      await until(page, "speaking");
      await until(page, "listening");
      told[task] = await page.locator(".answer .heard").last().textContent();
    };
    await answered("converse");
    for (const [task, name] of [["translate:zh", "weather"], ["translate:en", "mandarin forecast"]]) {
      await page.selectOption("#task", task);
      await page.getByRole("button", { name, exact: true }).click();
      await answered(task);
    }
    await page.selectOption("#task", "read");
    await page.fill("#typed", "Thank you for calling.");
    await page.click("#send");
    await answered("read");
    await page.selectOption("#task", "transcribe");
    const count = await page.locator(".answer").count();
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".caller", { hasText: "order" }).last().waitFor();
    await until(page, "listening");
    assert.equal(await page.locator(".answer").count(), count, "who only writes down does not answer");
    await page.selectOption("#task", "converse");
    await page.check("#think");
    await page.getByRole("button", { name: "order" }).click();
    await page.locator(".thought:not([hidden])").first().waitFor();
    assert.ok(!(await page.locator(".thought p").last().isVisible()), "thoughts are folded away");
    await answered("think");
    assert.equal(await page.locator("#trouble").textContent(), "");
    told.thought = await page.locator(".thought:not([hidden]) p").last().textContent();
    await browser.close();
    return told;
  },

  /** The line breaks in the middle of an answer, and the server lives: the page comes back, and the answer goes on. */
  async broken() {
    const line = await breakable(url);
    const { browser, page, complaints } = await open(line.url);
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "speaking");
    line.cut();
    await page.locator("#trouble", { hasText: "Trying again" }).waitFor();
    await page.locator(".remark", { hasText: "the conversation goes on" }).waitFor();
    await until(page, "listening");
    const answers = await page.locator(".answer .heard").allTextContents();
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));
    await page.getByRole("button", { name: "capital" }).click();
    await page.locator(".answer .heard:not(:empty)").nth(1).waitFor();
    await until(page, "speaking");
    assert.equal(await page.locator(".remark").count(), 1);
    await browser.close();
    line.close();
    return { answers, complaints: complaints.filter((text) => !/WebSocket|ERR_|Failed to load/.test(text)) };
  },

  /** The keyboard alone: choose, begin, mute, type, hold, stop, lend a voice, let a sample speak, save, end. */
  async keyboard() {
    const { browser, page, complaints } = await open(url, { microphone, loop: true });
    const press = async (/** @type {string} */ selector, key = "Enter") => {
      await reach(page, selector);
      await page.keyboard.press(key);
    };
    const state = (/** @type {string} */ selector, name = "aria-pressed") => page.locator(selector).getAttribute(name);
    await press("#task", "End");
    assert.equal(await page.locator("#task").inputValue(), "read");
    await press("#task", "Home");
    await press("#voice", "ArrowDown");
    await press("#think", "Space");
    await press("#think", "Space");
    await reach(page, "#system");
    await page.keyboard.type("You are a helpful assistant.");
    await press(".choices details:nth-of-type(2) > summary");
    await press("#noiseSuppression", "Space");
    assert.ok(!(await page.locator("#noiseSuppression").isChecked()));
    await press(".choices details:nth-of-type(3) > summary");
    await press("#consent", "Space");

    await press("#pushToTalk", "Space"); // the microphone speaks all the time
    await press("#talk");
    await until(page, "listening");
    await reach(page, "#mute");
    await page.keyboard.down("Space");
    assert.equal(await state("#mute"), "true");
    await page.locator(".caller").first().waitFor();
    await page.keyboard.up("Space");
    assert.equal(await state("#mute"), "false");
    await press("#pushToTalk", "Space");
    await press("#mute", "Space");
    assert.equal(await state("#mute"), "true");

    await press("#lend");
    await page.locator("#lending", { hasText: "spoken in your voice" }).waitFor();
    await calm(page); // what was said so far is answered
    await reach(page, "#typed");
    await page.keyboard.type("What is the status of order four seven two?");
    await page.keyboard.press("Enter");
    await reach(page, "#hold");
    await until(page, "speaking");
    await page.keyboard.press("Space");
    await until(page, "holding");
    await page.keyboard.press("Space");
    await until(page, "speaking");
    await press("#stop");
    await page.locator(".note", { hasText: "stopped by you" }).waitFor();
    await press("#samples button:first-child");
    await until(page, "hearing");
    await reach(page, "#transcript");
    for (const file of ["#save-words", "#save-sound"]) {
      await reach(page, file);
      await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    }
    await press("#talk");
    await until(page, "idle");
    await browser.close();
    return { complaints };
  },

  /** A server that says what a model might: markup, thoughts, tools, errors, and two hundred turns. */
  async said() {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script><b>bold</b>';
    const { browser, page, script, complaints } = await scripted();
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "listening");
    script.send(
      { type: "of_a_later_version" },
      { type: "speech_started", utterance: 0, at_samples: 0, news: "of a later version" },
      { type: "transcript", utterance: 0, committed: markup, tentative: markup, final: false },
      { type: "turn_started", turn: 0, utterance: 0 },
      { type: "thought", turn: 0, text: markup },
      { type: "tool_call", turn: 0, call: "c", name: "clock", arguments: '{"zone": "<b>"}' },
      { type: "tool_result", turn: 0, call: "c", text: markup, failed: false },
      { type: "tool_call", turn: 0, call: "d", name: "map", arguments: "{}" },
      { type: "tool_result", turn: 0, call: "d", text: "no such place", failed: true },
      { type: "text", turn: 0, text: markup },
      { type: "error", code: "turn_failed", message: `the answer failed: ${markup}`, fatal: false },
    );
    await page.locator("#trouble", { hasText: "the answer failed" }).waitFor();
    assert.equal(await page.locator("#transcript img, #transcript script, #transcript b, #trouble img").count(), 0);
    assert.equal(await page.title(), "Step-Audio 2, live");
    assert.equal(await page.locator(".answer .heard").first().textContent(), markup);
    assert.equal(await page.locator(".tentative").first().textContent(), markup);
    assert.ok(!(await page.locator(".thought p").first().isVisible()), "thoughts are folded away");
    await page.locator(".thought summary").first().click();
    assert.equal(await page.locator(".thought p").first().textContent(), markup);
    const card = page.locator(".tool").first();
    assert.deepEqual(await card.locator("strong, .state, code").allTextContents(), ["clock", "done", '{"zone": "<b>"}', markup]);
    assert.deepEqual(await page.locator(".tool .failed").allTextContents(), ["no such place"]);
    await assertAccessible(page);
    await page.screenshot({ path: join(folder, "said.png") });

    for (let turn = 1; turn <= 200; turn++) {
      script.send(
        { type: "speech_started", utterance: turn, at_samples: 0 },
        { type: "transcript", utterance: turn, committed: `question ${turn}`, tentative: "", final: true },
        { type: "turn_started", turn, utterance: turn },
        { type: "text", turn, text: `answer ${turn}` },
        { type: "turn_ended", turn, text: `answer ${turn}`, samples: 0 },
        { type: "metrics", turn, marks_ms: { speech_end: 0, first_text: turn }, queue_ms: { llm: 1 }, compute_ms: { llm: 2 } },
      );
    }
    await page.locator(".answer", { hasText: "answer 200" }).waitFor();
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    assert.ok(elements < 1200, `${elements} elements after 200 turns`);
    const words = await readFile(await saveFrom(page, "#save-words", join(folder, "long.txt")), "utf8");
    for (let turn = 1; turn <= 200; turn++) assert.ok(words.includes(`You: question ${turn}\nAnswer: answer ${turn}\n`));
    const timing = JSON.parse(await readFile(await saveFrom(page, "#save-figures", join(folder, "long.json")), "utf8"));
    assert.equal(timing.turns.length, 200);
    await browser.close();
    return { complaints };
  },

  /** The server holds an answer and lets it go on, holds it again and cuts it; every sample is accounted for. */
  async held() {
    const { browser, page, script, complaints } = await scripted();
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "listening");
    script.speak(0, "This answer is six seconds long, and is held in the middle.", 6);
    await until(page, "speaking");
    await script.hears("played", 3);
    script.send({ type: "held", turn: 0 });
    await until(page, "holding");
    const stopped = await settled(script);
    assert.ok(stopped > 0 && stopped < 144_000, `held after ${stopped} samples`);
    script.send({ type: "released", turn: 0 });
    await until(page, "speaking");
    await until(page, "listening");
    assert.equal(script.all("played").at(-1)?.samples, 144_000);
    const played = script.all("played").map(({ samples }) => samples);
    assert.deepEqual(played, [...played].sort((a, b) => a - b), "it never goes back");

    script.speak(1, "This one is held and then interrupted.", 20);
    await until(page, "speaking");
    script.send({ type: "held", turn: 1 });
    await until(page, "holding");
    script.send({ type: "interrupted", turn: 1, heard_samples: await settled(script), reason: "barge_in" });
    await until(page, "interrupted");
    assert.ok(await page.locator(".answer.cut del").last().textContent());
    script.speak(2, "And after that, answers are played as ever.", 1);
    await until(page, "speaking");
    await until(page, "listening");
    assert.deepEqual(script.all("played").at(-1), { type: "played", turn: 2, samples: 24_000 });

    script.speak(3, "The person can hold an answer, too.", 20);
    await until(page, "speaking");
    await page.click("#hold");
    await until(page, "holding");
    await page.click("#hold");
    await until(page, "speaking");
    await browser.close();
    return { complaints };
  },

  /** A broken line is followed by another: the session goes on where it was, and nothing is played twice. */
  async resume() {
    const { browser, page, script, complaints } = await scripted();
    script.onStart = ({ resume }) => script.send({ ...READY, resume: resume ? "second" : "first", resumed: resume === "first" });
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "listening");
    assert.equal(script.all("start")[0].resume, null);
    script.send({ type: "turn_started", turn: 0, utterance: null }, { type: "text", turn: 0, text: "Some" });
    script.sound(0, 0, 48_000);
    await until(page, "speaking");
    const told = (await script.hears("played", 2)).samples;
    script.close(1012, "restarting");
    await page.locator("#trouble", { hasText: "Trying again" }).waitFor();
    const { resume, seen } = await script.hears("start", 1);
    assert.deepEqual([resume, seen], ["first", 12], "a turn's beginning, its text, and ten pieces of sound");
    script.sound(0, told, 96_000); // from where the server knows that it was played, which the page has in part
    script.send({ type: "text", turn: 0, text: " more" }, { type: "turn_ended", turn: 0, text: "Some more", samples: 96_000 });
    await page.locator(".remark", { hasText: "goes on" }).waitFor();
    await until(page, "listening");
    assert.equal(script.all("played").at(-1)?.samples, 96_000);
    assert.deepEqual(await page.locator(".answer .heard").allTextContents(), ["Some more"]);
    await saveFrom(page, "#save-sound", join(folder, "call.wav"));

    script.close(1012, "restarting");
    assert.equal((await script.hears("start", 2)).resume, "second");
    await page.locator(".remark", { hasText: "new conversation" }).waitFor();
    script.speak(0, "A new one.", 1);
    await page.locator(".answer", { hasText: "A new one." }).waitFor();
    await until(page, "speaking");
    await until(page, "listening");
    assert.equal(await page.locator(".answer").count(), 2, "turns are counted from 0 again, and are others");
    await browser.close();
    return { complaints };
  },

  /** A socket that is dead without knowing: after a minute of sleep the page notices, and calls again. */
  async asleep() {
    const { browser, page, script, complaints } = await scripted({}, (page) => page.clock.install());
    script.onStart = () => script.send({ ...READY, resume: "token", resumed: script.calls > 1 });
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "listening");
    await page.clock.fastForward("01:00"); // the lid is closed, and opened again
    await until(page, "listening");
    assert.equal(script.calls, 1, "who still answers is not called again");
    script.pongs = false;
    for (let seconds = 0; seconds < 20 && script.calls < 2; seconds += 2) await page.clock.runFor(2000);
    await script.hears("start", 1);
    await page.clock.runFor(1000);
    await page.locator(".remark", { hasText: "goes on" }).waitFor();
    await browser.close();
    return { complaints };
  },

  /** A tab in the background goes on: it hears, plays to the end, and tells so. Another tab's call ends this one's. */
  async tabs() {
    const { browser, page, script, complaints } = await scripted();
    await page.getByRole("button", { name: "order" }).click();
    await until(page, "listening");
    const other = await page.context().newPage();
    await other.goto(url);
    await page.evaluate(() => {
      // what a browser does to a tab in the background; a headless one does not by itself
      Object.defineProperties(document, { hidden: { get: () => true }, visibilityState: { get: () => "hidden" } });
      const later = window.setTimeout;
      window.requestAnimationFrame = () => 0;
      window.setTimeout = /** @type {any} */ ((/** @type {() => void} */ act, /** @type {number} */ ms) => later(act, Math.max(ms, 1000)));
      document.dispatchEvent(new Event("visibilitychange"));
    });
    script.speak(0, "You do not see this, and hear it.", 2);
    for (let n = 0; script.all("played").at(-1)?.samples !== 48_000; n++) await script.hears("played", n);
    const frames = script.all("audio").length;
    await script.hears("audio", frames + 25);
    await other.getByRole("button", { name: "order" }).click();
    await until(other, "speaking");
    await until(page, "idle");
    await page.locator("#trouble", { hasText: "another tab" }).waitFor();
    await browser.close();
    return { complaints };
  },

  /** What is chosen in a call is said to the server: task, language, voice, thinking, and a voice of the person's own. */
  async choices() {
    const { browser, page, script, complaints } = await scripted(MICROPHONE);
    await page.click("#talk");
    await until(page, "listening");
    assert.deepEqual(await pick(script.all("start")[0]), { task: "converse", to: null, voice: "arthur", system: null, think: false });
    await page.selectOption("#task", "translate:zh");
    await page.check("#think");
    await page.selectOption("#voice", "flora");
    const wish = { task: "translate", to: "zh", voice: "flora", system: null, think: true };
    assert.deepEqual(pick(await script.hears("choose", 2)), wish);
    script.send({ type: "error", code: "bad_choice", message: "no voice 'flora': choose one of arthur", fatal: false });
    await page.locator("#trouble", { hasText: "choose one of arthur" }).waitFor();

    await page.getByText("Answers in your voice").click();
    const lend = page.locator("#lend");
    assert.ok(await lend.isDisabled(), "not without consent");
    await page.check("#consent");
    await assertAccessible(page);
    await page.evaluate(() => document.getElementById("lent")?.setAttribute("max", "1"));
    await lend.click();
    const first = await script.hears("voice_sample");
    assert.match(first.consent, /my own voice/);
    assert.deepEqual([first.rate_hz, first.data.byteLength], [24_000, 24_000 * 2]);
    assert.ok(loudest(first.data) > 1000, "the microphone is in it");
    assert.ok(script.heard.slice(0, script.heard.indexOf(first)).slice(-20).every(({ data }) => loudest(data) < 1000), "and the call did not hear it");
    script.send({ type: "error", code: "bad_voice", message: "there is too much noise", fatal: false });
    await page.locator("#lending", { hasText: "too much noise" }).waitFor();
    script.send({ type: "voice_ready", name: "own-1", advice: ["speak a little louder"] });
    await page.locator("#lending", { hasText: "speak a little louder" }).waitFor();
    assert.equal(await page.locator("#voice").inputValue(), "own-1");
    await browser.close();
    return { complaints };
  },

  /** The microphone's frames follow on each other; push to talk, mute, the switches, and a microphone that goes away. */
  async hands() {
    const { browser, page, script, complaints } = await scripted(MICROPHONE, (page) =>
      page.addInitScript(() => {
        const media = navigator.mediaDevices;
        const open = media.getUserMedia.bind(media);
        media.getUserMedia = async (wish) => Object.assign(window, { wish, stream: await open(wish) }).stream;
        const context = /** @type {any} */ (AudioContext.prototype);
        const sink = context.setSinkId;
        context.setSinkId = function (/** @type {string} */ id) {
          Object.assign(window, { sink: id });
          return sink.call(this, id);
        };
      }),
    );
    const isHeard = async () => {
      const from = script.all("audio").length;
      await script.hears("audio", from + 55); // the device beeps every second
      const frames = script.all("audio").slice(from);
      for (const [n, { data, start_samples }] of frames.entries()) {
        assert.equal(data.byteLength, 640);
        if (n) assert.equal(start_samples, frames[n - 1].start_samples + 320);
      }
      return frames.some(({ data }) => loudest(data) > 300);
    };
    /** On a busy machine what was captured before may still be on its way. @param {boolean} wanted @param {string} words */
    const assertHeard = async (wanted, words) => {
      for (let tries = 0; tries < 6; tries++) if ((await isHeard()) === wanted) return;
      assert.fail(words);
    };
    const mute = page.locator("#mute");
    await page.click("#talk");
    await until(page, "listening");
    await assertHeard(true, "an open microphone is heard");
    await mute.click();
    await assertHeard(false, "a muted one is not");
    await mute.click();
    await page.getByText("Microphone and loudspeaker").click();
    await page.check("#pushToTalk");
    assert.equal(await mute.textContent(), "Hold to talk");
    await assertHeard(false, "push to talk is silent");
    await mute.focus();
    await page.keyboard.down("Space");
    await assertHeard(true, "and heard while the button is held");
    await page.keyboard.up("Space");
    await script.hears("commit");
    await assertHeard(false, "and no longer");
    await page.uncheck("#pushToTalk");
    for (const name of ["echoCancellation", "noiseSuppression", "autoGainControl"]) {
      await page.uncheck(`#${name}`);
      await page.waitForFunction((name) => /** @type {any} */ (window).wish.audio[name] === false, name);
    }
    await assertHeard(true, "with other switches too");
    const chosen = await choose(page, "#microphone");
    await page.waitForFunction((id) => /** @type {any} */ (window).wish.audio.deviceId?.exact === id, chosen);
    await assertHeard(true, "with another microphone");
    const loudspeaker = await choose(page, "#loudspeaker");
    await page.waitForFunction((id) => /** @type {any} */ (window).sink === id, loudspeaker);
    assert.equal(await page.locator("#trouble").textContent(), "");
    await page.evaluate(() => {
      /** @type {any} */ (AudioContext.prototype).setSinkId = async () => Promise.reject(new Error("unplugged"));
    });
    await page.selectOption("#loudspeaker", { index: 0 });
    await page.locator("#trouble", { hasText: "loudspeaker cannot be used" }).waitFor();
    await page.evaluate(() => /** @type {any} */ (window).stream.getTracks()[0].dispatchEvent(new Event("ended")));
    await page.locator("#trouble", { hasText: "The microphone is gone" }).waitFor();
    await assertHeard(false, "the call goes on without it");
    await page.getByRole("button", { name: "Use the microphone" }).click();
    await page.getByRole("button", { name: "Mute" }).waitFor();
    await assertHeard(true, "and with it again");
    await browser.close();
    return { complaints };
  },

  /** What goes wrong is told in words: no permission, no microphone, a full server, a key, another version. */
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

    const { browser, page, script, complaints } = await scripted();
    const ask = page.getByRole("button", { name: "order" });
    const trouble = page.locator("#trouble");
    script.onStart = () => script.close(1013, "all 32 sessions are taken: try again later");
    await ask.click();
    await trouble.filter({ hasText: "all 32 sessions are taken" }).waitFor();
    await until(page, "waiting");
    assert.equal(await page.locator(".remark").count(), 0, "nothing was lost");

    script.onStart = () => script.send({ type: "waiting", place: 2 });
    await page.locator("#activity", { hasText: "In line: number 2" }).waitFor();
    script.send({ type: "waiting", place: 1 });
    await page.locator("#activity", { hasText: "In line: number 1" }).waitFor();
    script.send(READY);
    await until(page, "listening");
    assert.equal(await trouble.textContent(), "");
    await page.click("#talk");

    script.onStart = () => {
      script.send({ type: "error", code: "missing_api_key", message: "no key came", fatal: true });
      script.close(1008, "no key came");
    };
    await ask.click();
    await trouble.filter({ hasText: "asks for an access key" }).waitFor();
    await until(page, "idle");
    script.onStart = () => script.send(READY);
    await page.fill("#key", "k3y");
    await page.evaluate(() => {
      const Real = WebSocket;
      window.WebSocket = /** @type {any} */ (
        class extends Real {
          /** @param {string} url @param {string[]} protocols */
          constructor(url, protocols) {
            super(url, protocols);
            document.title = protocols.join();
          }
        }
      );
    });
    await ask.click();
    await until(page, "listening");
    assert.equal(await page.title(), "stepaudio.v1.msgpack,stepaudio-key.k3y");
    await page.click("#talk");

    const others = [
      () => script.close(1008, "unknown subprotocol: offer stepaudio.v2"),
      () => script.send({ ...READY, version: 2 }),
      () => script.socket?.send("a text"),
    ];
    await page.route(/readyz$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ json: { ...(await response.json()), page: "another" } });
    });
    await page.locator("#server", { hasText: "Reload the page" }).waitFor();
    for (const other of others) {
      script.onStart = other;
      await ask.click();
      await trouble.filter({ hasText: "Reload the page" }).waitFor();
      await until(page, "idle");
    }
    await browser.close();
    return { complaints: [...denied.complaints, ...absent.complaints, ...complaints] };
  },

  /** Nothing runs on the page but what the server serves; and a browser without worklets is told so. */
  async policy() {
    const { browser, page, complaints } = await open(url, {}, (page) => page.addInitScript(() => Reflect.deleteProperty(window, "AudioWorkletNode")));
    const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get("content-security-policy"));
    assert.match(policy ?? "", /default-src 'none'.*script-src 'self';/);
    await page.evaluate(() => {
      const inline = document.createElement("script");
      inline.textContent = "document.title = 'run'";
      document.body.append(inline);
      document.body.setAttribute("onclick", "document.title = 'run'");
      document.body.click();
    });
    assert.equal(await page.title(), "Step-Audio 2, live");
    assert.equal(complaints.filter((text) => /Content Security Policy/.test(text)).length, complaints.length);
    assert.ok(complaints.length > 0);
    await page.click("#talk");
    await page.locator("#trouble", { hasText: "Use a current Firefox" }).waitFor();
    await browser.close();
    return { complaints: [] };
  },

  /** Three widths, light and dark: nothing is cut off, axe-core finds nothing, and there are pictures to look at. */
  async looks() {
    const { browser, page, complaints } = await open(url);
    await page.getByRole("button", { name: "weather" }).click();
    await page.locator("#waterfall table").first().waitFor();
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} px of page in a window of ${width}`);
        await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
        await assertAccessible(page);
      }
    }
    await browser.close();
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
 * The page with a scripted server behind it.
 * @param {Parameters<typeof open>[1]} options
 * @param {(page: import("playwright-core").Page) => Promise<any>} before
 */
async function scripted(options = {}, before = async () => {}) {
  const script = new Script();
  const opened = await open(url, options, async (page) => {
    await before(page);
    await script.answer(page);
  });
  return { ...opened, script };
}

/** Takes the last of what there is to choose from. @param {import("playwright-core").Page} page @param {string} select */
async function choose(page, select) {
  const last = (await page.locator(`${select} option`).count()) - 1;
  assert.ok(last > 0, `${select} offers nothing but the system's own`);
  return (await page.selectOption(select, { index: last }))[0];
}

/** The last place of playback that is told, once nothing new is told any more. @param {Script} script */
async function settled(script) {
  for (let last = NaN; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = script.all("played").at(-1)?.samples;
    if (now === last) return now;
    last = now;
  }
}

/** @param {any} message */
const pick = ({ task, to, voice, system, think }) => ({ task, to, voice, system, think });

/** @param {Uint8Array} data of 16-bit samples */
const loudest = (data) => new Int16Array(Uint8Array.from(data).buffer).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

const scenario = scenarios[/** @type {keyof typeof scenarios} */ (name)];
console.log(JSON.stringify(await scenario()));
