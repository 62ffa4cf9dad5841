"""A conversation in your own program, without a server: python examples/embed.py QUESTION.wav [ANSWER.wav]"""

from __future__ import annotations

import asyncio
import sys

import numpy as np
import soundfile

from stepaudio import Live, MicAudio, MicEnded, SpeechAudio, TextDelta, TranscriptDelta, Wish


async def main(question: str, answer: str) -> None:
    channels, rate_hz = soundfile.read(question, dtype="float32", always_2d=True)
    heard, said, sound = "", "", list[np.ndarray]()
    async with Live.load() as model, model.session(Wish(system="You are a helpful assistant.")) as session:

        async def microphone() -> None:
            block = rate_hz // 50  # 20 ms
            for at in range(0, len(channels), block):
                await session.push(MicAudio(channels[at : at + block, 0], rate_hz))
                await asyncio.sleep(0.02)
            await session.push(MicEnded())

        speaking = asyncio.create_task(microphone())
        async for event in session:
            match event:
                case TranscriptDelta(committed=text):
                    heard += text
                case TextDelta(text=text):
                    said += text
                case SpeechAudio(samples=samples):
                    sound.append(samples)  # 24 kHz: play it
                case _:
                    pass
        await speaking
    soundfile.write(answer, np.concatenate(sound), 24_000)
    print(f"heard: {heard}\nsaid: {said}\n{answer}: {sum(map(len, sound)) / 24_000:.1f} s")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "answer.wav"))
