"""Attention of a prompt's new places, to those before them and to each other.

On CUDA the library hands it to cuDNN, which plans it for each pair of lengths; and every turn of a conversation brings
lengths of its own. As products it is more operations, and nothing is planned. Which is faster is measured on lengths
that change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

import mlx.core as mx

from stages.models.choice import Choices, Way
from stages.models.device import on_gpu

Mask = mx.array | str | None
"""As mlx-lm's `create_attention_mask` makes it: "causal" for several places of one row."""

Attend = Callable[[mx.array, mx.array, mx.array, float], mx.array]
"""Queries (B, H, L, d), keys and values (B, H', n, d), scale -> (B, H, L, d)."""

LIBRARY, PRODUCTS = "the library's", "products"

_MOST_SCORES = 2**21
"""For each head, that products may hold: 4 bytes each, and those of all heads at once."""


def attending(way: str, mask: Mask, n_queries: int, n_keys: int) -> Attend:
    """How the last `n_queries` of `n_keys` places attend to them."""
    if way == PRODUCTS and isinstance(mask, str) and n_queries * n_keys <= _MOST_SCORES:
        later = mx.arange(n_keys) > mx.arange(n_keys - n_queries, n_keys)[:, None]
        return partial(_by_products, later)
    return partial(_by_library, mask)


def tune(choices: Choices, n_heads: int, n_groups: int, head_dim: int, n_layers: int, dtype: mx.Dtype) -> str:
    """Choose the way, for `n_layers` layers of `n_heads` heads of queries and `n_groups` of keys, on a GPU."""
    if not on_gpu():  # nothing is planned there
        return LIBRARY
    keys = mx.random.split(mx.random.key(0), 3)
    q = mx.random.normal((1, n_heads, 128, head_dim), key=keys[0]).astype(dtype)
    k, v = (mx.random.normal((1, n_groups, 1024, head_dim), key=key).astype(dtype) for key in keys[1:])
    mx.eval(q, k, v)

    def run(way: str, turns: count[int]) -> list[mx.array]:
        turn = next(turns)
        new, all_keys = 128 - turn % 64, 300 + 7 * turn
        attend = attending(way, "causal", new, all_keys)
        return [attend(q[:, :, :new], k[:, :, :all_keys], v[:, :, :all_keys], head_dim**-0.5) for _ in range(n_layers)]

    ways: dict[str, Way] = {way: partial(run, way, count()) for way in (LIBRARY, PRODUCTS)}
    return choices.fastest("attention of new places, whose number changes", ways)


def _by_library(mask: Mask, q: mx.array, k: mx.array, v: mx.array, scale: float) -> mx.array:
    return mx.fast.scaled_dot_product_attention(q, k, v, scale=scale, mask=mask)


def _by_products(later: mx.array, q: mx.array, k: mx.array, v: mx.array, scale: float) -> mx.array:
    """`later` (L, n): the keys that a query does not see."""
    batch, n_heads, length, width = q.shape
    n_groups, n_keys = k.shape[1:3]
    rows = (scale * q.astype(mx.float32)).reshape(batch, n_groups, -1, width)  # of all heads that share keys
    scores = (rows @ k.astype(mx.float32).swapaxes(2, 3)).reshape(batch, n_groups, -1, length, n_keys)
    shares = mx.softmax(mx.where(later, -mx.inf, scores), axis=-1).astype(v.dtype)
    return (shares.reshape(batch, n_groups, -1, n_keys) @ v).reshape(batch, n_heads, length, width)
