"""`python -m training PART`: one command a part, all writing to one folder.

    python -m training tokenizer            # the text tokenizer, into checkpoints/nano
    python -m training corpus               # voices to learn acoustics from
    python -m training speech-tokenizer     # speech tokenizer and speaker network
    python -m training flow                 # needs the speech tokenizer
    python -m training vocoder
    python -m training stock                # answers in speech tokens, in advance, where there is no GPU
    python -m training language             # encoder, adaptor and LLM; speaks once there is a speech tokenizer
    python -m training exam                 # figures of what text decides; `training.evaluate` has those of sound
    python -m training export               # checkpoints/nano from the parts
    python -m training samples              # and its sample calls
    python -m training average              # the mind between that of one run and of the run it came from
    python -m training unpack               # the parts again, from checkpoints/nano, to go on from

Each part resumes from its own files where `--resume` names their folder.
"""

from __future__ import annotations

import json
import multiprocessing as mp
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import mlx.core as mx
import numpy as np
import typer

from stages.models.adaptor import Adaptor, AdaptorConfig
from stages.models.device import on_gpu
from stages.models.encoder import EncoderConfig
from stages.models.flow import Flow, FlowConfig
from stages.models.hift import Hift, HiftConfig
from stages.models.llm import Llm, LlmConfig
from stages.models.s3_tokenizer import S3Tokenizer
from stages.tokenizer import Tokenizer
from training import exam as examination
from training import flow as flow_training
from training import nano, text_tokenizer, voices
from training import stock as stocked
from training import vocoder as vocoder_training
from training.calls import CallPool
from training.corpus import VoiceCorpus, make_voice_corpus
from training.documents import Formats
from training.export import export_checkpoint
from training.language import Mind, RovingEncoder, pieces, read_pieces, train_language, write_pieces
from training.listen import Listener, probe, report
from training.loop import Log, by_name
from training.phonemes import NAMES, UNKNOWN
from training.speaker import Speaker
from training.speech import say
from training.speech_tokenizer import codes_of, n_codes, nano_config, train_speech_tokenizer
from training.synthesis import RATE_HZ, Engine

app = typer.Typer(no_args_is_help=True, add_completion=False)
CHECKPOINT = Path("checkpoints/nano")

Out = Annotated[Path, typer.Option(help="folder of logs and weights")]
Corpus = Annotated[Path, typer.Option(help="folder of the voice corpus")]
Seconds = Annotated[float, typer.Option(help="seconds of training")]
Resume = Annotated[Path | None, typer.Option(help="folder with weights of this part to go on from")]
Steps = Annotated[int, typer.Option(help="at most so many steps")]
Pause = Annotated[float, typer.Option(help="seconds of them that the process may be stopped for")]
Text = Annotated[Path, typer.Option("--tokenizer", help="folder of the text tokenizer")]


@app.command()
def tokenizer(
    folder: Text = CHECKPOINT,
    keep: Annotated[bool, typer.Option(help="keep the merges that are there, and add characters alone")] = False,
) -> None:
    """Makes the text tokenizer."""
    text_tokenizer.make(folder, keep=keep)


@app.command()
def corpus(
    folder: Corpus = Path("out/corpus"), hours: float = 5, processes: int = os.cpu_count() or 1, seed: int = 1
) -> None:
    """Synthesises the voice corpus."""
    log = Log(folder / "log.txt", "corpus")
    made = make_voice_corpus(voices.ALL, voices.ACOUSTIC_WEIGHTS, hours, processes, seed)
    made.save(folder)
    log(
        f"{len(made.wav24) / 180000:.2f} h in {len(made.voices)} streams of {made.n_voices} voices, "
        f"{(made.f0_hz > 0).mean():.2f} voiced, "
        f"{(made.phonemes == UNKNOWN).mean():.2f} without phonemes"
    )


@app.command()
def speech_tokenizer(
    corpus: Corpus = Path("out/corpus"),
    out: Out = Path("out"),
    seconds: Seconds = 120,
    resume: Resume = None,
    steps: Steps = 10**9,
    pause: Pause = 0,
) -> None:
    """Trains the speech tokenizer and the speaker network."""
    model, speaker = S3Tokenizer(nano_config()), Speaker()
    if resume:
        read_pieces(model, resume, "s3")
        read_pieces(speaker, resume, "speaker")
    log = Log(out / "speech_tokenizer.txt", "tokenizer")
    train_speech_tokenizer(
        VoiceCorpus.load(corpus), model, speaker, log, out, seconds=seconds, max_steps=steps, pause_s=pause
    )
    write_pieces(by_name(speaker.parameters()), out, "speaker")
    write_pieces(by_name(model.parameters()), out, "s3")


@app.command()
def flow(
    corpus: Corpus = Path("out/corpus"),
    out: Out = Path("out"),
    seconds: Seconds = 400,
    resume: Resume = None,
    steps: Steps = 10**9,
    learning_rate: float = 8e-4,
    judged_from: Annotated[float, typer.Option(help="share of the time after which an ear judges what it makes")] = 0.5,
    pause: Pause = 0,
) -> None:
    """Trains the flow."""
    model, speaker, net = S3Tokenizer(nano_config()), Speaker(), _flow()
    read_pieces(model, out, "s3")
    read_pieces(speaker, out, "speaker")
    if resume:
        read_pieces(net, resume, "flow")
    else:
        flow_training.start_at_mel_scale(net)
    log = Log(out / "flow.txt", "flow")
    flow_training.train_flow(
        VoiceCorpus.load(corpus),
        model,
        speaker,
        net,
        log,
        out,
        seconds=seconds,
        max_steps=steps,
        learning_rate=learning_rate,
        judged_from=judged_from,
        pause_s=pause,
    )


@app.command()
def vocoder(
    corpus: Corpus = Path("out/corpus"),
    out: Out = Path("out"),
    seconds: Seconds = 400,
    resume: Resume = None,
    steps: Steps = 10**9,
    learning_rate: float = 8e-4,
    critics_from: float = 0.55,
    pause: Pause = 0,
) -> None:
    """Trains the vocoder."""
    speaker, net = Speaker(), Hift(HiftConfig(nano.VOCODER_CHANNELS, nano.F0_CHANNELS))
    read_pieces(speaker, out, "speaker")
    if resume:
        read_pieces(net, resume, "hift")
    else:
        vocoder_training.start_at_mel_scale(net)
    log = Log(out / "vocoder.txt", "vocoder")
    vocoder_training.train_vocoder(
        VoiceCorpus.load(corpus),
        speaker,
        net,
        log,
        out,
        seconds=seconds,
        max_steps=steps,
        learning_rate=learning_rate,
        critics_from=critics_from,
        pause_s=pause,
    )


@app.command()
def stock(
    out: Out = Path("out"),
    seconds: Seconds = 600,
    processes: int = os.cpu_count() or 1,
    seed: int = 1,
    read_share: Annotated[float, typer.Option(help="share of texts to read aloud")] = 0.7,
    text_tokenizer_folder: Text = CHECKPOINT,
) -> None:
    """Has the agent say answers before training begins; the speech tokenizer is that of OUT."""
    n = stocked.make(out / f"stock-{seed}.xz", seconds, processes, seed, read_share, text_tokenizer_folder, out)
    Log(out / "stock.txt", "stock")(f"{n} scenes")


@app.command()
def language(
    out: Out = Path("out"),
    seconds: Seconds = 480,
    resume: Resume = None,
    steps: Steps = 10**9,
    workers: int = max(1, (os.cpu_count() or 1) - 3),
    composers: int = 2,
    learning_rate: float = 1.5e-3,
    talk_share: float = 0.7,
    scenes: Annotated[int, typer.Option(help="scenes a worker makes and keeps")] = 6000,
    requests: Annotated[int, typer.Option(help="short requests a worker keeps; of longer ones it keeps fewer")] = 1600,
    batch_seconds: float = 160,
    stock: Annotated[Path | None, typer.Option(help="folder of scenes made in advance")] = None,
    loudness: Annotated[float, typer.Option(help="how large features of what is heard become, as a share")] = 1,
    seed: int = 0,
    half: bool = True,
    text_tokenizer_folder: Text = CHECKPOINT,
) -> None:
    """Trains encoder, adaptor and language model."""
    text = Tokenizer.load(text_tokenizer_folder)
    with mp.get_context("fork").Pool(1) as aside:  # engines may crash a process
        looked_at = aside.apply(probe, (text,))
    pool = CallPool(workers, (requests, requests, max(1, requests // 4)), scenes)
    pool.start(text_tokenizer_folder, 1000 + seed, stocked.load(stock) if stock else ())
    mind = make_mind(text)
    if resume:
        read_pieces(mind, resume, "mind")
    log = Log(out / "language.txt", "language")
    while pool.made.sum() <= 50 * workers:
        time.sleep(0.1)

    def tokeniser() -> Any:
        if not (out / "s3-0.safetensors").exists():
            return None
        model = S3Tokenizer(nano_config())
        read_pieces(model, out, "s3")
        log("the speech tokenizer is there: the machine begins to talk")

        def run(audio: np.ndarray, n_samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            # The silence behind an answer is heard too, then cut: at a true end the last code would be noise.
            codes = codes_of(model, mx.array(audio).astype(mx.float32) / 32768)
            return np.array(codes), n_codes(n_samples)

        return run

    formats = Formats(text)
    train_language(
        mind,
        pool,
        formats,
        log,
        out,
        seconds=seconds,
        tokenise=tokeniser,
        learning_rate=learning_rate,
        talk_share=talk_share,
        loudness=loudness,
        batch_seconds=batch_seconds,
        n_composers=composers,
        seed=seed,
        listen=lambda: report(Listener(mind, formats), looked_at),
        max_steps=steps,
        dtype=mx.bfloat16 if half else mx.float32,
    )
    pool.stop()


@app.command()
def exam(
    weights: Annotated[Path, typer.Option(help="folder of the trained mind")] = Path("out"),
    out: Annotated[Path, typer.Option(help="file of the figures and every hypothesis")] = Path("out/exam.json"),
    n: Annotated[int, typer.Option(help="utterances of a row and seed")] = 1000,
    seeds: Annotated[int, typer.Option(help="seeds")] = 2,
    rows: Annotated[
        str, typer.Option(help="some rows, separated by ';'; empty: all but those of the engines that are strangers")
    ] = "",
    batch: int = 256,
    processes: int = os.cpu_count() or 1,
    text_tokenizer_folder: Text = CHECKPOINT,
) -> None:
    """Measures what text decides, many utterances at a time."""
    text = Tokenizer.load(text_tokenizer_folder)
    usual = [row for row in (*examination.HEARING, *examination.SCENES) if row not in voices.STRANGE_ENGINES]
    chosen = rows.split(";") if rows else usual
    items = examination.build(chosen, range(seeds), n, text, processes)
    log = Log(out.with_suffix(".txt"), "exam")
    while not (weights / "mind-0.safetensors").exists() or (weights / "training").exists():
        time.sleep(0.5)  # the utterances were made while training went on
    mind = make_mind(text)
    read_pieces(mind, weights, "mind")
    mind.set_dtype(mx.bfloat16 if on_gpu() else mx.float32)
    examiner = examination.Examiner(Listener(mind, Formats(text)), batch)

    def keep(results: list[examination.Result]) -> None:
        content = {"figures": examination.summary(results), "results": [asdict(result) for result in results]}
        out.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")

    for row in examination.summary(examination.sit(examiner, items, log, keep)):
        log(f"{row['row']:32} n {row['n']:5} {row['share']:.2%} ({row['low']:.2%} to {row['high']:.2%}) {row['seeds']}")


@app.command()
def samples(folder: Annotated[Path, typer.Option(help="where the WAV files go")] = CHECKPOINT / "samples") -> None:
    """Says the sample calls that the checkpoint brings."""
    from training.samples import make_samples  # it needs soundfile, which machines that only train need not have

    make_samples(folder)


@app.command()
def export(
    weights: Annotated[Path, typer.Option(help="folder of the trained parts")] = Path("out"),
) -> None:
    """Writes checkpoints/nano from the trained parts, with voices to speak in; the text tokenizer is there already."""
    text = Tokenizer.load(CHECKPOINT)
    mind = make_mind(text)
    read_pieces(mind, weights, "mind")
    net = _flow()
    read_pieces(net, weights, "flow")
    hift = Hift(HiftConfig(nano.VOCODER_CHANNELS, nano.F0_CHANNELS))
    read_pieces(hift, weights, "hift")
    s3, speaker = S3Tokenizer(nano_config()), Speaker()
    read_pieces(s3, weights, "s3")
    read_pieces(speaker, weights, "speaker")
    export_checkpoint(
        CHECKPOINT,
        encoder=mind.encoder,
        adaptor=mind.adaptor,
        llm=mind.llm,
        flow=net,
        vocoder=hift,
        tokenizer_s3=s3,
        speaker=speaker,
        audio_config=nano.AUDIO_ENCODER,
        flow_config=nano.FLOW,
        text_config=nano.TEXT
        | {"vocab_size": mind.llm.args.vocab_size, "eos_token_id": text.eos_id, "pad_token_id": text.pad_id},
    )
    import soundfile  # only here: machines that only train need not have it

    folder = CHECKPOINT / "voices"
    folder.mkdir(exist_ok=True)
    for name, voice in voices.RESIDENT.items():
        said = say(Engine(), voices.SAMPLE_MANDARIN if voice.startswith(voices.MANDARIN) else voices.SAMPLE, voice)
        soundfile.write(folder / f"{name}.flac", said.samples * (0.5 / np.abs(said.samples).max()), RATE_HZ)


@app.command()
def average(
    before: Annotated[Path, typer.Argument(help="folder with the mind that a run went on from")],
    after: Annotated[Path, typer.Argument(help="folder with the mind it became")],
    out: Out = Path("out"),
    share: Annotated[float, typer.Option(help="how much of the latter")] = 0.85,
) -> None:
    """Writes the weighted mean of two minds, of which one went on from the other."""
    first, second = pieces(before, "mind"), pieces(after, "mind")
    mean = {name: (1 - share) * first.get(name, w) + share * w for name, w in second.items()}
    write_pieces({name: w.astype(mx.bfloat16) for name, w in mean.items()}, out, "mind")


@app.command()
def unpack(
    out: Out = Path("out"),
    checkpoint: Annotated[Path, typer.Option(help="folder of the checkpoint")] = CHECKPOINT,
) -> None:
    """Takes a checkpoint apart, into weights to go on from."""
    from training import unpack as unpacking  # it needs onnx, as only export does

    write_pieces(unpacking.mind(checkpoint), out, "mind")
    write_pieces(unpacking.speech_tokenizer(checkpoint), out, "s3")
    write_pieces(unpacking.speaker(checkpoint), out, "speaker")
    write_pieces(unpacking.flow(checkpoint), out, "flow")
    write_pieces(unpacking.vocoder(checkpoint), out, "hift")


def make_mind(text: Tokenizer) -> Mind:
    """Encoder, adaptor and language model of the nano sizes, untrained."""
    vocabulary = -(-(text.audio_id(6655) + 1) // 64) * 64
    llm = Llm(LlmConfig.from_json(nano.TEXT | {"vocab_size": vocabulary}))
    encoder = EncoderConfig.from_json(nano.AUDIO_ENCODER)
    adaptor = Adaptor(AdaptorConfig.from_json(nano.AUDIO_ENCODER))
    peak = nano.AUDIO_ENCODER["mel_peak"]
    return Mind(RovingEncoder(encoder), adaptor, llm, encoder.width, len(NAMES), text.audio_id(0), peak)


def _flow() -> Flow:
    return Flow(FlowConfig.from_yaml({"flow": nano.FLOW}))


if __name__ == "__main__":
    app()
