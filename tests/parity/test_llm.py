"""The language model against the reference: every array of llm.npz."""

import json
import re

import mlx.core as mx
import numpy as np
import pytest
import soundfile
from mlx_lm.models.base import create_attention_mask

from stages.checkpoint import load
from stages.models import mel
from stages.models.llm import LlmConfig
from stages.prompt import PIECE_SAMPLES
from stages.resample import resample_exact

TOLERANCE = 1e-3
MEL_TOLERANCE = 2e-4


@pytest.fixture(scope="module")
def prompts(golden):
    return json.loads((golden / "expected" / "prompts.json").read_text())


@pytest.fixture(scope="module")
def checkpoint(checkpoint_dir):
    return load(checkpoint_dir, mx.float32)


@pytest.fixture(scope="module")
def llm(checkpoint):
    return checkpoint.llm


@pytest.fixture(scope="module")
def arrays(expected):
    return expected("llm")


@pytest.fixture(scope="module", params=[0, 1], ids=["first", "second"])
def prompt(request, prompts):
    """What the arrays of one of the two fixture prompts begin with."""
    names = list(prompts["llm_fixture_prompts"])
    assert len(names) == 2
    return names[request.param]


@pytest.fixture(scope="module")
def case(prompts, prompt):
    """The prompt as prompts.json has it."""
    (case,) = (case for case in prompts["prompts"] if case["name"] == prompts["llm_fixture_prompts"][prompt])
    return case


def test_prompt_is_the_one_of_that_name(arrays, prompt, case):
    assert arrays[f"{prompt}_input_ids"].tolist() == case["token_ids"]


def test_from_recordings_to_mel(arrays, prompt, case, golden):
    pieces = [piece for clip in clips(case) for piece in pieces_of(clip, golden / "expected")]
    stored, lengths = arrays[f"{prompt}_mel"], arrays[f"{prompt}_mel_len"]
    for piece, wanted, length in zip(pieces, stored, lengths, strict=True):
        heard = np.array(mel.log_mel(mx.array(piece[None]), n_mels=len(wanted))[0]).T  # (n_mels, T)
        n = heard.shape[1]
        assert n - 2 == length
        np.testing.assert_allclose(heard, wanted[:, :n], atol=MEL_TOLERANCE, rtol=0)
        assert not wanted[:, n:].any()


def clips(case):
    """The audio items of a prompt, in order."""
    contents = [message["content"] for message in case["messages"]] if case["kind"] == "chat" else [case["messages"]]
    items = [item for content in contents if isinstance(content, list) for item in content]
    return [item for item in items if isinstance(item, dict) and item["type"] == "audio"]


def pieces_of(clip, folder):
    """A clip at 16 kHz, its first channel, in pieces of 25 s."""
    if clip["audio"] == "zeros":
        samples = np.zeros(clip["num_samples_16k"], np.float32)
    else:
        channels, rate_hz = soundfile.read(folder / clip["audio"], dtype="float32", always_2d=True)
        samples = resample_exact(channels.T, rate_hz, mel.RATE_HZ)[0]
    return [samples[start : start + PIECE_SAMPLES] for start in range(0, len(samples), PIECE_SAMPLES)]


def test_audio_features_take_the_patch_positions(arrays, prompts, llm, prompt):
    ids, embeddings = arrays[f"{prompt}_input_ids"], mx.array(arrays[f"{prompt}_inputs_embeds"])
    start, end = (prompts["special_tokens"][name] for name in ("<audio_start>", "<audio_end>"))
    places = zip(np.flatnonzero(ids == start).tolist(), np.flatnonzero(ids == end).tolist(), strict=True)
    features = [embeddings[first + 1 : last] for first, last in places]
    np.testing.assert_allclose(llm.embed(ids.tolist(), features, start), embeddings, atol=TOLERANCE, rtol=0)


def test_from_mel_to_embeddings(arrays, prompts, checkpoint, prompt):
    mels = mx.array(arrays[f"{prompt}_mel"]).swapaxes(1, 2)  # (B, T, 128)
    features, lengths = checkpoint.adaptor(*checkpoint.encoder(mels, mx.array(arrays[f"{prompt}_mel_len"])))
    rows = [feature[:length] for feature, length in zip(features, lengths.tolist(), strict=True)]
    ids = arrays[f"{prompt}_input_ids"].tolist()
    embeddings = checkpoint.llm.embed(ids, rows, prompts["special_tokens"]["<audio_start>"])
    np.testing.assert_allclose(embeddings, arrays[f"{prompt}_inputs_embeds"], atol=TOLERANCE, rtol=0)


def test_every_layer(arrays, llm, prompt):
    hidden = mx.array(arrays[f"{prompt}_inputs_embeds"])[None]  # (1, L, D)
    mask = create_attention_mask(hidden)
    compared = 0
    for index, layer in enumerate(llm.layers):
        hidden = layer(hidden, mask)
        if f"{prompt}_layer{index}_out" in arrays:
            compared += 1
            np.testing.assert_allclose(hidden[0], arrays[f"{prompt}_layer{index}_out"], atol=TOLERANCE, rtol=0)
    assert compared == sum(re.match(rf"{prompt}_layer\d+_out", name) is not None for name in arrays) > 0
    np.testing.assert_allclose(llm.model.norm(hidden)[0], arrays[f"{prompt}_final_hidden"], atol=TOLERANCE, rtol=0)


def test_logits(arrays, llm, prompt):
    logits = llm(None, None, mx.array(arrays[f"{prompt}_inputs_embeds"])[None])[0]  # (L, vocabulary)
    np.testing.assert_allclose(logits[-1], arrays[f"{prompt}_logits_last"], atol=TOLERANCE, rtol=0)
    (thinned,) = (name for name in arrays if name.startswith(f"{prompt}_logits_last8_every"))
    step = int(re.search(r"every(\d+)", thinned)[1])
    np.testing.assert_allclose(logits[-8:, ::step], arrays[thinned], atol=TOLERANCE, rtol=0)
    ids, values = arrays[f"{prompt}_top20_ids_last8"], arrays[f"{prompt}_top20_values_last8"]
    found = np.array(logits[-len(ids) :])
    np.testing.assert_allclose(np.take_along_axis(found, ids, axis=-1), values, atol=TOLERANCE, rtol=0)
    np.put_along_axis(found, ids, -np.inf, axis=-1)
    assert np.all(found.max(axis=-1) < values[:, -1] + TOLERANCE), "another id is among the best"


@pytest.mark.parametrize("chunk", [None, 5], ids=["prefill at once", "prefill by fives"])
def test_greedy_ids_with_a_cache(arrays, llm, prompt, chunk):
    embeddings = mx.array(arrays[f"{prompt}_inputs_embeds"])[None]
    cache = llm.make_cache()
    for start in range(0, embeddings.shape[1], chunk or embeddings.shape[1]):
        logits = llm(None, cache, embeddings[:, start : start + (chunk or embeddings.shape[1])])[:, -1]
    expected = arrays[f"{prompt}_greedy_tokens"]
    for step, token in enumerate(expected):
        second, first = mx.sort(logits[0])[-2:].tolist()
        assert logits.argmax().item() == token, f"step {step}"
        assert first - second == pytest.approx(arrays[f"{prompt}_greedy_top2_margin"][step], abs=TOLERANCE)
        logits = llm(mx.array([[int(token)]]), cache)[:, -1]
    assert cache[0].offset == embeddings.shape[1] + len(expected)


def test_cached_decoding_equals_the_uncached(arrays, llm, prompt):
    ids = mx.array(arrays[f"{prompt}_greedy_tokens"].astype(np.int32))[None]
    embeddings = mx.array(arrays[f"{prompt}_inputs_embeds"])[None]
    whole = llm(None, None, mx.concatenate([embeddings, llm.model.embed_tokens(ids)], axis=1))[0]
    cache = llm.make_cache()
    llm(None, cache, embeddings)
    steps = mx.concatenate([llm(ids[:, step : step + 1], cache)[0] for step in range(ids.shape[1])])
    np.testing.assert_allclose(steps, whole[-ids.shape[1] :], atol=1e-4, rtol=0)


def test_embed_without_audio(llm, prompts):
    start = prompts["special_tokens"]["<audio_start>"]
    np.testing.assert_array_equal(llm.embed([2, 1], [], start), llm.model.embed_tokens.weight[mx.array([2, 1])])


def test_embed_names_what_does_not_fit(llm, prompts):
    start = prompts["special_tokens"]["<audio_start>"]
    features = mx.zeros((3, llm.args.hidden_size))
    with pytest.raises(ValueError, match="1 audio starts and 2 lists"):
        llm.embed([start, 0, 0, 0], [features, features], start)
    with pytest.raises(ValueError, match="3 audio features at position 1, room for 2"):
        llm.embed([start, 0, 0], [features], start)


def test_config_that_contradicts_itself(checkpoint_dir):
    text_config = json.loads((checkpoint_dir / "config.json").read_text())["text_config"]
    with pytest.raises(ValueError, match="num_attention_groups"):
        LlmConfig.from_json({**text_config, "num_attention_groups": text_config["num_key_value_heads"] + 1})
