"""The engine: a loaded checkpoint as what sessions ask for (`pipeline.model.Model`): stages, voices, memories."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import mlx.core as mx

from pipeline.clock import Clock, SystemClock
from pipeline.config import Config, ConfigError
from pipeline.conversation import Conversation
from pipeline.events import Samples, TranscriptDelta
from pipeline.lane import Lane, Watch
from pipeline.language import spoken
from pipeline.model import Ears, Voice
from pipeline.segment import Hypothesis, SegmentFeatures
from pipeline.settings import Settings
from pipeline.stage import Stage
from pipeline.tools import Tool, Toolbox
from stages.adaptor import AdaptorStage
from stages.budget import RUNTIME_GB, Load
from stages.budget import check as check_budget
from stages.checkpoint import Checkpoint, CheckpointError, Found
from stages.checkpoint import load as load_checkpoint
from stages.decoder import Ask, Decoder
from stages.encoder import EncoderStage
from stages.errands import ToolUse
from stages.filler import Filler
from stages.flow import FlowStage, prime
from stages.llm import LlmStage, Manner
from stages.mel import MelStage
from stages.memory import Memory
from stages.models.flow import FlowPrompt, FlowState
from stages.models.sampler import Sampling
from stages.resample import ResampleStage
from stages.sample import examine
from stages.smart_turn import SmartTurn
from stages.transcriber import TranscriberStage
from stages.vad import Silero, VadStage
from stages.vocoder import VocoderStage
from stages.voice import Voice as PreparedVoice
from stages.voice import VoiceMaker, listen, load_voices
from stepaudio import cache
from stepaudio.tools import open_tools
from stepaudio.tuning import ahead, tune
from stepaudio.voices import folder_of

logger = logging.getLogger(__name__)

BUNDLED_VOICES = Path(__file__).resolve().parent.parent / "checkpoints" / "nano" / "voices"

Progress = Callable[[str], None]

ASKED = ("temperature", "top_p", "top_k", "repetition_penalty", "voice_en", "voice_zh")
"""What a checkpoint's generation_config.json may ask for, in the place of the defaults of [answer]."""


def model_defaults(path: Path) -> dict[str, dict[str, Any]]:
    """How the checkpoint in folder `path` wants to answer, as a layer of configuration; empty if it is silent."""
    file = path / "generation_config.json"
    if not file.is_file():
        return {}
    try:
        wanted = json.loads(file.read_text(encoding="utf-8"))
        return {"answer": {key: wanted[key] for key in ASKED if key in wanted}}
    except (ValueError, TypeError) as error:
        raise CheckpointError(f"{file}: {error}") from error


def checkpoint_voices(path: Path) -> Path:
    """Where the voices of the checkpoint in folder `path` are: the bundled ones, where it has none of its own."""
    return path / "voices" if (path / "voices").is_dir() else BUNDLED_VOICES


class Engine:
    """The model, resident. Made by `open_engine`; shared by all sessions, and by whole-file calls."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        voices: Mapping[str, FlowState],
        silero: Silero,
        smart_turn: SmartTurn | None,
        lane: Lane,
        config: Config,
        tools: Iterable[Tool],
        clock: Clock,
    ) -> None:
        self.checkpoint = checkpoint
        self.config = config
        self._lane = lane
        self._voices = voices
        self._natives = _natives(voices, config)
        self._silero = silero
        self._smart_turn = smart_turn
        self._clock = clock
        self._seeds = itertools.count(config.lane.seed)
        self.tools = Toolbox(
            tools,
            clock=clock,
            timeout_s=config.tools.timeout_s,
            max_result_chars=min(config.tools.max_result_chars, self.context_tokens),
        )
        self.decoder = Decoder(
            checkpoint.llm,
            lane,
            max_turns=config.lane.max_turns,
            prefill_tokens=config.lane.prefill_tokens,
            ahead_tokens=config.lane.ahead_tokens,
        )

        self.filler = Filler(
            self.decoder,
            checkpoint.tokenizer,
            self.memory,
            Ask(self._sampling(config.answer.temperature), config.answer.max_tokens, frozenset({checkpoint.eos_id})),
            texts=config.tools.fillers(),
            read_prompt=config.answer.read_prompt,
            codebook_size=checkpoint.flow.config.codebook_size,
        )

    @property
    def name(self) -> str:
        """The checkpoint's name: its folder's."""
        return self.checkpoint.folder.resolve().name

    @property
    def lane(self) -> Lane:
        return self._lane

    @property
    def voices(self) -> Sequence[str]:
        return list(self._voices)

    @property
    def context_tokens(self) -> int:
        return self.checkpoint.llm.args.max_position_embeddings

    def memory(self) -> Memory:
        return Memory(self.checkpoint.llm, self.checkpoint.tokenizer.id("<audio_start>"))

    def ears(self) -> Ears:
        part, ears = self.checkpoint, self.config.ears
        return Ears(
            detector=[ResampleStage(), VadStage(self._silero)],
            listener=[
                MelStage(self._lane, part.encoder.config.n_mels, ears.block_ms),
                EncoderStage(self._lane, part.encoder, part.adaptor.config, ears.provisional_ms),
                AdaptorStage(self._lane, part.adaptor),
            ],
            judge=self._smart_turn,
        )

    def transcriber(self, utterance: int) -> Stage[SegmentFeatures, TranscriptDelta | Hypothesis]:
        wish = self.config.transcript
        return TranscriberStage(
            self.decoder,
            self.checkpoint.tokenizer,
            utterance,
            wish.prompt,
            wish.every_ms,
            wish.agreeing,
            wish.max_tokens,
        )

    def voice(
        self, turn: int, conversation: Conversation, settings: Settings, certain: Callable[[], Awaitable[object]]
    ) -> Voice:
        seed = next(self._seeds)
        answer = self._answering(conversation, settings, certain, seed)
        return Voice(answer, self.speech(settings.voice, seed, settings.speaker))

    async def recall(self, conversation: Conversation, settings: Settings) -> None:
        await self._answering(conversation, settings, anyio.lowlevel.checkpoint, 0).recall()

    def _answering(
        self, conversation: Conversation, settings: Settings, certain: Callable[[], Awaitable[object]], seed: int
    ) -> LlmStage:
        part = self.checkpoint
        ask = Ask(self._sampling(settings.temperature), settings.max_tokens, frozenset({part.eos_id}), seed)
        toolbox = self.tools.for_session(settings.tools, server=settings.server_tools)
        manner = Manner(
            spoken=settings.spoken,
            alone=settings.task == "translate",
            think_tokens=settings.think_tokens if settings.think else 0,
            system=settings.system,
            tools=self._use(toolbox, certain, conversation, settings) if toolbox.schemas else None,
            instruction=self.config.tools.instruction,
        )
        codebook = part.flow.config.codebook_size
        return LlmStage(self.decoder, part.tokenizer, conversation, ask, codebook_size=codebook, manner=manner)

    def speech(self, voice: str, seed: int, speaker: FlowState | None = None) -> list[Stage[Any, Any]]:
        """AnswerCodes in, AnswerAudio out (flow ▶ vocoder), in the resident voice of that name, or as `speaker`."""
        part, chunks = self.checkpoint, self.config.flow
        primed = self._voices[voice] if speaker is None else speaker
        natives = self._natives if speaker is None else {}
        return [
            FlowStage(part.flow, primed, self._lane, chunks.first_chunk_tokens, chunks.chunk_tokens, seed, natives),
            VocoderStage(part.vocoder, self._lane, seed),
        ]

    async def clone(self, samples: Samples, rate_hz: int) -> tuple[FlowState, tuple[str, ...]]:
        def judge() -> tuple[VoiceMaker, tuple[str, ...]]:
            maker = VoiceMaker(self.checkpoint.token2wav_dir)
            return maker, examine(samples, rate_hz, maker, self._silero)

        maker, advice = await anyio.to_thread.run_sync(judge)
        heard = await self._lane.run(listen, samples, rate_hz, stage="clone", background=True)
        voice = await anyio.to_thread.run_sync(maker.recognise, heard)
        return await self._lane.run(self._prime, voice, stage="clone", background=True), advice

    def _prime(self, voice: PreparedVoice) -> FlowState:
        return prime(self.checkpoint.flow, voice.prompt(), self.config.lane.seed)

    def _sampling(self, temperature: float) -> Sampling:
        wish = self.config.answer
        return Sampling(temperature, wish.top_k, wish.top_p, wish.repetition_penalty)

    def _use(
        self,
        toolbox: Toolbox,
        certain: Callable[[], Awaitable[object]],
        conversation: Conversation,
        settings: Settings,
    ) -> ToolUse:
        wish = self.config.tools

        async def filler() -> tuple[str, tuple[int, ...]]:
            return await self.filler(spoken(conversation, settings))  # what was said is known better than at the start

        fills = filler if settings.spoken and self.filler.texts else None
        return ToolUse(
            toolbox, self._clock, certain, wish.max_calls, wish.max_rounds, fills, wish.filler_after_ms / 1000
        )


@asynccontextmanager
async def open_engine(
    path: Path,
    config: Config,
    *,
    clock: Clock | None = None,
    watch: Watch | None = None,
    progress: Progress = lambda doing: None,
) -> AsyncGenerator[Engine]:
    """Loads the checkpoint in folder `path` on a new lane, primes its voices, and connects the tools.

    `progress` is told what is being done. Raises CheckpointError, VoiceError, ConfigError, ToolServerError.
    """
    smart_turn = _smart_turn(config)
    async with Lane.open(clock=clock, watch=watch, leave=_leave) as lane, open_tools(config) as tools:
        progress("looking at the checkpoint")
        admit = partial(_admit, config)
        checkpoint = await lane.run(partial(load_checkpoint, path, admit=admit, progress=progress), stage="load")
        choices = await lane.run(tune, checkpoint, config, progress, stage="load")
        silero = Silero()
        progress("preparing voices")
        prompts = await lane.run(_prompts, checkpoint, folder_of(config.voices), stage="load")
        voices: dict[str, FlowState] = {}
        for number, (name, prompt) in enumerate(prompts.items()):
            progress(f"priming the voice {name}")
            voices[name] = await lane.run(prime, checkpoint.flow, prompt, config.lane.seed + number, stage="load")
        engine = Engine(checkpoint, voices, silero, smart_turn, lane, config, tools, clock or SystemClock())
        engine.decoder.ahead = ahead(choices)
        if tools and engine.filler.texts:
            progress("preparing the filler")
            for language in engine.filler.texts:
                await engine.filler(language)
        yield engine


def _leave() -> None:
    """The last that is done on the lane: finish what was begun, and drop what MLX keeps for the thread.

    That is its streams and all that it compiled, which holds Python objects. Left to the thread's own end, they are
    dropped when Python takes the thread for ended and may be ending itself: that aborts the process ("terminate called
    without an active exception").
    """
    mx.synchronize()
    mx.clear_streams()


def _admit(config: Config, found: Found, dtype: mx.Dtype | None) -> None:
    """Raises BudgetError for a checkpoint that takes more memory than it may; MLX then keeps little for later use."""
    most_gb = config.lane.max_memory_gb
    if not most_gb:
        return
    calls, tokens = config.server.max_sessions, config.answer.history_tokens + config.answer.max_tokens
    check_budget(found, Load(calls, tokens, config.lane.max_turns, config.lane.prefill_tokens), most_gb, dtype)
    mx.set_memory_limit(int(most_gb * 1e9))
    mx.set_cache_limit(int(RUNTIME_GB * 1e9 / 2))


def _smart_turn(config: Config) -> SmartTurn | None:
    """What judges pauses, if anything does. Raises ConfigError."""
    if not config.patience.smart_turn:
        return None
    if not config.ears.tentative_ms:
        raise ConfigError("patience.smart_turn is asked at pauses, but ears.tentative_ms is 0, which finds none")
    return SmartTurn(Path(config.patience.smart_turn).expanduser())


def _natives(voices: Mapping[str, FlowState], config: Config) -> dict[str, FlowState]:
    """By language, the voice that speaks it for the others. Raises ConfigError for one that is not there."""
    named = {language: name for language, name in config.answer.natives().items() if name}
    for language, name in named.items():
        if name not in voices:
            raise ConfigError(f"answer.voice_{language} is {name!r}: no such voice, choose one of {', '.join(voices)}")
    return {language: voices[name] for language, name in named.items()}


def _prompts(checkpoint: Checkpoint, users: Path) -> dict[str, FlowPrompt]:
    """The prompts of the voices by name, evaluated: the checkpoint's own, or the bundled recordings where it has none,
    as the published ones; then the user's. Raises CheckpointError when there is none, VoiceError."""
    folder = checkpoint_voices(checkpoint.folder)
    voices = load_voices(folder, checkpoint.token2wav_dir, cache.folder("voices"))
    if not voices:
        raise CheckpointError(f"{folder}: no voice to speak in; put a recording of 1 to 30 s there (.wav, .flac, .ogg)")
    for name, voice in load_voices(users, checkpoint.token2wav_dir, cache.folder("voices")).items():
        if voices.setdefault(name, voice) is not voice:
            logger.warning("the voice %s in %s is not used: the checkpoint has one of that name", name, users)
    prompts = {name: voice.prompt() for name, voice in voices.items()}
    for prompt in prompts.values():
        mx.eval(prompt.tokens, prompt.mel, prompt.embedding)
    return prompts
