// The resampler and the jitter buffer, without a browser: `node --test`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { JitterBuffer } from "../../web_client/jitter.js";
import { Resampler } from "../../web_client/resampler.js";

const BLOCK = 128;

/** @param {number} hz @param {number} rateHz @param {number} count */
const tone = (hz, rateHz, count) => Float32Array.from({ length: count }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz));

/** @param {JitterBuffer} buffer @param {number} ms */
function play(buffer, ms) {
  const frames = new Float32Array(Math.round((ms * buffer.rateHz) / 1000 / BLOCK) * BLOCK);
  const happened = [];
  for (let at = 0; at < frames.length; at += BLOCK) {
    happened.push(...buffer.render(frames.subarray(at, at + BLOCK)).map((each) => ({ ...each, at: each.at + at })));
  }
  return { frames, happened };
}

/** @param {Float32Array} frames */
const steepest = (frames) => frames.reduce((most, frame, n) => Math.max(most, n ? Math.abs(frame - frames[n - 1]) : 0), 0);

/** @param {Float32Array} frames */
const loudest = (frames) => frames.reduce((most, frame) => Math.max(most, Math.abs(frame)), 0);

for (const [fromHz, toHz] of [[48000, 16000], [44100, 16000], [16000, 16000], [24000, 48000], [24000, 44100]]) {
  test(`${fromHz} Hz becomes ${toHz} Hz, however it is cut`, () => {
    const input = tone(440, fromHz, fromHz);
    const whole = new Resampler(fromHz, toHz);
    const output = [...whole.push(input), ...whole.flush()];
    const cut = new Resampler(fromHz, toHz);
    const pieces = [];
    for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7) % 501) pieces.push(...cut.push(input.subarray(at, at + size)));
    pieces.push(...cut.flush());
    assert.equal(output.length, toHz);
    assert.equal(pieces.length, toHz);
    const wanted = tone(440, toHz, toHz);
    for (let n = 0; n < toHz; n++) {
      assert.ok(Math.abs(pieces[n] - output[n]) < 1e-6, `sample ${n} depends on the cutting`);
      if (n > 100 && n < toHz - 100) assert.ok(Math.abs(output[n] - wanted[n]) < 1e-4, `sample ${n} is not the tone`);
    }
  });
}

test("what a lower rate cannot hold is filtered out", () => {
  const output = new Resampler(48000, 16000).push(tone(10_000, 48000, 48000));
  assert.ok(loudest(output.slice(200)) < 1e-3);
});

test("a turn is played whole, and told so", () => {
  const buffer = new JitterBuffer(48000);
  buffer.push(3, tone(200, 24000, 12000));
  buffer.end(3);
  const { frames, happened } = play(buffer, 700);
  assert.equal(happened[0].type, "began");
  assert.deepEqual(happened.filter(({ done }) => done).map(({ turn, samples }) => [turn, samples]), [[3, 12000]]);
  assert.ok(happened.some(({ type, samples, done }) => type === "played" && !done && samples > 0 && samples < 12000));
  assert.ok(Math.abs(loudest(frames) - 0.5) < 0.01);
});

test("a turn begins once enough of it is there", () => {
  const buffer = new JitterBuffer(48000);
  buffer.push(0, tone(200, 24000, 480));
  assert.equal(loudest(play(buffer, 100).frames), 0);
  buffer.push(0, tone(200, 24000, 2400));
  assert.ok(loudest(play(buffer, 50).frames) > 0.4);
});

test("a gap is filled without a click, and makes the buffer longer; calm turns make it shorter again", () => {
  const buffer = new JitterBuffer(48000);
  const voice = tone(200, 24000, 24000);
  buffer.push(0, voice.slice(0, 4815)); // the gap falls into the middle of a wave
  const before = play(buffer, 300);
  buffer.push(0, voice.slice(4815));
  buffer.end(0);
  const after = play(buffer, 1000);
  const frames = Float32Array.from([...before.frames, ...after.frames]);
  assert.ok(steepest(frames) < 2 * steepest(tone(200, 48000, 48000)), `a step of ${steepest(frames)}`);
  assert.ok(loudest(before.frames.slice(-2400)) === 0, "the filling fades");
  const gap = after.happened.find(({ type }) => type === "gap");
  assert.ok(gap && gap.ms > 80 && gap.ms < 110, `a gap of ${gap?.ms} ms`);
  const longer = buffer.aheadMs;
  assert.ok(longer > 40);
  for (let turn = 1; turn < 20; turn++) {
    buffer.push(turn, voice.slice(0, 2400));
    buffer.end(turn);
    play(buffer, 120);
  }
  assert.ok(buffer.aheadMs < longer);
});

test("a stop is silence within 20 ms, by a fade; the next turn plays", () => {
  const buffer = new JitterBuffer(44100);
  buffer.push(0, tone(200, 24000, 24000));
  play(buffer, 200);
  buffer.stop(0);
  const { frames, happened } = play(buffer, 100);
  assert.ok(steepest(frames) < 2 * steepest(tone(200, 44100, 44100)));
  assert.equal(loudest(frames.slice(Math.round(0.02 * 44100))), 0);
  assert.ok(happened.some(({ type, at }) => type === "silent" && at <= 0.02 * 44100));
  buffer.push(1, tone(200, 24000, 24000));
  assert.ok(loudest(play(buffer, 100).frames) > 0.4);
});

test("a stop in a gap, of a turn that waits, and of one that is over", () => {
  const buffer = new JitterBuffer(48000);
  buffer.push(0, tone(200, 24000, 2400));
  play(buffer, 150);
  buffer.stop(0);
  play(buffer, 50);
  buffer.push(1, tone(200, 24000, 100));
  buffer.stop(1);
  buffer.stop(7);
  assert.equal(loudest(play(buffer, 100).frames), 0);
  buffer.push(2, tone(200, 24000, 4800));
  buffer.end(2);
  assert.deepEqual(play(buffer, 300).happened.filter(({ type }) => type !== "played").map(({ type }) => type), ["began"]);
});

test("a hold is silence that loses nothing", () => {
  const buffer = new JitterBuffer(48000);
  buffer.push(0, tone(200, 24000, 24000));
  buffer.end(0);
  play(buffer, 100);
  buffer.hold(true);
  assert.equal(loudest(play(buffer, 500).frames.slice(960)), 0);
  buffer.hold(false);
  const { frames, happened } = play(buffer, 1000);
  assert.ok(loudest(frames) > 0.4);
  assert.deepEqual(happened.filter(({ done }) => done).map(({ samples }) => samples), [24000]);
});

test("a hold is told at once, to the sample", () => {
  const buffer = new JitterBuffer(24000);
  buffer.push(0, tone(200, 24000, 24000));
  play(buffer, 250);
  buffer.hold(true);
  const { happened } = play(buffer, 500);
  assert.equal(happened.length, 1);
  const { type, samples } = happened[0];
  assert.equal(type, "held");
  buffer.hold(false);
  const rest = play(buffer, 200).happened;
  assert.ok(rest.every((each) => each.samples > samples));
});

test("what comes twice is played once, and what is missing is silence", () => {
  const buffer = new JitterBuffer(24000);
  const voice = tone(200, 24000, 24000);
  buffer.push(0, voice.slice(0, 6000), 0);
  buffer.push(0, voice.slice(2000, 9000), 2000);
  buffer.push(0, voice.slice(3000, 4000), 3000);
  buffer.push(0, voice.slice(12000, 24000), 12000);
  buffer.end(0);
  const { frames, happened } = play(buffer, 1200);
  assert.deepEqual(happened.filter(({ done }) => done).map(({ samples }) => samples), [24000]);
  const from = frames.findIndex((frame) => frame !== 0) - 1; // sample 0 of the tone is 0
  for (let n = 100; n < 9000; n++) assert.ok(Math.abs(frames[from + n] - voice[n]) < 1e-6, `sample ${n}`);
  assert.equal(loudest(frames.slice(from + 9000, from + 12000)), 0);
  assert.ok(Math.abs(frames[from + 13000] - voice[13000]) < 1e-6);
  buffer.push(0, voice.slice(0, 6000), 18000);
  assert.equal(loudest(play(buffer, 400).frames), 0, "nothing of a turn that is over");
});
