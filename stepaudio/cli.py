"""The command line: `stepaudio serve | talk | transcribe | say | ask | translate | voices | bench | pull | ...`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import anyio
import mlx.core as mx
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.config import Config, ConfigError
from pipeline.config import load as load_config
from pipeline.lane import LaneClosed
from pipeline.wish import LANGUAGES
from stages.checkpoint import CheckpointError
from stages.convert import convert
from stages.manifest import Manifest
from stages.vad import Silero
from stages.voice import VoiceError, VoiceMaker
from stepaudio import audio, voices
from stepaudio.apart import serving_apart
from stepaudio.audio import AudioError
from stepaudio.bench import Run, bench
from stepaudio.caller import Notes, Question, read_questions
from stepaudio.engine import Progress, checkpoint_voices, model_defaults
from stepaudio.library import NANO, StepAudio2
from stepaudio.page import page
from stepaudio.pull import PUBLISHED, pull
from stepaudio.report import ReportError, as_json, prepare, report, table
from stepaudio.scenario import SCENARIOS, Findings, play
from stepaudio.serve import Host, ServerError, authority, check_exposure, listen, serving
from stepaudio.talk import Heard, Screen, talk, waterfall
from stepaudio.toolserver import ToolServerError
from stepaudio.voices import folder_of
from transport.client import CallError
from transport.keys import Keys, digest_of, new_key
from transport.server import Server

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
voices_app = typer.Typer(no_args_is_help=True, help="Your own voices: add, list, remove.")
app.add_typer(voices_app, name="voices")
out = Console()
err = Console(stderr=True)

QUESTIONS = NANO / "samples"
QUESTION = QUESTIONS / "order.wav"

ACTIONABLE = (
    AudioError,
    CallError,
    CheckpointError,
    ConfigError,
    ReportError,
    ServerError,
    ToolServerError,
    VoiceError,
    LaneClosed,
    ValueError,
)
"""Errors that a person can do something about."""

Model = Annotated[Path, typer.Option(help="folder of the checkpoint")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="TOML file of what differs from configs/default.toml")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="SECTION.KEY=VALUE", help="one more change; may be repeated")
]
Quantize = Annotated[int | None, typer.Option(help="bits for the LLM's weights: 8 or 4; else they stay as published")]
DTYPE_HELP = "type of what is not quantised of LLM, encoder and adaptor; else as stored"
Recording = Annotated[Path, typer.Argument(help="audio file (WAV, FLAC, OGG, MP3)")]


@app.command()
def serve(
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
    host: Annotated[str, typer.Option(help="address to listen on")] = "",
    port: Annotated[int, typer.Option(help="port to listen on")] = -1,
    trace: Annotated[Path | None, typer.Option(help="write a trace for a trace viewer (Perfetto)")] = None,
    record: Annotated[Path | None, typer.Option(help="record every call into a folder: sound and transcript")] = None,
    max_memory: Annotated[float, typer.Option(min=0, help="GB that it may take; what does not fit is refused")] = 0.0,
) -> None:
    """Run the server until it is stopped."""
    changes = [*(set_ or [])]
    changes += [f"lane.max_memory_gb={max_memory}"] if max_memory else []
    changes += [f"server.host={host}"] if host else []
    changes += [f"server.port={port}"] if port >= 0 else []
    changes += [f"metrics.trace={trace}"] if trace else []
    changes += [f"recording.folder={record}", "recording.every_call=true"] if record else []
    with errors():
        settings = configure(model, config, changes)
        house = Host(model, settings, lambda doing: err.print(f"{doing} ...", style="dim"))
        check_exposure(settings.server)
        with listen(settings.server.host, settings.server.port) as listener:
            address, s = authority(listener), "s" if settings.server.tls_key else ""
            plainly(f"http{s}://{address}/   the page\nws{s}://{address}/v1/stream   the protocol (docs/protocol.md)")
            server = Server(house.app(), settings.server.host, settings.server.port, house.settings())
            house.on_failure = lambda: setattr(server, "should_exit", True)
            server.run([listener])
        if house.failure is not None:
            raise house.failure


@app.command("talk")
def talk_(
    recording: Recording,
    url: Annotated[str, typer.Option(help="a running server; without it, one is started for the call")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="where to write the answer (WAV)")] = None,
    voice: Annotated[str, typer.Option(help="the voice to answer in")] = "",
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Speak a recording into a server, as a caller would, and hear its answer."""
    with errors():
        samples, rate_hz = audio.read_as_recorded(recording)
        heard = run(lambda: _call(url, model, configure(model, config, set_), samples, rate_hz, voice))
        _show_answer(heard, output or Path(f"{recording.stem}-answer.wav"))


@app.command()
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="where to write the answer (WAV)")] = Path(
        "out/answer.wav"
    ),
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Start a server, speak a bundled question into it, and show all that comes back."""
    with errors():
        samples, rate_hz = audio.read_as_recorded(QUESTION)
        out.print(
            f"speaking {QUESTION.name} ({len(samples) / rate_hz:.1f} s) into a server on this machine", highlight=False
        )
        heard = run(lambda: _call("", model, configure(model, config, set_), samples, rate_hz, ""))
        output.parent.mkdir(parents=True, exist_ok=True)
        _show_answer(heard, output)


@app.command()
def transcribe(
    recordings: Annotated[list[Path], typer.Argument(help="audio files")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a file")] = False,
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Write down what is said in recordings."""
    failed = False
    with errors(), loaded(model, config, set_) as it:
        for recording in recordings:
            try:
                with working(f"listening to {recording.name}"):
                    heard = it.transcribe(recording)
            except AudioError as error:
                failed = True
                complain(f"{error}")
                continue
            if not heard.text:
                complain(f"{recording}: nobody speaks in these {heard.audio_s:.1f} s")
            if as_json:
                found = {
                    "file": str(recording),
                    "text": heard.text,
                    "seconds": round(heard.audio_s, 3),
                    "rtf": round(heard.rtf, 4),
                }
                print(json.dumps(found, ensure_ascii=False), flush=True)
            else:
                name = f"{recording}: " if len(recordings) > 1 else ""
                print(f"{name}{heard.text}", flush=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def say(
    text: str,
    output: Annotated[Path, typer.Option("-o", "--output", help="where to write the sound (WAV)")],
    voice: Annotated[str, typer.Option(help="the voice to speak in")] = "",
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Read a text aloud into a WAV file."""
    with errors(), loaded(model, config, set_) as it:
        with working("speaking"):
            speech = it.synthesize(text, voice)
        speech.save(output)
        plainly(f"{output}: {speech.audio_s:.2f} s of sound in {speech.took_s:.2f} s")


@app.command()
def ask(
    recording: Recording,
    think: Annotated[bool, typer.Option("--think", help="think before answering, and show the thoughts")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="where to write the answer (WAV)")] = None,
    voice: Annotated[str, typer.Option(help="the voice to answer in")] = "",
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Answer a spoken question, without a server."""
    with errors(), loaded(model, config, set_) as it:
        with working("thinking" if think else "answering"):
            speech = it.think_and_respond(recording, voice=voice) if think else it.respond(recording, voice)
        path = output or Path(f"{recording.stem}-answer.wav")
        speech.save(path)
        plainly(f"heard: {speech.heard}")
        if think:
            plainly(f"thinking: {speech.thinking}")
        plainly(f"answer: {speech.text}")
        plainly(f"{speech.audio_s:.2f} s of sound in {path}")


@app.command()
def translate(
    recording: Recording,
    to: Annotated[str, typer.Option(help=f"the language to translate to: {', '.join(LANGUAGES)}")],
    speech: Annotated[Path | None, typer.Option(help="speak the translation into this file (WAV)")] = None,
    voice: Annotated[str, typer.Option(help="the voice to speak in")] = "",
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Translate what is said in a recording."""
    with errors(), loaded(model, config, set_) as it:
        with working("translating"):
            said = it.translate(recording, to, speech is not None, voice)
        plainly(said.text)
        if speech is not None:
            said.save(speech)
            complain(f"{speech}: {said.audio_s:.2f} s of sound")


@voices_app.command("add")
def add_voice(
    name: Annotated[str, typer.Argument(help="what to call the voice")],
    sample: Annotated[Path, typer.Argument(help="3 to 15 s of one person who speaks (WAV, FLAC, OGG, MP3)")],
    consent: Annotated[str, typer.Option(help="what the speaker agreed to, in their words; kept with the voice")] = "",
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Keep a sample as a voice to answer in, from the next start of a server on."""
    with errors():
        folder = folder_of(configure(model, config, set_).voices)
        maker = VoiceMaker(model / "token2wav")
        note = voices.add(
            folder,
            name,
            sample,
            consent,
            taken=voices.listed(checkpoint_voices(model)),
            speaker=maker,
            silero=Silero(),
            now=datetime.now(UTC),
        )
        plainly(f"{name}: {note.seconds:g} s, kept in {folder}")
        for advice in note.advice:
            complain(advice)
        if not consent:
            complain("no consent is noted: cloning a voice needs its speaker's; add it with --consent")


@voices_app.command("list")
def list_voices(model: Model = NANO, config: ConfigFile = None, set_: Set = None) -> None:
    """The voices there are: the checkpoint's, and your own."""
    with errors():
        folder = folder_of(configure(model, config, set_).voices)
        for name in voices.listed(checkpoint_voices(model)):
            plainly(f"{name}: of the checkpoint")
        for name, note in voices.listed(folder).items():
            said = f"{note.seconds:g} s, added {note.added_at}" if note else "put there by hand"
            plainly(f"{name}: {said}, consent: {(note and note.consent) or 'none noted'}")


@voices_app.command("remove")
def remove_voice(
    name: Annotated[str, typer.Argument(help="the voice")],
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Delete a voice of your own, and what is noted of it."""
    with errors():
        voices.remove(folder_of(configure(model, config, set_).voices), name)
        plainly(f"{name}: removed")


@app.command("bench")
def bench_(
    callers: Annotated[int, typer.Option(min=1, help="callers at once")] = 1,
    seconds: Annotated[float, typer.Option(min=1, help="how long they go on asking")] = 60.0,
    json_: Annotated[Path | None, typer.Option("--json", help="where to write the figures and every turn")] = None,
    html: Annotated[Path | None, typer.Option(help="where to write a page with drawings")] = None,
    url: Annotated[str, typer.Option(help="a running server; without it, one is started for the run")] = "",
    seed: Annotated[int, typer.Option(help="of the pauses that callers make")] = 0,
    scenario: Annotated[str, typer.Option(help=f"scripted calls instead: {', '.join(SCENARIOS)}")] = "",
    recordings: Annotated[Path, typer.Option(help="folder of the questions (.wav)")] = QUESTIONS,
    model: Model = NANO,
    config: ConfigFile = None,
    set_: Set = None,
) -> None:
    """Let synthetic callers ask questions, and measure how soon and how smoothly they are answered."""
    with errors():
        configure(model, config, set_)
        for path in filter(None, (json_, html)):
            prepare(path)
        questions = read_questions(recordings)
        options = ["--model", str(model), *(["--config", str(config)] if config else [])]
        options += [part for change in set_ or [] for part in ("--set", change)]
        if scenario:
            show_findings(run(lambda: _scenario(url, options, questions, scenario, seconds)), json_)
            return
        measured = run(lambda: _bench(url, options, questions, callers, seconds, seed))
        figures = report(measured)
        out.print(table(measured, figures), highlight=False, markup=False)
        for fault in measured.notes.faults:
            complain(fault)
        if json_:
            json_.write_text(as_json(measured, figures), encoding="utf-8")
        if html:
            html.write_text(page(measured, figures), encoding="utf-8")


@app.command("pull")
def pull_(
    repository: Annotated[str, typer.Argument(help=f"a folder, or a repository: {', '.join(PUBLISHED)}")],
    quantize: Quantize = None,
    revision: Annotated[str | None, typer.Option(help="branch, tag or commit")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="folder to make; else checkpoints/NAME")] = None,
) -> None:
    """Fetch a published checkpoint and convert it; after an interruption, the same command goes on."""
    with errors(), bar() as progress:
        name = Path(repository).resolve().name + (f"-{quantize}bit" if quantize else "")
        target = output or Path("checkpoints") / name
        show_manifest(target, pull(repository, target, bits=quantize, revision=revision, progress=progress))


@app.command("convert")
def convert_(
    source: Annotated[Path, typer.Argument(help="folder of a checkpoint as published")],
    target: Annotated[Path, typer.Argument(help="folder to make")],
    quantize: Quantize = None,
    dtype: Annotated[Literal["bfloat16", "float16", "float32"] | None, typer.Option(help=DTYPE_HELP)] = None,
) -> None:
    """Make a checkpoint that loads faster, and is smaller if quantised, from one as published."""
    with errors(), bar() as progress:
        wanted = getattr(mx, dtype) if dtype else None
        show_manifest(target, convert(source, target, bits=quantize, dtype=wanted, progress=progress))


@app.command()
def key(tenant: Annotated[str, typer.Argument(help="who it is for: a word")]) -> None:
    """Make a key for a tenant of the server: it is shown once (on stderr), and its digest goes into a file (stdout)."""
    if not tenant.replace("-", "").replace("_", "").isalnum():
        complain(f"{tenant!r} is not a word: letters, digits, - and _")
        raise typer.Exit(1)
    made = new_key()
    err.print(f"the key, which only its owner keeps:\n{made}\nfor the file that server.keys names:", highlight=False)
    plainly(f'[{tenant}]\nkeys = ["sha256:{digest_of(made)}"]')
    plainly("max_sessions = 0      # at once; 0 is no limit\nminutes_per_day = 0   # 0 is no limit")


@app.command()
def doctor(model: Model = NANO, config: ConfigFile = None, set_: Set = None) -> None:
    """Say which device and BLAS are in use, what would make it faster, and whether the configuration is right."""
    from stepaudio.doctor import examine

    with errors():
        settings = configure(model, config, set_)
        check_exposure(settings.server)
        if settings.server.keys:
            Keys.read(Path(settings.server.keys))
    bad = 0
    for finding in examine(model, settings, lambda doing: err.print(f"{doing} ...", style="dim")):
        bad += not finding.good
        out.print(
            f"{'ok  ' if finding.good else 'BAD '} {finding.what}: {finding.found}", highlight=False, markup=False
        )
        if finding.advice:
            out.print(
                f"     faster: {finding.advice}" if finding.good else f"     do: {finding.advice}",
                highlight=False,
                markup=False,
            )
    if bad:
        raise typer.Exit(1)


# -- what the commands share --------------------------------------------------------------------------------------


def plainly(text: str) -> None:
    """Prints a line as it is."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Prints an error for a person."""
    err.print(f"stepaudio: {text}", style="red", markup=False, highlight=False, soft_wrap=True)


def configure(model: Path, config: Path | None, changes: list[str] | None) -> Config:
    """The configuration for a checkpoint; raises ConfigError, CheckpointError."""
    return load_config(config, changes or [], model_defaults(model))


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs an async call on uvloop where it exists."""
    return anyio.run(work, backend_options={"use_uvloop": sys.platform != "win32"})


@contextmanager
def errors() -> Generator[None]:
    """Actionable errors end the command with their message; anything else is a bug and shows where."""
    try:
        yield
    except* ACTIONABLE as group:
        for error in _leaves(group):
            complain(f"{error}")
        raise typer.Exit(1) from None


@contextmanager
def loaded(model: Path, config: Path | None, changes: list[str] | None) -> Generator[StepAudio2]:
    """A model for whole files, with a spinner while it loads."""
    with working("loading") as progress:
        it = StepAudio2.load(model, config, changes or [], progress)
    with it:
        yield it


@contextmanager
def working(what: str) -> Generator[Progress]:
    """A spinner in a terminal, nothing elsewhere; hands out what changes its words."""
    if not err.is_terminal:
        yield lambda doing: None
        return
    with err.status(what) as status:
        yield status.update


@contextmanager
def bar() -> Generator[Callable[[str, int, int], None]]:
    """A progress bar in bytes, in a terminal, from the first time that it is moved; hands out what moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    display = Bar(*columns, console=err, disable=not err.is_terminal)
    task = display.add_task("")

    def move(doing: str, done_bytes: int, total_bytes: int) -> None:
        display.start()
        display.update(task, description=doing, completed=done_bytes, total=total_bytes)

    try:
        yield move
    finally:
        display.stop()


def show_manifest(target: Path, manifest: Manifest) -> None:
    """What was made."""
    size = sum(file.bytes for file in manifest.files.values())
    revision = f" at {manifest.revision}" if manifest.revision else ""
    plainly(f"{target}: {size / 1e9:.2f} GB, from {manifest.source}{revision}")
    plainly("; ".join(f"{part} {stored}" for part, stored in manifest.precision.items()))


async def _call(url: str, model: Path, settings: Config, samples: Any, rate_hz: int, voice: str) -> Heard:
    async def speak(to: str) -> Heard:
        with Screen(out) as screen:
            return await talk(to, samples, rate_hz, voice=voice or None, show=screen.show)

    if url:
        return await speak(url)
    async with AsyncExitStack() as stack:
        with working("loading") as progress:
            address = await stack.enter_async_context(serving(model, settings, progress))
        return await speak(address)
    raise AssertionError("unreachable")


async def _scenario(url: str, options: list[str], questions: list[Question], scenario: str, seconds: float) -> Findings:
    if scenario not in SCENARIOS:
        raise ConfigError(f"no scenario {scenario!r}: choose one of {', '.join(SCENARIOS)}")
    playing = f"playing {scenario} for {seconds:.0f} s"
    if url:
        with working(playing):
            return await play(url, scenario, questions, seconds)
    with working("starting a server") as progress:
        async with serving_apart(options, progress) as own:
            progress(playing)
            findings = await play(own, scenario, questions, seconds)
        progress("starting a server whose answers never begin early")
        async with serving_apart([*options, "--set", "ears.tentative_ms=0"], progress) as own:
            progress(f"{playing} again")
            findings.never_early_ms = (await play(own, scenario, questions, seconds)).first_audio_ms
        return findings
    raise AssertionError("unreachable")


def show_findings(findings: Findings, path: Path | None) -> None:
    out.print("\n".join(findings.lines()), highlight=False, markup=False)
    for fault in findings.faults:
        complain(fault)
    if path:
        path.write_text(json.dumps(asdict(findings), indent=2), encoding="utf-8")


async def _bench(
    url: str, options: list[str], questions: list[Question], callers: int, seconds: float, seed: int
) -> Run:
    async with AsyncExitStack() as stack:
        if not url:
            with working("starting a server") as progress:
                url = await stack.enter_async_context(serving_apart(options, progress))
        bar = stack.enter_context(Bar(console=err, disable=not err.is_terminal))
        task = bar.add_task("", total=seconds)

        def show(elapsed_s: float, notes: Notes) -> None:
            bar.update(task, completed=elapsed_s, description=f"{len(notes.turns)} turns")

        return await bench(url, questions, callers, seconds, seed, show)
    raise AssertionError("unreachable")


def _show_answer(heard: Heard, path: Path) -> None:
    for metrics in heard.metrics:
        out.print(waterfall(metrics))
    for fault in heard.faults:
        complain(f"{fault.message}")
    if not heard.sound:
        err.print(
            "stepaudio: there was no answer: nobody speaks in the recording, or it could not be answered", style="red"
        )
        raise typer.Exit(1)
    audio.write(path, heard.samples)
    plainly(f"answer: {heard.answer}")
    plainly(f"{len(heard.samples) / audio.SPOKEN_HZ:.2f} s of sound in {path}")


def _leaves(group: BaseExceptionGroup[Any]) -> Generator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
