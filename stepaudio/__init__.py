"""Step-Audio 2 on MLX: the public face.

    from stepaudio import StepAudio2

    with StepAudio2.load() as model:
        print(model.transcribe("question.wav").text)
        model.respond("question.wav").save("answer.wav")

The command line of the same name is in `stepaudio.cli`.
"""

from stepaudio import blas

blas.load()  # before anything imports mlx.core

from stepaudio.library import Speech, StepAudio2, Transcript  # noqa: E402

__all__ = ["Speech", "StepAudio2", "Transcript"]
