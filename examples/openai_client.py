"""The vendor's client, pointed here (pip install openai): openai_client.py http://127.0.0.1:8000/v1 RECORDING.wav"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from openai import OpenAI


def main(base_url: str, recording: str) -> None:
    client = OpenAI(base_url=base_url, api_key=os.environ.get("STEPAUDIO_KEY", "none"))
    with Path(recording).open("rb") as file:
        heard = client.audio.transcriptions.create(model="nano", file=file)
    print(heard.text)
    with client.audio.speech.with_streaming_response.create(
        model="nano", voice="flora", input=heard.text, response_format="wav"
    ) as speech:
        speech.stream_to_file("said.wav")
    print(f"said.wav: {Path('said.wav').stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
