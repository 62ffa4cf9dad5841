"""The flow's streams: chunks equal the whole under the mask that says the same, and streams never meet."""

import dataclasses
from itertools import accumulate, pairwise

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
from mlx.utils import tree_flatten, tree_map

from stages.models.conformer import ConformerConfig
from stages.models.dit import DiTConfig
from stages.models.flow import Flow, FlowConfig, FlowPrompt, FlowState, Recent, published, sanitize

CONFIG = FlowConfig(
    codebook_size=50,
    embedding_width=16,
    speaker_width=6,
    n_mels=8,
    n_timesteps=3,
    guidance=0.0,
    encoder=ConformerConfig(input_width=16, width=16, n_heads=2, mlp_width=24, n_blocks=2, n_up_blocks=1),
    estimator=DiTConfig(hidden=16, depth=2, n_heads=2, head_dim=8, mlp_ratio=2, n_mels=8),
    stream=Recent(recent_frames=14, encoder_frames=1000),
)
AHEAD = CONFIG.encoder.lookahead_tokens


def make_flow(config: FlowConfig = CONFIG) -> Flow:
    """A flow of random weights, none of them zero."""
    flow, key = Flow(config), mx.random.key(1)
    weights = tree_flatten(flow.parameters())
    keys = mx.random.split(key, len(weights))
    flow.load_weights(
        [(name, 0.3 * mx.random.normal(w.shape, key=k)) for (name, w), k in zip(weights, keys, strict=True)]
    )
    return flow


@pytest.fixture(scope="module")
def flow() -> Flow:
    return make_flow()


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def normal(rng: np.random.Generator, *shape: int) -> mx.array:
    return mx.array(rng.standard_normal(shape).astype(np.float32))


def tokens_of(rng: np.random.Generator, n: int) -> mx.array:
    return mx.array(rng.integers(0, CONFIG.codebook_size, n))


def make_prompt(rng: np.random.Generator, n_tokens: int) -> FlowPrompt:
    return FlowPrompt(tokens_of(rng, n_tokens), normal(rng, 2 * n_tokens, 8), normal(rng, 6))


def close(actual: mx.array, wanted: mx.array, tolerance: float = 2e-5) -> None:
    np.testing.assert_allclose(np.asarray(actual), np.asarray(wanted), rtol=0, atol=tolerance)


def stream_mask(chunks: list[int], prompt: int, recent: int) -> mx.array:
    """What frames see whose chunks (the prompt first) have these lengths: prompt, own chunk, the last before it."""
    starts = [0, *accumulate(chunks)]
    view = np.zeros((starts[-1], starts[-1]), bool)
    for start, end in pairwise(starts):
        view[start:end, :prompt] = True
        view[start:end, max(0, start - recent) : end] = True
    return mx.array(view)


def speak(flow: Flow, state: FlowState, tokens: mx.array, sizes: list[int], noise: mx.array) -> mx.array:
    """Tokens in chunks of these sizes, the last with its flush -> mel."""
    mels, start = [], 0
    for i, size in enumerate(sizes):
        last = i == len(sizes) - 1
        chunk = tokens[start : start + size + (0 if last else AHEAD)]
        mel, state = flow.step(chunk, state, noise[:, 2 * start : 2 * (start + size)], last)
        mels.append(mel)
        start += size
    return mx.concatenate(mels, axis=1)


def split(rng: np.random.Generator, n: int) -> list[int]:
    """Random chunk sizes that sum to n, the last of them at least the look-ahead."""
    cuts = sorted(rng.choice(np.arange(1, n - AHEAD), size=int(rng.integers(1, 7)), replace=False).tolist())
    return [b - a for a, b in pairwise([0, *cuts, n])]


@pytest.mark.parametrize("seed", range(4))
def test_encoder_chunks_equal_the_whole_under_their_mask(flow: Flow, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = split(rng, 30)
    embedded = normal(rng, 2, 30, 16)
    whole = flow.encoder(embedded, stream_mask([2 * size for size in sizes], 0, 1000))

    state, start, outs = flow.encoder.make_state(2), 0, []
    for i, size in enumerate(sizes):
        last = i == len(sizes) - 1
        out, state = flow.encoder.step(embedded[:, start : start + size + (0 if last else AHEAD)], state, last)
        outs.append(out)
        start += size
    close(mx.concatenate(outs, axis=1), whole)


@pytest.mark.parametrize("guidance", [0.0, 0.7])
@pytest.mark.parametrize("seed", range(3))
def test_a_stream_equals_the_function_that_is_trained(seed: int, guidance: float) -> None:
    """Also when the estimator has forgotten most of it."""
    flow, rng = make_flow(dataclasses.replace(CONFIG, guidance=guidance)), np.random.default_rng(seed)
    prompt, sizes = make_prompt(rng, 7), split(rng, 30)
    # The prompt is primed with its own beginning as look-ahead: let the answer begin so too.
    tokens = mx.concatenate([prompt.tokens[:AHEAD], tokens_of(rng, 30 - AHEAD)])
    noise = normal(rng, 1, 2 * 37, 8)
    streamed = speak(flow, flow.prime(prompt, noise[:, :14]), tokens, sizes, noise[:, 14:])

    lengths = [14, *(2 * size for size in sizes)]
    mu = flow.mu(mx.concatenate([prompt.tokens, tokens])[None], stream_mask(lengths, 14, 1000))
    mask = stream_mask(lengths, 14, CONFIG.stream.recent_frames)
    cond = mx.pad(prompt.mel[None], [(0, 0), (0, 60), (0, 0)])
    speaker = flow.speaker(prompt.embedding[None])
    x, times = noise, flow.schedule().times
    for k in range(CONFIG.n_timesteps):
        velocity = flow.velocity(x, mu, times[k : k + 1], speaker, cond, mask)
        if guidance:
            free = flow.velocity(x, mu * 0, times[k : k + 1], speaker * 0, cond * 0, mask)
            velocity = (1 + guidance) * velocity - guidance * free
        x = x + (times[k + 1] - times[k]) * velocity
    close(streamed, x[:, 14:], 1e-4)


def test_whole_utterance_is_the_unmasked_function(flow: Flow, rng: np.random.Generator) -> None:
    prompt, tokens, noise = make_prompt(rng, 5), tokens_of(rng, 9), normal(rng, 1, 28, 8)
    mel = flow.infer(prompt, tokens, noise)
    assert mel.shape == (1, 18, 8)
    mu, speaker = flow.mu(mx.concatenate([prompt.tokens, tokens])[None]), flow.speaker(prompt.embedding[None])
    cond, times, x = mx.pad(prompt.mel[None], [(0, 0), (0, 18), (0, 0)]), flow.schedule().times, noise
    for k in range(CONFIG.n_timesteps):
        x = x + (times[k + 1] - times[k]) * flow.velocity(x, mu, times[k : k + 1], speaker, cond)
    close(mel, x[:, 10:])


def test_temperature_is_how_much_of_the_noise_there_is(flow: Flow, rng: np.random.Generator) -> None:
    prompt, tokens, noise = make_prompt(rng, 6), tokens_of(rng, 20), normal(rng, 1, 52, 8)

    def at(temperature: float) -> Flow:
        cooler = Flow(dataclasses.replace(CONFIG, temperature=temperature))
        cooler.update(flow.parameters())
        return cooler

    close(at(0.5).infer(prompt, tokens, noise), flow.infer(prompt, tokens, 0.5 * noise))
    close(at(0.0).infer(prompt, tokens, noise), flow.infer(prompt, tokens, 0 * noise))
    streamed = speak(at(0.5), at(0.5).prime(prompt, noise[:, :12]), tokens, [8, 12], noise[:, 12:])
    close(streamed, speak(flow, flow.prime(prompt, 0.5 * noise[:, :12]), tokens, [8, 12], 0.5 * noise[:, 12:]))


def test_streams_from_one_voice_do_not_meet(flow: Flow, rng: np.random.Generator) -> None:
    voice = flow.prime(make_prompt(rng, 6), normal(rng, 1, 12, 8))
    answers = [(tokens_of(rng, 20), normal(rng, 1, 40, 8)) for _ in range(2)]
    alone = [speak(flow, voice, tokens, [6, 14], noise) for tokens, noise in answers]

    states, mels = [voice, voice], [[], []]
    for start, end, last in ((0, 6, False), (6, 20, True)):
        for i, (tokens, noise) in enumerate(answers):
            chunk = tokens[start : end + (0 if last else AHEAD)]
            mel, states[i] = flow.step(chunk, states[i], noise[:, 2 * start : 2 * end], last)
            mels[i].append(mel)
    for i in range(2):
        assert mx.array_equal(mx.concatenate(mels[i], axis=1), alone[i])
    assert mx.array_equal(speak(flow, voice, *answers[0][:1], [6, 14], answers[0][1]), alone[0])


def test_memory_and_shapes_settle_however_long_the_stream(rng: np.random.Generator) -> None:
    flow = make_flow(dataclasses.replace(CONFIG, stream=Recent(recent_frames=10, encoder_frames=20)))
    state = flow.prime(make_prompt(rng, 5), normal(rng, 1, 10, 8))
    shapes = []
    for _ in range(40):
        mel, state = flow.step(tokens_of(rng, 4 + AHEAD), state, normal(rng, 1, 8, 8), last=False)
        mx.eval(mel, state)
        shapes.append([leaf.shape for _, leaf in tree_flatten(state) if isinstance(leaf, mx.array)])
    assert mx.isfinite(mel).all()
    assert all(shape == shapes[10] for shape in shapes[10:])
    assert state.frames == 10 + 10
    assert {memory.length for memory in state.encoder.blocks} == {5 + 10}
    assert {memory.length for memory in state.encoder.up_blocks} == {10 + 20}


def test_what_is_forgotten_has_no_say(rng: np.random.Generator) -> None:
    """After enough frames the estimator's memory is the prompt and the last ones, whatever came before."""
    flow = make_flow(dataclasses.replace(CONFIG, stream=Recent(recent_frames=6, encoder_frames=6)))
    state = flow.prime(make_prompt(rng, 5), normal(rng, 1, 10, 8))
    prompt_keys = state.estimator[1][1].attention.keys[0]
    _, after = flow.step(tokens_of(rng, 8 + AHEAD), state, normal(rng, 1, 16, 8), last=False)
    first, recent = after.estimator[1][1].attention.keys
    assert first is prompt_keys
    assert recent.shape[2] == 6


def test_padding_ids_below_zero_are_the_first_code(flow: Flow) -> None:
    close(flow.mu(mx.array([[-1, 3, 4]])), flow.mu(mx.array([[0, 3, 4]])))


@pytest.mark.parametrize(
    ("n_tokens", "n_frames", "message"),
    [
        (5, 9, "prompt mel has 9 frames, 5 tokens need 10"),
        (2, 4, "prompt has 2 tokens, the look-ahead needs at least 3"),
    ],
)
def test_prompts_that_do_not_fit_are_refused(flow: Flow, n_tokens: int, n_frames: int, message: str) -> None:
    prompt = FlowPrompt(mx.zeros(n_tokens, mx.int32), mx.zeros((n_frames, 8)), mx.ones(6))
    with pytest.raises(ValueError, match=message):
        flow.prime(prompt, mx.zeros((1, n_frames, 8)))


@pytest.mark.parametrize("dtype", [mx.float32, mx.bfloat16])
def test_it_trains(dtype: mx.Dtype, rng: np.random.Generator) -> None:
    flow = make_flow()
    flow.update(tree_map(lambda p: p.astype(dtype), flow.parameters()))
    tokens, mel, noise = tokens_of(rng, 20).reshape(2, 10), normal(rng, 2, 20, 8), normal(rng, 2, 20, 8)
    mask = stream_mask([4, 6, 10], 4, 5)

    def loss(flow: Flow) -> mx.array:
        mu = flow.mu(tokens, mask)
        velocity = flow.velocity(noise, mu, mx.array([0.1, 0.7]), flow.speaker(normal(rng, 2, 6)), 0 * mel, mask)
        assert mu.dtype == velocity.dtype == dtype
        return mx.square(velocity - mel + noise).mean() + mx.abs(mu - mel).mean()

    value, gradients = nn.value_and_grad(flow, loss)(flow)
    assert mx.isfinite(value)
    for name, gradient in tree_flatten(gradients):
        assert gradient.dtype == dtype
        assert mx.isfinite(gradient).all(), name
        assert mx.any(gradient != 0), name


def test_published_tensors_come_back_as_they_were(flow: Flow) -> None:
    ours = dict(tree_flatten(flow.parameters()))
    theirs = published(ours)
    assert theirs["encoder.up_layer.conv.weight"].shape == (16, 16, 5)
    assert theirs["decoder.estimator.blocks.0.conv.block.6.weight"].shape == (16, 16, 3)
    for name, weight in sanitize(theirs).items():
        assert mx.array_equal(weight, ours[name])


def test_configuration_of_a_checkpoint() -> None:
    encoder = {"input_size": 16, "output_size": 16, "attention_heads": 2, "linear_units": 24, "num_blocks": 2}
    encoder |= {"num_up_blocks": 1, "pre_lookahead_len": 3, "up_stride": 2}
    estimator = {"hidden_size": 16, "depth": 2, "num_heads": 2, "head_dim": 8, "mlp_ratio": 2, "out_channels": 8}
    section = {"vocab_size": 50, "input_size": 16, "spk_embed_dim": 6, "output_size": 8, "encoder": encoder}
    section["decoder"] = {"inference_cfg_rate": 0.7, "estimator": estimator}
    config = FlowConfig.from_yaml({"flow": section})
    assert (config.n_timesteps, config.guidance, config.temperature) == (10, 0.7, 1.0)
    assert config.stream == Recent(100, 300)

    section["decoder"] |= {"n_timesteps": 3, "inference_cfg_rate": 0.0, "temperature": 0.5}
    section["stream"] = {"recent_frames": 14, "encoder_frames": 1000}
    assert FlowConfig.from_yaml({"flow": section}) == dataclasses.replace(CONFIG, temperature=0.5)
