"""The transcriber: what is committed is never taken back, and only what is new is computed."""

from pathlib import Path

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline.channel import channel
from pipeline.events import TranscriptDelta
from pipeline.lane import Lane
from pipeline.segment import SegmentFeatures
from pipeline.stage import run_stage, through
from stages import transcriber
from stages.checkpoint import load
from stages.decoder import Decoder
from stages.memory import Memory
from stages.prompt import Audio, Message, render, write
from stages.transcriber import SPARE_TOKENS, TranscriberStage

COMPACT = Path(__file__).parents[1] / "golden" / "compact"
PROMPT = "Write down what you hear."


@pytest.fixture(scope="module")
def checkpoint():
    return load(COMPACT / "checkpoint")


@pytest.fixture(scope="module")
def tokenizer(checkpoint):
    return checkpoint.tokenizer


def features(checkpoint, n, seed=0):
    rows = np.random.default_rng(seed).standard_normal((n, checkpoint.llm.args.hidden_size))
    array = mx.array(rows.astype(np.float32))
    mx.eval(array)
    return array


def cut(rows, *sizes):
    """Exact features as items of these sizes."""
    ends = np.cumsum(sizes).tolist()
    return [SegmentFeatures(0, rows[end - size : end]) for size, end in zip(sizes, ends, strict=True)]


def transcribe(checkpoint, items, *, at_once=True, prefill_tokens=128, **options):
    """What the stage says of `items`, given together, or one by one with time to work on each."""

    async def main():
        async with Lane.open() as lane:
            decoder = Decoder(checkpoint.llm, lane, prefill_tokens=prefill_tokens)
            stage = TranscriberStage(decoder, checkpoint.tokenizer, 7, PROMPT, **options)
            if at_once:
                return await through([stage], items)
            into, inbox = channel("in", 8)
            outbox, out = channel("out", 64)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(run_stage, stage, inbox, outbox)
                async with into:
                    for item in items:
                        await into.send(item)
                        await anyio.wait_all_tasks_blocked()
                        await settled(lane)
                async with out:
                    return [item async for item in out]

    mx.eval([item.features for item in items])
    return anyio.run(main)


async def settled(lane):
    """Until the lane has had nothing to do for a moment."""
    for _ in range(5):
        await lane.run(lambda: None, stage="test", background=True)
        await anyio.wait_all_tasks_blocked()


def committed(deltas):
    return "".join(delta.committed for delta in deltas)


def check_form(deltas):
    assert all(isinstance(delta, TranscriptDelta) and delta.utterance == 7 for delta in deltas)
    assert [delta.final for delta in deltas] == [False] * (len(deltas) - 1) + [True]
    assert deltas[-1].tentative == ""


# -- with the model ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefill_tokens", [4, 128])
def test_speech_heard_at_once_is_transcribed_greedily(checkpoint, tokenizer, prefill_tokens):
    rows = features(checkpoint, 12)
    messages = [Message("system", PROMPT), Message("human", [Audio(12)]), write()]
    ids, said = render(messages, tokenizer), []
    while len(said) < 12 + SPARE_TOKENS and tokenizer.eos_id not in said:
        embeddings = checkpoint.llm.embed([*ids, *said], [rows], tokenizer.id("<audio_start>"))
        said.append(checkpoint.llm(None, None, embeddings[None])[0, -1].argmax().item())
    deltas = transcribe(checkpoint, cut(rows, 5, 4, 3), prefill_tokens=prefill_tokens)
    check_form(deltas)
    assert committed(deltas) == tokenizer.decode(token for token in said if tokenizer.is_text(token))


def test_only_what_is_new_is_computed(checkpoint, monkeypatch):
    """Features are read once, but for the last places of the prompt, which come again after each hypothesis."""
    reads = []
    original = Memory._read

    def spy(self, prompt, start, stop):
        reads.append((start, stop, prompt.heard()))
        return original(self, prompt, start, stop)

    monkeypatch.setattr(Memory, "_read", spy)
    deltas = transcribe(checkpoint, cut(features(checkpoint, 30), *[6] * 5), at_once=False)
    check_form(deltas)
    of_features = [(start, stop) for start, stop, heard in reads if start < heard]
    assert len(of_features) == 5
    assert of_features[0][0] == 0
    first_heard = reads[0][2]
    assert [start for start, _ in of_features[1:]] == [first_heard + 6 * i for i in range(4)]


def test_provisional_features_are_replaced(checkpoint):
    """The exact ones decide, whatever was heard before them."""
    exact = SegmentFeatures(0, features(checkpoint, 10))
    draft = [SegmentFeatures(0, features(checkpoint, n, seed=n), provisional=True) for n in (4, 8)]
    quick = transcribe(checkpoint, [*draft, exact])
    assert committed(quick) == committed(transcribe(checkpoint, [exact]))
    slow = transcribe(checkpoint, [*draft, exact], at_once=False)
    check_form(slow)


def test_silence_is_an_empty_transcript(checkpoint):
    assert transcribe(checkpoint, []) == [TranscriptDelta(7, "", "", final=True)]


def test_every_step_is_in_the_background(checkpoint):
    """So that with somebody in a hurry nothing of it runs, and its inbox is emptied all the same."""

    items = cut(features(checkpoint, 30), *[6] * 5)
    mx.eval([item.features for item in items])

    async def main():
        async with Lane.open() as lane:
            stage = TranscriberStage(Decoder(checkpoint.llm, lane), checkpoint.tokenizer, 7, PROMPT)
            into, inbox = channel("in", 1)
            outbox, out = channel("out", 64)
            async with anyio.create_task_group() as tasks:
                with lane.hurry():
                    tasks.start_soon(run_stage, stage, inbox, outbox)
                    async with into:
                        for item in items:
                            await into.send(item)
                            await anyio.wait_all_tasks_blocked()
                    await lane.run(lambda: None, stage="test")
                    await anyio.wait_all_tasks_blocked()
                    assert out._stream.statistics().current_buffer_used == 0
                async with out:
                    return [item async for item in out]

    deltas = anyio.run(main)
    check_form(deltas)
    assert committed(deltas)


# -- with a script in place of the model -------------------------------------------------------------------------------


@pytest.fixture
def scripted(monkeypatch, checkpoint):
    """`scripted(script, items)`: `script(n_rows)` is the text that the model would hear in so many features."""

    def run(script, items, **options):
        class Script:
            def __init__(self, *_):
                pass

            def predict(self, prompt, n):
                tokenizer = checkpoint.tokenizer
                text = script(sum(len(speech) for speech in prompt.speeches))
                ids = [*tokenizer.encode(text), tokenizer.eos_id]
                opening = len(tokenizer.encode("<|BOT|>assistant\n"))
                said = prompt.ids[::-1].index(tokenizer.id("<|BOT|>")) + 1 - opening
                return [ids[min(place, len(ids) - 1)] for place in range(said - n + 1, said + 1)]

        monkeypatch.setattr(transcriber, "Memory", Script)
        deltas = transcribe(checkpoint, items, at_once=False, **{"every_ms": 80, **options})
        check_form(deltas)
        return deltas

    return run


def rows_of(checkpoint, n, *, piece=0):
    row = features(checkpoint, 1)
    return [SegmentFeatures(0, row, piece=piece) for _ in range(n)]


def test_words_are_committed_when_hypotheses_agree(scripted, checkpoint):
    heard = ["turn", "turn on", "turn on the lie", "turn on the light", "turn on the light please"]
    deltas = scripted(lambda n: heard[n - 1], rows_of(checkpoint, 5))
    assert [(delta.committed, delta.tentative) for delta in deltas] == [
        ("", "turn"),
        ("turn", " on"),
        (" on", " the lie"),
        (" the", " light"),
        (" light", " please"),
        (" please", ""),
        ("", ""),
    ]


def test_more_hypotheses_may_be_asked_to_agree(scripted, checkpoint):
    heard = ["turn", "turn on", "turn on the", "turn on the light", "turn on the light"]
    deltas = scripted(lambda n: heard[n - 1], rows_of(checkpoint, 5), agreeing=3)
    assert [delta.committed for delta in deltas[:4]] == ["", "", "turn", " on"]


def test_what_is_committed_stays(scripted, checkpoint):
    heard = ["the red light is", "the red light is on", "a green lamp was on here", "a green lamp was on here now"]
    deltas = scripted(lambda n: heard[n - 1], rows_of(checkpoint, 4))
    assert deltas[1].committed == "the red light is"
    assert committed(deltas).startswith("the red light is")


def test_scripts_without_spaces_are_committed_by_the_character(scripted, checkpoint):
    heard = ["请打", "请打开", "请打开客厅的灯"]
    deltas = scripted(lambda n: heard[n - 1], rows_of(checkpoint, 3))
    assert deltas[1].committed == "请打"
    assert not any("\ufffd" in delta.committed + delta.tentative for delta in deltas)
    assert committed(deltas) == heard[-1]


def test_hypotheses_are_made_every_so_often(scripted, checkpoint):
    lengths = []

    def script(n):
        lengths.append(n)
        return "so"

    scripted(script, rows_of(checkpoint, 20), every_ms=480)
    assert sorted(set(lengths)) == [6, 12, 18, 20]


def test_pieces_are_transcribed_one_after_the_other(scripted, checkpoint):
    items = [*rows_of(checkpoint, 3), *rows_of(checkpoint, 2, piece=1)]
    deltas = scripted(lambda n: {3: "one two three", 2: "four five"}[n], items, every_ms=800)
    assert committed(deltas) == "one two three four five"


def test_a_transcript_is_no_longer_than_its_sound_allows(scripted, checkpoint):
    deltas = scripted(lambda n: "a loop " * 100, rows_of(checkpoint, 2))
    assert len(checkpoint.tokenizer.encode(committed(deltas))) == 2 + SPARE_TOKENS
    deltas = scripted(lambda n: "a loop " * 100, rows_of(checkpoint, 2), max_tokens=4)
    assert len(checkpoint.tokenizer.encode(committed(deltas))) == 4
