"""What was heard of a turn: by the client's report, by the send clock, to the last whole audio token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_model import World, world

from pipeline.conversation import AssistantSpeech, Conversation
from pipeline.events import SPEECH_RATE_HZ, SessionEvent, SpeechAudio
from pipeline.observer import Observers
from pipeline.settings import settle
from pipeline.turn import CODE_SAMPLES, Turn
from pipeline.wish import Wish

pytestmark = pytest.mark.anyio


async def answered(there: World, sent: Callable[[Turn, SessionEvent], None]) -> Turn:
    """A turn of five words, all made, and of it sent what `sent` sends."""
    settings = settle(Wish(), there.config, there.model.voices)
    turn = Turn(None, settings, there.config, there.clock, Observers())
    conversation = Conversation("", there.model.memory(), max_tokens=100)

    async def say(event: SessionEvent) -> None:
        sent(turn, event)

    turn.begin(0)
    await turn.let_out(say)
    await turn.run(there.model.voice(0, conversation, settings), there.model.lane, say)
    turn.finish()
    return turn


def send(turn: Turn, event: SessionEvent) -> None:
    if isinstance(event, SpeechAudio):
        turn.sent(event)


def send_nothing(turn: Turn, event: SessionEvent) -> None:
    """The client reads nothing."""


@pytest.mark.parametrize(
    ("samples", "ids", "text"),
    [
        (0, None, None),
        (CODE_SAMPLES - 1, None, None),
        (CODE_SAMPLES, (0, 1000), "w0 "),
        (2 * CODE_SAMPLES, (0, 1000, 1001), "w0 "),
        (3 * CODE_SAMPLES + 5, (0, 1000, 1001, 1, 1002), "w0 w1 "),
    ],
)
async def test_an_answer_is_cut_after_the_last_token_that_sounded_whole(
    samples: int, ids: tuple[int, ...] | None, text: str | None
) -> None:
    async with world() as there:
        heard = (await answered(there, send)).heard(samples)
        assert [(message.ids, message.text) for message in heard if isinstance(message, AssistantSpeech)] == (
            [(ids, text)] if ids else []
        )


async def test_all_of_it_is_all_of_it() -> None:
    async with world() as there:
        turn = await answered(there, send)
        heard = turn.heard()
        (message,) = heard
        assert isinstance(message, AssistantSpeech)
        assert len(message.ids) == 15
        assert message.text == turn.text
        assert heard == turn.heard(turn.made_samples)


async def test_the_send_clock_stands_in_for_a_client_that_reports_nothing() -> None:
    async with world() as there:
        turn = await answered(there, send)
        assert turn.playout.heard_samples() == 0
        there.clock.advance(0.1)
        assert turn.playout.heard_samples() == pytest.approx(0.1 * SPEECH_RATE_HZ, abs=1)
        there.clock.advance(0.31)
        assert turn.playout.heard_samples() == turn.playout.sent_samples == 10 * CODE_SAMPLES
        assert turn.is_playing()  # the client may lag
        there.clock.advance(there.config.answer.playout_slack_ms / 1000)
        assert not turn.is_playing()


async def test_a_report_is_believed_but_never_beyond_what_was_sent() -> None:
    async with world() as there:
        turn = await answered(there, send)
        turn.played(1000)
        there.clock.advance(0.2)
        assert turn.playout.heard_samples() == 1000
        turn.played(500)
        assert turn.playout.heard_samples() == 1000
        turn.played(10**9)
        assert turn.playout.heard_samples() == 10 * CODE_SAMPLES
        assert not turn.is_playing()


async def test_what_was_not_sent_was_not_heard() -> None:
    async with world() as there:
        turn = await answered(there, send_nothing)
        there.clock.advance(100)
        turn.played(5000)
        assert turn.playout.heard_samples() == 0
        assert turn.is_playing()
