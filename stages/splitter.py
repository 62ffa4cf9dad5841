"""The splitter: an answer's ids, one by one, into its text, its speech codes and the tools it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language import written
from pipeline.segment import AnswerCodes, AnswerText, AnswerToolCall
from stages.prompt import PromptError, tool_requests
from stages.tokenizer import TextStream, Tokenizer

Split = AnswerText | AnswerCodes | AnswerToolCall


class Splitter:
    """Each id is in one item, in order.

    Text ids are text wherever they stand. Codes are speech until `<tts_end>`, or the end; padding and structure are
    items of no text. Text ends before the first of `stops`, and is held back while it may turn out to be one. An answer
    that is not `speaks` has no codes. With `calls` a tool call is an item of its own, nameless if it cannot be read
    (then its `arguments` say why); it has no number yet.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        codebook_size: int,
        stops: Sequence[str] = (),
        *,
        speaks: bool = True,
        calls: bool = False,
    ) -> None:
        self.stopped = False
        self._tokenizer = tokenizer
        self._codebook_size = codebook_size
        self._stops = stops
        self._text = TextStream(tokenizer)
        self._held = ""
        self._speaks = speaks
        self._sounded = False
        self._words = ""
        self._language: str | None = None  # of the words
        self._tts_end = tokenizer.id("<tts_end>")
        self._call_start = tokenizer.id("<tool_call>") if calls else -1
        self._call_end = tokenizer.id("</tool_call>") if calls else -1
        self._call: list[int] = []

    def push(self, token: int) -> Iterator[Split]:
        """What `token` brings; nothing may be pushed after `stopped`."""
        if token == self._call_start or self._call:
            yield from self._push_call(token)
            return
        code = self._tokenizer.audio_code(token)
        if self._tokenizer.is_text(token):
            text = self._text.push(token)
            self._words += text
            self._language = written(self._words)
            yield AnswerText(self._release(text), (token,))
        elif self._speaks and code is not None and code < self._codebook_size:
            self._sounded = True
            yield AnswerCodes((code,), last=False, ids=(token,), language=self._language)
        else:
            yield AnswerText("", (token,))
        if token == self._tts_end:
            yield from self._hush()

    def finish(self) -> Iterator[Split]:
        """What is left: text that was held back, a call that was not ended, and the end of the speech."""
        if self._call:
            yield self._close_call()
        if rest := self._release(self._text.finish()) + self._held:
            yield AnswerText(rest)
        yield from self._hush()

    def _hush(self) -> Iterator[Split]:
        if self._speaks:
            self._speaks = False
            yield AnswerCodes((), last=True)

    def _push_call(self, token: int) -> Iterator[Split]:
        if token == self._call_start:
            if self._call:  # of which the one before was not ended
                yield self._close_call()
            if self._sounded:
                yield from self._hush()
            self._speaks = False
        self._call.append(token)
        if token == self._call_end:
            yield self._close_call()

    def _close_call(self) -> AnswerToolCall:
        ids, self._call = tuple(self._call), []
        text = self._tokenizer.decode(token for token in ids if self._tokenizer.is_text(token))
        try:
            _, (request,) = tool_requests(text)
        except PromptError as error:
            return AnswerToolCall("", "", str(error), ids=ids)
        return AnswerToolCall("", request.name, request.arguments, ids=ids)

    def _release(self, text: str) -> str:
        if self.stopped:
            return ""
        text = self._held + text
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        self.stopped = bool(found)
        keep = min(found) if found else len(text) - max((_overlap(text, stop) for stop in self._stops), default=0)
        self._held = "" if found else text[keep:]
        return text[:keep]


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` may be the beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
