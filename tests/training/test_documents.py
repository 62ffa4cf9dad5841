"""Documents have the formats of `stages.prompt`, and packing keeps them whole, apart and shifted by one."""

from pathlib import Path

import numpy as np
import pytest

from stages import prompt
from stages.tokenizer import Tokenizer
from training import prompts
from training.documents import CODE_LOSS, HEARD, PAD_LOSS, TEXT_LOSS, WRITTEN, Document, Formats, pack, words_spoken

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
TEXT, CODES = [11, 12, 13], list(range(100, 110))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(COMPACT)


@pytest.fixture(scope="module")
def formats(tokenizer: Tokenizer) -> Formats:
    return Formats(tokenizer)


def plain(*ids: int) -> Document:
    document = Document()
    document.put(ids, TEXT_LOSS)
    return document


# -- formats


def test_a_transcript_is_the_prompt_the_product_asks_with(formats: Formats, tokenizer: Tokenizer):
    document = formats.transcript(first_feature=40, n=3, text=TEXT, ranges=None)
    asked = prompt.render(
        [prompt.Message("system", prompts.TRANSCRIBE), prompt.Message("user", [prompt.Audio(3)]), prompt.write()],
        tokenizer,
    )
    assert document.ids == [*asked, *TEXT, tokenizer.eos_id]
    assert document.target == [0] * len(asked) + [TEXT_LOSS] * (len(TEXT) + 1)
    assert [f for f in document.feature if f >= 0] == [40, 41, 42]
    assert [i for i, f in zip(document.ids, document.feature, strict=True) if f >= 0] == [formats.patch] * 3


def test_an_answer_is_the_prompt_the_product_asks_with(formats: Formats, tokenizer: Tokenizer):
    document = Document()
    document.put(formats.read_system)
    formats.heard(document, 0, 2)
    formats.spoken_answer(document, TEXT, CODES, None)
    codes = [tokenizer.audio_id(code) for code in CODES]
    answer = (TEXT[0], *codes[:4], TEXT[1], *codes[4:8], TEXT[2], *codes[8:])
    history = [prompt.Message("system", prompts.READ), prompt.Message("user", [prompt.Audio(2)]), prompt.spoken(answer)]
    assert document.ids == prompt.render(history, tokenizer)


def test_an_answer_after_thoughts_is_the_prompt_of_the_second_pass(formats: Formats, tokenizer: Tokenizer):
    thoughts = "So it is.\n"
    opening = prompt.render([prompt.think()], tokenizer)
    whole = prompt.render([prompt.speak_after(thoughts)], tokenizer)
    document = Document()
    between = len(tokenizer.encode("\n\n")) + 1
    formats.spoken_answer(document, TEXT, CODES, None, thoughts=whole[len(opening) : -between])
    assert document.ids[: len(whole)] == whole
    assert (
        document.target[: len(whole)]
        == [0] * len(opening) + [TEXT_LOSS] * (len(whole) - len(opening) - between) + [0] * between
    )


def test_text_that_has_run_out_is_padded_and_codes_that_have_are_not(formats: Formats, tokenizer: Tokenizer):
    document = Document()
    formats.spoken_answer(document, TEXT[:1], CODES, None)

    def of(kind: int) -> list[int]:
        return [i for i, other in zip(document.ids, document.target, strict=True) if other == kind]

    assert of(TEXT_LOSS) == [TEXT[0], formats.tts_pad, tokenizer.eos_id]  # that the text is over is text
    assert of(PAD_LOSS) == [formats.tts_pad]
    assert of(CODE_LOSS) == [tokenizer.audio_id(code) for code in CODES]


def test_a_word_is_written_before_it_is_heard(formats: Formats, tokenizer: Tokenizer):
    times = np.array([[0, 2], [0, 2], [2, 4], [2, 4], [4, 5]], np.int16)  # frames of 80 ms, two codes each
    document = Document()
    formats.spoken_answer(document, [11, 12, 13, 14, 15], CODES, times)
    spoken = [0 if tokenizer.audio_code(i) is None else 1 for i in document.ids]
    for token, (first, _) in zip([11, 12, 13, 14, 15], times, strict=True):
        assert sum(spoken[: document.ids.index(token)]) <= 2 * first


def test_text_longer_than_its_sound_is_written_to_its_end(formats: Formats):
    document = Document()
    formats.spoken_answer(document, [11, 12, 13, 14], CODES[:4], None)
    assert [i for i in document.ids if i in (11, 12, 13, 14)] == [11, 12, 13, 14]


# -- guidance


def test_a_transcript_is_guided_to_where_its_words_are_spoken(formats: Formats):
    ranges = np.array([[0, 2], [-1, -1], [3, 4]], np.int16)
    document = Document()
    formats.heard(document, 0, 4)  # an earlier turn: ordinals go on
    begin = formats.heard(document, 4, 5)
    document.copy(TEXT, np.where(ranges < 0, -1, ranges + begin))
    assert begin == 4
    asked = list(zip(document.query, document.first, document.last, strict=True))[-3:]
    assert asked == [(HEARD, 3, 7), (0, 0, 0), (HEARD, 6, 9)]  # one feature of grace on either side
    assert [o for o, kind in zip(document.ordinal, document.key, strict=True) if kind == HEARD] == list(range(9))


def test_codes_are_guided_to_the_text_they_speak():
    times = np.array([[0, 2], [2, 4], [4, 5]], np.int16)  # frames of 80 ms, two codes each
    document = Document()
    document.speak(TEXT, CODES, code_base=1000, pad_id=9, times=times)
    written = [i for i, kind in zip(document.ids, document.key, strict=True) if kind == WRITTEN]
    assert written == TEXT
    ranges = [
        (first, last)
        for query, first, last in zip(document.query, document.first, document.last, strict=True)
        if query == WRITTEN
    ]
    assert len(ranges) == len(CODES)
    for at, (first, last) in enumerate(ranges):
        frame = at // 2
        (speaking,) = (k for k, (begin, end) in enumerate(times) if begin <= frame < end)
        assert first <= speaking < last <= len(TEXT)
        assert last - first <= 2


# -- packing


def test_packing_keeps_documents_whole_and_apart():
    documents = [plain(*range(10, 16)), plain(*range(20, 23)), plain(*range(30, 35)), plain(*range(40, 60))]
    rows = pack(documents, 10)
    assert rows.ids.shape == (2, 10)  # the longest fits nowhere
    found = [
        rows.ids[r][rows.document[r] == k].tolist()
        for r in range(2)
        for k in range(1, rows.document[r].max() + 1)
    ]  # fmt: skip
    assert sorted(found) == sorted(d.ids for d in documents[:3])
    assert (rows.document > 0).sum() == 14
    for row in rows.document:
        assert np.all(np.diff(np.flatnonzero(row)) == 1)


def test_targets_are_those_of_the_next_token_and_never_of_another_document():
    first = Document()
    first.put([1, 2])
    first.put([3, 4], TEXT_LOSS)
    rows = pack([first, plain(5, 6, 7)], 8)
    assert rows.ids.tolist() == [[1, 2, 3, 4, 5, 6, 7, 0]]
    assert rows.target.tolist() == [[0, TEXT_LOSS, TEXT_LOSS, 0, TEXT_LOSS, TEXT_LOSS, 0, 0]]
    assert rows.label[rows.target > 0].tolist() == [3, 4, 6, 7]
    assert rows.feature.tolist() == [[-1] * 8]


def test_what_a_prediction_looks_at_moves_with_it(formats: Formats):
    document = formats.transcript(0, 4, TEXT, np.array([[0, 1], [1, 2], [2, 3]], np.int16))
    rows = pack([document], len(document) + 3)
    for i in np.flatnonzero(rows.query[0]):
        k = TEXT.index(rows.label[0, i])
        assert (rows.first[0, i], rows.last[0, i]) == (k - 1, k + 2)
    assert (rows.query[0] > 0).sum() == len(TEXT)
    assert rows.ordinal[0][rows.key[0] == HEARD].tolist() == [0, 1, 2, 3]
    assert rows.feature[0][rows.key[0] == HEARD].tolist() == [0, 1, 2, 3]


# -- spoken answers without sound


@pytest.mark.parametrize("times", [None, np.array([[0, 3], [0, 3], [2, 6]], np.int16)])
def test_of_an_answer_with_anothers_sound_only_the_text_and_its_end_are_taught(
    times: np.ndarray | None, formats: Formats, tokenizer: Tokenizer
):
    document, real = Document(), Document()
    codes = [*CODES, *CODES]
    formats.silent_answer(document, TEXT, codes, times)
    formats.spoken_answer(real, TEXT, codes, times)
    assert document.ids == real.ids
    taught = [token for token, target in zip(document.ids, document.target, strict=True) if target]
    assert taught == [*TEXT, formats.tts_pad]
    assert not document.ends_in_speech(formats.eot)  # nothing of it was ever heard


# -- interrupted answers


def cut_off(formats: Formats, heard: int) -> Document:
    document = Document()
    formats.typed(document, [21, 22])
    formats.spoken_answer(document, TEXT, CODES, None)
    document.interrupt(heard, formats.eot)
    formats.heard(document, 0, 2)
    formats.spoken_answer(document, TEXT, CODES, None)
    return document


def test_an_interrupted_answer_is_remembered_as_far_as_it_was_heard(formats: Formats, tokenizer: Tokenizer):
    document = cut_off(formats, 6)
    codes = [tokenizer.audio_id(code) for code in CODES]
    first = (TEXT[0], *codes[:4], TEXT[1], *codes[4:6])
    whole = (TEXT[0], *codes[:4], TEXT[1], *codes[4:8], TEXT[2], *codes[8:])
    human = prompt.render([prompt.Message("human", [prompt.Tokens((21, 22))])], tokenizer)
    rest = [prompt.spoken(first), prompt.Message("human", [prompt.Audio(2)]), prompt.spoken(whole)]
    assert document.ids == [*human, *prompt.render(rest, tokenizer)]
    ends = [k for k, token in enumerate(document.ids) if token == formats.eot]
    assert [document.target[k] for k in ends] == [0, 0, 0, TEXT_LOSS]  # nobody is taught to stop in the middle
    written = [o for o, key in zip(document.ordinal, document.key, strict=True) if key == WRITTEN]
    assert written == list(range(len(written)))


def test_what_was_said_over_an_unheard_answer_goes_on_in_the_same_turn(formats: Formats, tokenizer: Tokenizer):
    document = cut_off(formats, 0)
    turn = prompt.Message("human", [prompt.Tokens((21, 22)), prompt.Audio(2)])
    asked = [*prompt.render([turn], tokenizer), *formats.speak]
    assert document.ids[: len(asked)] == asked


def test_an_unheard_answer_is_not_interrupted_again(formats: Formats):
    document = cut_off(formats, 6)
    document.interrupt(0, formats.eot)
    assert not document.ends_in_speech(formats.eot)
    formats.heard(document, 0, 2)
    formats.written_answer(document, TEXT)
    assert not document.ends_in_speech(formats.eot)  # what stands last was written


def test_speech_stands_last_only_until_something_follows(formats: Formats):
    document = Document()
    formats.spoken_answer(document, TEXT, CODES, None)
    assert document.ends_in_speech(formats.eot)
    formats.typed(document, [21])
    assert not document.ends_in_speech(formats.eot)


def test_words_are_told_shortly_after_they_are_spoken():
    times = np.array([[1, 4], [4, 9], [4, 9], [9, 12]], np.int16)  # the second word has two tokens
    assert words_spoken([5, 6, 7, 8], times, 14) == [-1, -1, -1, 5, 5, -1, 6, 6, 7, 7, -1, 8, 8, -1]
    assert words_spoken([5, 6, 7, 8], times, 7) == [-1, -1, -1, 5, 5, -1, 6]
    assert words_spoken([5], np.array([[-1, -1]], np.int16), 3) == [-1, -1, -1]


def test_what_is_drawled_stands_where_audio_would(formats: Formats, tokenizer: Tokenizer):
    heard, drawled = Document(), Document()
    formats.heard(heard, 0, 6, [11, 12, 12, 13, 13, 13])
    assert formats.drawled(drawled, TEXT, [1, 2, 3]) == 0
    assert drawled.ids == [
        {0: 11, 1: 12, 2: 12, 3: 13, 4: 13, 5: 13}.get(f, i) for i, f in zip(heard.ids, heard.feature, strict=True)
    ]
    assert set(drawled.feature) == {-1}
    assert (drawled.key, drawled.ordinal, drawled.word) == (heard.key, heard.ordinal, heard.word)


def test_a_typed_request_is_its_own_words(formats: Formats):
    document = Document()
    formats.typed(document, TEXT)
    assert [w for w in document.word if w >= 0] == TEXT
    assert [i for i, w in zip(document.ids, document.word, strict=True) if w >= 0] == TEXT
    rows = pack([document], len(document) + 2)
    assert rows.word[0].tolist() == [*document.word, -1, -1]
