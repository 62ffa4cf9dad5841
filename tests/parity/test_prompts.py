"""Prompts, ids and answer parsing against the golden set, and the published tokenizer where its files are at hand."""

import json
import math
import os
import shutil
import wave
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
    """(prompts.json, tokenizer, folder of the audio or None), once for each tokenizer at hand."""
    if request.param == "published":
        if not PUBLISHED.is_dir():
            pytest.skip("the published tokenizer's files may not be distributed: ../shared/golden/published-tokenizer")
        tokenizer_folder, prompts, audio_folder = PUBLISHED, PUBLISHED / "prompts.json", None
    else:
        tokenizer_folder, prompts, audio_folder = (
            golden / "checkpoint",
            golden / "expected" / "prompts.json",
            golden / "expected",
        )
    if request.param == "golden without tokenizer.json":
        parts = tmp_path_factory.mktemp("parts")
        for name in ("vocab.json", "merges.txt", "tokenizer_config.json"):
            shutil.copy(tokenizer_folder / name, parts)
        tokenizer_folder = parts
    return json.loads(prompts.read_text("utf-8")), Tokenizer.load(tokenizer_folder), audio_folder


def test_every_prompt_becomes_its_segments_and_ids(source):
    golden, tokenizer, _ = source
    assert golden["prompts"]
    for case in golden["prompts"]:
        segments = to_segments(case)
        assert [written(segment) for segment in segments] == case["segments"], case["name"]
        ids = [prompt.encode([segment], tokenizer) for segment in segments]
        assert [len(part) for part in ids] == case["segment_lengths"], case["name"]
        assert prompt.encode(segments, tokenizer) == case["token_ids"], case["name"]


def test_render_is_segments_then_ids(source):
    golden, tokenizer, _ = source
    for case in golden["prompts"]:
        if case["kind"] == "chat":
            assert prompt.render(to_messages(case), tokenizer) == case["token_ids"], case["name"]


def test_every_clip_has_its_mel_frames_and_patches(source):
    golden, _, audio_folder = source
    for case in golden["prompts"]:
        assert [token_count(frames) for frames in case["mel_frames"]] == case["audio_patch_counts"]
        pieces = [piece for clip in clips(case) for piece in samples_of(clip, audio_folder)]
        if None not in pieces:
            assert [frame_count(n) for n in pieces] == case["mel_frames"], case["name"]
            assert [piece.n_tokens for n in pieces for piece in prompt.audio(n)] == case["audio_patch_counts"]


def test_the_helpers_write_what_the_prompts_hold(source):
    golden, _, _ = source
    cases = {case["name"]: to_messages(case) for case in golden["prompts"] if case["kind"] == "chat"}
    assert cases["tts"][-1] == prompt.speak()
    assert cases["text"][-1] == prompt.write()
    assert cases["think_1"][-1] == prompt.think()
    thoughts = cases["think_2"][-1].content.removeprefix(prompt.THINK).partition(prompt.THINK_END)[0]
    assert cases["think_2"][-1] == prompt.speak_after(thoughts)
    schemas = cases["tool_call"][1]
    assert schemas == prompt.tools(json.loads(schemas.content))
    answer, result = cases["tool_result"][-3:-1]
    assert answer == prompt.spoken(answer.content[1].ids)
    assert result == prompt.tool_result(*result.content)


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
    texts = [case["text"] for case in golden["output_parsing"] if "<tool_call>" in case["text"]]
    assert texts
    for text in texts:
        said, requests = prompt.tool_requests(text)
        assert said == ""
        assert [f"<tool_call>function\n{r.name}\n{r.arguments}</tool_call>" for r in requests] == [text]


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


def to_segments(case: dict[str, Any]) -> list[prompt.Segment]:
    if case["kind"] == "chat":
        return prompt.segments(to_messages(case))
    return items(case["messages"], iter(case["audio_patch_counts"]), case)


def to_messages(case: dict[str, Any]) -> list[prompt.Message]:
    counts = iter(case["audio_patch_counts"])
    return [
        prompt.Message(
            message["role"],
            items(message["content"], counts, case) if isinstance(message["content"], list) else message["content"],
            message.get("eot", True),
        )
        for message in case["messages"]
    ]


def items(content: list[Any], counts, case: dict[str, Any]) -> list[prompt.Segment]:
    """Content items; a clip longer than 25 s takes one count per piece."""
    one_clip = len(clips(case)) == 1
    found: list[prompt.Segment] = []
    for item in content:
        match item:
            case {"type": "audio"}:
                found += [prompt.Audio(n) for n in (counts if one_clip else [next(counts)])]
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


def samples_of(clip: dict[str, Any], folder: Path | None) -> list[int | None]:
    """Samples at 16 kHz of each 25 s piece; None where the audio is not at hand."""
    if clip["audio"] == "zeros":
        total = clip["num_samples_16k"]
    elif folder is None:
        return [None]
    else:
        with wave.open(str(folder / clip["audio"])) as wav:
            total = math.ceil(wav.getnframes() * 16000 / wav.getframerate())
    return [min(prompt.PIECE_SAMPLES, total - start) for start in range(0, total, prompt.PIECE_SAMPLES)]
