"""Live sessions in process: the model in your own event loop, without a server or a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from pipeline.config import Config
from pipeline.config import load as load_config
from pipeline.observer import Observer
from pipeline.session import Session, open_session
from pipeline.wish import Wish
from stepaudio.engine import Engine, Progress, model_defaults, open_engine
from stepaudio.library import NANO
from stepaudio.warmup import warm_up


class Live:
    """A loaded model, on which any number of sessions are held at once."""

    def __init__(self, engine: Engine, config: Config) -> None:
        self._engine = engine
        self._config = config

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
        folder = Path(path)
        settings = load_config(Path(config) if config else None, overrides, model_defaults(folder))
        async with open_engine(folder, settings, progress=progress) as engine:
            await warm_up(engine, progress)
            yield cls(engine, settings)

    @property
    def voices(self) -> list[str]:
        """The names of the resident voices, the default first."""
        return list(self._engine.voices)

    def session(
        self, wish: Wish | None = None, observer: Observer | None = None
    ) -> AbstractAsyncContextManager[Session]:
        """A session, for the scope: `push` the events of a client, iterate its own. Raises SessionError for a wish that
        cannot be met. `observer` is told of every step, turn and fault."""
        return open_session(self._engine, self._config, wish, observer=observer)
