"""A tap: hears along what a session hears from its client and says to it."""

from __future__ import annotations

from typing import Protocol

from pipeline.events import ClientEvent, SessionEvent


class Tap(Protocol):
    """Called in the order in which things happen, on the event loop; it must not wait, nor raise."""

    def heard(self, event: ClientEvent) -> None:
        """The client said something."""
        ...

    def said(self, event: SessionEvent) -> None:
        """The client was given something."""
        ...


class NoTap:
    """Hears nothing."""

    def heard(self, event: ClientEvent) -> None:
        pass

    def said(self, event: SessionEvent) -> None:
        pass
