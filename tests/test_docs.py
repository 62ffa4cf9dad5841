"""What the documents show is run, and what they list is held against the code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import stepaudio
from pipeline.wish import TASKS
from stepaudio.library import NANO
from stepaudio.reference import reference
from stepaudio.serve import serving
from transport.captions import FORMATS as WRITTEN
from transport.encode import FORMATS as SOUNDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
QUESTION = NANO / "samples" / "order.wav"
ANSWER = "four seven two"
MANUALS = [*sorted(DOCS.glob("*.md")), ROOT / "README.md"]


def snippets(path: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def run(folder: Path, *command: str | Path) -> str:
    shutil.copy(QUESTION, folder / "question.wav")
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


# -- examples ----------------------------------------------------------------------------------------------------


def test_the_readme_s_conversation_is_short_and_runs(tmp_path: Path) -> None:
    (code,) = [code for code in snippets(ROOT / "README.md") if "Live" in code]
    assert len(code.splitlines()) <= 20
    (tmp_path / "readme.py").write_text(code, encoding="utf-8")
    said = run(tmp_path, "readme.py")
    assert "s of sound" in said
    assert ANSWER in re.sub(r" \[.*?\] ", "", said)


def test_the_readme_s_library_runs(tmp_path: Path) -> None:
    (code,) = [code for code in snippets(ROOT / "README.md") if "StepAudio2" in code]
    (tmp_path / "readme.py").write_text(code, encoding="utf-8")
    assert "status of order" in run(tmp_path, "readme.py")
    assert (tmp_path / "answer.wav").stat().st_size > 10_000
    assert (tmp_path / "price.wav").stat().st_size > 10_000


def test_the_example_of_embedding_runs(tmp_path: Path) -> None:
    assert ANSWER in run(tmp_path, ROOT / "examples" / "embed.py", "question.wav")
    assert (tmp_path / "answer.wav").stat().st_size > 10_000


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_the_example_of_a_call_runs(tmp_path: Path) -> None:
    import anyio.to_thread

    from pipeline.config import load
    from stepaudio.engine import model_defaults

    async with serving(NANO, load(None, (), model_defaults(NANO))) as url:
        example = ROOT / "examples" / "call.py"
        said = await anyio.to_thread.run_sync(run, tmp_path, example, url, "question.wav")
    assert ANSWER in said


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_every_python_shown_is_python_and_names_what_there_is(path: Path) -> None:
    for code in snippets(path):
        compile(code, path.name, "exec", flags=0x2000)  # PyCF_ALLOW_TOP_LEVEL_AWAIT
        for names in re.findall(r"from stepaudio import (.+)", code):
            for name in names.split(","):
                assert hasattr(stepaudio, name.strip()), name


# -- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, heading = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        assert page.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}, target


def test_every_document_is_linked_from_the_readme_or_the_quickstart() -> None:
    linked = (ROOT / "README.md").read_text(encoding="utf-8") + (DOCS / "quickstart.md").read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        assert path.name in linked, path.name


def test_the_configuration_reference_is_current() -> None:
    told = "python -m stepaudio.reference > docs/configuration.md"
    assert (DOCS / "configuration.md").read_text(encoding="utf-8") == reference(), told


def test_the_audio_endpoints_list_every_format() -> None:
    text = (DOCS / "rest.md").read_text(encoding="utf-8")
    (recordings,) = re.findall(r"\| `response_format` \| (`json`.*) \|", text)
    assert re.findall(r"`(\w+)`", recordings) == ["json", "text", "verbose_json", "srt", "vtt"]
    assert set(WRITTEN) == set(re.findall(r"`(\w+)`", recordings))
    (sounds,) = re.findall(r"\| `response_format` \| (`mp3`.*);", text)
    assert re.findall(r"`(\w+)`", sounds) == list(SOUNDS)


def test_embedding_lists_every_event_and_every_task() -> None:
    text = (DOCS / "embedding.md").read_text(encoding="utf-8")
    events = [name for name in stepaudio.__all__ if getattr(stepaudio, name).__module__ == "pipeline.events"]
    assert len(events) > 25
    for name in events:
        assert f"`{name}" in text, name
    for task in TASKS:
        assert f'"{task}"' in text


def test_the_call_centre_tells_of_every_message_and_parameter() -> None:
    text = (DOCS / "call-centre.md").read_text(encoding="utf-8")
    code = (ROOT / "transport" / "twilio.py").read_text(encoding="utf-8")
    for event in re.findall(r'"(\w+)": self\._\w+,', code):
        assert f"`{event}`" in text, event
    (names,) = re.findall(r"for name in \((.+?)\)\)", code)
    for name in [*re.findall(r'"(\w+)"', names), "language", "key"]:
        assert re.search(rf"\| .*`{name}`", text), name
    assert (ROOT / "examples" / "hotel.xml").read_text(encoding="utf-8").count("<Parameter") == 4


def test_a_call_s_twiml_is_the_example_s() -> None:
    example = (ROOT / "examples" / "hotel.xml").read_text(encoding="utf-8")
    shown = re.findall(r"```xml\n(.*?)```", (DOCS / "call-centre.md").read_text(encoding="utf-8"), re.DOTALL)[0]
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    assert lines == [line.strip() for line in example.splitlines() if not line.startswith("<!--")]
