"""How well a checkpoint hears, answers and reads aloud: by the public library, on exchanges held out from training.

    python -m training.evaluate [--n 200] [--seed 0] [--json FILE] [--checkpoint FOLDER] [--set answer.temperature=0]

Hearing is scored against what was said, in voices trained on and not, and over a telephone. Answers are right if their
text is exactly the one that follows from the request. Both stand beside the same for requests as in training, so
that what is lost on new ones shows. Sound is judged by `training.judge` against its own text, once
with the general language model and once with the small world's; the teacher's audio of the same texts stands beside it,
because pocketsphinx errs as well. Every figure has a bootstrap interval over utterances that covers 95 %.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import soxr
import typer
from numpy.typing import NDArray

from stepaudio import Speech, StepAudio2
from stepaudio.audio import HEARD_HZ, AudioError
from stepaudio.library import NANO
from training import augment, judge, voices, world
from training.synthesis import ESPEAK_HELD_OUT_VOICES, RATE_HZ, Engine, EngineError

Samples = NDArray[np.float32]

VOICES: dict[str, list[str]] = {
    "espeak, trained": voices.FORMANT,
    "flite, trained": voices.RECORDED,
    "espeak, held out": ESPEAK_HELD_OUT_VOICES,
    "festival, held out": list(voices.HELD_OUT),
}
SILENCE_S = 0.3, 0.5  # before and after a request
PEAK = 0.5
RESAMPLES = 2000  # of the bootstrap
CALLERS = [name for pair in zip(voices.RECORDED * 3, voices.FORMANT, strict=False) for name in pair]
"""Voices trained on, of either kind in turn, where the voice is not the question."""


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance under one measure: `score` of `of` (word errors of words, or right answers of one)."""

    measure: str
    voice: str
    wanted: str
    got: str
    score: int
    of: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over its rows: a share, and the interval that covers it in 95 % of the bootstrap's samples."""

    measure: str
    rows: int
    share: float
    low: float
    high: float


class Caller:
    """Requests as a caller says them. Raises EngineError where an engine or a voice is missing."""

    def __init__(self) -> None:
        self._engine = Engine()

    def say(self, text: str, voice: str) -> Samples:
        """(n,) at 16 kHz, with silence around."""
        samples = soxr.resample(self._engine.say(text, voice).samples, RATE_HZ, HEARD_HZ)
        before, after = (round(seconds * HEARD_HZ) for seconds in SILENCE_S)
        scale = PEAK / max(float(np.abs(samples).max()), 1e-3)
        return np.pad((samples * scale).astype(np.float32), (before, after))

    def teach(self, text: str) -> Samples:
        """(n,) at 24 kHz in the voice that the model learned to speak in."""
        return self._engine.say(text, voices.AGENT).samples


def hearing(
    model: StepAudio2, caller: Caller, requests: Sequence[str], names: Sequence[str], measure: str,
    line: Callable[[Samples], Samples] = lambda samples: samples,
) -> Iterator[Row]:  # fmt: skip
    """Transcripts of the requests, said in each voice in turn, through a telephone `line` or plainly."""
    for k, request in enumerate(requests):
        voice = names[k % len(names)]
        heard = model.transcribe((line(caller.say(request, voice)), HEARD_HZ)).text
        yield word_row(f"hearing, WER: {measure}", voice, request, heard)


def answering(
    model: StepAudio2, caller: Caller, exchanges: Sequence[world.Exchange], measure: str, judged: bool
) -> Iterator[Row]:
    """Answers to requests: their texts against the right ones and, if `judged`, their sound against their texts.

    A request in which the model finds no speech has the empty answer, whose sound should have been the right one.
    """
    for k, exchange in enumerate(exchanges):
        voice = CALLERS[k % len(CALLERS)]
        try:
            answer = model.respond((caller.say(exchange.request, voice), HEARD_HZ))
        except AudioError:  # nobody heard
            answer = Speech("", np.zeros(0, np.float32), 0.0, {})
        right = int(answer.text == exchange.answer)
        yield Row(f"{measure}, exactly right", voice, exchange.answer, answer.text, right, 1)
        if judged:
            yield from sound(measure, caller, answer.text or exchange.answer, answer)


def reading(model: StepAudio2, caller: Caller, texts: Sequence[str], measure: str) -> Iterator[Row]:
    """Texts read aloud: what the model writes down as it reads, and its sound, against the texts."""
    for text in texts:
        read = model.synthesize(text)
        yield Row(f"{measure}, exactly right", "", text, read.text, int(read.text == text), 1)
        yield from sound(measure, caller, text, read)


def sound(measure: str, caller: Caller, text: str, speech: Speech) -> Iterator[Row]:
    """What the judge hears in speech that should say `text`, and in the teacher's."""
    for who, samples, rate_hz in ("", speech.samples, speech.rate_hz), (" (teacher)", caller.teach(text), RATE_HZ):
        for name, sentences in ("general", None), ("world", judge.domain_sentences()):
            heard = judge.recognise(samples, rate_hz, sentences) if len(samples) else ""
            yield word_row(f"{measure}, WER by {name} judge{who}", "", text, heard)


def word_row(measure: str, voice: str, wanted: str, got: str) -> Row:
    """Word errors."""
    return Row(measure, voice, wanted, got, judge.word_errors(wanted, got), len(world.spoken(wanted).split()))


def figures(rows: Sequence[Row], seed: int = 0) -> list[Figure]:
    """A figure for every measure, in the order in which the measures appear."""
    result: list[Figure] = []
    for measure in dict.fromkeys(row.measure for row in rows):
        counts = np.array([(row.score, row.of) for row in rows if row.measure == measure], np.float64)
        drawn = np.random.default_rng(seed).integers(0, len(counts), (RESAMPLES, len(counts)))
        score, of = counts[drawn].sum(axis=1).T
        low, high = np.quantile(score / of, [0.025, 0.975])
        share = counts[:, 0].sum() / counts[:, 1].sum()
        result.append(Figure(measure, len(counts), float(share), float(low), float(high)))
    return result


def table(of: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    lines = [f"{'measure':54}{'n':>5}{'share':>9}   95 % interval"]
    lines += [f"{f.measure:54}{f.rows:5}{f.share:9.1%}   {f.low:.1%} to {f.high:.1%}" for f in of]
    return "\n".join(lines)


def evaluate(model: StepAudio2, n: int, seed: int, tell: Callable[[str], None]) -> list[Row]:
    """Hearing on `n` utterances a measure, speaking on half as many; what lacks its engine is told of and left out."""
    rng, caller = Random(seed), Caller()
    new = [world.sample(rng, held_out=True) for _ in range(n)]
    known = [world.sample(rng) for _ in range(n)]
    requests, half = [exchange.request for exchange in new], max(1, n // 2)
    parts = [
        *(hearing(model, caller, requests, names, group) for group, names in VOICES.items()),
        hearing(model, caller, requests, CALLERS, "trained voices over a telephone", augment.telephone),
        hearing(model, caller, [exchange.request for exchange in known], CALLERS, "trained voices and phrasings"),
        answering(model, caller, new[:half], "answering", judged=True),
        answering(model, caller, known[:half], "answering trained phrasings", judged=False),
        reading(model, caller, [exchange.answer for exchange in new[:half]], "reading answers"),
    ]
    rows: list[Row] = []
    for part in parts:
        before = len(rows)
        try:
            rows.extend(part)
        except EngineError as error:
            tell(f"left out: {error}")
            del rows[before:]
            continue
        tell(table(figures(rows[before:])))
    return rows


def main(
    n: Annotated[int, typer.Option(help="utterances of each measure of hearing; half of speaking")] = 200,
    seed: Annotated[int, typer.Option(help="which exchanges are drawn")] = 0,
    json_file: Annotated[Path | None, typer.Option("--json", help="file for the figures and every hypothesis")] = None,
    checkpoint: Annotated[Path, typer.Option(help="folder of the checkpoint")] = NANO,
    override: Annotated[list[str] | None, typer.Option("--set", help="section.key=value of the configuration")] = None,
) -> None:
    """Measures a checkpoint and prints a table."""
    with StepAudio2.load(checkpoint, overrides=override or ()) as model:
        rows = evaluate(model, n, seed, typer.echo)
    found = figures(rows)
    typer.echo(f"\n{table(found)}")
    if json_file:
        content = {
            "n": n, "seed": seed, "set": override, "figures": list(map(asdict, found)), "rows": list(map(asdict, rows))
        }  # fmt: skip
        json_file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
