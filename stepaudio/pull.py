"""Fetches a checkpoint from the Hugging Face hub, or from a folder, and converts it.

    the hub ─▶ NAME.download (kept until it is whole, so an interrupted pull goes on) ─▶ checked ─▶ NAME

Every file is compared with the digest the hub states for it. Without --quantize the weights are not copied again: the
converted folder takes over the files that need no change.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HFValidationError,
    HTTPError,  # pyright: ignore[reportPrivateImportUsage]  (of whichever client the library uses)
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from stages.checkpoint import read_config
from stages.convert import Progress, check_wish, convert, need_space
from stages.manifest import Manifest
from stages.voice import NETWORKS

PUBLISHED = (
    "stepfun-ai/Step-Audio-2-mini",
    "stepfun-ai/Step-Audio-2-mini-Base",
    "stepfun-ai/Step-Audio-2-mini-Think",
)

WANTED = ("*.json", "*.txt", "*.safetensors", "LICENSE*", "token2wav/*", "voices/*")
"""Of a repository's files; not its code and pictures."""

NEEDED = (
    "config.json",
    "token2wav/flow.yaml",
    "token2wav/flow.*",
    "token2wav/hift.*",
    *(f"token2wav/{name}" for name in NETWORKS),
    "model*.safetensors",
)

SHRINKS_TO = {None: 0.0, 8: 0.6, 4: 0.4}
"""How large the converted weights are beside the published, roughly; without quantisation those are taken over."""


class PullError(ValueError):
    """The checkpoint cannot be fetched, or what came is not what the hub has."""


@dataclass(frozen=True)
class RemoteFile:
    """A file on the hub: large ones are known by the SHA-256 of their content, others by git's SHA-1."""

    name: str
    bytes: int
    sha256: str | None
    git_sha1: str | None

    def is_in(self, folder: Path) -> bool:
        """Whether `folder` holds this file, by its length."""
        path = folder / self.name
        return path.is_file() and path.stat().st_size == self.bytes

    def fault(self, folder: Path) -> str:
        """What is wrong with the file fetched; empty if nothing is."""
        path = folder / self.name
        if not self.is_in(folder):
            found = f"{path.stat().st_size} bytes" if path.is_file() else "nothing"
            return f"{self.name}: {found} came, expected {self.bytes} bytes"
        if self.sha256:
            return _differs(self.name, "SHA-256", _digest(path, hashlib.sha256()), self.sha256)
        if self.git_sha1:
            start = hashlib.sha1(f"blob {self.bytes}\0".encode(), usedforsecurity=False)
            return _differs(self.name, "git SHA-1", _digest(path, start), self.git_sha1)
        return ""


def pull(
    repository: str,
    target: Path,
    *,
    bits: int | None = None,
    revision: str | None = None,
    progress: Progress = lambda file, done, total: None,
) -> Manifest:
    """Make the converted checkpoint `target` from a repository of the hub, or from a folder of that name.

    Raises PullError, CheckpointError, ConvertError. After an error or an interruption, calling it again goes on.
    """
    if Path(repository).is_dir():
        return convert(repository, target, bits=bits, revision=revision, link=True, progress=progress)
    check_wish(target, bits)
    download = target.with_name(f"{target.name}.download")
    with reachable(repository, revision, download):
        commit, files = listing(repository, revision)
        missing = [file for file in files if not file.is_in(download)]
        weights = sum(file.bytes for file in files if file.name.endswith(".safetensors"))
        need_space(target, sum(file.bytes for file in missing) + round(SHRINKS_TO[bits] * weights))
        snapshot_download(repository, revision=commit, local_dir=download, allow_patterns=["config.json"])
        read_config(download / "config.json")  # before 16 GB of something else
        snapshot_download(repository, revision=commit, local_dir=download, allow_patterns=[file.name for file in files])
    verify(download, files, progress)
    result = convert(download, target, bits=bits, origin=repository, revision=commit, link=True, progress=progress)
    shutil.rmtree(download)
    return result


def listing(repository: str, revision: str | None) -> tuple[str, list[RemoteFile]]:
    """The commit `revision` stands for, and the files that make a checkpoint."""
    info = HfApi().model_info(repository, revision=revision, files_metadata=True)
    files = [
        RemoteFile(file.rfilename, file.size or 0, file.lfs.sha256 if file.lfs else None, file.blob_id)
        for file in info.siblings or []
        if any(fnmatch(file.rfilename, pattern) for pattern in WANTED)
    ]
    if lacking := [pattern for pattern in NEEDED if not any(fnmatch(file.name, pattern) for file in files)]:
        raise PullError(f"{repository} is not in the layout of Step-Audio 2 mini: it has no {', '.join(lacking)}")
    return info.sha or revision or "main", files


def verify(folder: Path, files: list[RemoteFile], progress: Progress) -> None:
    """Raises PullError naming every file that is not the hub's, after removing it, so that it is fetched again."""
    done, total, faults = 0, sum(file.bytes for file in files), []
    for file in files:
        if fault := file.fault(folder):
            faults.append(fault)
            (folder / file.name).unlink(missing_ok=True)
        done += file.bytes
        progress(f"checking {file.name}", done, total)
    if faults:
        raise PullError(f"damaged on the way, removed; pull again to fetch them anew: {'; '.join(faults)}")


@contextmanager
def reachable(repository: str, revision: str | None, download: Path) -> Generator[None]:
    """Says what the hub's errors mean, and whether something has come into folder `download`."""
    try:
        yield
    except GatedRepoError as error:
        raise PullError(
            f"{repository} asks for its terms to be accepted on its page, and for `hf auth login`"
        ) from error
    except RevisionNotFoundError as error:
        raise PullError(f"{repository} has no revision {revision}") from error
    except RepositoryNotFoundError as error:
        raise PullError(f"there is no folder and no public repository {repository}") from error
    except HFValidationError as error:
        raise PullError(f"there is no folder {repository}, and no repository can have that name") from error
    except (HTTPError, OfflineModeIsEnabled) as error:
        if download.is_dir():
            raise PullError(f"{repository}: {error}; what came is kept, pull again to go on") from error
        raise PullError(f"{repository}: the hub cannot be asked: {error}") from error


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


def _digest(path: Path, sofar: _Hash) -> str:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            sofar.update(block)
    return sofar.hexdigest()


def _differs(name: str, kind: str, found: str, wanted: str) -> str:
    return f"{name} has {kind} {found[:12]}..., the hub says {wanted[:12]}..." if found != wanted else ""
