"""Ways to render a chunk on a GPU: as `hift` is written, compiled, or with our CUDA kernel (`few`) for convolutions.

As written a convolution is a copy for each of its taps, a product and a sum, and so are 500 operations a chunk; with
the kernel it is one. (cuDNN's is one as well, but it is planned anew for each length, which takes a second.)
"""

from __future__ import annotations

from functools import partial
from typing import Any

import mlx.core as mx

from stages.models import few
from stages.models.choice import Choices, Way
from stages.models.hift import (
    FRAME_SAMPLES,
    Conv,
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
    if mx.default_device() == mx.Device(mx.cpu):  # there, compiling starts a C++ compiler: 6 s, for a tenth of the time
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
        renderers["kernels, compiled"] = (Compiled(kernels), kernels)
    renderers["compiled"] = (Compiled(hift), hift)
    ways: dict[str, Way] = {name: partial(_rendered, way, mel, noise) for name, (way, _) in renderers.items()}
    hift.take(*renderers[choices.fastest(f"vocoder, a chunk of {frames} frames", ways, tolerance=0.1)])


class Compiled:
    """A vocoder whose steps are put together once for each shape of their inputs."""

    def __init__(self, renderer: Renderer) -> None:
        self.f0 = mx.compile(renderer.f0)
        self.phase = mx.compile(renderer.phase)
        self.decode = mx.compile(renderer.decode)
        self._source = mx.compile(renderer.source)

    def source(self, f0: mx.array, noise: mx.array, phase: mx.array | None = None) -> mx.array:
        return self._source(f0, noise, self.phase(f0) if phase is None else phase)


class Convolving:
    """A vocoder that uses the library's convolutions, which need no planning on an Apple GPU."""

    def __init__(self, hift: Hift) -> None:
        self.phase, self.source = hift.phase, hift.source
        self._hift = hift

    def f0(self, mel: mx.array) -> mx.array:
        with convolving():
            return self._hift.f0(mel)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        with convolving():
            return self._hift.decode(mel, source)


class Kernels:
    """A renderer in few kernels, for a decoder in half precision on an NVIDIA GPU; `fits` says whether it can be.

    It holds the weights a second time, rearranged: 30 MB as published.
    """

    def __init__(self, hift: Hift) -> None:
        self.f0, self.phase, self.source = hift.f0, hift.phase, hift.source
        self._hift = hift
        self._pre = _Conv(hift.conv_pre)
        self._ups = [_Upsample(up) for up in hift.ups]
        self._source_blocks = [_ResBlock(block) for block in hift.source_resblocks]
        self._blocks = [_ResBlock(block) for block in hift.resblocks]
        self._post = _Conv(hift.conv_post)

    @staticmethod
    def fits(hift: Hift) -> bool:
        """Whether this machine and these weights allow it."""
        widths = [block.activations1[0].alpha.size for block in hift.resblocks]
        return few.available() and all(few.fits(n, hift.conv_pre.weight.dtype) for n in widths)

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        """As `Hift.decode`."""
        hift = self._hift
        spectrum = stft(source).astype(hift.conv_pre.weight.dtype)
        x = self._pre(mel.astype(spectrum.dtype))
        n_each = len(self._blocks) // len(self._ups)
        for i, up in enumerate(self._ups):
            x = up(mx.maximum(x, 0.1 * x))
            if i == len(self._ups) - 1:
                x = mx.concatenate([x[:, 1:2], x], axis=1)  # one more frame, as the centred STFT has
            x = x + self._source_blocks[i](hift.source_downs[i](spectrum))
            x = sum(block(x) for block in self._blocks[n_each * i : n_each * (i + 1)]) / n_each
        return spectrum_to_samples(self._post(mx.maximum(x, 0.01 * x)))


class _Conv:
    """A convolution that keeps the length; its inputs are filled up to a number of channels the kernel can read."""

    def __init__(self, conv: Conv) -> None:
        outputs, kernel, inputs = conv.weight.shape
        self._missing = -inputs % 32
        weight = mx.pad(conv.weight, [(0, 0), (0, 0), (0, self._missing)])
        self._weight, self._bias = mx.contiguous(weight.reshape(outputs, -1)), conv.bias
        margin = conv.dilation * (kernel - 1) // 2
        self._product = partial(
            few.product, history=kernel - 1, dilation=conv.dilation, padding=(margin, margin), columns=4
        )

    def __call__(self, x: mx.array, residual: mx.array | None = None) -> mx.array:
        """(B, T, in) -> (B, T, out), plus `residual` of that shape."""
        x = mx.pad(x, [(0, 0), (0, 0), (0, self._missing)]) if self._missing else x
        rows = None if residual is None else residual.reshape(-1, residual.shape[2])
        return self._product(x, self._weight, self._bias, rows).reshape(*x.shape[:2], -1)


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
    """Three dilated residual steps: x += conv(snake(dilated conv(snake(x))))."""

    def __init__(self, block: ResBlock) -> None:
        self._steps: list[tuple[Any, ...]] = [
            (snake1.alpha, _Conv(conv1), snake2.alpha, _Conv(conv2))
            for snake1, conv1, snake2, conv2 in zip(
                block.activations1, block.convs1, block.activations2, block.convs2, strict=True
            )
        ]

    def __call__(self, x: mx.array) -> mx.array:
        for alpha1, conv1, alpha2, conv2 in self._steps:
            x = conv2(_snake(conv1(_snake(x, alpha1)), alpha2), x)
        return x


def _snake(x: mx.array, alpha: mx.array) -> mx.array:
    return x + mx.square(mx.sin(alpha * x)) / (alpha + 1e-9)


def _rendered(renderer: Renderer, mel: mx.array, noise: mx.array) -> list[mx.array]:
    # With an excitation of one pitch: that of noise is so random that rounding would change the voicing.
    steady = mx.full(mel.shape[:2], 120.0)
    return [renderer.decode(mel, renderer.source(steady, noise)), renderer.f0(mel)]
