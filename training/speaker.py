"""The speaker network: filter banks to an embedding of who speaks, an x-vector of plain convolutions.

It takes CAM++'s place in a small checkpoint: same input, same output, exported to the same file.
"""

from __future__ import annotations

import mlx.core as mx
import mlx.nn as nn

N_BANDS = 80
EMBEDDING = 192
KERNELS = (5, 3, 3, 1)
DILATIONS = (1, 2, 3, 1)


class Speaker(nn.Module):
    """Convolutions over time, mean and deviation over all of it, and one linear layer."""

    def __init__(self, width: int = 192) -> None:
        super().__init__()
        inputs = [N_BANDS] + [width] * (len(KERNELS) - 1)
        self.convs = [
            nn.Conv1d(n, width, kernel, padding=dilation * (kernel - 1) // 2, dilation=dilation)
            for n, kernel, dilation in zip(inputs, KERNELS, DILATIONS, strict=True)
        ]
        self.embedding = nn.Linear(2 * width, EMBEDDING)

    def __call__(self, features: mx.array) -> mx.array:
        """Filter banks less their mean over time (B, T, 80) -> embedding (B, 192), not normalised."""
        return self.layers(features)[0]

    def layers(self, features: mx.array) -> tuple[mx.array, list[mx.array]]:
        """The embedding, and what each convolution gives (B, T, width)."""
        x, found = features, list[mx.array]()
        for conv in self.convs:
            x = nn.relu(conv(x))
            found.append(x)
        mean = x.mean(1)
        deviation = mx.sqrt(mx.square(x - mean[:, None]).mean(1) + 1e-5)
        return self.embedding(mx.concatenate([mean, deviation], axis=-1)), found
