"""HiFT: 80-band mel at 50 Hz -> 24 kHz waveform, by a harmonic source, upsampling and an inverse STFT.

    mel ─▶ f0 ─▶ source (harmonics + noise) ─▶ STFT ─┐
     └──▶ conv_pre ─▶ 3 x (upsample, add source, mean of resblocks) ─▶ conv_post ─▶ inverse STFT ─▶ samples

480 samples a frame = 8 * 5 * 3 (upsampling) * 4 (iSTFT hop). Layout is (batch, time, channels); every step is
differentiable. On a CPU, convolutions are sums of shifted matrix products and sines are polynomials, because MLX's own
are 10 to 60 times slower there; on a GPU MLX's kernels are used.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

import mlx.core as mx
import mlx.nn as nn

from stages.models.device import on_gpu
from stages.models.mel import hann

SAMPLE_RATE_HZ = 24000
FRAME_SAMPLES = 480
HARMONICS = 9

_RATES = (8, 5, 3)
_RATE_KERNELS = (16, 11, 7)
_KERNELS = (3, 7, 11)
_SOURCE_KERNELS = (7, 7, 11)
_SOURCE_DOWNS = ((30, 15, 7), (6, 3, 1), (1, 1, 0))  # kernel, stride, padding
_DILATIONS = (1, 3, 5)
_N_FFT, _HOP, _BINS = 16, 4, 9
_VOICED_HZ = 10.0
_SINE_AMPLITUDE = 0.1
_VOICED_NOISE = 0.003
_LARGEST_MAGNITUDE = 100.0
_LARGEST_SAMPLE = 0.99


@dataclass(frozen=True)
class HiftConfig:
    """Sizes that differ between checkpoints; they stand in no file and are read from weight shapes."""

    base: int = 512  # channels before the first upsampling, halved by each
    f0_width: int = 512
    n_mels: int = 80

    @staticmethod
    def from_weights(weights: dict[str, mx.array]) -> HiftConfig:
        """From weights as `sanitize` returns them. Raises KeyError where the deciding weights are missing."""
        base, _, n_mels = weights["conv_pre.weight"].shape
        return HiftConfig(base, weights["f0_predictor.condnet.0.weight"].shape[0], n_mels)


class Hift(nn.Module):
    """The vocoder. `f0`, `source` and `decode` are the three steps; calling it does all three."""

    def __init__(self, config: HiftConfig):
        super().__init__()
        widths = [config.base >> i for i in range(len(_RATES) + 1)]
        outputs = widths[1:]
        self.f0_predictor = F0Predictor(config.n_mels, config.f0_width)
        self.m_source = HarmonicMix()
        self.conv_pre = Conv(config.n_mels, config.base, 7)
        self.ups = [
            Upsample(n_in, n_out, kernel, rate)
            for n_in, n_out, kernel, rate in zip(widths, outputs, _RATE_KERNELS, _RATES, strict=False)
        ]
        self.source_downs = [Downsample(2 * _BINS, n, *shape) for n, shape in zip(outputs, _SOURCE_DOWNS, strict=True)]
        self.source_resblocks = [ResBlock(n, kernel) for n, kernel in zip(outputs, _SOURCE_KERNELS, strict=True)]
        self.resblocks = [ResBlock(n, kernel) for n in outputs for kernel in _KERNELS]
        self.conv_post = Conv(outputs[-1], 2 * _BINS, 7)
        self._renderers: tuple[Renderer, Renderer] | None = None

    def renderer(self, last: bool = False) -> Renderer:
        """What renders a chunk of a stream, the `last` or another, in the way chosen (`rendering.tune`)."""
        return self if self._renderers is None else self._renderers[last]

    def take(self, renderer: Renderer, for_last: Renderer) -> None:
        """Render chunks with `renderer`, and the last of a stream, of any length, with `for_last`."""
        self._renderers = (renderer, for_last)

    def __call__(self, mel: mx.array, noise: mx.array) -> mx.array:
        """mel (B, T, 80), noise (B, 480T, 9) standard normal -> samples (B, 480T)."""
        return self.decode(mel, self.source(self.f0(mel), noise))

    def f0(self, mel: mx.array) -> mx.array:
        """mel (B, T, 80) -> fundamental frequency in Hz (B, T); below 10 Hz the frame counts as unvoiced."""
        return self.f0_predictor(mel)

    def phase(self, f0: mx.array) -> mx.array:
        """f0 (B, T) -> phase of every harmonic at the frames' centres, in cycles within +-1/2 (B, T, 9).

        Whole cycles are dropped before the sum as well: in float32 it is then right to 1e-4 cycles after seconds and
        5e-3 after a minute, where the plain running sum loses the phase.
        """
        advance = _cycles_per_frame(f0)
        phase = mx.cumsum(advance - mx.round(advance), axis=1)
        return phase - mx.round(phase)

    def source(self, f0: mx.array, noise: mx.array, phase: mx.array | None = None) -> mx.array:
        """Excitation (B, 480T) from f0 (B, T) in Hz and standard normal noise (B, 480T, 9).

        Noise (B, 480T, 1) is one draw for all harmonics, scaled so that their mix is distributed as with nine.
        `phase` (B, T, 9) replaces `self.phase(f0)` where the source continues an earlier one.
        """
        batch, frames = f0.shape
        phase = self.phase(f0) if phase is None else phase
        # Between the centres of two frames the phase is linear; outside the first and last centre it stands still.
        advance = _cycles_per_frame(f0)
        still = mx.zeros((batch, 1, HARMONICS))
        before = mx.concatenate([still, advance[:, 1:]], axis=1)
        after = mx.concatenate([advance[:, 1:], still], axis=1)
        slope = mx.stack([before, after], axis=2)[:, :, :, None]  # (B, T, 2, 1, 9)
        offset = ((mx.arange(FRAME_SAMPLES) + 0.5) / FRAME_SAMPLES - 0.5).reshape(2, -1, 1)
        cycles = phase[:, :, None, None] + offset * slope  # (B, T, 2, 240, 9)
        voiced = (f0 > _VOICED_HZ).astype(mx.float32)[:, :, None, None]
        tone = _SINE_AMPLITUDE * voiced * _sine(cycles).reshape(batch, frames, FRAME_SAMPLES, HARMONICS)
        noise = (noise if noise.shape[2] > 1 else noise * self.m_source.direction()).reshape(tone.shape)
        hiss = noise * (_VOICED_NOISE * voiced + _SINE_AMPLITUDE / 3 * (1 - voiced))
        return self.m_source(tone + hiss).reshape(batch, -1)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        """mel (B, T, 80) and its source (B, 480T) -> samples (B, 480T) within +-0.99."""
        return spectrum_to_samples(self.spectrum(mel, source))

    def spectrum(self, mel: mx.array, source: mx.array) -> mx.array:
        """mel (B, T, 80) and its source (B, 480T) -> (B, 120T + 1, 18): see `spectrum_to_samples`."""
        dtype = self.conv_pre.weight.dtype
        spectrum = stft(source).astype(dtype)
        x = self.conv_pre(mel.astype(dtype))
        n_kernels = len(_KERNELS)
        for i, up in enumerate(self.ups):
            x = up(mx.maximum(x, 0.1 * x))
            if i == len(self.ups) - 1:
                x = mx.concatenate([x[:, 1:2], x], axis=1)  # one more frame, as the centred STFT has
            x = x + self.source_resblocks[i](self.source_downs[i](spectrum))
            x = sum(block(x) for block in self.resblocks[n_kernels * i : n_kernels * (i + 1)]) / n_kernels
        return self.conv_post(mx.maximum(x, 0.01 * x))


class Renderer(Protocol):
    """The steps of the vocoder, as `Hift` defines them."""

    def f0(self, mel: mx.array) -> mx.array: ...
    def phase(self, f0: mx.array) -> mx.array: ...
    def source(self, f0: mx.array, noise: mx.array, phase: mx.array | None = None) -> mx.array: ...
    def spectrum(self, mel: mx.array, source: mx.array) -> mx.array: ...
    def decode(self, mel: mx.array, source: mx.array) -> mx.array: ...


class F0Predictor(nn.Module):
    """mel (B, T, 80) -> f0 in Hz (B, T)."""

    def __init__(self, n_mels: int, width: int, depth: int = 5):
        super().__init__()
        self.condnet = [layer for i in range(depth) for layer in (Conv(width if i else n_mels, width, 3), Elu())]
        self.classifier = nn.Linear(width, 1)

    def __call__(self, mel: mx.array) -> mx.array:
        x = mel
        for layer in self.condnet:
            x = layer(x)
        return mx.abs(self.classifier(x))[..., 0].astype(mx.float32)


class Elu(nn.Module):
    """x, and exp(x) - 1 below 0; the exponent is bounded, so that large inputs have a finite gradient."""

    def __call__(self, x: mx.array) -> mx.array:
        return mx.maximum(x, 0) + mx.exp(mx.minimum(x, 0)) - 1


class HarmonicMix(nn.Module):
    """Nine harmonics (..., 9) -> one source (...)."""

    def __init__(self):
        super().__init__()
        self.l_linear = nn.Linear(HARMONICS, 1)

    def __call__(self, x: mx.array) -> mx.array:
        return mx.tanh(self.l_linear(x))[..., 0]

    def direction(self) -> mx.array:
        """The harmonics' weights as a unit vector (1, 9)."""
        return self.l_linear.weight / mx.linalg.norm(self.l_linear.weight)


class ResBlock(nn.Module):
    """Three dilated residual steps of constant width: x += conv(snake(dilated conv(snake(x))))."""

    def __init__(self, width: int, kernel: int):
        super().__init__()
        self.convs1 = [Conv(width, width, kernel, dilation) for dilation in _DILATIONS]
        self.convs2 = [Conv(width, width, kernel) for _ in _DILATIONS]
        self.activations1 = [Snake(width) for _ in _DILATIONS]
        self.activations2 = [Snake(width) for _ in _DILATIONS]

    def __call__(self, x: mx.array) -> mx.array:
        for conv1, conv2, snake1, snake2 in zip(
            self.convs1, self.convs2, self.activations1, self.activations2, strict=True
        ):
            x = x + conv2(snake2(conv1(snake1(x))))
        return x


class Snake(nn.Module):
    """x + sin(alpha x)^2 / alpha, alpha per channel."""

    def __init__(self, width: int):
        super().__init__()
        self.alpha = mx.ones((width,))

    def __call__(self, x: mx.array) -> mx.array:
        if on_gpu():
            return _snake(x, self.alpha)  # pyright: ignore[reportReturnType]
        return x + _squared_sine(x * (self.alpha / math.pi)) * (1 / (self.alpha + 1e-9))


class Conv(nn.Module):
    """Convolution that keeps the length; weight (out, kernel, in)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, dilation: int = 1):
        super().__init__()
        self.weight, self.bias = _initial((outputs, kernel, inputs), kernel * inputs), mx.zeros((outputs,))
        self.dilation = dilation

    def __call__(self, x: mx.array) -> mx.array:
        margin = self.dilation * (self.weight.shape[1] - 1) // 2
        return _correlate(_pad(x, margin, margin), self.weight, self.dilation, self.bias)


class Downsample(nn.Module):
    """Strided convolution; weight (out, kernel, in)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, padding: int):
        super().__init__()
        self.weight, self.bias = _initial((outputs, kernel, inputs), kernel * inputs), mx.zeros((outputs,))
        self._stride, self._padding = stride, padding

    def __call__(self, x: mx.array) -> mx.array:
        return self.without_bias(x) + self.bias

    def without_bias(self, x: mx.array) -> mx.array:
        """The same without the bias, for who adds it to something else."""
        return _strided(_pad(x, self._padding, self._padding), self.weight, self._stride)


class Upsample(nn.Module):
    """Transposed convolution to `rate` times the length; weight (in, kernel, out)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, rate: int):
        super().__init__()
        self.weight, self.bias = _initial((inputs, kernel, outputs), inputs * kernel // rate), mx.zeros((outputs,))
        self.rate = rate

    def __call__(self, x: mx.array) -> mx.array:
        crop = (self.weight.shape[1] - self.rate) // 2
        y = _overlap_add(x, self.weight, self.rate)
        return y[:, crop : crop + self.rate * x.shape[1]] + self.bias


def stft(samples: mx.array) -> mx.array:
    """Centred STFT (B, N) -> (B, N/4 + 1, 18): 9 real, then 9 imaginary parts; N a multiple of 4."""
    half = _N_FFT // 2
    left, right = samples[:, half:0:-1], samples[:, -2 : -half - 2 : -1]
    x = mx.concatenate([left, samples, right], axis=1)
    blocks = x.reshape(x.shape[0], -1, _HOP)  # (B, N/4 + 4, 4)
    cosine, sine = _fourier_basis()
    basis = mx.concatenate([cosine, -sine], axis=1) * hann(_N_FFT)[:, None]  # (16, 18)
    return _correlate(blocks, basis.T.reshape(2 * _BINS, -1, _HOP))


def inverse_stft(magnitude: mx.array, angle: mx.array) -> mx.array:
    """Spectrum (B, N/4 + 1, 9) with angles in radians -> samples (B, N), normalised by the windows' squares."""
    cosine, sine = _fourier_basis()
    twice = mx.array([1.0] + [2.0] * (_BINS - 2) + [1.0]) / _N_FFT  # the bins a real signal shares with its mirror
    basis = mx.concatenate([cosine * twice, -sine * twice], axis=1).T * hann(_N_FFT)  # (18, 16)
    turns = angle / (2 * math.pi)
    spectrum = mx.concatenate([magnitude * _sine(turns + 0.25), magnitude * _sine(turns)], axis=-1)
    x = _overlap_add(spectrum, basis[:, :, None], _HOP)[..., 0]
    envelope = _overlap_add(mx.ones((1, spectrum.shape[1], 1)), mx.square(hann(_N_FFT))[None, :, None], _HOP)[..., 0]
    half = _N_FFT // 2
    return x[:, half:-half] / envelope[:, half:-half]


def spectrum_to_samples(x: mx.array) -> mx.array:
    """What the last convolution says (B, N/4 + 1, 18), log magnitudes and phases -> samples (B, N) within +-0.99."""
    x = x.astype(mx.float32)
    magnitude = mx.minimum(mx.exp(x[..., :_BINS]), _LARGEST_MAGNITUDE)
    angle = _sine(x[..., _BINS:] / (2 * math.pi))
    return mx.clip(inverse_stft(magnitude, angle), -_LARGEST_SAMPLE, _LARGEST_SAMPLE)


def sanitize(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Published weights -> ours: prefix dropped, weight norm folded, kernels (out, k, in)."""
    weights = {name.replace("generator.", ""): value for name, value in weights.items()}
    for name in [name for name in weights if name.endswith(_GAIN)]:
        stem = name.removesuffix(_GAIN)
        if stem + _DIRECTION in weights:
            gain, direction = weights.pop(name), weights.pop(stem + _DIRECTION)
            weights[stem + ".weight"] = gain * direction / _norm(direction)
    return {name: value.swapaxes(1, 2) if value.ndim == 3 else value for name, value in weights.items()}


def published(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Our weights -> the published names and layout, weight norm unfolded again."""
    result: dict[str, mx.array] = {}
    for name, value in weights.items():
        if value.ndim < 3:
            result[name] = value
            continue
        value = value.swapaxes(1, 2)
        if name.startswith("source_downs"):
            result[name] = value
        else:
            stem = name.removesuffix(".weight")
            result[stem + _GAIN], result[stem + _DIRECTION] = _norm(value), value
    return result


_GAIN = ".parametrizations.weight.original0"
_DIRECTION = ".parametrizations.weight.original1"


def _norm(direction: mx.array) -> mx.array:
    """Length of each slice along axis 0, (n, 1, 1)."""
    return mx.sqrt(mx.square(direction).sum(axis=(1, 2), keepdims=True))


def _initial(shape: tuple[int, ...], fan_in: int) -> mx.array:
    """Random weights, as training starts."""
    bound = 1 / math.sqrt(fan_in)
    return mx.random.uniform(-bound, bound, shape)


def _cycles_per_frame(f0: mx.array) -> mx.array:
    """Cycles each harmonic advances in a frame (B, T, 9); harmonics above 24 kHz alias, as in the reference."""
    per_sample = f0[..., None] * (mx.arange(1, HARMONICS + 1) / SAMPLE_RATE_HZ)
    return FRAME_SAMPLES * (per_sample - mx.floor(per_sample))


_convolves: ContextVar[bool] = ContextVar("convolves", default=False)


@contextmanager
def convolving() -> Generator[None]:
    """On a GPU, convolutions are the library's inside, else products.

    Their gradients are faster. But cuDNN plans each of them for each length, which takes a second: well spent in
    training, where lengths are always the same, but a minute of silence at each new length of an answer.
    """
    token = _convolves.set(on_gpu())
    try:
        yield
    finally:
        _convolves.reset(token)


def _pad(x: mx.array, left: int, right: int) -> mx.array:
    return mx.pad(x, [(0, 0), (left, right), (0, 0)])


def _correlate(x: mx.array, weight: mx.array, dilation: int = 1, bias: float | mx.array = 0.0) -> mx.array:
    """Valid correlation of x (B, T + (k - 1) * dilation, in) with weight (out, k, in), plus bias -> (B, T, out)."""
    if _convolves.get():
        return mx.conv1d(x, weight, dilation=dilation) + bias
    if on_gpu():
        length = x.shape[1] - (weight.shape[1] - 1) * dilation
        shifts = [x[:, i * dilation : i * dilation + length] for i in range(weight.shape[1])]
        return mx.concatenate(shifts, axis=-1) @ weight.reshape(weight.shape[0], -1).T + bias
    taps = mx.contiguous(weight.transpose(1, 2, 0))  # (k, in, out)
    length = x.shape[1] - (len(taps) - 1) * dilation
    y = mx.array(bias, x.dtype)
    for i, tap in enumerate(taps):
        y = mx.addmm(y, x[:, i * dilation : i * dilation + length], tap)
    return y


def _strided(x: mx.array, weight: mx.array, stride: int) -> mx.array:
    """Valid correlation at every `stride`-th place: x (B, T, in), weight (out, k, in), k a multiple of `stride`."""
    if _convolves.get() or not on_gpu():
        return mx.conv1d(x, weight, stride)
    outputs, kernel, inputs = weight.shape
    blocks = x[:, : x.shape[1] // stride * stride].reshape(x.shape[0], -1, stride * inputs)
    return _correlate(blocks, weight.reshape(outputs, kernel // stride, stride * inputs))


def _overlap_add(x: mx.array, weight: mx.array, stride: int) -> mx.array:
    """Each frame of x (B, T, in) adds weight (in, k, out) at t * stride -> (B, at least (T - 1) * stride + k, out).

    Outputs are grouped by `stride`, which makes it a plain correlation with ceil(k / stride) taps.
    """
    inputs, kernel, outputs = weight.shape
    taps = -(-kernel // stride)
    grouped = _pad(weight, 0, taps * stride - kernel).reshape(inputs, taps, stride * outputs)
    y = _correlate(_pad(x, taps - 1, taps - 1), grouped[:, ::-1].transpose(2, 1, 0))
    return y.reshape(x.shape[0], -1, outputs)


# sin(pi t)^2 = t^2 P(t^2) and sin(2 pi t) = t Q(t^2) for |t| <= 1/2, minimax fits: errors 1.2e-6 and 7e-7.
_SQUARED_SINE = (9.869594489870309, -32.46799169847257, 42.67864394106257, -29.595672770148077, 10.860693139988056)
_SINE = (6.283182818546606, -41.34142139906639, 81.59618389210911, -76.58010077258783, 41.20539608122112, -12.271264395)


def _squared_sine(half_turns: mx.array) -> mx.array:
    """sin(pi x)^2."""
    t = mx.square(half_turns - mx.round(half_turns))
    return t * _polynomial(_SQUARED_SINE, t)


def _sine(turns: mx.array) -> mx.array:
    """sin(2 pi x), right where x is many turns."""
    t = turns - mx.round(turns)
    return mx.sin(2 * math.pi * t) if on_gpu() else t * _polynomial(_SINE, mx.square(t))


def _polynomial(coefficients: tuple[float, ...], y: mx.array) -> mx.array:
    *lower, highest = coefficients
    value = highest * y + lower.pop()
    for coefficient in reversed(lower):
        value = value * y + coefficient
    return value


@mx.custom_function
def _snake(x: mx.array, alpha: mx.array) -> mx.array:
    """Snake in one fused kernel each way, keeping only x for the gradient: training spends most of its time here."""
    return _snake_forward(x, alpha)


@_snake.vjp  # pyright: ignore[reportUntypedFunctionDecorator]
def _snake_vjp(primals: Any, cotangent: mx.array, _: mx.array) -> tuple[mx.array, mx.array]:
    d_x, d_alpha = _snake_backward(*primals, cotangent)  # pyright: ignore[reportCallIssue]
    return d_x, d_alpha.sum(axis=tuple(range(d_alpha.ndim - 1)))


@mx.compile
def _snake_forward(x: mx.array, alpha: mx.array) -> mx.array:
    return x + mx.square(mx.sin(alpha * x)) / (alpha + 1e-9)


@mx.compile
def _snake_backward(x: mx.array, alpha: mx.array, cotangent: mx.array) -> tuple[mx.array, mx.array]:
    sine, sine_of_double = mx.sin(alpha * x), mx.sin(2 * alpha * x)
    alpha = alpha + 1e-9
    return cotangent * (1 + sine_of_double), cotangent * (x * sine_of_double - mx.square(sine) / alpha) / alpha


def _fourier_basis() -> tuple[mx.array, mx.array]:
    """Cosine and sine (16, 9) of 2 pi n k / 16."""
    angle = (mx.arange(_N_FFT)[:, None] * mx.arange(_BINS) % _N_FFT) * (2 * math.pi / _N_FFT)
    return mx.cos(angle), mx.sin(angle)
