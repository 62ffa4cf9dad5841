"""Ways to render a chunk on a GPU: as `hift` is written, compiled, or with our CUDA kernels (`few`, and two below).

As written a convolution is a copy for each of its taps, a product and a sum, and a snake is five operations: together
800 a chunk. With the kernels a convolution and the snake behind it are one, and there are 130, without compiling any.
(cuDNN's convolution is one as well, but it is planned anew for each length, which takes a second.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import mlx.core as mx

from stages.models import cuda, few
from stages.models.choice import Choices, Way
from stages.models.device import on_gpu
from stages.models.hift import (
    FRAME_SAMPLES,
    Conv,
    Downsample,
    Hift,
    Renderer,
    ResBlock,
    Upsample,
    convolving,
    spectrum_to_samples,
    stft,
)


def tune(hift: Hift, choices: Choices, frames: int) -> None:
    """Choose how `hift` renders chunks: timed on one of so many frames."""
    if not on_gpu():  # there, compiling starts a C++ compiler: 6 s, for a tenth of the time
        return
    key = mx.random.key(0)
    mel = mx.random.normal((1, frames, hift.conv_pre.weight.shape[2]), key=key)
    noise = mx.random.normal((1, FRAME_SAMPLES * frames, 1), key=key)
    renderers: dict[str, tuple[Renderer, Renderer]] = {"plain": (hift, hift)}  # and the most promising first
    if not mx.cuda.is_available():
        theirs = Convolving(hift)
        renderers["the library's convolutions"] = (theirs, theirs)
    if Kernels.fits(hift):
        kernels = Kernels(hift)
        renderers["kernels"] = (kernels, kernels)
        renderers["kernels, compiled"] = (Compiled(kernels), kernels)
    renderers["compiled"] = (Compiled(hift), hift)
    ways: dict[str, Way] = {name: partial(_rendered, way, mel, noise) for name, (way, _) in renderers.items()}
    hift.take(*renderers[choices.fastest(f"vocoder, a chunk of {frames} frames", ways, tolerance=0.05)])


class Compiled:
    """A vocoder whose steps are put together once for each shape of their inputs."""

    def __init__(self, renderer: Renderer) -> None:
        self.f0 = mx.compile(renderer.f0)
        self.phase = mx.compile(renderer.phase)
        self.spectrum = mx.compile(renderer.spectrum)
        self._source = mx.compile(renderer.source)
        self._samples = mx.compile(spectrum_to_samples)

    def source(self, f0: mx.array, noise: mx.array, phase: mx.array | None = None) -> mx.array:
        return self._source(f0, noise, self.phase(f0) if phase is None else phase)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        return self._samples(self.spectrum(mel, source))


class Convolving:
    """A vocoder that uses the library's convolutions, which need no planning on an Apple GPU."""

    def __init__(self, hift: Hift) -> None:
        self.phase, self.source = hift.phase, hift.source
        self._hift = hift

    def f0(self, mel: mx.array) -> mx.array:
        with convolving():
            return self._hift.f0(mel)

    def spectrum(self, mel: mx.array, source: mx.array) -> mx.array:
        with convolving():
            return self._hift.spectrum(mel, source)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        with convolving():
            return self._hift.decode(mel, source)


class Kernels:
    """A renderer in few kernels, for a decoder in half precision on an NVIDIA GPU; `fits` says whether it can be.

    It holds the weights a second time, rearranged: 30 MB as published.
    """

    def __init__(self, hift: Hift) -> None:
        self.f0, self.phase, self.source = hift.f0, hift.phase, hift.source
        self._pre, self._post = _Conv(hift.conv_pre), _Conv(hift.conv_post)
        n_each = len(hift.resblocks) // len(hift.ups)
        self._stages = [
            _Stage(up, down, source_block, hift.resblocks[n_each * i : n_each * (i + 1)])
            for i, (up, down, source_block) in enumerate(
                zip(hift.ups, hift.source_downs, hift.source_resblocks, strict=True)
            )
        ]
        self._dtype = hift.conv_pre.weight.dtype

    @staticmethod
    def fits(hift: Hift) -> bool:
        """Whether this machine and these weights allow it."""
        widths = [block.activations1[0].alpha.size for block in hift.resblocks]
        return few.available() and all(few.fits(n, hift.conv_pre.weight.dtype) for n in widths)

    def spectrum(self, mel: mx.array, source: mx.array) -> mx.array:
        """As `Hift.spectrum`."""
        spectrum = stft(source).astype(self._dtype)
        x = self._pre(mel.astype(self._dtype))
        x = mx.maximum(x, 0.1 * x)
        for i, stage in enumerate(self._stages):
            last = i == len(self._stages) - 1
            x = stage(x, spectrum, 0.01 if last else 0.1, last)
        return self._post(x)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        """As `Hift.decode`."""
        return spectrum_to_samples(self.spectrum(mel, source))


class _Stage:
    """Upsampling, the source added, and the mean of the residual blocks."""

    def __init__(self, up: Upsample, down: Downsample, source_block: ResBlock, blocks: Sequence[ResBlock]) -> None:
        self._up, self._down = _Upsample(up), down
        self._source_block, self._blocks = _ResBlock(source_block), [_ResBlock(block) for block in blocks]
        self._source_alpha = self._source_block.alpha[None]
        self._alphas = mx.stack([block.alpha for block in self._blocks])

    def __call__(self, x: mx.array, spectrum: mx.array, slope: float, last: bool) -> mx.array:
        """What the next stage reads: a leaky ReLU of that slope is behind the mean."""
        x = self._up(x)
        if last:
            x = mx.concatenate([x[:, 1:2], x], axis=1)  # one more frame, as the centred STFT has
        given, (snake,) = _branches(self._down.without_bias(spectrum), self._down.bias, self._source_alpha)
        x, snakes = _branches(x, self._source_block(given, snake), self._alphas)
        return _leaky_mean([block(x, snake) for block, snake in zip(self._blocks, snakes, strict=True)], slope)


class _Conv:
    """A convolution that keeps the length; its inputs are filled up to a number of channels the kernel can read."""

    def __init__(self, conv: Conv) -> None:
        outputs, kernel, inputs = conv.weight.shape
        self._missing = -inputs % 32
        weight = mx.pad(conv.weight, [(0, 0), (0, 0), (0, self._missing)])
        self._weight, self._bias = mx.contiguous(weight.reshape(outputs, -1)), conv.bias
        margin = conv.dilation * (kernel - 1) // 2
        self._products = partial(
            few.products, history=kernel - 1, dilation=conv.dilation, padding=(margin, margin), columns=4
        )

    def __call__(self, x: mx.array, alpha: mx.array | None = None) -> mx.array:
        """(B, T, in) -> (B, T, out), and then through the snake of `alpha`."""
        x = mx.pad(x, [(0, 0), (0, 0), (0, self._missing)]) if self._missing else x
        return self._products(x, self._weight, self._bias, alpha=alpha)[0].reshape(*x.shape[:2], -1)

    def add(self, x: mx.array, residual: mx.array, alpha: mx.array) -> tuple[mx.array, mx.array]:
        """What it makes of x (B, T, in) plus `residual` (B, T, out), and that through the snake of `alpha`."""
        rows = residual.reshape(-1, residual.shape[2])
        after, y = self._products(x, self._weight, self._bias, rows, alpha=alpha, before=True)
        return y.reshape(residual.shape), after.reshape(residual.shape)


class _Upsample:
    """A transposed convolution, as one with ceil(kernel / rate) taps that gives `rate` outputs at once."""

    def __init__(self, up: Upsample) -> None:
        inputs, kernel, outputs = up.weight.shape
        rate = self._rate = up.rate
        self._crop, self._taps = (kernel - rate) // 2, -(-kernel // rate)
        weight = mx.pad(up.weight, [(0, 0), (0, self._taps * rate - kernel), (0, 0)])
        grouped = weight.reshape(inputs, self._taps, rate * outputs)[:, ::-1]
        self._weight = mx.contiguous(grouped.transpose(2, 1, 0).reshape(rate * outputs, -1))
        self._bias = mx.tile(up.bias, rate)

    def __call__(self, x: mx.array) -> mx.array:
        """(B, T, in) -> (B, rate T, out)."""
        batch, length, _ = x.shape
        before = self._taps - 1
        y = few.product(x, self._weight, self._bias, history=before, padding=(before, before), columns=4)
        y = y.reshape(batch, (length + before) * self._rate, -1)
        return y[:, self._crop : self._crop + self._rate * length]


class _ResBlock:
    """Three dilated residual steps: x += conv(snake(dilated conv(snake(x)))).

    Its first snake, of `alpha`, is the caller's: it may have several to take.
    """

    def __init__(self, block: ResBlock) -> None:
        alphas = [snake.alpha for snake in block.activations1]
        self.alpha = alphas[0]
        self._steps: list[tuple[Any, ...]] = [
            (_Conv(conv1), snake2.alpha, _Conv(conv2), alpha)
            for conv1, snake2, conv2, alpha in zip(
                block.convs1, block.activations2, block.convs2, [*alphas[1:], alphas[0]], strict=True
            )
        ]

    def __call__(self, x: mx.array, snake: mx.array) -> mx.array:
        """x (B, T, C), and what its first snake makes of it -> (B, T, C)."""
        for conv1, alpha2, conv2, alpha in self._steps:  # behind the last comes no snake: what it makes is left
            x, snake = conv2.add(conv1(snake, alpha2), x, alpha)
        return x


def _branches(x: mx.array, other: mx.array, alphas: mx.array) -> tuple[mx.array, list[mx.array]]:
    """x (B, T, C) plus `other`, of its shape or (C,), and the snakes of that for `alphas` (k, C)."""
    kernel = cuda.kernel("branches", ("x", "other", "alphas"), ("sum", "snakes"), _BRANCHES, few.HEADER)
    total, snakes = kernel(
        inputs=[x.reshape(-1), other.reshape(-1), alphas],
        template=[("T", x.dtype)],
        grid=(-(-x.size // _THREADS) * _THREADS, 1, 1),
        threadgroup=(_THREADS, 1, 1),
        output_shapes=[x.shape, (len(alphas), *x.shape)],
        output_dtypes=[x.dtype] * 2,
    )
    return total, [snakes[k] for k in range(len(alphas))]


def _leaky_mean(several: Sequence[mx.array], slope: float) -> mx.array:
    """The mean of three arrays of one shape, times `slope` where it is negative."""
    x, y, z = several
    (mean,) = cuda.kernel("leaky_mean", ("a", "b", "c", "slope"), ("mean",), _LEAKY_MEAN, few.HEADER)(
        inputs=[x.reshape(-1), y.reshape(-1), z.reshape(-1), _number(slope)],
        template=[("T", x.dtype)],
        grid=(-(-x.size // _THREADS) * _THREADS, 1, 1),
        threadgroup=(_THREADS, 1, 1),
        output_shapes=[x.shape],
        output_dtypes=[x.dtype],
    )
    return mean


_THREADS = 256

_BRANCHES = r"""
  const int n = x_shape[0], i = blockIdx.x * 256 + threadIdx.x, width = alphas_shape[1];
  if (i >= n) return;
  const T y = (T)((float)x[i] + (float)other[i % other_shape[0]]);
  sum[i] = y;
  for (int k = 0; k < alphas_shape[0]; ++k)
    snakes[(size_t)k * n + i] = (T)few_snake((float)y, (float)alphas[k * width + i % width]);
"""

_LEAKY_MEAN = r"""
  const int i = blockIdx.x * 256 + threadIdx.x;
  if (i >= a_shape[0]) return;
  const float y = ((float)a[i] + (float)b[i] + (float)c[i]) / 3.0f;
  mean[i] = (T)fmaxf(y, slope[0] * y);
"""


@cache
def _number(value: float) -> mx.array:
    """What a kernel reads as it runs: compiled into it, each value would be a kernel of its own."""
    return mx.array([value], mx.float32)


def _rendered(renderer: Renderer, mel: mx.array, noise: mx.array) -> list[mx.array]:
    # With an excitation of one pitch: that of noise is so random that rounding would change the voicing. And up to the
    # spectrum, which all turn into samples alike: they are its exponential and its sine, and so, where weights make it
    # large, anything; half precision as written is then a quarter away from single precision.
    steady = mx.full(mel.shape[:2], 120.0)
    return [renderer.spectrum(mel, renderer.source(steady, noise)), renderer.f0(mel)]
