"""The web client's modules without a browser: their sound, their types, and what a linter finds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_resampler_and_the_jitter_buffer(node: str) -> None:
    run(node, "--test", "sound.test.mjs")


def test_types(packages: Path) -> None:
    run(str(packages / ".bin" / "tsc"), "-p", "tsconfig.json")


def test_lint(packages: Path) -> None:
    run(str(packages / ".bin" / "biome"), "lint", "--error-on-warnings", "--config-path=.", "../../web_client", ".")


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
