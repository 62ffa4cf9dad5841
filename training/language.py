"""Trains the hearing and speaking mind: audio encoder, adaptor and language model, jointly, on calls just made."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from numpy.typing import NDArray

from stages.models import mel
from stages.models.adaptor import Adaptor
from stages.models.encoder import AudioEncoder
from stages.models.llm import Llm
from training.calls import LIMITS_S, CallPool
from training.compose import Composers
from training.documents import CODE_LOSS, PAD_LOSS, TEXT_LOSS, Formats, Rows
from training.loop import FlatAdamW, Log, by_name, train
from training.phonemes import UNKNOWN

GUIDED_LAYERS = (1, 2)
GUIDED_HEADS = 2
WORDS_AFTER = 2
"""Layers after which a word that is heard should be there as one that is typed: one head reads both."""
QUIET_AFTER = 0.3
"""The part of training after which the features of what is heard are as large as they are to become."""


class RovingEncoder(AudioEncoder):
    """The encoder with its positions counted from `begin_at`: short utterances train those of long ones."""

    begin_at = 0

    def _positions(self, start: int, n: int) -> mx.array:
        return super()._positions(start + self.begin_at, n)


class Mind(nn.Module):
    """Encoder, adaptor and language model, with heads for phonemes and words that only training uses."""

    def __init__(
        self,
        encoder: RovingEncoder,
        adaptor: Adaptor,
        llm: Llm,
        width: int,
        n_phonemes: int,
        n_words: int,
        mel_peak: float,
    ) -> None:
        super().__init__()
        self.encoder, self.adaptor, self.llm = encoder, adaptor, llm
        self.phoneme_head = nn.Linear(width, n_phonemes)
        self.word_head = nn.Linear(llm.args.hidden_size, n_words)
        self.loudness = 1.0
        """What the features of what is heard are multiplied by."""
        self._mel_peak = mel_peak

    def hear(self, audio: mx.array, n_samples: mx.array, augment: bool, dtype: mx.Dtype) -> tuple[mx.array, mx.array]:
        """(N, S) float samples -> features (N, F, D) and encoder frames (N, E, C); past an item's end they are void."""
        x = roughen(audio) if augment else audio
        m = mel.log10_mel(x)  # (N, T, 128)
        m = mel.compress(colour(hurry(stretch(m))) if augment else m, self._mel_peak)
        lengths = (n_samples + mel.PADDING_SAMPLES) // mel.HOP_SAMPLES
        if augment:
            m = mask_blocks(m)
        m = mx.where(mx.arange(m.shape[1])[None, :, None] < lengths[:, None, None], m, 0.0)
        self.encoder.begin_at = self._begin(m.shape[1]) if augment else 0
        frames, frame_lengths = self.encoder(m.astype(dtype), lengths - 2)
        self.encoder.begin_at = 0
        features, _ = self.adaptor(frames, frame_lengths)
        return features * self.loudness, frames

    def weights(self) -> dict[str, mx.array]:
        """All weights by name, with the loudness in the adaptor's last layer."""
        found = by_name(self.parameters())
        for name in ("adaptor.linear2.weight", "adaptor.linear2.bias"):
            found[name] = found[name] * self.loudness
        return found

    def _begin(self, mel_frames: int) -> int:
        """Where positions begin in this step: at 0 six times in ten, else anywhere that leaves room."""
        room = self.encoder.config.n_ctx - -(-mel_frames // 2)
        return 0 if np.random.random() < 0.6 else int(np.random.randint(room + 1))

    def read(self, rows: dict[str, mx.array], features: mx.array) -> tuple[mx.array, mx.array, mx.array]:
        """Packed rows (R, L) and features (N, F, D) -> hidden states (R, L, D) last and after `WORDS_AFTER` layers, and
        the guidance loss."""
        flat = features.reshape(-1, features.shape[-1])
        h = self.llm.model.embed_tokens(rows["ids"])  # (R, L, D)
        place = rows["feature"]
        h = mx.where((place >= 0)[..., None], flat[mx.maximum(place, 0)].astype(h.dtype), h)
        positions = mx.arange(h.shape[1])
        own = (rows["document"][:, :, None] == rows["document"][:, None, :]) & (positions[:, None] >= positions)
        guide, early = mx.zeros(()), h
        for index, layer in enumerate(self.llm.model.layers):
            mixed, scores = attend(layer.self_attn, layer.input_layernorm(h), own[:, None], index in GUIDED_LAYERS)
            h = h + mixed
            h = h + layer.mlp(layer.post_attention_layernorm(h))
            if scores is not None:
                guide = guide + guidance(scores, own, rows)
            if index + 1 == WORDS_AFTER:
                early = h
        return self.llm.model.norm(h), early, guide / len(GUIDED_LAYERS)


def attend(layer: Any, x: mx.array, mask: mx.array, want_scores: bool) -> tuple[mx.array, mx.array | None]:
    """mlx-lm's Qwen2 attention with an explicit mask (R, 1, L, L); if wanted the scores (R, GUIDED_HEADS, L, L) too."""
    rows, length, _ = x.shape
    q = layer.q_proj(x).reshape(rows, length, layer.n_heads, -1).transpose(0, 2, 1, 3)
    k = layer.k_proj(x).reshape(rows, length, layer.n_kv_heads, -1).transpose(0, 2, 1, 3)
    v = layer.v_proj(x).reshape(rows, length, layer.n_kv_heads, -1).transpose(0, 2, 1, 3)
    q, k = layer.rope(q), layer.rope(k)
    out = mx.fast.scaled_dot_product_attention(q, k, v, scale=layer.scale, mask=mask)
    scores = None
    if want_scores:
        scores = ((q[:, :GUIDED_HEADS] * layer.scale) @ k[:, :1].swapaxes(-1, -2)).astype(mx.float32)
    return layer.o_proj(out.transpose(0, 2, 1, 3).reshape(rows, length, -1)), scores


def guidance(scores: mx.array, own: mx.array, rows: dict[str, mx.array]) -> mx.array:
    """How far guided heads look away from where they should.

    Mean of -log(share of their attention in the range), among the keys of the kind a query asks for.
    """
    wanted = own & (rows["key"][:, None, :] == rows["query"][:, :, None]) & (rows["query"][:, :, None] > 0)
    ordinal = rows["ordinal"][:, None, :]
    inside = wanted & (ordinal >= rows["first"][:, :, None]) & (ordinal < rows["last"][:, :, None])
    counted = inside.any(-1).astype(mx.float32)[:, None]  # (R, 1, L)
    everywhere = mx.logsumexp(mx.where(wanted[:, None], scores, -1e9), -1)
    there = mx.logsumexp(mx.where(inside[:, None], scores, -1e9), -1)
    away = mx.minimum(everywhere - there, 20.0)
    return (away * counted).sum() / (counted.sum() * scores.shape[1] + 1)


def roughen(audio: mx.array) -> mx.array:
    """Random level, and noise: at -2 to 18 dB for six items of ten, else at 20 to 60; white for two of three,
    low-passed or both for the others, for one in seven three others of the batch at once (not below 6 dB)."""
    n, length = audio.shape
    x = audio * mx.exp(mx.random.uniform(-1.2, 0.5, (n, 1)))
    level = mx.sqrt(mx.square(x).mean(1, keepdims=True)) + 1e-5
    low = mx.repeat(mx.random.normal((n, length // 8)), 8, 1)
    low = mx.pad(low, [(0, 0), (0, length - low.shape[1])])
    tint = mx.clip(
        mx.random.uniform(-0.3, 3.7, (n, 1)), 0.0, 1.0
    )  # low alone for one in 13, white alone for two in three
    noise = mx.random.normal((n, length)) * tint + low * (1 - tint)
    decibels = mx.where(
        mx.random.uniform(0, 1, (n, 1)) < 0.6, mx.random.uniform(-2, 18, (n, 1)), mx.random.uniform(20, 60, (n, 1))
    )
    babble = mx.roll(audio, 1, 0) + mx.roll(audio, 2, 0) + mx.roll(audio, 3, 0)
    babble = babble / (mx.sqrt(mx.square(babble).mean(1, keepdims=True)) + 1e-5)
    others = mx.random.uniform(0, 1, (n, 1)) < 1 / 7
    noise, decibels = mx.where(others, babble, noise), mx.where(others, mx.maximum(decibels, 6), decibels)
    return x + noise * level * mx.power(10.0, -decibels / 20)


def stretch(m: mx.array) -> mx.array:
    """Log-mels (N, T, bins) of other speakers: half of the items have their bins moved by 15 % down to 18 % up, and
    bent by up to 2.5 bins."""
    n, _, bins = m.shape
    some = mx.random.uniform(0, 1, (n, 1)) < 0.5
    share = mx.where(some, mx.random.uniform(0.85, 1.18, (n, 1)), 1.0)
    bend = mx.where(some, mx.random.uniform(0, 2.5, (n, 1)), 0.0)
    phase = mx.arange(bins) * mx.random.uniform(0.5, 3, (n, 1)) * (mx.pi / bins) + mx.random.uniform(0, 6.28, (n, 1))
    return resampled(m, mx.arange(bins) * share + bend * mx.sin(phase), 2)


def hurry(m: mx.array) -> mx.array:
    """Log-mels (N, T, bins) of other rhythms: half of the items hurry and linger in turn, by up to 40 ms, so that no
    sound is as long as its engine makes it."""
    n, t, _ = m.shape
    far = mx.where(mx.random.uniform(0, 1, (n, 1)) < 0.5, mx.random.uniform(0, 4, (n, 1)), 0.0)
    phase = mx.arange(t) * (6.28 / mx.random.uniform(40, 120, (n, 1))) + mx.random.uniform(0, 6.28, (n, 1))
    return resampled(m, mx.arange(t) + far * mx.sin(phase), 1)


def resampled(m: mx.array, at: mx.array, axis: int) -> mx.array:
    """What m (N, T, bins) holds at the fractional places `at` (N, its length) of an axis."""
    at = mx.expand_dims(mx.clip(at, 0, m.shape[axis] - 1.001), 3 - axis)
    low = mx.floor(at)
    part, index = at - low, low.astype(mx.int32)
    below = mx.take_along_axis(m, mx.broadcast_to(index, m.shape), axis)
    above = mx.take_along_axis(m, mx.broadcast_to(index + 1, m.shape), axis)
    return below * (1 - part) + above * part


def colour(m: mx.array) -> mx.array:
    """Log-mels (N, T, bins) through other microphones and lines: smooth gains over the bins, of about 5 dB."""
    n, _, bins = m.shape
    waves = mx.cos(mx.arange(1, 6)[:, None] * mx.pi * (mx.arange(bins)[None] + 0.5) / bins)  # (5, bins)
    gains = mx.random.normal((n, 5)) * 0.3 * mx.random.uniform(0, 1, (n, 1))  # log10 of power
    return m + (gains @ waves)[:, None]


def mask_blocks(m: mx.array) -> mx.array:
    """SpecAugment: two bands of up to 16 bins and two gaps of up to 100 ms, in six items of ten."""
    n, t, bins = m.shape
    band, time_ = mx.arange(bins)[None, None], mx.arange(t)[None, :, None]
    hidden = mx.zeros((n, t, bins), mx.bool_)
    for _ in range(2):
        at, width = mx.random.uniform(0, bins, (n, 1, 1)), mx.random.uniform(0, 16, (n, 1, 1))
        hidden = hidden | ((band >= at) & (band < at + width))
        at, width = mx.random.uniform(0, t, (n, 1, 1)), mx.random.uniform(0, 10, (n, 1, 1))
        hidden = hidden | ((time_ >= at) & (time_ < at + width))
    return mx.where(hidden & (mx.random.uniform(0, 1, (n, 1, 1)) < 0.6), 0.0, m)


def losses(
    mind: Mind, batch: dict[str, mx.array], rows: dict[str, mx.array], at: mx.array, worded: mx.array, dtype: mx.Dtype
) -> dict[str, mx.array]:
    """The loss and its parts. `at` (M,) are the flat positions that predict something, `worded` (W,) those that a word
    belongs to; both are padded with -1."""
    features, frames = mind.hear(batch["audio"].astype(mx.float32) / 32768, batch["n_samples"], True, dtype)
    h, early, guide = mind.read(rows, features)
    picked = h.reshape(-1, h.shape[-1])[mx.maximum(at, 0)]
    logits = mind.llm.lm_head(picked).astype(mx.float32)
    label = rows["label"].reshape(-1)[mx.maximum(at, 0)]
    kind = mx.where(at >= 0, rows["target"].reshape(-1)[mx.maximum(at, 0)], 0)
    entropy = nn.losses.cross_entropy(logits, label)
    right = (logits.argmax(-1) == label).astype(mx.float32)

    def mean(values: mx.array, mask: mx.array) -> mx.array:
        mask = mask.astype(mx.float32)
        return (values * mask).sum() / (mask.sum() + 1e-3)

    text, code, padding = (mean(entropy, kind == k) for k in (TEXT_LOSS, CODE_LOSS, PAD_LOSS))
    heads = mind.phoneme_head(frames).astype(mx.float32)
    known = batch["phonemes"] != UNKNOWN
    known = known & (mx.arange(known.shape[1])[None] * 640 < batch["n_samples"][:, None])
    width = min(heads.shape[1], known.shape[1])
    phoneme = mean(nn.losses.cross_entropy(heads[:, :width], batch["phonemes"][:, :width]), known[:, :width])
    place = mx.maximum(worded, 0)
    read = mx.fast.rms_norm(early.reshape(-1, early.shape[-1])[place], None, 1e-6)
    spelled = mind.word_head(read).astype(mx.float32)
    words = mx.maximum(rows["word"].reshape(-1)[place], 0)
    word = mean(nn.losses.cross_entropy(spelled, words), worded >= 0)
    loss = text + 0.7 * code + 0.1 * padding + 0.3 * phoneme + 0.3 * word + 0.2 * guide
    return {
        "loss": loss,
        "text": text,
        "code": code,
        "phoneme": phoneme,
        "word": word,
        "guide": guide,
        "text_right": mean(right, kind == 1),
        "code_right": mean(right, kind == 2),
    }


def train_language(
    mind: Mind,
    pool: CallPool,
    formats: Formats,
    log: Log,
    out: Path,
    *,
    seconds: float,
    tokenise: Any,
    learning_rate: float = 1.5e-3,
    talk_share: float = 0.6,
    loudness: float = 1.0,
    batch_seconds: float = 160,
    n_composers: int = 2,
    seed: int = 0,
    listen: Callable[[], str] | None = None,
    dtype: mx.Dtype = mx.bfloat16,
    max_steps: int = 10**9,
) -> None:
    """Trains for `seconds`.

    `tokenise()` is None until there is a speech tokenizer, and until then there is only transcription. What it gives
    then turns answers into speech tokens: (audio (N, S), n_samples (N,)) -> (codes (N, C), n_codes (N,)). `listen()`
    says now and then how well it hears. The features of what is heard shrink, over `QUIET_AFTER` of the time, to
    `loudness` times their size: of features much longer than what the layers add to them, these see little but sound.
    """
    sizes = [max(2, int(batch_seconds / s)) for s in LIMITS_S]
    composers = Composers(pool, formats, sizes, talk_share, n_composers, seed)
    mx.random.seed(seed)
    optimiser = FlatAdamW(mind, compute_dtype=dtype, weight_decay=0.02)
    tokeniser: Any = None

    def step(rate: float, progress: float) -> dict[str, mx.array]:
        nonlocal tokeniser
        mind.loudness = loudness ** min(1.0, progress / QUIET_AFTER)
        if tokeniser is None:
            tokeniser = tokenise()
        if tokeniser is not None:
            pool.tokenise(tokeniser, 32)
        data = composers.next()
        rows = {name: mx.array(getattr(data.rows, name)) for name in Rows.__dataclass_fields__}
        at, worded = padded(data.rows.target > 0), padded(data.rows.word >= 0)
        host = {
            "audio": mx.array(data.audio),
            "n_samples": mx.array(data.n_samples),
            "phonemes": mx.array(data.phonemes.astype(np.int32)),
        }

        def objective(model: Mind) -> tuple[mx.array, dict[str, mx.array]]:
            parts = losses(model, host, rows, at, worded, dtype)
            return parts.pop("loss"), parts

        (loss, parts), gradients = nn.value_and_grad(mind, objective)(mind)
        norm = optimiser.update(gradients, rate, 1.0)
        mx.async_eval(optimiser.arrays)
        return {"loss": loss, **parts, "norm": norm}

    last_save = time.monotonic()

    def on_report(steps: int, progress: float) -> None:
        nonlocal last_save
        mended = pool.mend()
        log(
            f"pool {int(pool.seconds.sum())} s heard, {int(pool.answers_made.sum())} answers, "
            f"{int((pool.n_codes > 0).sum())} tokenised, {mended} workers started again"
        )
        if listen is not None and (steps == 1000 or steps % 4000 == 0):
            optimiser.assign(mx.float32)
            log(listen())
            optimiser.assign()
        if time.monotonic() - last_save > 120:
            last_save = time.monotonic()
            save(mind, optimiser, out)

    train(log, seconds, learning_rate, step, warm_up_steps=300, on_report=on_report, max_steps=max_steps)
    composers.stop()
    save(mind, optimiser, out)


def padded(chosen: NDArray[np.bool_]) -> mx.array:
    """The flat positions that are chosen, padded with -1 to one of few lengths."""
    flat = np.flatnonzero(chosen)
    at = np.full(-(-len(flat) // 1024) * 1024, -1, np.int32)
    at[: len(flat)] = flat
    return mx.array(at)


def save(mind: Mind, optimiser: FlatAdamW, out: Path) -> None:
    """Writes the weights in bfloat16, as they ship, in pieces under 16 MB."""
    optimiser.assign(mx.float32)
    weights = {name: value.astype(mx.bfloat16) for name, value in mind.weights().items()}
    mx.eval(weights)
    optimiser.assign()
    write_pieces(weights, out, "mind")


def write_pieces(weights: dict[str, mx.array], out: Path, name: str, limit_bytes: int = 14 << 20) -> None:
    """Safetensors files NAME-0, NAME-1, ... of at most `limit_bytes` (a single larger tensor gets its own); each is
    there whole or as it was before."""
    out.mkdir(parents=True, exist_ok=True)
    piece: dict[str, mx.array] = {}

    def write() -> None:
        unfinished = out / f"unfinished-{name}.safetensors"
        mx.save_safetensors(str(unfinished), piece)
        unfinished.replace(out / f"{name}-{number}.safetensors")

    number = size = 0
    for key, value in sorted(weights.items()):
        if piece and size + value.nbytes > limit_bytes:
            write()
            piece, size, number = {}, 0, number + 1
        piece[key] = value
        size += value.nbytes
    write()


def pieces(folder: Path, name: str) -> dict[str, mx.array]:
    """What `write_pieces` wrote, as float32. Raises FileNotFoundError."""
    weights: dict[str, mx.array] = {}
    for path in sorted(folder.glob(f"{name}-*.safetensors")):
        weights |= {key: value.astype(mx.float32) for key, value in mx.load(str(path)).items()}  # type: ignore[union-attr]
    if not weights:
        raise FileNotFoundError(f"{folder} holds no {name}-*.safetensors")
    return weights


def read_pieces(module: nn.Module, folder: Path, name: str) -> None:
    """Loads what `write_pieces` wrote, as float32, into `module`."""
    module.load_weights(list(pieces(folder, name).items()), strict=False)
    mx.eval(module.parameters())
