"""The language model against the reference: every array of llm.npz."""

import json
import re

import mlx.core as mx
import numpy as np
import pytest
from mlx_lm.models.base import create_attention_mask

from stages.checkpoint import load
from stages.models.llm import LlmConfig

TOLERANCE = 1e-3
PROMPTS = ("single", "multi")


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


@pytest.mark.parametrize("prompt", PROMPTS)
def test_audio_features_take_the_patch_positions(arrays, prompts, llm, prompt):
    ids, embeddings = arrays[f"{prompt}_input_ids"], mx.array(arrays[f"{prompt}_inputs_embeds"])
    start, end = (prompts["special_tokens"][name] for name in ("<audio_start>", "<audio_end>"))
    places = zip(np.flatnonzero(ids == start).tolist(), np.flatnonzero(ids == end).tolist(), strict=True)
    features = [embeddings[first + 1 : last] for first, last in places]
    np.testing.assert_allclose(llm.embed(ids.tolist(), features, start), embeddings, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_from_mel_to_embeddings(arrays, prompts, checkpoint, prompt):
    mel = mx.array(arrays[f"{prompt}_mel"]).swapaxes(1, 2)  # (B, T, 128)
    features, lengths = checkpoint.adaptor(*checkpoint.encoder(mel, mx.array(arrays[f"{prompt}_mel_len"])))
    rows = [feature[:length] for feature, length in zip(features, lengths.tolist(), strict=True)]
    ids = arrays[f"{prompt}_input_ids"].tolist()
    embeddings = checkpoint.llm.embed(ids, rows, prompts["special_tokens"]["<audio_start>"])
    np.testing.assert_allclose(embeddings, arrays[f"{prompt}_inputs_embeds"], atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("prompt", PROMPTS)
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


@pytest.mark.parametrize("prompt", PROMPTS)
def test_logits(arrays, llm, prompt):
    logits = llm(None, None, mx.array(arrays[f"{prompt}_inputs_embeds"])[None])[0]  # (L, vocabulary)
    np.testing.assert_allclose(logits[-1], arrays[f"{prompt}_logits_last"], atol=TOLERANCE, rtol=0)
    (thinned,) = (name for name in arrays if name.startswith(f"{prompt}_logits_last8_every"))
    step = int(re.search(r"every(\d+)", thinned)[1])
    np.testing.assert_allclose(logits[-8:, ::step], arrays[thinned], atol=TOLERANCE, rtol=0)
    best = mx.argsort(-logits[-8:], axis=-1)[:, :20]
    values = mx.take_along_axis(logits[-8:], best, axis=-1)
    np.testing.assert_array_equal(best, arrays[f"{prompt}_top20_ids_last8"])
    np.testing.assert_allclose(values, arrays[f"{prompt}_top20_values_last8"], atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("prompt", PROMPTS)
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


@pytest.mark.parametrize("prompt", PROMPTS)
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
