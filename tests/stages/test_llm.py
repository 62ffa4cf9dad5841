"""The llm stage: answers decoded together are those decoded alone, and a memory stands for exactly what it says."""

import json
from functools import partial
from pathlib import Path

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline import waterfall
from pipeline.channel import channel
from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, UserSpeech, UserTyped
from pipeline.lane import Lane
from pipeline.segment import SegmentFeatures
from pipeline.stage import run_stage, through
from stages.checkpoint import load
from stages.decoder import Ask, Decoder, PromptTooLongError
from stages.llm import LlmStage, answer_prompt
from stages.memory import Memory, Prompt, Speech
from stages.models.sampler import GREEDY, Sampling
from stages.prompt import Audio, Message, render, speak, spoken

COMPACT = Path(__file__).parents[1] / "golden" / "compact"
FIXTURE = json.loads((COMPACT / "expected" / "prompts.json").read_text())
CODEBOOK = FIXTURE["codebook_size"]


@pytest.fixture(scope="module")
def checkpoint():
    return load(COMPACT / "checkpoint")


@pytest.fixture(scope="module")
def tokenizer(checkpoint):
    return checkpoint.tokenizer


@pytest.fixture
def memory(checkpoint):
    return partial(Memory, checkpoint.llm, checkpoint.tokenizer.id("<audio_start>"))


@pytest.fixture
def read(monkeypatch):
    """What is prefilled from here on, as (first place, place after the last)."""
    ranges = []
    original = Memory._read

    def spy(self, prompt, start, stop):
        ranges.append((start, stop))
        return original(self, prompt, start, stop)

    monkeypatch.setattr(Memory, "_read", spy)
    return ranges


def features(checkpoint, n, seed):
    rng = np.random.default_rng(seed)
    array = mx.array(rng.standard_normal((n, checkpoint.llm.args.hidden_size)).astype(np.float32))
    mx.eval(array)
    return array


def speech(checkpoint, utterance, *sizes):
    """A spoken message of one piece, whose features came in chunks of these sizes."""
    return UserSpeech(utterance, (tuple(features(checkpoint, n, (utterance, i)) for i, n in enumerate(sizes)),))


def question(checkpoint, *said):
    return answer_prompt("Be brief.", said, checkpoint.tokenizer)


def ask(sampling=GREEDY, max_tokens=12, stop_ids=(), seed=0):
    return Ask(sampling, max_tokens, frozenset(stop_ids), seed)


async def answers(checkpoint, jobs, *, apart=0, **options):
    """The answers to `jobs`, (prompt, memory, ask), each a list of ids. Each begins when the one before it has said
    `apart` tokens."""
    said = [[] for _ in jobs]

    async def one(decoder, index, prompt, memory, ask):
        if index and apart:
            await begun[index - 1].wait()
        async with decoder.turn(prompt, memory, ask) as tokens:
            async for token in tokens:
                said[index].append(token)
                if len(said[index]) >= min(apart, ask.max_tokens):
                    begun[index].set()
                await anyio.lowlevel.checkpoint()

    begun = [anyio.Event() for _ in jobs]
    async with Lane.open() as lane:
        decoder = Decoder(checkpoint.llm, lane, **options)
        async with anyio.create_task_group() as tasks:
            for index, job in enumerate(jobs):
                tasks.start_soon(one, decoder, index, *job)
    return said


# -- decoding ----------------------------------------------------------------------------------------------------------


def test_greedy_answers_are_those_of_the_reference(checkpoint, memory):
    """Both prompts of llm.npz, in one batch and prefilled by fives."""
    arrays = np.load(COMPACT / "expected" / "llm.npz")
    jobs, expected = [], []
    start, end = checkpoint.tokenizer.id("<audio_start>"), checkpoint.tokenizer.id("<audio_end>")
    for name in ("single", "multi"):
        ids = arrays[f"{name}_input_ids"]
        rows = mx.array(arrays[f"{name}_inputs_embeds"])
        places = zip(np.flatnonzero(ids == start).tolist(), np.flatnonzero(ids == end).tolist(), strict=True)
        speeches = tuple(Speech(first, (rows[first + 1 : last],)) for first, last in places)
        mx.eval([speech.features for speech in speeches])
        expected.append(arrays[f"{name}_greedy_tokens"].tolist())
        prompt = Prompt(tuple(ids.tolist()), speeches, tuple(ids.tolist()))
        jobs.append((prompt, memory(), ask(max_tokens=len(expected[-1]))))
    assert anyio.run(partial(answers, checkpoint, jobs, prefill_tokens=5)) == expected


@pytest.mark.parametrize("apart", [0, 1, 4])
@pytest.mark.parametrize("ahead_tokens", [1, 3, 50])
def test_answers_decoded_together_are_those_decoded_alone(checkpoint, memory, apart, ahead_tokens):
    """However they join, leave and wait for their listeners."""

    def jobs():
        asks = [
            ask(),
            ask(Sampling(), max_tokens=30, seed=1),
            ask(Sampling(temperature=1.2, top_k=0), max_tokens=3, seed=2),
            ask(Sampling(repetition_penalty=2.0, top_p=0.5), seed=3),
        ]
        return [(question(checkpoint, speech(checkpoint, i, 3 + 5 * i)), memory(), ask) for i, ask in enumerate(asks)]

    together = anyio.run(partial(answers, checkpoint, jobs(), apart=apart, ahead_tokens=ahead_tokens))
    alone = [anyio.run(answers, checkpoint, [job])[0] for job in jobs()]
    assert together == alone
    assert [len(ids) for ids in together] == [12, 30, 3, 12]
    assert together[1] != anyio.run(answers, checkpoint, [(*jobs()[1][:2], ask(Sampling(), 30, seed=9))])[0]


def test_all_live_turns_are_one_batch(checkpoint, memory, monkeypatch):
    sizes = []
    original = type(checkpoint.llm).__call__

    def spy(self, ids, cache=None, embeddings=None):
        sizes.append(ids.shape[0])
        return original(self, ids, cache, embeddings)

    monkeypatch.setattr(type(checkpoint.llm), "__call__", spy)
    jobs = [(question(checkpoint, UserTyped("hello " * i)), memory(), ask(max_tokens=20)) for i in range(1, 5)]
    anyio.run(answers, checkpoint, jobs)
    assert max(sizes) == 4
    assert sum(sizes) == 4 * 20, "no token is decoded in vain"


def test_a_turn_that_is_not_listened_to_stops_nobody(checkpoint, memory):
    prompts = [question(checkpoint, UserTyped(text)) for text in ("one", "two")]
    alone = anyio.run(answers, checkpoint, [(prompts[0], memory(), ask(max_tokens=40))])[0]

    async def main():
        async with Lane.open() as lane:
            decoder = Decoder(checkpoint.llm, lane, ahead_tokens=4)
            slow = memory()
            async with decoder.turn(prompts[0], slow, ask(max_tokens=40)) as tokens:
                said = [await anext(tokens)]
                async with decoder.turn(prompts[1], memory(), ask(max_tokens=40)) as others:
                    assert len([token async for token in others]) == 40
                assert len(slow.keys) == len(prompts[0].ids) + 4, "4 ahead of what was taken, and out of the batch"
                said += [token async for token in tokens]
            return said

    assert anyio.run(main) == alone


def test_an_answer_ends_before_a_stop_id_and_keeps_its_last_token_at_the_limit(checkpoint, memory):
    prompt = question(checkpoint, UserTyped("hello"))
    whole = anyio.run(answers, checkpoint, [(prompt, memory(), ask(max_tokens=8))])[0]
    assert len(whole) == 8
    stop = whole[5]
    stopped = anyio.run(answers, checkpoint, [(prompt, memory(), ask(max_tokens=8, stop_ids=[stop]))])[0]
    assert stopped == whole[: whole.index(stop)]


def test_a_cancelled_answer_hands_its_cache_back(checkpoint, memory, read):
    """And the next answer prefills only what differs: here the history is cut after two heard tokens."""
    first = [speech(checkpoint, 0, 7, 2)]

    async def main():
        async with Lane.open() as lane:
            decoder, remembered, said = Decoder(checkpoint.llm, lane), memory(), []
            with anyio.CancelScope() as scope:
                async with decoder.turn(question(checkpoint, *first), remembered, ask(max_tokens=99)) as tokens:
                    async for token in tokens:
                        said.append(token)
                        if len(said) == 5:
                            scope.cancel()
            held = len(remembered.keys)
            read.clear()
            second = question(checkpoint, *first, AssistantSpeech(0, tuple(said[:2]), ""), UserTyped("and then?"))
            async with decoder.turn(second, remembered, ask()) as tokens:
                return said, held, second, [token async for token in tokens]

    said, held, second, answer = anyio.run(main)
    asked = len(question(checkpoint, *first).ids)
    assert held == asked + len(said) - 1, "the newest token was not in the cache yet"
    assert read == [(asked + 2, len(second.ids) - 1)]
    assert answer == anyio.run(answers, checkpoint, [(second, memory(), ask())])[0]


def test_turns_beyond_the_most_wait_for_a_place(checkpoint, memory):
    jobs = [(question(checkpoint, UserTyped("hello")), memory(), ask(max_tokens=5)) for _ in range(3)]
    one, two, three = anyio.run(partial(answers, checkpoint, jobs, max_turns=1))
    assert one == two == three


def test_a_prompt_that_leaves_no_room_is_refused_with_its_length(checkpoint, memory):
    most = checkpoint.llm.args.max_position_embeddings
    prompt = question(checkpoint, UserTyped("hello")).then([1] * most)

    async def main():
        async with Lane.open() as lane:
            with pytest.raises(PromptTooLongError, match=f"the prompt has {len(prompt.ids)} tokens.* takes {most}"):
                async with Decoder(checkpoint.llm, lane).turn(prompt, memory(), ask()):
                    pass

    anyio.run(main)


def test_shared_steps_are_charged_to_every_turn(checkpoint, memory):
    spent = []

    async def main():
        async with Lane.open() as lane:
            decoder = Decoder(checkpoint.llm, lane)

            async def one(text):
                mine = waterfall.Waterfall(lambda: 0.0)
                waterfall.current.set(mine)
                async with decoder.turn(question(checkpoint, UserTyped(text)), memory(), ask(max_tokens=20)) as tokens:
                    async for _ in tokens:
                        await anyio.lowlevel.checkpoint()
                spent.append(mine.compute_s["llm"])

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(one, "one")
                tasks.start_soon(one, "two")

    anyio.run(main)
    assert min(spent) > 0.4 * max(spent)


# -- prompts -----------------------------------------------------------------------------------------------------------


def test_the_prompt_of_a_conversation(checkpoint, tokenizer):
    made_up = tokenizer.id("<audio_start>")
    said = [
        speech(checkpoint, 0, 3, 4),
        AssistantSpeech(0, (5, made_up, 6), "text"),
        UserTyped("typed"),
        AssistantTyped("written"),
        speech(checkpoint, 2, 2),
        UserTyped("and typed"),
        UserSpeech(3, ((features(checkpoint, 5, 1),), (features(checkpoint, 1, 2),))),
    ]
    prompt = answer_prompt("Be brief.", said, tokenizer)
    expected = [
        Message("system", "Be brief."),
        Message("human", [Audio(7)]),
        spoken([5, 6]),
        Message("human", "typed"),
        Message("assistant", "written"),
        Message("human", [Audio(2), "and typed", Audio(5), Audio(1)]),
        speak(),
    ]
    assert list(prompt.ids) == render(expected, tokenizer)
    patch = tokenizer.id("<audio_patch>")
    names = [(0, 0)] * 7 + [(2, 0)] * 2 + [(3, 0)] * 5 + [(3, 1)]
    keys = [key for token, key in zip(prompt.ids, prompt.keys, strict=True) if token == patch]
    rows = [*range(7), *range(2), *range(5), 0]
    assert keys == list(zip(names, rows, strict=True))
    assert all(token == key for token, key in zip(prompt.ids, prompt.keys, strict=True) if token != patch)
    assert prompt.keys[prompt.heard() - 1] == ((3, 1), 0)
    assert prompt.keys[prompt.heard()] == tokenizer.id("<audio_end>")


def test_a_prompt_without_a_system_message_or_speech(tokenizer):
    prompt = answer_prompt("", [UserTyped("hello")], tokenizer)
    assert list(prompt.ids) == render([Message("human", "hello"), speak()], tokenizer)
    assert prompt.heard() == 0


# -- the stage ---------------------------------------------------------------------------------------------------------


async def converse(checkpoint, conversation, heard, ask):
    async with Lane.open() as lane:
        stage = LlmStage(Decoder(checkpoint.llm, lane), checkpoint.tokenizer, conversation, ask, codebook_size=CODEBOOK)
        return await through([stage], heard)


@pytest.mark.parametrize("sizes", [(40,), (1, 16, 20, 3), (4,) * 10])
def test_the_stage_answers_what_it_hears(checkpoint, memory, read, sizes):
    """Whether features come before, and in whatever chunks, changes what is prefilled when, and nothing else."""
    said = speech(checkpoint, 0, *sizes)
    rows = mx.concatenate(list(said.features[0]))
    mx.eval(rows)
    conversation = Conversation("Be brief.", memory(), max_tokens=999)
    conversation.add(said)
    prompt = question(checkpoint, said)
    heard = [SegmentFeatures(0, rows[:9] * 2, provisional=True)]
    heard += [SegmentFeatures(0, chunk) for chunk in said.features[0]]
    mx.eval(heard[0].features)

    alone = Conversation("Be brief.", memory(), max_tokens=999)
    alone.add(UserSpeech(0, ((rows,),)))
    request = ask(Sampling(), max_tokens=25, seed=5)
    items = anyio.run(converse, checkpoint, conversation, heard, request)
    read.clear()
    assert items == anyio.run(converse, checkpoint, alone, [], request)
    assert read == [(0, len(prompt.ids) - 1)]

    ids = [token for item in items for token in item.ids]
    (expected,) = anyio.run(answers, checkpoint, [(prompt, memory(), request)])
    assert ids == expected
    assert items[-1].last
    assert len(conversation.memory.keys) == len(prompt.ids) + len(ids) - 1


def test_features_are_prefilled_while_the_caller_speaks(checkpoint, memory, read):
    said = speech(checkpoint, 0, *[4] * 10)
    conversation = Conversation("Be brief.", memory(), max_tokens=999)
    conversation.messages.append(said)
    before = Conversation("Be brief.", conversation.memory, max_tokens=999)

    async def main():
        async with Lane.open() as lane:
            stage = LlmStage(Decoder(checkpoint.llm, lane), checkpoint.tokenizer, before, ask(), codebook_size=CODEBOOK)
            into, inbox = channel("in", 8)
            outbox, out = channel("out", 32)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(run_stage, stage, inbox, outbox)
                for chunk in said.features[0]:
                    await into.send(SegmentFeatures(0, chunk))
                    await anyio.sleep(0.02)
                early = list(read)
                before.messages.append(said)
                into.close()
                async with out:
                    items = [item async for item in out]
            return early, items

    early, items = anyio.run(main)
    prompt = question(checkpoint, said)
    start = prompt.ids.index(checkpoint.tokenizer.id("<audio_patch>"))
    assert early == [(0, start + 4), (start + 4, start + 20), (start + 20, start + 36)]
    assert read[3:] == [(start + 36, len(prompt.ids) - 1)]
    assert [token for item in items for token in item.ids]
