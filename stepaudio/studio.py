"""The model as the HTTP endpoints need it: recordings become text, texts become sound, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, aclosing

from pipeline.events import (
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Samples,
    SpeechAudio,
    TextDelta,
    TurnEnded,
    TurnStarted,
    UserText,
)
from pipeline.session import Session
from pipeline.wish import Wish
from stepaudio import whole
from stepaudio.audio import HEARD_HZ
from stepaudio.engine import Engine
from transport.captions import Passage

Sessions = Callable[[Wish], AbstractAsyncContextManager[Session]]


class StudioError(RuntimeError):
    """A piece of work that failed; the message is the session's."""


class Studio:
    """A `transport.rest.Studio` over the engine, which is there once the model is loaded."""

    def __init__(self, engine: Callable[[], Engine], sessions: Sessions) -> None:
        self._engine = engine
        self._sessions = sessions

    async def hear(self, samples: Samples, to: str | None) -> AsyncGenerator[str | Passage]:
        """What is said in a recording (n,) at 16 kHz: the text of each passage as it grows, and then the passage."""
        engine = self._engine()
        for utterance in await whole.utterances(engine, samples):
            text = ""
            if to is None:
                written = whole.transcribing(engine, utterance.speech)
            else:
                written = self._translated(samples[utterance.start_samples : utterance.end_samples], to)
            async with aclosing(written) as pieces:
                async for piece in pieces:
                    text += piece
                    yield piece
            yield Passage(utterance.start_samples / HEARD_HZ, utterance.end_samples / HEARD_HZ, text.strip())

    async def speak(self, text: str, voice: str, instructions: str) -> AsyncGenerator[Samples]:
        """A text read aloud, sentence by sentence: samples (n,) at 24 kHz, no faster than they are taken."""
        read_prompt = self._engine().config.answer.read_prompt
        system = f"{instructions}\n{read_prompt}" if instructions else None
        async with self._sessions(Wish(task="read", voice=voice or None, system=system)) as session:
            events, reading = aiter(session), -1
            for sentence in whole.sentences(text):
                await session.push(UserText(sentence))
                async for event in events:
                    match event:
                        case TurnStarted(turn):
                            reading = turn
                        case SpeechAudio(turn, samples, start_samples):
                            yield samples
                            await session.push(Played(turn, start_samples + samples.size))
                        case TurnEnded():
                            reading = -1
                            break
                        case Interrupted(turn, _, reason) if turn == reading:  # not the last, which is all there
                            raise StudioError(f"the reading was cut: {reason}")
                        case Fault(message=message):
                            raise StudioError(message)
                        case _:
                            pass

    async def _translated(self, samples: Samples, to: str) -> AsyncGenerator[str]:
        async with self._sessions(Wish(task="translate", to=to, spoken=False, turns="manual")) as session:
            for at in range(0, len(samples), HEARD_HZ):
                await session.push(MicAudio(samples[at : at + HEARD_HZ], HEARD_HZ))
            await session.push(MicEnded())
            async for event in session:
                match event:
                    case TextDelta(text=text):
                        yield text
                    case Fault(message=message):
                        raise StudioError(message)
                    case _:
                        pass
