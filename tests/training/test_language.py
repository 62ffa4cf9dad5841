"""The mind reads packed documents as the product reads each alone, and what it learns from a pool is what is in it."""

import json
import pickle
from collections import Counter
from dataclasses import replace
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest

from stages.models.adaptor import Adaptor, AdaptorConfig, token_count
from stages.models.encoder import EncoderConfig
from stages.models.llm import Llm, LlmConfig
from stages.tokenizer import Tokenizer
from training import compose, nano
from training.calls import CallPool, told
from training.compose import Composer, Composers
from training.documents import CODE_LOSS, HEARD, TEXT_LOSS, Document, Formats, Rows, pack
from training.language import (
    Mind,
    RovingEncoder,
    guidance,
    losses,
    mask_blocks,
    padded,
    read_pieces,
    roughen,
    write_pieces,
)
from training.listen import Listener
from training.loop import by_name
from training.phonemes import UNKNOWN
from training.world import Scene, Turn

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
PHONEMES = ["(silence)", "(unknown)", "a", "b"]
N_WORDS = 2000
TEXT, CODES = [11, 12, 13], list(range(100, 110))


@pytest.fixture(scope="module")
def formats() -> Formats:
    return Formats(Tokenizer.load(COMPACT))


@pytest.fixture(scope="module")
def mind() -> Mind:
    """Of the golden set's sizes, with the nano checkpoint's way to attend."""
    mx.random.seed(5)
    config = json.loads((COMPACT / "config.json").read_text())
    audio = config["audio_encoder_config"] | {key: nano.AUDIO_ENCODER[key] for key in ("attention", "mel_peak")}
    encoder, adaptor = EncoderConfig.from_json(audio), Adaptor(AdaptorConfig.from_json(audio))
    llm = Llm(LlmConfig.from_json(config["text_config"] | {"num_hidden_layers": 3}))
    return Mind(RovingEncoder(encoder), adaptor, llm, encoder.width, len(PHONEMES), N_WORDS, audio["mel_peak"])


SCENES = [
    Scene("answer", "en", (Turn("where is it", "It is here."),), "en"),
    Scene("two turns", "en", (Turn("one plus one", "Two."), Turn("and twice that", "Four.")), "en"),
    Scene("read", "en", (Turn("It is here.", "It is here."),), "en", system="Read.", written=False),
]


@pytest.fixture(scope="module")
def pool(formats: Formats) -> CallPool:
    """One worker's requests; the first three of a bucket are those of its first two scenes."""
    rng = np.random.default_rng(0)
    pool = CallPool(workers=1, requests=(6, 4, 3), scenes=3)
    for bucket, count in enumerate(pool.requests):
        pool.made[0, bucket] = count
        pool.scene_of[bucket][0] = -1
        pool.scene_of[bucket][0, :3], pool.turn_of[bucket][0, :3] = [0, 1, 1], [0, 0, 1]
        for slot in range(count):
            n = 20000 + 3000 * slot
            pool.audio[bucket][0, slot, :n] = rng.normal(0, 3000, n)
            pool.n_samples[bucket][0, slot] = n
            pool.n_text[bucket][0, slot] = len(TEXT)
            pool.text[bucket][0, slot, : len(TEXT)] = TEXT
            pool.times[bucket][0, slot, : len(TEXT)] = [[1, 4], [4, 6], [6, 9]]
            pool.phonemes[bucket][0, slot] = rng.integers(0, len(PHONEMES), pool.phonemes[bucket].shape[-1])
    for index, scene in enumerate(SCENES):
        data = pickle.dumps(told(formats.tokenizer, scene, [0] * len(scene.turns)))
        pool.scene_data[0, index, : len(data)] = np.frombuffer(data, np.uint8)
        pool.n_scene_data[0, index] = len(data)
    pool.scenes_made[0] = len(SCENES)
    pool.codes[0, 0, : len(CODES)], pool.n_codes[0, 0] = CODES, len(CODES)
    return pool


def on_device(rows: Rows) -> dict[str, mx.array]:
    return {name: mx.array(getattr(rows, name)) for name in rows.__dataclass_fields__}


def test_packed_documents_are_read_as_each_alone(mind: Mind, formats: Formats):
    features = mx.random.normal((2, 5, mind.llm.args.hidden_size))
    documents = [formats.transcript(0, 4, TEXT, None), formats.transcript(5, 5, TEXT[::-1], None)]
    rows = pack(documents, sum(map(len, documents)) + 3)
    hidden, *_ = mind.read(on_device(rows), features)
    for number in (1, 2):
        here = rows.document[0] == number
        ids, place = rows.ids[0][here], rows.feature[0][here]
        embedded = mind.llm.embed(
            ids.tolist(), [features.reshape(-1, features.shape[-1])[mx.array(place[place >= 0])]], formats.audio_start
        )
        wanted = mind.llm.model(None, None, embedded[None])
        np.testing.assert_allclose(np.array(hidden)[:, here], wanted, atol=1e-4)


def test_a_clip_in_a_longer_batch_is_heard_as_alone(mind: Mind):
    n = mx.array([24000, 15000])
    audio = mx.where(mx.arange(24000) < n[:, None], 0.1 * mx.random.normal((2, 24000)), 0)
    features, _ = mind.hear(audio, n, augment=False, dtype=mx.float32)
    alone, _ = mind.hear(audio[1:, :15000], n[1:], augment=False, dtype=mx.float32)
    count = token_count((15000 + 479) // 160)
    np.testing.assert_allclose(features[1, :count], alone[0, :count], atol=1e-5)


def test_guidance_is_nothing_where_a_head_looks_where_it_should():
    document = Document()
    document.hear([1] * 4, range(4), [-1] * 4)
    document.copy([7], np.array([[2, 2]], np.int16))  # spoken around feature 2: from 1 to 2
    rows = pack([document], len(document))
    own = mx.tril(mx.ones((1, 5, 5), mx.bool_))
    assert rows.query[0].tolist() == [0, 0, 0, HEARD, 0]
    scores = np.zeros((1, 2, 5, 5), np.float32)
    assert guidance(mx.array(scores), own, on_device(rows)).item() == pytest.approx(2 * np.log(2) / 3, abs=1e-5)
    scores[:, :, 3, 1:3] = 30
    assert guidance(mx.array(scores), own, on_device(rows)).item() == pytest.approx(0, abs=1e-5)
    scores[:, :, 3] = [30, 0, 0, 30, 30]
    assert guidance(mx.array(scores), own, on_device(rows)).item() > 10


def test_a_batch_holds_every_task_and_nothing_beyond_its_clips(pool: CallPool, formats: Formats):
    batch = Composer(pool, formats, np.random.default_rng(1)).batch(bucket=0, n=12, talk=0.6)
    assert batch.audio.shape == (12, pool.audio[0].shape[-1])
    per_clip = token_count((batch.audio.shape[1] + 479) // 160)
    heard = batch.rows.feature[batch.rows.feature >= 0]
    assert len(np.unique(heard)) == len(heard)
    counts = [token_count((int(n) + 479) // 160) for n in batch.n_samples]
    assert all(row % per_clip < counts[row // per_clip] for row in heard)
    coded = batch.rows.label[batch.rows.target == CODE_LOSS]
    assert set(coded - formats.code_base) == set(CODES)


def test_a_batch_that_cannot_be_composed_costs_itself_alone(
    pool: CallPool, formats: Formats, monkeypatch: pytest.MonkeyPatch
):
    whole, faults = Composer.batch, iter([IndexError("a scene that breaks")])

    def batch(self: Composer, bucket: int, n: int, talk: float) -> compose.Batch:
        for fault in faults:
            raise fault
        pool.stopped[0] = 1
        return whole(self, bucket, n, talk)

    monkeypatch.setattr(Composer, "batch", batch)
    monkeypatch.setattr(pool, "stopped", np.zeros(1, np.int64))
    composers = Composers(pool, formats, [4, 4, 4], 0.6, 0, 0, depth=2)
    composers._run(pool, formats, [4, 4, 4], 0.6, 0)
    assert len(composers.next().audio) == 4
    with pytest.raises(RuntimeError, match="no process composes"):
        composers.next()


def test_composing_that_always_fails_ends(pool: CallPool, formats: Formats, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Composer, "batch", lambda *_: [][0])
    monkeypatch.setattr(pool, "stopped", np.zeros(1, np.int64))
    composers = Composers(pool, formats, [4, 4, 4], 0.6, 0, 0, depth=2)
    with pytest.raises(IndexError):
        composers._run(pool, formats, [4, 4, 4], 0.6, 0)


def test_only_what_begins_a_scene_is_answered_and_its_turns_stay_together(pool: CallPool, formats: Formats):
    silent = systems(Composer(pool, formats, np.random.default_rng(2)).batch(bucket=1, n=8, talk=0).rows, formats)
    assert silent.count("transcribe") == 8
    batch = Composer(pool, formats, np.random.default_rng(2)).batch(bucket=1, n=40, talk=1.0)
    found = systems(batch.rows, formats)
    assert {"transcribe", "read"} <= set(found)
    requests = Counter(int(n) for n in batch.n_samples)
    assert requests[23000] <= requests[26000]  # the first turn of the two is never drawn without the second
    assert found.count("transcribe") < 40


@pytest.mark.parametrize(
    ("written", "forms"), [(None, {"spoken", "written"}), (False, {"spoken"}), (True, {"written"})]
)
def test_an_answer_without_sound_is_told_in_the_forms_it_may_have(
    written: bool | None,
    forms: set[str],
    pool: CallPool,
    formats: Formats,
    monkeypatch: pytest.MonkeyPatch,
):
    composer = Composer(pool, formats, np.random.default_rng(3))
    scene = told(formats.tokenizer, replace(SCENES[0], written=written), [-1])
    for answers_made in (0, 1):  # whether there are codes to borrow
        monkeypatch.setattr(pool, "answers_made", np.full(1, answers_made))
        found: set[str] = set()
        for _ in range(40):
            document = composer._tell(scene, 0, [(0, 4)], [([], np.zeros((0, 2), np.int16))])
            spoken = max(document.ids) >= formats.code_base
            assert CODE_LOSS not in document.target
            assert document.target.count(TEXT_LOSS) == len(scene.parts[0].answer) + 1  # and that it ends
            found.add("spoken" if spoken else "written")
        assert found == forms


@pytest.mark.parametrize("written", [True, False])
def test_an_answer_is_guided_to_where_its_request_says_the_same(written: bool, pool: CallPool, formats: Formats):
    composer = Composer(pool, formats, np.random.default_rng(4))
    scene = told(formats.tokenizer, replace(SCENES[0], written=written), [-1])  # "where is it", "It is here."
    ids = formats.tokenizer.encode("where is it")
    times = np.stack([np.arange(len(ids)), np.arange(len(ids)) + 1], 1).astype(np.int16)
    documents = [composer._tell(scene, 0, [(0, 9)], [(ids, times)]) for _ in range(40)]
    for document in documents:
        heard = HEARD in document.key  # or typed
        looked = {
            (first, last)
            for query, first, last in zip(document.query, document.first, document.last, strict=True)
            if query == HEARD
        }
        end = len(ids)
        assert looked in (
            [{(end - 2, end + 1)}, {(end - 3, end)}] if heard else [set()]
        )  # "it" or "is", give or take one


def systems(rows: Rows, formats: Formats) -> list[str]:
    """What each packed document is for, by its system prompt; "" for any other."""
    found: list[str] = []
    for ids, document in zip(rows.ids, rows.document, strict=True):
        for number in range(1, document.max() + 1):
            own = ids[document == number].tolist()
            begins = {task: getattr(formats, f"{task}_system") for task in ("transcribe", "read")}
            found.append(next((task for task, begin in begins.items() if own[: len(begin)] == begin), ""))
    return found


def test_greedy_answers_are_those_of_reading_token_by_token(mind: Mind, formats: Formats):
    listener = Listener(mind, formats)
    clips = [np.random.default_rng(k).normal(0, 0.1, n).astype(np.float32) for k, n in enumerate((20000, 9000))]
    features, counts = listener.features(clips)
    documents: list[Document] = []
    for k, n in enumerate(counts):
        document = Document()
        formats.heard(document, k * features.shape[1], n)
        document.put(formats.write)
        documents.append(document)
    together = listener.answer(documents, features, 5)
    for document, ids in zip(documents, together, strict=True):
        for token in ids:
            (found,) = listener.answer([document], features, 1)
            assert found == [token]
            document.put([token])


def test_what_is_heard_comes_with_its_words(pool: CallPool, formats: Formats):
    rows = Composer(pool, formats, np.random.default_rng(1)).batch(bucket=0, n=12, talk=0.6).rows
    heard = rows.word[(rows.feature >= 0) & (rows.word >= 0)]
    assert set(heard.tolist()) == set(TEXT)
    drawled = rows.word[(rows.feature < 0) & (rows.key == HEARD)]
    assert len(drawled) > 0
    assert (drawled == rows.ids[(rows.feature < 0) & (rows.key == HEARD)]).all()


def test_every_weight_learns(mind: Mind, pool: CallPool, formats: Formats):
    mx.random.seed(1)
    data = Composer(pool, formats, np.random.default_rng(1)).batch(bucket=0, n=12, talk=0.6)
    host = {"audio": mx.array(data.audio), "n_samples": mx.array(data.n_samples)}
    host["phonemes"] = mx.array(data.phonemes.astype(np.int32))
    at, worded = padded(data.rows.target > 0), padded(data.rows.word >= 0)

    def loss(model: Mind) -> tuple[mx.array, dict[str, mx.array]]:
        parts = losses(model, host, on_device(data.rows), at, worded, mx.float32)
        return parts["loss"], parts

    (_, parts), gradients = nn.value_and_grad(mind, loss)(mind)
    figures = {name: value.item() for name, value in parts.items()}
    assert figures["text"] == pytest.approx(np.log(mind.llm.args.vocab_size), rel=0.1)
    assert figures["code"] == pytest.approx(np.log(mind.llm.args.vocab_size), rel=0.1)
    assert figures["word"] == pytest.approx(np.log(N_WORDS), rel=0.3)
    assert figures["phoneme"] == pytest.approx(np.log(len(PHONEMES)), rel=0.3)
    assert 0 < figures["guide"] < 20
    still = [name for name, gradient in by_name(gradients).items() if not mx.abs(gradient).max().item() > 0]
    assert not still


def test_unknown_phonemes_teach_nothing(mind: Mind, pool: CallPool, formats: Formats):
    mx.random.seed(1)
    data = Composer(pool, formats, np.random.default_rng(1)).batch(bucket=0, n=2, talk=0)
    host = {"audio": mx.array(data.audio), "n_samples": mx.array(data.n_samples)}
    host["phonemes"] = mx.full(data.phonemes.shape, UNKNOWN)
    at, worded = padded(data.rows.target > 0), padded(data.rows.word >= 0)
    assert losses(mind, host, on_device(data.rows), at, worded, mx.float32)["phoneme"].item() == 0


def test_augmentation_keeps_shapes_and_spares_some():
    mx.random.seed(3)
    audio = mx.random.normal((4, 4001))  # no multiple of the low-passed noise's step
    assert roughen(audio).shape == audio.shape
    hidden = np.array(mask_blocks(mx.ones((200, 60, 128)))) == 0
    share = hidden.any(axis=(1, 2)).mean()
    assert 0.45 < share < 0.75
    assert hidden.mean() < 0.3


def test_weights_come_back_from_their_pieces(mind: Mind, tmp_path: Path):
    weights = by_name(mind.parameters())
    write_pieces(weights, tmp_path, "mind", limit_bytes=300_000)
    assert len(list(tmp_path.glob("mind-*.safetensors"))) > 2
    parts = (getattr(mind, name) for name in ("encoder", "adaptor", "llm"))
    other = Mind(*parts, mind.encoder.config.width, len(PHONEMES), N_WORDS, 1.5)
    read_pieces(other, tmp_path, "mind")
    for name, value in by_name(other.parameters()).items():
        assert mx.array_equal(value, weights[name]), name
    with pytest.raises(FileNotFoundError, match="no other-"):
        read_pieces(other, tmp_path, "other")


def test_weights_hold_the_loudness_they_are_used_with(mind: Mind):
    audio, n = 0.1 * mx.random.normal((1, 16000)), mx.array([16000])
    plain, _ = mind.hear(audio, n, augment=False, dtype=mx.float32)
    before = by_name(mind.parameters())
    try:
        mind.loudness = 0.25
        quiet, _ = mind.hear(audio, n, augment=False, dtype=mx.float32)
        kept = mind.weights()
        mind.loudness = 1.0
        mind.load_weights(list(kept.items()))
        loaded, _ = mind.hear(audio, n, augment=False, dtype=mx.float32)
    finally:
        mind.loudness = 1.0
        mind.load_weights(list(before.items()))
    np.testing.assert_allclose(quiet, 0.25 * plain, atol=1e-5)
    np.testing.assert_allclose(loaded, quiet, atol=1e-5)
