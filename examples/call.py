"""A call to a running server: python examples/call.py ws://127.0.0.1:8000/v1/stream QUESTION.wav [ANSWER.wav]

A server with keys reads the caller's from the environment: STEPAUDIO_KEY=... python examples/call.py ...
"""

from __future__ import annotations

import asyncio
import os
import sys

import numpy as np
import soundfile

from stepaudio import Fault, MicEnded, Played, SpeechAudio, Start, TextDelta, Wish, connect


async def main(url: str, question: str, answer: str) -> None:
    channels, rate_hz = soundfile.read(question, dtype="float32", always_2d=True)
    sound: list[np.ndarray] = []
    key = os.environ.get("STEPAUDIO_KEY", "")
    start = Start(rate_hz, wish=Wish(task="converse"))
    async with connect(url, start, key=key, waiting=lambda place: print(f"waiting, place {place}")) as call:

        async def microphone() -> None:
            await call.play(channels[:, 0])  # at its own pace
            await call.send(MicEnded())

        speaking = asyncio.create_task(microphone())
        async for event in call:
            match event:
                case TextDelta(text=text):
                    print(text, end="", flush=True)
                case SpeechAudio(turn, samples, start_samples):
                    sound.append(samples)
                    await call.send(Played(turn, start_samples + samples.size))  # as a loudspeaker would
                case Fault(message=message):
                    print(f"\n{message}")
                case _:
                    pass
        await speaking
    soundfile.write(answer, np.concatenate(sound), 24_000)
    print(f"\n{answer}: {sum(map(len, sound)) / 24_000:.1f} s")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "answer.wav"))
