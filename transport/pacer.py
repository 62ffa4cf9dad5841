"""The pacer, for a player that cannot pause: sound leaves a little ahead of what it plays, the rest is held here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

PIECE_MS = 100  # of sound in one message; the player reports how far it is at each one's end
LEAD_MS = 500  # of sound the player has in store: enough for its distance, and all that is heard after a hold
OCTETS_PER_MS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound for the player: octets at 8 kHz, and the place in the turn (24 kHz samples) at which they end."""

    turn: int
    octets: bytes
    until_samples: int


class Pacer:
    """What is to be played, and what may leave now. Its clock is the caller's own sound, which comes at the same pace
    as the answer is played; the player's reports set it right."""

    def __init__(self) -> None:
        self._queue: deque[Piece] = deque()
        self._store_ms = 0.0  # what the player has not played yet, by all that is known
        self._unplayed: deque[Piece] = deque()  # sent, and not reported as played
        self._held = False

    def add(self, turn: int, octets: bytes, until_samples: int) -> None:
        """Puts sound of a turn that ends at `until_samples` behind all that waits."""
        size = PIECE_MS * OCTETS_PER_MS
        for first in range(0, len(octets), size):
            octets_left = len(octets) - min(first + size, len(octets))
            self._queue.append(Piece(turn, octets[first : first + size], until_samples - 3 * octets_left))

    def due(self) -> list[Piece]:
        """What may leave now."""
        pieces: list[Piece] = []
        while self._queue and not self._held and self._store_ms < LEAD_MS:
            piece = self._queue.popleft()
            self._store_ms += len(piece.octets) / OCTETS_PER_MS
            self._unplayed.append(piece)
            pieces.append(piece)
        return pieces

    def tick(self, ms: float) -> None:
        """So much time has passed."""
        self._store_ms = max(0.0, self._store_ms - ms)

    def played(self, turn: int, until_samples: int) -> bool:
        """The player reports a piece's end; whether that piece was still to be played."""
        for piece in self._unplayed:
            if (piece.turn, piece.until_samples) == (turn, until_samples):
                break
        else:
            return False
        while self._unplayed.popleft() is not piece:
            pass
        left_ms = sum(len(piece.octets) for piece in self._unplayed) / OCTETS_PER_MS
        self._store_ms = min(self._store_ms, left_ms)
        return True

    def hold(self) -> None:
        """Nothing more leaves, until `release` or `drop`."""
        self._held = True

    def release(self) -> None:
        """Go on."""
        self._held = False

    def drop(self, turn: int) -> None:
        """Forget what waits of the turn, and all that the player has: its reports of that mean nothing any more."""
        self._queue = deque(piece for piece in self._queue if piece.turn != turn)
        self._unplayed.clear()
        self._store_ms = 0.0
        self._held = False
