"""Who speaks in training: everybody has one weight and an engine, nobody who is held out is among them."""

import pytest

from training import voices
from training.synthesis import ENGINE_TYPES, ESPEAK_HELD_OUT_VOICES

LISTS = {"acoustic": (voices.ALL, voices.ACOUSTIC_WEIGHTS), **voices.CALLERS}


@pytest.mark.parametrize("name", LISTS)
def test_each_voice_has_one_weight_and_an_engine(name: str):
    names, weights = LISTS[name]
    assert len(names) == len(weights) == len(set(names))
    assert all(weight > 0 for weight in weights)
    assert {voice.partition(":")[0] for voice in names} <= set(ENGINE_TYPES)


@pytest.mark.parametrize("name", LISTS)
def test_who_is_held_out_is_not_trained_on(name: str):
    strangers = {voice for some in voices.STRANGE_ENGINES.values() for voice in some}
    assert not {*strangers, *voices.HELD_OUT_MANDARIN, *ESPEAK_HELD_OUT_VOICES} & {*LISTS[name][0]}
    assert not {*voices.STRANGE_ENGINES} & {voice.partition(":")[0] for voice in LISTS[name][0]}


def test_who_answers_and_who_is_resident_is_learnt():
    assert {*voices.AGENTS.values(), *voices.RESIDENT.values()} <= {*voices.ALL}
