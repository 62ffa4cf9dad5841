"""Rebuilding a conversation's memory after its oldest messages were forgotten, while nobody waits for it."""

from __future__ import annotations

import anyio

from pipeline.conversation import Conversation
from pipeline.model import Model
from pipeline.settings import Settings


class Recollection:
    """Runs between two turns, and stops for the next one, which goes on from as far as it came."""

    def __init__(self) -> None:
        self._scope: anyio.CancelScope | None = None
        self._stopped = anyio.Event()

    async def run(self, model: Model, conversation: Conversation, settings: Settings) -> None:
        """Read what is remembered, as a turn under `settings` will, until that is done or `stop` is called."""
        if self._scope is not None:
            return
        self._stopped = anyio.Event()
        try:
            with anyio.CancelScope() as self._scope:
                await model.recall(conversation, settings)
        finally:
            self._scope = None
            self._stopped.set()

    async def stop(self) -> None:
        """From here on it does not touch the memory any more."""
        if self._scope is not None:
            self._scope.cancel()
            await self._stopped.wait()
