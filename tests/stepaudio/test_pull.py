"""Fetching a checkpoint: from a folder, and from a hub that is played by one."""

import hashlib
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub.errors import OfflineModeIsEnabled, RepositoryNotFoundError, RevisionNotFoundError
from typer.testing import CliRunner

from stages.checkpoint import CheckpointError, load
from stages.convert import ConvertError
from stepaudio import cli
from stepaudio import pull as pull_file
from stepaudio.pull import PUBLISHED, PullError, pull

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = PUBLISHED[0]


class Hub:
    """Holds the golden checkpoint as one repository, large files known by SHA-256 and small ones by git's SHA-1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fetched: list[str] = []
        self.corrupt: set[str] = set()
        self.cut_after: int | None = None

    def model_info(self, repository: str, *, revision: str | None, files_metadata: bool) -> Any:
        assert files_metadata
        response: Any = SimpleNamespace(headers={}, request=None)
        if repository != NAME:
            raise RepositoryNotFoundError("404", response=response)
        if revision not in (None, "main", COMMIT):
            raise RevisionNotFoundError("404", response=response)
        paths = [path for path in self.folder.rglob("*") if path.is_file()]
        return SimpleNamespace(sha=COMMIT, siblings=[self.sibling(path) for path in paths])

    def sibling(self, path: Path) -> Any:
        content = path.read_bytes()
        large = path.suffix in (".safetensors", ".pt", ".onnx")
        return SimpleNamespace(
            rfilename=path.relative_to(self.folder).as_posix(),
            size=len(content),
            blob_id=hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest(),
            lfs=SimpleNamespace(sha256=hashlib.sha256(content).hexdigest()) if large else None,
        )

    def snapshot_download(self, repository: str, *, revision: str, local_dir: Path, allow_patterns: list[str]) -> None:
        assert (repository, revision) == (NAME, COMMIT)
        for name in allow_patterns:
            path = local_dir / name
            if path.is_file():
                continue
            if self.cut_after is not None and len(self.fetched) >= self.cut_after:
                raise OfflineModeIsEnabled("the line is dead")
            path.parent.mkdir(parents=True, exist_ok=True)
            content = (self.folder / name).read_bytes()
            path.write_bytes(bytes(reversed(content)) if name in self.corrupt else content)
            self.fetched.append(name)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    folder = Path(shutil.copytree(COMPACT, tmp_path / "hub", copy_function=shutil.copyfile))
    (folder / "modeling_step_audio_2.py").write_text("import os")
    (folder / "README.md").write_text("hello")
    hub = Hub(folder)
    monkeypatch.setattr(pull_file, "HfApi", lambda: hub)
    monkeypatch.setattr(pull_file, "snapshot_download", hub.snapshot_download)
    return hub


@pytest.mark.parametrize("bits", [None, 4])
def test_from_the_hub(hub: Hub, tmp_path: Path, bits: int | None):
    target = tmp_path / "it"
    made = pull(NAME, target, bits=bits)
    assert (made.source, made.revision) == (NAME, COMMIT)
    assert not any(name.endswith((".py", ".md")) for name in hub.fetched)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hub", "it"]
    load(target)


def test_from_a_folder(tmp_path: Path):
    made = pull(str(COMPACT), tmp_path / "it", bits=8, revision="of my own")
    assert (made.source, made.revision) == ("checkpoint", "of my own")
    assert load(tmp_path / "it").config["quantization"]["bits"] == 8


def test_from_a_folder_that_could_not_prepare_a_voice(tmp_path: Path):
    folder = Path(shutil.copytree(COMPACT, tmp_path / "mine", copy_function=shutil.copyfile))
    (folder / "token2wav" / "campplus.onnx").unlink()
    with pytest.raises(CheckpointError, match=r"token2wav has no campplus\.onnx, which hears who speaks"):
        pull(str(folder), tmp_path / "it")
    assert not (tmp_path / "it").exists()


def test_goes_on_where_it_was_interrupted(hub: Hub, tmp_path: Path):
    hub.cut_after = 4
    with pytest.raises(PullError, match="the line is dead; what came is kept, pull again to go on"):
        pull(NAME, tmp_path / "it")
    hub.cut_after = None
    pull(NAME, tmp_path / "it")
    assert len(hub.fetched) == len(set(hub.fetched))


def test_what_was_damaged_on_the_way_is_named_and_fetched_again(hub: Hub, tmp_path: Path):
    shard, small = "model-00001-of-00002.safetensors", "vocab.json"
    hub.corrupt = {shard, small}
    with pytest.raises(PullError) as caught:
        pull(NAME, tmp_path / "it")
    assert f"{shard} has SHA-256" in str(caught.value)
    assert f"{small} has git SHA-1" in str(caught.value)
    assert not (tmp_path / "it").exists()
    hub.corrupt, hub.fetched = set(), []
    pull(NAME, tmp_path / "it")
    assert sorted(hub.fetched) == [shard, small]


def test_a_file_that_came_short_is_named(hub: Hub, tmp_path: Path):
    download = tmp_path / "it.download"
    download.mkdir()
    (download / "merges.txt").write_text("short")
    with pytest.raises(PullError, match=r"merges.txt: 5 bytes came, expected \d+ bytes"):
        pull(NAME, tmp_path / "it")


def test_a_small_disk_is_told_before_anything_is_fetched(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 5_000_000))
    expected = r"it needs 0\.0070 GB, the disk has 0\.0050 GB free: make room for 0\.0020 GB"
    with pytest.raises(ConvertError, match=expected):
        pull(NAME, tmp_path / "it")
    assert hub.fetched == []


def test_a_folder_that_is_there_is_told_before_anything_is_fetched(hub: Hub, tmp_path: Path):
    with pytest.raises(ConvertError, match="hub is there already"):
        pull(NAME, tmp_path / "hub")
    assert hub.fetched == []


def test_bits_that_are_not_offered_are_told_before_anything_is_fetched(hub: Hub, tmp_path: Path):
    with pytest.raises(ConvertError, match="quantising to 3 bits"):
        pull(NAME, tmp_path / "it", bits=3)
    assert hub.fetched == []


def test_another_architecture_is_told_by_its_first_file(hub: Hub, tmp_path: Path):
    (hub.folder / "config.json").write_text(json.dumps({"architectures": ["LlamaForCausalLM"]}))
    with pytest.raises(CheckpointError, match="LlamaForCausalLM"):
        pull(NAME, tmp_path / "it")
    assert hub.fetched == ["config.json"]


def test_a_repository_of_something_else(hub: Hub, tmp_path: Path):
    shutil.rmtree(hub.folder / "token2wav")
    with pytest.raises(PullError, match=r"not in the layout of Step-Audio 2 mini: it has no token2wav/flow\.yaml"):
        pull(NAME, tmp_path / "it")
    assert hub.fetched == []


def test_a_repository_that_could_not_prepare_a_voice(hub: Hub, tmp_path: Path):
    (hub.folder / "token2wav" / "campplus.onnx").unlink()
    with pytest.raises(PullError, match=r"it has no token2wav/campplus\.onnx$"):
        pull(NAME, tmp_path / "it")
    assert hub.fetched == []


@pytest.mark.parametrize(
    ("repository", "revision", "why"),
    [
        ("nobody/nothing", None, "there is no folder and no public repository nobody/nothing"),
        (NAME, "v9", f"{NAME} has no revision v9"),
    ],
)
def test_what_the_hub_does_not_have(hub: Hub, tmp_path: Path, repository: str, revision: str | None, why: str):
    with pytest.raises(PullError, match=why):
        pull(repository, tmp_path / "it", revision=revision)


def test_a_hub_that_cannot_be_reached(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def unreachable(*_: Any, **__: Any) -> None:
        raise OfflineModeIsEnabled("the line is dead")

    monkeypatch.setattr(hub, "model_info", unreachable)
    with pytest.raises(PullError, match=f"{NAME}: the hub cannot be asked: the line is dead$"):
        pull(NAME, tmp_path / "it")


def test_the_commands(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    pulled = run(cli.app, ["pull", NAME, "--quantize", "8"])
    assert pulled.exit_code == 0, pulled.output
    assert f"checkpoints/Step-Audio-2-mini-8bit: 0.01 GB, from {NAME} at {COMMIT}" in pulled.output
    assert "layers 8 bit" in pulled.output
    again = run(cli.app, ["convert", "checkpoints/Step-Audio-2-mini-8bit", "smaller", "--quantize", "4"])
    assert again.exit_code == 1
    assert "is quantised already, to 8 bits" in again.output
    made = run(cli.app, ["convert", str(COMPACT), "half", "--dtype", "float16"])
    assert made.exit_code == 0, made.output
    assert "layers float16" in made.output


def test_the_help_names_the_published_variants():
    text = "".join(CliRunner().invoke(cli.app, ["pull", "--help"]).output.split())
    for name in PUBLISHED:
        assert name in text
