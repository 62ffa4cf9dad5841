"""Configuration: what can be said, and how a mistake is answered."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline import config
from pipeline.config import Config, ConfigError, McpServer


def test_the_default_holds_every_knob_and_is_valid() -> None:
    loaded = config.load()
    written = tomllib.loads(config.DEFAULT.read_text(encoding="utf-8"))
    assert list(written) == [section.name for section in fields(Config)]
    for section in fields(Config):
        knobs = [] if section.name == "mcp" else [knob.name for knob in fields(getattr(loaded, section.name))]
        assert list(written[section.name]) == knobs


def test_servers_of_tools_are_named_tables(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[mcp.weather]\ncommand = ["forecast", "-v"]\n[mcp.house]\nurl = "http://house/mcp"\n', "utf-8")
    loaded = config.load(file, ['mcp.house={url="http://barn/mcp", only=["light"]}'])
    assert loaded.mcp["weather"] == McpServer(command=("forecast", "-v"))
    assert loaded.mcp["house"] == McpServer(url="http://barn/mcp", only=("light",))
    assert not config.load().mcp


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("mcp.weather=3", "mcp.weather is 3: expected a table"),
        ("mcp.weather={comand=[]}", "no key 'comand': did you mean command"),
        ("mcp.weather={command=7}", "mcp.weather.command is 7: expected a list"),
    ],
)
def test_a_wrong_table_is_named(override: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config.load(overrides=[override])


def test_every_knob_states_its_reason() -> None:
    lines = config.DEFAULT.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if " = " in line and "#" not in line]


def test_a_file_changes_only_what_it_names_and_an_override_comes_last(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[ears]\nmin_silence_ms = 400\n[answer]\ntemperature = 0\n", encoding="utf-8")
    loaded = config.load(file, ["ears.min_silence_ms=500", "answer.voice = anna", 'answer.system="Be brief."'])
    assert loaded.ears.min_silence_ms == 500
    assert isinstance(loaded.answer.temperature, float)
    assert loaded.answer.temperature == 0
    assert loaded.answer.voice == "anna"
    assert loaded.answer.system == "Be brief."
    assert loaded.flow == config.load().flow


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("ears.min_silense_ms=400", "did you mean min_silence_ms?"),
        ("ear.min_silence_ms=400", "did you mean ears?"),
        ("ears.min_silence_ms=soon", "'soon': expected a whole number from 32 to 5000"),
        ("ears.min_silence_ms=400.5", "400.5: expected a whole number from 32 to 5000"),
        ("ears.min_silence_ms=9000", "9000: expected a whole number from 32 to 5000"),
        ("ears.min_silence_ms=true", "True: expected a whole number"),
        ("transcript.enabled=1", "1: expected true or false"),
        ("answer.top_p=0", "0: expected a number from 0.01 to 1"),
        ("answer.top_p=nan", "nan: expected a number from 0.01 to 1"),
        ("answer.system=3", "3: expected a text"),
        ("metrics.buckets_ms=[1, 'x']", "buckets_ms[1] is 'x': expected a number"),
        ("metrics.buckets_ms=5", "5: expected a list"),
        ("min_silence_ms=400", "expected section.key=value"),
        ("ears.min_silence_ms", "expected section.key=value"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(override: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        config.load(overrides=[override])
    assert said in str(error.value)


def test_a_mistake_in_a_file_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    for text, said in [
        ("[ears\n", "is not TOML"),
        ("ears = 1\n", "ears is a section"),
        ("[vad]\n", "no section [vad]"),
    ]:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"mine\.toml") as error:
            config.load(file)
        assert said in str(error.value)
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "none.toml")


def test_a_channel_without_a_size_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'vokoder' has no size"):
        config.load().channels.size("vokoder")
