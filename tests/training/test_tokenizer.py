"""The written tokenizer is one the loader reads, with the golden set's added tokens after its own vocabulary."""

import json
from pathlib import Path

import pytest

from stages import prompt
from stages.tokenizer import Tokenizer
from training.tokenizer import N_BYTES, TokenizerTrainingError, train_tokenizer, write_tokenizer

COMPACT = Path(__file__).parents[1] / "golden" / "compact"
N_MERGES = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    texts = (COMPACT / "tokenizer_corpus.txt").read_text("utf-8").splitlines()
    write_tokenizer(folder, train_tokenizer(texts, N_MERGES))
    return folder


def test_the_loader_reads_what_was_written(folder: Path):
    tokenizer = Tokenizer.load(folder)
    assert tokenizer.pad_id == N_BYTES + N_MERGES
    text = "We'll   see: 40726 façade — カメラ 🙂\n\n  deep\tcolumn\r\nlast"
    assert tokenizer.decode(tokenizer.encode(text)) == text
    assert len(tokenizer.encode(text)) < len(text.encode())
    ids = prompt.render([prompt.Message("user", [prompt.Audio(4)]), prompt.speak()], tokenizer)
    assert ids.count(tokenizer.id("<audio_patch>")) == 4
    assert tokenizer.audio_code(tokenizer.id("<audio_6655>")) == 6655
    assert not tokenizer.is_text(tokenizer.id("<audio_start>"))
    assert tokenizer.is_text(tokenizer.id("<tool_call>"))


def test_added_tokens_are_the_published_ones(folder: Path):
    """Names, order and flags as in the golden set, whose tokens match the published ones; ids shifted."""
    ours, golden = (read(f / "tokenizer_config.json")["added_tokens_decoder"] for f in (folder, COMPACT / "checkpoint"))
    assert list(ours.values()) == list(golden.values())
    first = int(next(iter(golden))) - N_BYTES - N_MERGES
    assert [int(number) + first for number in ours] == [int(number) for number in golden]
    added = read(COMPACT / "checkpoint" / "added_tokens.json")
    assert {name: number + first for name, number in read(folder / "added_tokens.json").items()} == added
    name = "special_tokens_map.json"
    assert read(folder / name) == read(COMPACT / "checkpoint" / name)


def test_settings_agree_with_the_published_ones(folder: Path):
    ours, golden = (read(f / "tokenizer_config.json") for f in (folder, COMPACT / "checkpoint"))
    del ours["added_tokens_decoder"]
    assert ours.items() <= golden.items()


def test_too_few_texts_are_refused():
    with pytest.raises(TokenizerTrainingError, match="give 2 merges, 5 were asked for"):
        train_tokenizer(["ab ab"], 5)


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))
