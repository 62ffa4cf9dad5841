"""Converts a checkpoint in the published layout to one that loads faster and may be smaller; the layout stays.

    model-*.safetensors      tensor by tensor, in another type or quantised if asked
    token2wav/flow.pt        flow.safetensors in half precision
    token2wav/hift.pt        hift.safetensors in half precision, weight norm folded; the pitch part stays in float32
    tokenizer, flow.yaml, ONNX files, voices     as they are
    manifest.json            source, precision, and the digest of every file (`stages.manifest`)

The result appears under its name when it is complete. docs/checkpoints.md has the measurements behind the choices.
"""

import errno
import importlib.metadata
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import mlx.core as mx

from stages import checkpoint, manifest
from stages.checkpoint import CheckpointError, Found
from stages.manifest import Digest, Manifest, ManifestError
from stages.models import hift
from stages.voice import VoiceError, VoiceMaker
from stages.weights import Weights, cast_to, read_safetensors, shard_paths, write_safetensors

BITS = (8, 4)
GROUP_SIZES = (64, 32)
"""The first that divides the rows of every quantised matrix is used."""

EIGHT_BIT = ("lm_head", "model.embed_tokens")
"""Quantised to 8 bits whatever the layers get: in 4 they cost more exactness than the layers, for little memory."""

HALF = mx.float16
LARGEST_HALF = 65504.0
IN_FULL = ("f0_predictor.", "m_source.")
"""Parts of the vocoder kept in float32: the harmonics' phase is the sum of what they say over the whole call."""

PROGRAM = "stepaudio-live"

Content = Path | str | Callable[[], Weights]
"""A file to copy, a text, or tensors to be made."""

Progress = Callable[[str, int, int], None]
"""Told the file in work, the bytes written so far, and those to write in all."""


class ConvertError(ValueError):
    """This cannot be converted, or not here."""


def convert(
    source: str | Path,
    target: str | Path,
    *,
    bits: int | None = None,
    dtype: mx.Dtype | None = None,
    origin: str = "",
    revision: str | None = None,
    link: bool = False,
    progress: Progress = lambda file, done, total: None,
) -> Manifest:
    """Write folder `target` from the checkpoint in folder `source`, and return its manifest.

    `bits` quantises the LLM, `dtype` is for what is not quantised of LLM, encoder and adaptor (None: as stored).
    `origin` is named as the source instead of the folder. With `link`, files that need no change are linked, where the
    file system can, instead of copied. Raises ConvertError, CheckpointError.
    """
    source, target = Path(source), Path(target)
    check_wish(target, bits)
    found = checkpoint.inspect(source)
    check_source(found)
    section = quantization(found.config["text_config"], bits) if bits else None
    outputs = contents(found, section, dtype)
    sizes = {name: size_of(content) for name, content in outputs.items()}
    need_space(
        target, sum(sizes[name] for name, content in outputs.items() if not (link and isinstance(content, Path)))
    )
    done_bytes = 0

    def written(file: str, n_bytes: int) -> None:
        nonlocal done_bytes
        done_bytes += n_bytes
        progress(file, done_bytes, sum(sizes.values()))

    with completed(target) as folder:
        files: dict[str, Digest] = {}
        for name, content in outputs.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            files[name] = write(folder / name, content, link, partial(written, name))
        result = Manifest(
            source=origin or source.resolve().name,
            revision=revision,
            tool=tool(),
            precision=precision(found, section, dtype),
            quantization=section,
            files=dict(sorted(files.items())),
        )
        result.write(folder)
    return result


def check_source(found: Found) -> None:
    """Raises for a source that is quantised already, damaged by its own manifest, or unable to prepare a voice."""
    if section := found.config.get("quantization"):
        raise ConvertError(
            f"{found.folder} is quantised already, to {section['bits']} bits: convert the checkpoint it was made from"
        )
    try:
        manifest.check(found.folder, None, every_byte=True)
        VoiceMaker(found.folder / "token2wav")  # which opens its networks
    except (ManifestError, VoiceError) as error:
        raise CheckpointError(f"{found.folder}: {error}") from error


def quantization(text_config: dict[str, Any], bits: int) -> dict[str, Any]:
    """The section `quantization` of config.json, in mlx-lm's form."""
    rows = [text_config[key] for key in ("hidden_size", "intermediate_size")]
    group_size = next((size for size in GROUP_SIZES if not any(row % size for row in rows)), None)
    if group_size is None:
        raise ConvertError(f"rows of {rows} numbers cannot be quantised in groups of {GROUP_SIZES}")
    section: dict[str, Any] = {"group_size": group_size, "bits": bits}
    if bits != 8:
        section |= {name: {"group_size": group_size, "bits": 8} for name in EIGHT_BIT}
    return section


def contents(found: Found, section: dict[str, Any] | None, dtype: mx.Dtype | None) -> dict[str, Content]:
    """What goes into each file of the result."""
    source = found.folder
    text = found.config["text_config"] | ({"torch_dtype": name_of(dtype)} if dtype else {})
    config = found.config | {"text_config": text} | ({"quantization": section} if section else {})
    files: dict[str, Content] = {"config.json": json_text(config)}
    files |= {path.relative_to(source).as_posix(): path for path in unchanged_files(source)}
    *_, flow, vocoder = (part.weights for part in found.parts)
    files["token2wav/flow.safetensors"] = lambda: halved(flow)
    files["token2wav/hift.safetensors"] = lambda: halved(fold(vocoder), IN_FULL)
    weight_map: dict[str, str] = {}
    for path in shard_paths(source):
        shard = partial(converted_shard, path, section, dtype)
        before, after = read_safetensors(path), shard()
        same = before.keys() == after.keys() and all(w.dtype == after[name].dtype for name, w in before.items())
        files[path.name] = path if same else shard
        weight_map |= dict.fromkeys(after, path.name)
    files["model.safetensors.index.json"] = json_text({"metadata": {}, "weight_map": weight_map})
    return files


def converted_shard(path: Path, section: dict[str, Any] | None, dtype: mx.Dtype | None) -> Weights:
    """The tensors a shard becomes, not computed yet."""
    result: Weights = {}
    for name, w in read_safetensors(path).items():
        w = cast_to(dtype, w)
        module = name.removesuffix(".weight")
        if section and w.ndim == 2 and (module in EIGHT_BIT or module.startswith("model.layers.")):
            how = section.get(module, section)
            packed = mx.quantize(w, how["group_size"], how["bits"])
            result |= zip((name, f"{module}.scales", f"{module}.biases"), packed, strict=True)
        else:
            result[name] = w
    return result


def fold(weights: Weights) -> Weights:
    """The vocoder's tensors with weight norm folded, the axes as published."""
    return {name: w.swapaxes(1, 2) if w.ndim == 3 else w for name, w in hift.sanitize(weights).items()}


def halved(weights: Weights, in_full: tuple[str, ...] = ()) -> Weights:
    """In half precision, but for names that begin with one of `in_full`. Raises ConvertError for what exceeds it."""
    for name, w in weights.items():
        if (largest := float(mx.abs(w).max())) > LARGEST_HALF:
            raise ConvertError(f"{name} reaches {largest:g}: beyond {name_of(HALF)}, which ends at {LARGEST_HALF:g}")
    return {name: w if name.startswith(in_full) else w.astype(HALF) for name, w in weights.items()}


def unchanged_files(folder: Path) -> Iterable[Path]:
    """Tokenizer, generation settings, flow.yaml, ONNX files and voices."""
    rewritten = {"config.json", "model.safetensors.index.json", manifest.FILE}
    for pattern in ("*.json", "*.txt", "LICENSE*", "token2wav/*.onnx", "token2wav/*.yaml", "voices/*"):
        yield from (path for path in sorted(folder.glob(pattern)) if path.is_file() and path.name not in rewritten)


def precision(found: Found, section: dict[str, Any] | None, dtype: mx.Dtype | None) -> dict[str, str]:
    """How the weights of each part are stored."""
    encoder, adaptor, llm, _, _ = (types_of(cast_to(dtype, w) for w in part.weights.values()) for part in found.parts)
    return {
        "encoder": encoder,
        "adaptor": adaptor,
        "embedding and head": "8 bit" if section else llm,
        "layers": f"{section['bits']} bit" if section else llm,
        "flow": name_of(HALF),
        "vocoder": f"{name_of(HALF)}, pitch float32",
    }


def write(path: Path, content: Content, link: bool, written: Callable[[int], None]) -> Digest:
    """Write one file and return its digest; `written` is told of the bytes as they go."""
    match content:
        case Path():
            if not (link and linked(content, path)):
                shutil.copyfile(content, path)
            written(size_of(content))
        case str():
            path.write_text(content, encoding="utf-8")
            written(size_of(content))
        case make:
            return Digest(sha256=write_safetensors(path, make(), written), bytes=path.stat().st_size)
    return manifest.digest(path)


def linked(source: Path, target: Path) -> bool:
    """Whether `target` could be made a second name of the file `source`."""
    try:
        os.link(source.resolve(), target)
    except OSError:
        return False
    return True


def size_of(content: Content) -> int:
    """Bytes the file will have, but for a header."""
    match content:
        case Path():
            return content.stat().st_size
        case str():
            return len(content.encode())
        case make:
            return sum(w.nbytes for w in make().values())


def check_wish(target: Path, bits: int | None) -> None:
    """Raises ConvertError for bits that are not offered, or if there is something at `target` but an empty folder."""
    if bits is not None and bits not in BITS:
        raise ConvertError(f"quantising to {bits} bits: expected one of {BITS}")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ConvertError(f"{target} is there already")


def need_space(target: Path, n_bytes: int) -> None:
    """Raises ConvertError unless the disk that `target` will be on has room for so many bytes."""
    place = next(folder for folder in target.resolve().parents if folder.is_dir())
    free = shutil.disk_usage(place).free
    if free < n_bytes:
        raise ConvertError(
            f"{target} needs {gigabytes(n_bytes)}, the disk has {gigabytes(free)} free: "
            f"make room for {gigabytes(n_bytes - free)} more"
        )


def gigabytes(n_bytes: int) -> str:
    """A size in words, small ones with more digits."""
    return f"{n_bytes / 1e9:.2f} GB" if n_bytes >= 1e8 else f"{n_bytes / 1e9:.4f} GB"


@contextmanager
def completed(target: Path) -> Generator[Path]:
    """A folder to fill, which gets its name when that has succeeded, and is removed when it has not."""
    folder = target.with_name(f"{target.name}.partial")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
        if target.exists():
            target.rmdir()
        folder.rename(target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ConvertError(f"the disk of {target} became full; what was written is removed") from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tool() -> str:
    """This program and its version, which it has once it is installed."""
    try:
        return f"{PROGRAM} {importlib.metadata.version(PROGRAM)}"
    except importlib.metadata.PackageNotFoundError:
        return PROGRAM


def types_of(weights: Iterable[mx.array]) -> str:
    return ", ".join(sorted({name_of(w.dtype) for w in weights}))


def name_of(dtype: mx.Dtype) -> str:
    return str(dtype).removeprefix("mlx.core.")


def json_text(content: Any) -> str:
    return json.dumps(content, indent=2) + "\n"
