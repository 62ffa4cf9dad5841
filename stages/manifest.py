"""The manifest of a converted checkpoint: what it was made of, how precise it is, and the digest of every file.

A folder without manifest.json is one in the published layout and is taken as it is.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "manifest.json"
FORMAT = 1
SMALL_BYTES = 32 << 20
"""Files up to this size are digested on every load. Of larger ones only the length is compared: a digest of 16 GB
takes longer than loading them. `check(folder, every_byte=True)` reads all."""


class ManifestError(ValueError):
    """The manifest cannot be read, or the files are not those it describes."""


@dataclass(frozen=True)
class Digest:
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`precision` says for each part how its weights are stored; `quantization` is that section of config.json."""

    source: str  # a repository's name, or the folder's
    revision: str | None
    tool: str
    precision: dict[str, str]
    quantization: dict[str, Any] | None
    files: dict[str, Digest] = field(default_factory=dict[str, Digest])  # by path in the folder

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=2)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if it has none. Raises ManifestError."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if (found := content.pop("format")) != FORMAT:
            raise ManifestError(f"{FILE} has format {found}, this version reads {FORMAT}")
        files = {name: Digest(**entry) for name, entry in content.pop("files").items()}
        return Manifest(**content, files=files)
    except FileNotFoundError:
        return None
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{FILE} is no manifest: {error!r}") from error


def check(folder: Path, quantization: dict[str, Any] | None, *, every_byte: bool = False) -> None:
    """Raises ManifestError naming every file that is not as the manifest says, and a quantisation that is not its."""
    manifest = read(folder)
    if manifest is None:
        return
    problems = [line for name, wanted in manifest.files.items() if (line := _fault(folder / name, wanted, every_byte))]
    if manifest.quantization != quantization:
        problems.append(f"config.json has quantization {quantization}, {FILE} {manifest.quantization}")
    if problems:
        raise ManifestError(f"not as {FILE} says: {'; '.join(problems)}")


def digest(path: Path) -> Digest:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Digest(path.stat().st_size, sha256)


def _fault(path: Path, wanted: Digest, every_byte: bool) -> str:
    """What is wrong with a file; empty if nothing is."""
    if not path.is_file():
        return f"{path.name} is missing"
    if (found := path.stat().st_size) != wanted.bytes:
        return f"{path.name} has {found} bytes, expected {wanted.bytes}"
    if (every_byte or found <= SMALL_BYTES) and (sha256 := digest(path).sha256) != wanted.sha256:
        return f"{path.name} has SHA-256 {sha256[:12]}..., expected {wanted.sha256[:12]}..."
    return ""
