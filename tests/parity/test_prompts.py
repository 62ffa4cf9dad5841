"""Prompts, ids and answer parsing against the golden set, and the published tokenizer where its files are at hand."""

import json
import math
import os
import re
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stages import prompt
from stages.models.adaptor import token_count
from stages.models.mel import frame_count
from stages.tokenizer import TextStream, Tokenizer

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "golden" / "published-tokenizer"
SOURCES = ["golden", "golden without tokenizer.json"]
if PUBLISHED.is_dir() or "STEPAUDIO_GOLDEN" not in os.environ:
    SOURCES.append("published")


@pytest.fixture(scope="module", params=SOURCES)
def source(request: pytest.FixtureRequest, golden: Path, tmp_path_factory: pytest.TempPathFactory):
    """(prompts.json, tokenizer, folder of prompts.json), once for each tokenizer at hand."""
    if request.param == "published":
        if not PUBLISHED.is_dir():
            pytest.skip("the published tokenizer's files may not be distributed: ../shared/golden/published-tokenizer")
        tokenizer_folder = folder = PUBLISHED
    else:
        tokenizer_folder, folder = golden / "checkpoint", golden / "expected"
    if request.param == "golden without tokenizer.json":
        parts = tmp_path_factory.mktemp("parts")
        for name in ("vocab.json", "merges.txt", "tokenizer_config.json"):
            shutil.copy(tokenizer_folder / name, parts)
        tokenizer_folder = parts
    return json.loads((folder / "prompts.json").read_text("utf-8")), Tokenizer.load(tokenizer_folder), folder


def test_every_prompt_becomes_its_segments_and_ids(source):
    golden, tokenizer, folder = source
    assert golden["prompts"]
    for case in golden["prompts"]:
        segments = to_segments(case, folder)
        assert [written(segment) for segment in segments] == case["segments"], case["name"]
        ids = [prompt.encode([segment], tokenizer) for segment in segments]
        assert [len(part) for part in ids] == case["segment_lengths"], case["name"]
        assert prompt.encode(segments, tokenizer) == case["token_ids"], case["name"]


def test_render_is_segments_then_ids(source):
    golden, tokenizer, folder = source
    for case in golden["prompts"]:
        if case["kind"] == "chat":
            assert prompt.render(to_messages(case, folder), tokenizer) == case["token_ids"], case["name"]


def test_every_clip_has_its_mel_frames_and_patches(source):
    golden, _, folder = source
    for case in golden["prompts"]:
        assert [token_count(frames) for frames in case["mel_frames"]] == case["audio_patch_counts"]
        pieces = [piece for clip in clips(case) for piece in samples_of(clip, folder)]
        if None not in pieces:
            assert [frame_count(n) for n in pieces] == case["mel_frames"], case["name"]
            whole = [sum(samples_of(clip, folder)) for clip in clips(case)]
            assert [piece.n_tokens for n in whole for piece in prompt.audio(n)] == case["audio_patch_counts"]


def test_the_helpers_write_what_the_prompts_hold(source):
    golden, _, folder = source
    compared: set[str] = set()
    for case in golden["prompts"]:
        for message in to_messages(case, folder) if case["kind"] == "chat" else ():
            if found := by_helper(message):
                helper, ours = found
                assert ours == message, case["name"]
                compared.add(helper)
    assert {"speak", "write"} <= compared


def test_answers_split_into_text_and_codes(source):
    golden, tokenizer, _ = source
    assert golden["output_parsing"]
    for case in golden["output_parsing"]:
        text, codes = prompt.split_output(case["returned_tokens"], tokenizer)
        assert text == case["text"]
        assert codes == case["audio_codes"]
        assert prompt.playable(codes, golden["codebook_size"]) == case["audio_codes_without_padding"]
        assert [token for token in case["returned_tokens"] if tokenizer.is_text(token)] == case["text_token_ids"]
        assert "".join(streamed(tokenizer, case["text_token_ids"])) == case["text"]


def test_tool_calls_in_answers_parse(source):
    golden, _, _ = source
    for text in [case["text"] for case in golden["output_parsing"]]:
        said, requests = prompt.tool_requests(text)
        call = re.compile("<tool_call>(.*?)</tool_call>", re.DOTALL)
        assert said == call.sub("", text)
        assert [f"function\n{r.name}\n{r.arguments}" for r in requests] == [c.strip() for c in call.findall(text)]


def test_special_ids_by_name(source):
    golden, tokenizer, _ = source
    assert {name: tokenizer.id(name) for name in golden["special_tokens"]} == golden["special_tokens"]
    assert (tokenizer.eos_id, tokenizer.pad_id) == (golden["eos_token_id"], golden["pad_token_id"])
    first, last = golden["audio_token_first"], golden["audio_token_last"]
    assert tokenizer.id("<audio_0>") == tokenizer.audio_id(0) == first
    assert tokenizer.id(f"<audio_{last - first}>") == tokenizer.audio_id(last - first) == last
    assert [tokenizer.audio_code(token) for token in (first - 1, first, last)] == [None, 0, last - first]


def test_every_prompt_streams_back_to_its_text(source):
    """Detokenising one id at a time gives what decoding at once gives, for every text in the set."""
    golden, tokenizer, _ = source
    for case in golden["prompts"]:
        deltas = streamed(tokenizer, case["token_ids"])
        assert "".join(deltas) == tokenizer.decode(case["token_ids"])
        assert not any("\ufffd" in delta for delta in deltas)
        assert tokenizer.decode(case["token_ids"]) == tokenizer.library.decode(
            case["token_ids"], skip_special_tokens=False
        )


def streamed(tokenizer: Tokenizer, ids: list[int]) -> list[str]:
    stream = TextStream(tokenizer)
    return [*(stream.push(token) for token in ids), stream.finish()]


def written(segment: prompt.Segment) -> str | list[int]:
    """A segment as prompts.json writes it."""
    match segment:
        case prompt.Audio(n_tokens):
            return f"<audio_start>{{audio_patch x {n_tokens}}}<audio_end>"
        case prompt.Tokens(ids):
            return list(ids)
        case _:
            return segment


def by_helper(message: prompt.Message) -> tuple[str, prompt.Message] | None:
    """Which helper writes a message of this form, and what it writes."""
    match message:
        case prompt.Message("assistant", None):
            return "write", prompt.write()
        case prompt.Message("assistant", prompt.SPEAK):
            return "speak", prompt.speak()
        case prompt.Message("assistant", prompt.THINK):
            return "think", prompt.think()
        case prompt.Message("assistant", str(text)) if text.startswith(prompt.THINK):
            return "speak_after", prompt.speak_after(text.removeprefix(prompt.THINK).partition(prompt.THINK_END)[0])
        case prompt.Message("assistant", [prompt.SPEAK, prompt.Tokens(ids)]):
            return "spoken", prompt.spoken(ids)
        case prompt.Message("tool_json_schemas", str(text)):
            return "tools", prompt.tools(json.loads(text))
        case prompt.Message("input", [str(result), str(instruction)]):
            return "tool_result", prompt.tool_result(result, instruction)
    return None


def to_segments(case: dict[str, Any], folder: Path) -> list[prompt.Segment]:
    if case["kind"] == "chat":
        return prompt.segments(to_messages(case, folder))
    return items(case["messages"], iter(case["audio_patch_counts"]), folder)


def to_messages(case: dict[str, Any], folder: Path) -> list[prompt.Message]:
    counts = iter(case["audio_patch_counts"])
    return [
        prompt.Message(
            message["role"],
            items(message["content"], counts, folder) if isinstance(message["content"], list) else message["content"],
            message.get("eot", True),
        )
        for message in case["messages"]
    ]


def items(content: list[Any], counts: Iterator[int], folder: Path) -> list[prompt.Segment]:
    """Content items; a clip takes one count for each of its pieces."""
    found: list[prompt.Segment] = []
    for item in content:
        match item:
            case {"type": "audio"}:
                found += [prompt.Audio(next(counts)) for _ in samples_of(item, folder)]
            case {"type": "token", "token": ids}:
                found.append(prompt.Tokens(tuple(ids)))
            case {"type": "text", "text": text}:
                found.append(text)
            case text:
                found.append(text)
    return found


def clips(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The audio items of a prompt, in order."""
    contents = [m["content"] for m in case["messages"]] if case["kind"] == "chat" else [case["messages"]]
    flat = [item for content in contents if isinstance(content, list) for item in content]
    return [item for item in flat if isinstance(item, dict) and item["type"] == "audio"]


def samples_of(clip: dict[str, Any], folder: Path) -> list[int | None]:
    """Samples at 16 kHz of each 25 s piece; one None where the audio is not at hand."""
    if clip["audio"] == "zeros":
        total = clip["num_samples_16k"]
    elif not (folder / clip["audio"]).is_file():
        return [None]
    else:
        with wave.open(str(folder / clip["audio"])) as wav:
            total = math.ceil(wav.getnframes() * 16000 / wav.getframerate())
    return [min(prompt.PIECE_SAMPLES, total - start) for start in range(0, total, prompt.PIECE_SAMPLES)]
