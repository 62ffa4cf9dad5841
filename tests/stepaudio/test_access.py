"""The command line where it has to do with strangers: keys, exposure, TLS files, addresses, configuration."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stepaudio.cli import app
from stepaudio.library import NANO
from transport.keys import Keys

QUESTION = NANO / "samples" / "order.wav"


def stepaudio(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_a_key_is_shown_once_and_its_file_lets_it_in(tmp_path: Path) -> None:
    made = stepaudio("key", "acme")
    assert made.exit_code == 0
    file = tmp_path / "keys.toml"
    file.write_text(made.stdout)
    (key,) = [line for line in made.stderr.splitlines() if line.startswith("sk-")]
    assert key not in made.stdout
    keys = Keys.read(file)
    assert keys.tenant(key).name == "acme"
    assert stepaudio("key", "a [b]").exit_code == 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["server.host=0.0.0.0"], "there are no keys to ask them for"),
        (["server.host=::"], "there are no keys to ask them for"),
        (["server.keys=none.toml"], "No such file"),
        (["server.tls_key=key.pem"], "TLS takes two files"),
        (["server.tls_key=key.pem", "server.tls_certificate=c.pem"], "TLS with c.pem and key.pem"),
        (["server.prot=80"], "did you mean port"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_server_that_must_not_be_is_refused_in_words(command: str, settings: list[str], says: str) -> None:
    came = stepaudio(command, *[word for setting in settings for word in ("--set", setting)])
    assert came.exit_code == 1
    assert says in came.stderr
    assert "Traceback" not in came.stderr


def test_a_file_of_keys_is_no_place_for_keys(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[acme]\nkeys = ["sk-in-plain"]\n')
    came = stepaudio("serve", "--set", f"server.keys={file}")
    assert came.exit_code == 1
    assert "holds digests, never keys" in came.stderr
    assert "sk-in-plain" not in came.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "is not a server's address"),
        ("http://127.0.0.1:1/", "is not a server's address"),
        ("ws://127.0.0.1:99999/", "is not a server's address"),
        ("ws://127.0.0.1:1/v1/stream?key=sk-secret", "no call to ws://127.0.0.1:1/v1/stream:"),
    ],
)
def test_an_address_that_is_none_is_said_clearly(url: str, says: str) -> None:
    came = stepaudio("talk", QUESTION, "--url", url)
    assert came.exit_code == 1
    assert says in came.stderr
    assert "sk-secret" not in came.stderr
    assert "Traceback" not in came.stderr


@pytest.mark.parametrize(
    "command", ["serve", "talk", "demo", "transcribe", "say", "ask", "translate", "bench", "doctor"]
)
def test_every_command_that_runs_the_model_can_be_configured(command: str) -> None:
    told = stepaudio(command, "--help").stdout
    assert all(option in told for option in ("--model", "--config", "--set"))
