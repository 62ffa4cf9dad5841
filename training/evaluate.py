"""How well a checkpoint hears, answers and reads aloud: by the public library, on exchanges held out from training.

    python -m training.evaluate [--n 200] [--seed 0] [--json FILE] [--checkpoint FOLDER] [--set answer.temperature=0]

Hearing is scored against what was said, in voices trained on and not, and over a telephone. Answers are right if their
text is exactly the one that follows from the request. Both stand beside the same for requests as in training, so
that what is lost on new ones shows. Sound is judged by `training.judge` against its own text, once
with the general language model and once with the small world's, and by the checkpoint's own ears, which also judge
Mandarin; the teacher's audio of the same texts stands beside it, because judges err as well. Clones of voices never
trained on are judged by their pitch, and by whether the checkpoint's speaker network picks the right sample out of
twenty. Every figure has a bootstrap interval over utterances that covers 95 %. What text alone decides is measured on
many more utterances by `python -m training exam`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import soundfile
import soxr
import typer
from numpy.typing import NDArray

from stages.voice import VoiceMaker
from stepaudio import Speech, StepAudio2
from stepaudio.audio import HEARD_HZ, AudioError
from stepaudio.library import NANO
from training import augment, judge, voices, world
from training.corpus import pitch_hz
from training.errors import distance
from training.speech import say
from training.synthesis import ESPEAK_HELD_OUT_VOICES, RATE_HZ, Engine, EngineError

Samples = NDArray[np.float32]

VOICES: dict[str, list[str]] = {
    "espeak, trained": voices.FORMANT,
    "flite, trained": voices.RECORDED,
    "espeak, held out": ESPEAK_HELD_OUT_VOICES,
    **{f"{engine}, held out": names for engine, names in voices.STRANGE_ENGINES.items()},
}
STRANGERS = [
    *[(voice, size) for size in (0.82, 0.94, 1.07, 1.22) for voice in ESPEAK_HELD_OUT_VOICES[:5]][:18],
    ("festival:ked_diphone", 1.0),
    ("festival:cmu_us_slt_arctic_hts", 1.0),
]
"""Twenty speakers for cloning, none of whom was trained on: voices held out, made larger and smaller."""
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
        samples = soxr.resample(say(self._engine, text, voice).samples, RATE_HZ, HEARD_HZ)
        before, after = (round(seconds * HEARD_HZ) for seconds in SILENCE_S)
        scale = PEAK / max(float(np.abs(samples).max()), 1e-3)
        return np.pad((samples * scale).astype(np.float32), (before, after))

    def teach(self, text: str) -> Samples:
        """(n,) at 24 kHz in the voice that the model learned to speak in."""
        return say(self._engine, text, voices.AGENTS["zh" if world.is_chinese(text) else "en"]).samples

    def sample(self, text: str, voice: str, size: float) -> Samples:
        """(n,) at 24 kHz: a speaker to clone."""
        return say(self._engine, text, voice, size=size).samples


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


def reading(model: StepAudio2, caller: Caller, texts: Sequence[str], measure: str, voice: str = "") -> Iterator[Row]:
    """Texts read aloud in a voice (default: the checkpoint's first): what the model writes down as it reads, and its
    sound, against the texts."""
    for text in texts:
        read = model.synthesize(text, voice=voice)
        yield Row(f"{measure}, exactly right", "", text, read.text, int(read.text == text), 1)
        yield from sound(measure, caller, text, read, model)


def cloning(model_of: Callable[[Path], StepAudio2], caller: Caller, texts: Sequence[str], n: int) -> Iterator[Row]:
    """Clones of strangers say texts that their samples do not: their median pitch, and who is taken for whom."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples: dict[str, Samples] = {}
        for k, (voice, size) in enumerate(STRANGERS):
            samples[f"stranger{k:02}"] = caller.sample(voices.SAMPLE, voice, size)
        for who, sample in samples.items():
            soundfile.write(folder / f"{who}.wav", sample * (0.5 / np.abs(sample).max()), RATE_HZ)
        with model_of(folder) as model:
            maker = VoiceMaker(NANO / "token2wav")
            known = {who: unit(maker.embedding(at_16k(sample))) for who, sample in samples.items()}
            for k in range(n):
                who = list(samples)[k % len(samples)]
                said = model.synthesize(texts[k % len(texts)], voice=who).samples
                if len(said) < RATE_HZ // 2:
                    yield Row("cloning, picked out of 20", who, who, "(silence)", 0, 1)
                    continue
                mine = unit(maker.embedding(at_16k(said)))
                found = max(known, key=lambda other: float(known[other] @ mine))
                yield Row("cloning, picked out of 20", who, who, found, int(found == who), 1)
                wanted, got = median_hz(samples[who]), median_hz(said)
                near = abs(got / wanted - 1) <= 0.15
                yield Row("cloning, median f0 within 15 %", who, f"{wanted:.0f} Hz", f"{got:.0f} Hz", int(near), 1)


def unit(embedding: NDArray[np.float32]) -> NDArray[np.float32]:
    return embedding / np.float32(np.linalg.norm(embedding))


def at_16k(samples: Samples) -> Samples:
    return soxr.resample(samples * (0.5 / np.abs(samples).max()), RATE_HZ, HEARD_HZ).astype(np.float32)


def median_hz(samples: Samples) -> float:
    """The median pitch of what is voiced."""
    found = pitch_hz(samples.astype(np.float32) * np.float32(0.5 / max(1e-3, float(np.abs(samples).max()))))
    return float(np.median(found[found > 0])) if (found > 0).any() else 0.0


def sound(measure: str, caller: Caller, text: str, speech: Speech, ears: StepAudio2 | None = None) -> Iterator[Row]:
    """What the judges hear in speech that should say `text`, and in the teacher's; with `ears` the checkpoint's own."""
    if ears is not None:
        for who, samples in ("", speech.samples), (" (teacher)", caller.teach(text)):
            heard = ears.transcribe((padded(samples), RATE_HZ)).text if len(samples) else ""
            yield word_row(f"{measure}, errors by own ears{who}", "", text, heard)
    if world.is_chinese(text):
        return
    for who, samples, rate_hz in ("", speech.samples, speech.rate_hz), (" (teacher)", caller.teach(text), RATE_HZ):
        for name, sentences in ("general", None), ("world", judge.domain_sentences()):
            heard = judge.recognise(samples, rate_hz, sentences) if len(samples) else ""
            yield word_row(f"{measure}, WER by {name} judge{who}", "", text, heard)


def padded(samples: Samples) -> Samples:
    """With silence around, as a caller's request has."""
    before, after = (round(seconds * RATE_HZ) for seconds in SILENCE_S)
    return np.pad(samples * np.float32(PEAK / max(float(np.abs(samples).max()), 1e-3)), (before, after))


def word_row(measure: str, voice: str, wanted: str, got: str) -> Row:
    """Word errors of English, character errors of Mandarin."""
    units = world.units(wanted)
    return Row(measure, voice, wanted, got, distance(units, world.units(got)), len(units))


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


PARTS = ("hearing", "answering", "reading", "cloning")


def evaluate(
    model: StepAudio2,
    model_of: Callable[[Path], StepAudio2],
    n: int,
    seed: int,
    parts: Sequence[str],
    tell: Callable[[str], None],
) -> list[Row]:
    """Hearing on `n` utterances a measure, speaking on half as many; what lacks its engine is told of and left out.
    `model_of` loads the checkpoint with a folder of voices."""
    rng, caller = Random(seed), Caller()
    new = [world.sample(rng, held_out=True) for _ in range(n)]
    known = [world.sample(rng) for _ in range(n)]
    requests, half = [exchange.request for exchange in new], max(1, n // 2)
    chinese = [turn.request for turn in drawn(rng, "zh", n)]
    written = [turn.answer for turn in drawn(rng, "zh", half)]
    opened = [world.open_sentence(rng) for _ in range(half)]
    every: dict[str, list[Iterator[Row]]] = {
        "hearing": [
            *(hearing(model, caller, requests, names, group) for group, names in VOICES.items()),
            hearing(model, caller, requests, CALLERS, "trained voices over a telephone", augment.telephone),
            hearing(model, caller, [exchange.request for exchange in known], CALLERS, "trained voices and phrasings"),
            hearing(model, caller, chinese, voices.HELD_OUT_MANDARIN, "Mandarin"),
        ],
        "answering": [
            answering(model, caller, new[:half], "answering", judged=True),
            answering(model, caller, known[:half], "answering trained phrasings", judged=False),
        ],
        "reading": [
            reading(model, caller, [exchange.answer for exchange in new[:half]], "reading answers"),
            reading(model, caller, opened, "reading open English"),
            reading(model, caller, written, "reading Mandarin"),
            *[
                reading(model, caller, written, f"reading Mandarin as {name}", name)
                for name, voice in voices.RESIDENT.items()
                if voice == voices.AGENTS["zh"] and name in model.voices
            ],
        ],
        "cloning": [cloning(model_of, caller, [exchange.answer for exchange in known], n)],
    }
    rows: list[Row] = []
    for part in (each for name in parts for each in every[name]):
        before = len(rows)
        try:
            rows.extend(part)
        except EngineError as error:
            tell(f"left out: {error}")
            del rows[before:]
            continue
        tell(table(figures(rows[before:])))
    return rows


def drawn(rng: Random, language: world.Language, n: int) -> list[world.Turn]:
    """Held-out turns of the world in one language."""
    found: list[world.Turn] = []
    while len(found) < n:
        scene = world.scene(rng, "answer", held_out=True)
        found += [turn for turn in scene.turns if scene.language == language]
    return found


def main(
    n: Annotated[int, typer.Option(help="utterances of each measure of hearing; half of speaking")] = 200,
    seed: Annotated[int, typer.Option(help="which exchanges are drawn")] = 0,
    json_file: Annotated[Path | None, typer.Option("--json", help="file for the figures and every hypothesis")] = None,
    checkpoint: Annotated[Path, typer.Option(help="folder of the checkpoint")] = NANO,
    part: Annotated[list[str] | None, typer.Option(help=f"some of {', '.join(PARTS)}; none given: all")] = None,
    override: Annotated[list[str] | None, typer.Option("--set", help="section.key=value of the configuration")] = None,
) -> None:
    """Measures a checkpoint and prints a table."""

    def model_of(folder: Path) -> StepAudio2:
        return StepAudio2.load(checkpoint, overrides=[*(override or ()), f"voices.folder={folder}"])

    with StepAudio2.load(checkpoint, overrides=override or ()) as model:
        rows = evaluate(model, model_of, n, seed, part or PARTS, typer.echo)
    found = figures(rows)
    typer.echo(f"\n{table(found)}")
    if json_file:
        content = {
            "n": n, "seed": seed, "set": override, "figures": list(map(asdict, found)), "rows": list(map(asdict, rows))
        }  # fmt: skip
        json_file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
