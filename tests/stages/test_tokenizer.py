"""Tokenizer files that are damaged, and text that arrives in pieces."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stages.tokenizer import TextStream, Tokenizer, TokenizerError

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
PARTS = ("vocab.json", "merges.txt", "tokenizer_config.json")


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A private copy of the tokenizer without tokenizer.json."""
    for name in PARTS:
        (tmp_path / name).write_bytes((COMPACT / name).read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(COMPACT)


@pytest.mark.parametrize("name", PARTS)
def test_a_missing_file_is_named(parts: Path, name: str):
    (parts / name).unlink()
    with pytest.raises(TokenizerError, match=f"{name} is missing"):
        Tokenizer.load(parts)


def test_a_broken_file_is_named(parts: Path):
    (parts / "vocab.json").write_text('{"a": 1')
    with pytest.raises(TokenizerError, match=r"vocab\.json is not JSON"):
        Tokenizer.load(parts)
    shutil.copyfile(COMPACT / "vocab.json", parts / "vocab.json")
    (parts / "merges.txt").write_text("#version: 0.2\nab\n")
    with pytest.raises(TokenizerError, match=r"not two symbols: 'ab'"):
        Tokenizer.load(parts)


def test_a_broken_tokenizer_json_is_named(tmp_path: Path):
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(TokenizerError, match="cannot read the tokenizer"):
        Tokenizer.load(tmp_path)


@pytest.fixture
def both(parts: Path) -> Path:
    """tokenizer.json and the parts it was made of."""
    shutil.copyfile(COMPACT / "tokenizer.json", parts / "tokenizer.json")
    return parts


def test_parts_of_another_vocabulary_beside_tokenizer_json(both: Path):
    Tokenizer.load(both)
    vocabulary = json.loads((both / "vocab.json").read_text())
    first, second = list(vocabulary)[300:302]
    vocabulary[first], vocabulary[second] = vocabulary[second], vocabulary[first]
    (both / "vocab.json").write_text(json.dumps(vocabulary))
    with pytest.raises(
        TokenizerError, match=r"not of the same tokenizer as tokenizer\.json: '.+' is 301 in vocab\.json"
    ):
        Tokenizer.load(both)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda lines: [*lines[:9], lines[10], lines[9], *lines[11:]], "merge 9 is"),
        (lambda lines: [*lines[:-2], ""], "599 merges and 600"),
    ],
    ids=["another order", "fewer"],
)
def test_merges_of_another_vocabulary_beside_tokenizer_json(
    both: Path, change: Callable[[list[str]], list[str]], why: str
):
    lines = (both / "merges.txt").read_text().split("\n")
    (both / "merges.txt").write_text("\n".join(change(lines)))
    with pytest.raises(TokenizerError, match=why):
        Tokenizer.load(both)


def test_merges_may_be_written_as_pairs(both: Path):
    ready = json.loads((both / "tokenizer.json").read_text())
    merges = ready["model"]["merges"]
    ready["model"]["merges"] = [merge.split(" ") if isinstance(merge, str) else " ".join(merge) for merge in merges]
    (both / "tokenizer.json").write_text(json.dumps(ready))
    assert Tokenizer.load(both).encode("How are you?") == Tokenizer.load(COMPACT).encode("How are you?")


def test_added_ids_that_do_not_follow_the_vocabulary_are_refused(parts: Path):
    config = json.loads((parts / "tokenizer_config.json").read_text())
    config["added_tokens_decoder"].pop(str(Tokenizer.load(COMPACT).pad_id))
    (parts / "tokenizer_config.json").write_text(json.dumps(config))
    with pytest.raises(TokenizerError, match=r"has id \d+, but the vocabulary gives it \d+"):
        Tokenizer.load(parts)


def test_an_unknown_name_is_refused(tokenizer: Tokenizer):
    with pytest.raises(TokenizerError, match="no token named <nothing>"):
        tokenizer.id("<nothing>")


@pytest.mark.parametrize(
    "text", ["plain words", "naïve 🙂👩‍👩‍👧 日本語", "tabs\t and\r\nlines", "</tool_call> e\u0301"]
)
def test_text_streams_whole_characters(tokenizer: Tokenizer, text: str):
    ids = tokenizer.encode(text)
    stream = TextStream(tokenizer)
    deltas = [stream.push(token) for token in ids]
    assert "".join(deltas) + stream.finish() == tokenizer.decode(ids)
    assert not any("\ufffd" in delta for delta in deltas)


def test_half_a_character_waits_and_shows_only_at_the_end(tokenizer: Tokenizer):
    ids = [tokenizer.id(symbol) for symbol in "ðŁĻ"]  # three of the four bytes of an emoji
    stream = TextStream(tokenizer)
    assert [stream.push(token) for token in ids] == ["", "", ""]
    assert stream.finish() == "\ufffd"
    assert tokenizer.decode(ids) == "\ufffd"


def test_ids_outside_the_vocabulary_say_nothing(tokenizer: Tokenizer):
    beyond = tokenizer.library.get_vocab_size() + 5
    assert tokenizer.decode([beyond]) == ""
    assert not tokenizer.is_text(beyond)
