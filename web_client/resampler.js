// Sound at one rate becomes sound at another, block by block; any cutting into blocks gives the same result.

const CROSSINGS = 16; // zero crossings of the sinc on either side: more are sharper and slower
const STEPS = 256; // table entries between two crossings; between entries the kernel is interpolated
const PASS = 0.94; // of the lower Nyquist frequency passes, the rest is the filter's slope

/** A windowed-sinc resampler, mono. Output sample 0 lies exactly on input sample 0. */
export class Resampler {
  /**
   * @param {number} fromHz
   * @param {number} toHz
   */
  constructor(fromHz, toHz) {
    this.step = fromHz / toHz; // input samples from one output sample to the next
    this.cutoff = PASS * Math.min(1, toHz / fromHz);
    this.reach = Math.ceil(CROSSINGS / this.cutoff); // input samples on either side that an output sample sees
    this.plain = fromHz === toHz;
    this.line = new Float32Array(this.reach); // input that is still needed; begins with the silence before the sound
    this.at = this.reach; // where in `line` the next output sample lies
  }

  /**
   * The output that `input` completes.
   * @param {Float32Array} input
   * @returns {Float32Array}
   */
  push(input) {
    if (this.plain) return input.slice();
    const line = new Float32Array(this.line.length + input.length);
    line.set(this.line);
    line.set(input, this.line.length);
    const count = Math.max(0, Math.ceil((line.length - this.reach - this.at) / this.step));
    const output = new Float32Array(count);
    for (let n = 0; n < count; n++) output[n] = this.#sample(line, this.at + n * this.step);
    const next = this.at + count * this.step;
    const spent = Math.max(0, Math.floor(next) - this.reach);
    this.line = line.slice(spent);
    this.at = next - spent;
    return output;
  }

  /** What is left once no more comes. */
  flush() {
    return this.plain ? new Float32Array(0) : this.push(new Float32Array(this.reach));
  }

  /**
   * @param {Float32Array} line
   * @param {number} at
   */
  #sample(line, at) {
    const first = Math.max(0, Math.ceil(at - this.reach));
    const last = Math.min(line.length - 1, Math.floor(at + this.reach));
    let sum = 0;
    for (let i = first; i <= last; i++) {
      const place = Math.abs(i - at) * this.cutoff * STEPS;
      const entry = Math.floor(place);
      if (entry >= KERNEL.length - 1) continue;
      const weight = KERNEL[entry] + (KERNEL[entry + 1] - KERNEL[entry]) * (place - entry);
      sum += line[i] * weight;
    }
    return sum * this.cutoff;
  }
}

/** One side of sinc times a Hann window, STEPS entries from crossing to crossing. */
const KERNEL = Float32Array.from({ length: CROSSINGS * STEPS + 1 }, (_, i) => {
  const x = i / STEPS;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  return sinc * 0.5 * (1 + Math.cos((Math.PI * x) / CROSSINGS));
});
