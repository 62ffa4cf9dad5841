"""The view a flow is trained with is the view its streams have; first weights expect plain log-mels."""

from itertools import pairwise

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_map

from stages.models.flow import PRODUCT, Flow, FlowConfig
from stages.models.hift import Hift, HiftConfig
from training import nano
from training.acoustics import MEL_MEAN, MEL_SPREAD
from training.flow import chunk_mask, start_at_mel_scale
from training.vocoder import start_at_mel_scale as start_vocoder_at_mel_scale


@pytest.mark.parametrize("prompt_frames", [0, 60])
def test_a_frame_sees_the_prompt_its_chunk_and_the_recent_past(prompt_frames: int):
    for seed in range(20):
        frames = 400
        view = chunk_mask(np.random.default_rng(seed), frames, prompt_frames, PRODUCT.recent_frames)
        begins = [0, *(np.flatnonzero((view[1:] != view[:-1]).any(1)) + 1).tolist(), frames]
        chunks = list(pairwise(begins))
        if prompt_frames:
            assert chunks[0] == (0, prompt_frames)
        for begin, end in chunks:
            seen = set(range(prompt_frames)) | set(range(max(0, begin - PRODUCT.recent_frames), end))
            assert np.flatnonzero(view[begin]).tolist() == sorted(seen)
        assert all((end - begin) % 2 == 0 and end - begin <= 60 for begin, end in chunks[1:])


def test_the_first_chunk_is_short():
    begins = [np.flatnonzero(chunk_mask(np.random.default_rng(seed), 200, 0, 100)[0])[-1] + 1 for seed in range(50)]
    assert 8 <= min(begins) < max(begins) <= 22


def test_the_flow_starts_at_the_scale_of_mels():
    mx.random.seed(1)
    flow = Flow(FlowConfig.from_yaml({"flow": nano.FLOW}))
    inlet, outlet = flow.decoder.estimator.in_proj, flow.decoder.estimator.final_layer.linear
    outlet.weight = mx.random.normal(outlet.weight.shape)
    before = [tree_map(lambda w: w + 0, module.parameters()) for module in (inlet, outlet, flow.encoder_proj)]
    start_at_mel_scale(flow)

    n = flow.config.n_mels
    x, mu, speaker, cond = mx.random.normal((4, 5, n))
    mel = [MEL_SPREAD * part + MEL_MEAN for part in (x, mu)]
    plain = mx.concatenate([x, mu, speaker, cond], axis=-1) @ before[0]["weight"].T + before[0]["bias"]
    # The conditions are zero outside the prompt, so they are scaled and not moved.
    scaled = inlet(mx.concatenate([*mel, speaker, MEL_SPREAD * cond], axis=-1))
    np.testing.assert_allclose(scaled, plain, atol=1e-4)

    for module, was in ((outlet, before[1]), (flow.encoder_proj, before[2])):
        hidden = mx.random.normal((5, was["weight"].shape[1]))
        np.testing.assert_allclose(module(hidden), MEL_SPREAD * (hidden @ was["weight"].T) + MEL_MEAN, atol=1e-4)


def test_the_vocoder_starts_at_the_scale_of_mels():
    mx.random.seed(2)
    hift = Hift(HiftConfig(16, 8))
    unit = mx.random.normal((1, 30, 80))
    layers = [hift.conv_pre, hift.f0_predictor.condnet[0]]
    before = [layer(unit) for layer in layers]
    start_vocoder_at_mel_scale(hift)
    for layer, wanted in zip(layers, before, strict=True):
        inner = slice(3, -3)  # away from the zeros beyond the ends, which are no mean mel
        np.testing.assert_allclose(layer(MEL_SPREAD * unit + MEL_MEAN)[:, inner], wanted[:, inner], atol=1e-4)
