"""The independent recogniser: pocketsphinx, which no model here was trained with or on.

`recognise(samples, rate_hz)` uses its general English language model; with `sentences` a bigram model of those, which
is what sentences of a small world need to be judged fairly. Compare figures of one language model only.
From the command line: `python -m training.judge FILE.wav --reference "what it should say" [--domain]`.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from pocketsphinx import Decoder
from scipy.signal import resample_poly

from training import world
from training.errors import distance

RATE_HZ = 16_000
SEEN_SHARE = 0.9  # of a word's probability goes to words seen to follow it


def recognise(samples: NDArray[np.float32], rate_hz: int, sentences: Sequence[str] | None = None) -> str:
    """The words heard in mono float samples at any rate: lower case, no punctuation; "" when nothing was heard."""
    decoder = _decoder(tuple(sentences) if sentences is not None else None)
    decoder.start_utt()
    decoder.process_raw(_prepared(samples, rate_hz).tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return hypothesis.hypstr if hypothesis else ""


def word_errors(reference: str, hypothesis: str) -> int:
    """Words (characters of Mandarin) to insert, delete or replace to turn one text into the other; case and punctuation
    are ignored."""
    return distance(world.units(reference), world.units(hypothesis))


def word_error_rate(references: str | Sequence[str], hypotheses: str | Sequence[str]) -> float:
    """Word errors of all texts over the number of words (characters of Mandarin) in the references."""
    refs = [references] if isinstance(references, str) else references
    hyps = [hypotheses] if isinstance(hypotheses, str) else hypotheses
    words = sum(len(world.units(ref)) for ref in refs)
    return sum(word_errors(ref, hyp) for ref, hyp in zip(refs, hyps, strict=True)) / max(words, 1)


@cache
def domain_sentences(count: int = 20_000) -> tuple[str, ...]:
    """Answers of the small world, for `recognise(..., sentences=domain_sentences())`."""
    rng = Random(7)
    return tuple(world.sample(rng, held_out=i % 4 == 0).answer for i in range(count))


def _prepared(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.int16]:
    """16 kHz, peak at half scale, a quarter of a second of faint noise around: digital silence upsets the front end."""
    common = math.gcd(rate_hz, RATE_HZ)
    audio = resample_poly(np.asarray(samples, np.float64), RATE_HZ // common, rate_hz // common)
    audio = np.pad(audio * 0.5 / max(float(np.abs(audio).max(initial=0)), 1e-6), RATE_HZ // 4)
    audio += np.random.default_rng(0).normal(0, 3e-4, len(audio))
    return (np.clip(audio, -1, 1) * 32767).astype(np.int16)


@cache
def _decoder(sentences: tuple[str, ...] | None) -> Any:
    if sentences is None:
        return Decoder(loglevel="FATAL")
    with tempfile.NamedTemporaryFile("w", suffix=".arpa") as file:
        file.write(_arpa_bigrams([world.spoken(sentence).split() for sentence in sentences]))
        file.flush()
        return Decoder(lm=file.name, loglevel="FATAL")


def _arpa_bigrams(sentences: Sequence[Sequence[str]]) -> str:
    """A bigram model in ARPA form: seen successors share SEEN_SHARE of each word's probability, all words the rest."""
    pairs = Counter(pair for words in sentences for pair in zip(["<s>", *words], [*words, "</s>"], strict=True))
    first, second = Counter[str](), Counter[str]()
    for (word, following), count in pairs.items():
        first[word] += count
        second[following] += count
    total = sum(second.values()) + len(second)
    rest = math.log10(1 - SEEN_SHARE)
    unigrams = [f"{math.log10((count + 1) / total):.4f} {word} {rest:.4f}" for word, count in second.items()]
    bigrams = [
        f"{math.log10(SEEN_SHARE * count / first[word]):.4f} {word} {next_}" for (word, next_), count in pairs.items()
    ]
    header = ["\\data\\", f"ngram 1={len(unigrams) + 1}", f"ngram 2={len(bigrams)}", ""]
    ones = ["\\1-grams:", f"-99 <s> {rest:.4f}", *unigrams, ""]
    twos = ["\\2-grams:", *bigrams, "", "\\end\\", ""]
    return "\n".join(header + ones + twos)


def main() -> None:
    parser = argparse.ArgumentParser(description="What pocketsphinx hears in a WAV file.")
    parser.add_argument("file")
    parser.add_argument("--reference", help="the text it should say: prints the word error rate")
    parser.add_argument("--domain", action="store_true", help="expect answers of the small world")
    arguments = parser.parse_args()
    samples, rate_hz = soundfile.read(arguments.file, dtype="float32", always_2d=True)
    heard = recognise(samples.mean(axis=1), rate_hz, domain_sentences() if arguments.domain else None)
    print(heard)
    if arguments.reference is not None:
        print(f"word error rate {word_error_rate(arguments.reference, heard):.1%}")


if __name__ == "__main__":
    main()
