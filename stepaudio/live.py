"""Live sessions in process: the model in your own event loop, without a server or a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from pipeline.observer import Observer
from pipeline.session import Session, open_session
from pipeline.wish import Wish
from stepaudio.engine import Engine, Progress
from stepaudio.library import NANO, open_model
from stepaudio.warmup import warm_up


class Live:
    """A loaded model, on which any number of sessions are held at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    @asynccontextmanager
    async def load(
        cls,
        path: str | Path = NANO,
        config: str | Path | None = None,
        overrides: Iterable[str] = (),
        progress: Progress = lambda doing: None,
    ) -> AsyncGenerator[Live]:
        """Loads the checkpoint in folder `path`, and frees it at the end of the scope.

        `config` is a TOML file, `overrides` are texts like "ears.min_silence_ms=400". Raises CheckpointError,
        VoiceError, ConfigError.
        """
        async with open_model(path, config, overrides, progress) as engine:
            await warm_up(engine, progress)
            yield cls(engine)

    @property
    def voices(self) -> list[str]:
        """The names of the resident voices, the default first."""
        return list(self._engine.voices)

    def session(
        self, wish: Wish | None = None, observer: Observer | None = None
    ) -> AbstractAsyncContextManager[Session]:
        """A session, for the scope: `push` the events of a client, iterate its own. Raises SessionError for a wish that
        cannot be met. `observer` is told of every step, turn and fault."""
        return open_session(self._engine, self._engine.config, wish, observer=observer)
