"""The library's face: `StepAudio2`, for whole recordings and texts, without an event loop of one's own."""

from __future__ import annotations

import atexit
import time
import weakref
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from anyio.from_thread import start_blocking_portal

from pipeline.config import load as load_config
from pipeline.conversation import Conversation, UserSpeech
from pipeline.events import Samples
from pipeline.settings import SessionError, Settings, settle
from pipeline.wish import Wish
from stepaudio import audio, whole
from stepaudio.audio import HEARD_HZ, SPOKEN_HZ, AudioError, AudioSource
from stepaudio.engine import Engine, Progress, model_defaults, open_engine

T = TypeVar("T")

NANO = Path(__file__).resolve().parent.parent / "checkpoints" / "nano"
"""The bundled checkpoint."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said. `audio_s` is the recording's length, `took_s` the time it took, `compute_ms` by stage."""

    text: str
    audio_s: float
    took_s: float
    compute_ms: dict[str, float]

    @property
    def rtf(self) -> float:
        """Real-time factor: time taken by second of audio."""
        return self.took_s / self.audio_s


@dataclass(frozen=True, slots=True)
class Speech:
    """Something spoken: its text, its sound (n,) float32 at `rate_hz`, none where speech was not asked for.

    `heard` is what was answered, where there was speech to hear, `thinking` what the model thought before it answered.
    """

    text: str
    samples: Samples
    took_s: float
    compute_ms: dict[str, float]
    heard: str = ""
    thinking: str = ""
    rate_hz: int = SPOKEN_HZ

    @property
    def audio_s(self) -> float:
        return len(self.samples) / self.rate_hz

    def save(self, path: str | Path) -> None:
        """Writes a 16-bit WAV. Raises AudioError."""
        audio.write(Path(path), self.samples)


@dataclass(frozen=True, slots=True)
class ThinkConfig:
    """How to think before an answer: for `max_tokens` at most, after `prompt` at the end of the system prompt. None
    leaves that to the configuration, section [think]."""

    max_tokens: int | None = None
    prompt: str | None = None


def open_model(
    path: str | Path, config: str | Path | None, overrides: Iterable[str], progress: Progress
) -> AbstractAsyncContextManager[Engine]:
    """The checkpoint in folder `path`, to be loaded on entering; `config` is a TOML file, laid over what the checkpoint
    wants, and `overrides` over both. Raises ConfigError, CheckpointError."""
    folder = Path(path)
    settings = load_config(Path(config) if config else None, overrides, model_defaults(folder))
    return open_engine(folder, settings, progress=progress)


class StepAudio2:
    """A loaded model. Every call is blocking and may be made from any thread.

    Its memory is free again after `close`, at the end of a `with`, or when nothing refers to it; at the end of the
    program it is closed.
    """

    def __init__(self, engine: Engine, portal: Any, stack: ExitStack) -> None:
        self._engine = engine
        self._portal = portal
        self._close = weakref.finalize(self, stack.close)
        atexit.register(self._close)  # before the exit of what was imported earlier, MLX's among them

    @classmethod
    def load(
        cls,
        path: str | Path = NANO,
        config: str | Path | None = None,
        overrides: Iterable[str] = (),
        progress: Progress = lambda doing: None,
    ) -> StepAudio2:
        """Loads the checkpoint in folder `path`.

        `config` is a TOML file, `overrides` are texts like "answer.temperature=0". Raises CheckpointError, ConfigError.
        """
        model = open_model(path, config, overrides, progress)
        with ExitStack() as stack:
            portal = stack.enter_context(start_blocking_portal())
            engine = stack.enter_context(portal.wrap_async_context_manager(model))
            return cls(engine, portal, stack.pop_all())
        raise AssertionError("unreachable")

    @property
    def voices(self) -> list[str]:
        """The names of the resident voices, the default first."""
        return list(self._engine.voices)

    def transcribe(self, recording: AudioSource) -> Transcript:
        """What is said in a recording; the text is empty where nobody speaks. Raises AudioError."""
        samples = audio.read(recording)

        async def run() -> str:
            utterances = await whole.hear(self._engine, samples)
            return " ".join([await whole.transcribe(self._engine, each) for each in utterances])

        text, took_s, compute_ms = self._call(run)
        return Transcript(text, len(samples) / HEARD_HZ, took_s, compute_ms)

    def synthesize(self, text: str, voice: str = "") -> Speech:
        """A text read aloud in a voice (default: the configured, or the checkpoint's first). Raises ValueError."""
        if not text.strip():
            raise ValueError("there is no text to read: expected at least one word")
        name = self._settle(Wish(voice=voice or None)).voice
        said, took_s, compute_ms = self._call(lambda: whole.synthesize(self._engine, text, name))
        return Speech(said.text, said.samples, took_s, compute_ms)

    def respond(self, recording: AudioSource, voice: str = "") -> Speech:
        """The spoken answer to a spoken question. Raises AudioError, also when nobody speaks in the recording."""
        return self._answer(recording, self._settle(Wish(voice=voice or None)))

    def think_and_respond(self, recording: AudioSource, config: ThinkConfig = ThinkConfig(), voice: str = "") -> Speech:
        """As `respond`, after thinking, which is not spoken: `thinking`, `text` and `samples` of what comes back.

        Raises AudioError, and ValueError for a budget of no tokens.
        """
        think, answer = self._engine.config.think, self._engine.config.answer
        budget = think.max_tokens if config.max_tokens is None else config.max_tokens
        if budget < 1:
            raise ValueError(f"max_tokens is {budget}: expected at least one token of thoughts")
        settings = self._settle(Wish(voice=voice or None, think=True))
        prompt = think.prompt if config.prompt is None else config.prompt
        return self._answer(recording, replace(settings, think_tokens=budget, system=f"{answer.system}\n{prompt}"))

    def translate(self, recording: AudioSource, to: str, speech: bool = False, voice: str = "") -> Speech:
        """What is said in a recording in the language `to` ("en" or "zh"): as text, and with `speech` also spoken.

        Raises AudioError, also when nobody speaks in the recording, and ValueError for another language.
        """
        settings = self._settle(Wish(task="translate", to=to, spoken=speech, voice=voice or None))
        samples = audio.read(recording)

        async def run() -> whole.Said:
            return await whole.translate(self._engine, await self._hear(samples), settings)

        said, took_s, compute_ms = self._call(run)
        return Speech(said.text, said.samples, took_s, compute_ms)

    def close(self) -> None:
        """Frees the model and ends its threads; the object cannot be used any more."""
        self._close()

    def __enter__(self) -> StepAudio2:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self, recording: AudioSource, settings: Settings) -> Speech:
        samples = audio.read(recording)

        async def run() -> tuple[whole.Said, list[UserSpeech]]:
            utterances = await self._hear(samples)
            conversation = Conversation(settings.system, self._engine.memory(), max_tokens=self._engine.context_tokens)
            for each in utterances:
                conversation.add(each)
            return await whole.respond(self._engine, conversation, settings), utterances

        (said, utterances), took_s, compute_ms = self._call(run)

        async def write_down() -> str:
            return " ".join([await whole.transcribe(self._engine, each) for each in utterances])

        heard, _, _ = self._call(write_down)
        return Speech(said.text, said.samples, took_s, compute_ms, heard, said.thinking)

    async def _hear(self, samples: Samples) -> list[UserSpeech]:
        utterances = await whole.hear(self._engine, samples)
        if not utterances:
            raise AudioError(f"nobody speaks in the recording of {len(samples) / HEARD_HZ:.1f} s")
        return utterances

    def _settle(self, wish: Wish) -> Settings:
        try:
            return settle(wish, self._engine.config, self._engine.voices)
        except SessionError as error:
            raise ValueError(f"{error}") from error

    def _call(self, work: Callable[[], Coroutine[Any, Any, T]]) -> tuple[T, float, dict[str, float]]:
        """Runs `work` on the engine's loop: its result, the seconds it took, and its compute by stage in ms."""

        async def accounted() -> tuple[T, dict[str, float]]:
            account = whole.watched()
            result = await work()
            return result, {stage: seconds * 1e3 for stage, seconds in account.compute_s.items()}

        began_s = time.perf_counter()
        result, compute_ms = self._portal.call(accounted)
        return result, time.perf_counter() - began_s, compute_ms
