"""Step-Audio 2 on MLX: the public face.

    from stepaudio import StepAudio2

    with StepAudio2.load() as model:
        print(model.transcribe("question.wav").text)
        model.respond("question.wav").save("answer.wav")

`StepAudio2` is for whole recordings and texts, `Live` for conversations in this process, `connect` for calls to a
server; docs/embedding.md shows all three.

The command line of the same name is in `stepaudio.cli`.
"""

from stepaudio import blas, cache

blas.load()  # before anything imports mlx.core
cache.keep_kernels()

from pipeline.events import (  # noqa: E402
    Cancel,
    Choose,
    Commit,
    Discard,
    Fault,
    Forget,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    Remember,
    Respond,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ThoughtDelta,
    ToolCall,
    ToolOutput,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    Usage,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.session import Session, SessionError  # noqa: E402
from pipeline.wish import ToolSchema, Wish  # noqa: E402
from stepaudio.library import Speech, StepAudio2, ThinkConfig, Transcript  # noqa: E402
from stepaudio.live import Live  # noqa: E402
from transport.client import Call, CallError, connect  # noqa: E402
from transport.codec import Start  # noqa: E402

__all__ = [
    "Call",
    "CallError",
    "Cancel",
    "Choose",
    "Commit",
    "Discard",
    "Fault",
    "Forget",
    "Held",
    "Interrupted",
    "Live",
    "MicAudio",
    "MicEnded",
    "Played",
    "Released",
    "Remember",
    "Respond",
    "Session",
    "SessionError",
    "Speech",
    "SpeechAudio",
    "SpeechStarted",
    "SpeechStopped",
    "Start",
    "StepAudio2",
    "TextDelta",
    "ThinkConfig",
    "ThoughtDelta",
    "ToolCall",
    "ToolOutput",
    "ToolResult",
    "ToolSchema",
    "Transcript",
    "TranscriptDelta",
    "TurnEnded",
    "TurnMetrics",
    "TurnStarted",
    "Usage",
    "UserText",
    "VoiceReady",
    "VoiceSample",
    "Wish",
    "connect",
]
