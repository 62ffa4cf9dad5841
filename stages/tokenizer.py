"""Text to ids and back: the byte-level BPE of a checkpoint with its added tokens.

Ids fall in three ranges: text runs below `<audio_start>`, audio codes from `<audio_0>` up, and what lies between marks
structure. The numbers differ between checkpoints; the names do not.
"""

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers
from tokenizers import Tokenizer as Library

from stages.files import read_json, read_text

SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""The Qwen2 splitting rule: no merge crosses one of these matches."""
MARK = re.compile(r"<[^<>\s]+>")
"""What the names of added tokens look like."""


class TokenizerError(ValueError):
    """A tokenizer file is missing or says something it must not, or a token name is unknown."""


class Tokenizer:
    """A checkpoint's tokenizer. `library` is the `tokenizers` object behind it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.eos_id = self.id("<|EOT|>")
        self.pad_id = self.id("<|endoftext|>")
        self._text_end = self.id("<audio_start>")
        self._first_audio = self.id("<audio_0>")
        self._names = {token.content for token in library.get_added_tokens_decoder().values()}

    @classmethod
    def load(cls, folder: str | Path) -> "Tokenizer":
        """Read tokenizer.json, or else vocab.json, merges.txt and the added tokens. Raises TokenizerError, also where
        both are there and not of one tokenizer."""
        folder = Path(folder)
        ready = folder / "tokenizer.json"
        try:
            if not ready.is_file():
                return cls(from_parts(folder))
            library = Library.from_file(str(ready))
            check_parts(folder, library)
            return cls(library)
        except TokenizerError as error:
            raise TokenizerError(f"{folder}: {error}") from error
        except Exception as error:  # the library raises plain Exception for a file it cannot read
            raise TokenizerError(f"{folder}: cannot read the tokenizer: {error}") from error

    def encode(self, text: str) -> list[int]:
        """Ids of `text`; the names of added tokens in it become their ids, and nothing is added."""
        return self.library.encode(text, add_special_tokens=False).ids

    def plain(self, text: str) -> str:
        """`text` from outside, in which the name of an added token is set apart so that it stays text, and what is no
        character (half of a surrogate pair) is a question mark."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        return MARK.sub(lambda mark: f"< {mark[0][1:]}" if mark[0] in self._names else mark[0], text)

    def decode(self, ids: Iterable[int]) -> str:
        """Text of `ids`, added tokens by their names, bytes that form no character as U+FFFD."""
        return b"".join(self.bytes_of(token) for token in ids).decode("utf-8", "replace")

    def id(self, name: str) -> int:
        """The id of one token by its exact name. Raises TokenizerError."""
        token = self.library.token_to_id(name)
        if token is None:
            raise TokenizerError(f"the tokenizer has no token named {name}")
        return token

    def is_text(self, token: int) -> bool:
        """Whether `token` belongs to the text of an answer (tool calls do, structure marks do not)."""
        return token < self._text_end

    def audio_code(self, token: int) -> int | None:
        """The audio code `token` stands for, None for any other. Codes beyond the flow's codebook are padding."""
        return token - self._first_audio if token >= self._first_audio else None

    def audio_id(self, code: int) -> int:
        """The id of audio code `code`."""
        return self._first_audio + code

    def bytes_of(self, token: int) -> bytes:
        """The bytes `token` stands for; none for ids the vocabulary does not use."""
        name = self.library.id_to_token(token) or ""
        try:
            return bytes(BYTES[character] for character in name)
        except KeyError:  # an added token outside the byte alphabet stands for itself
            return name.encode()


class TextStream:
    """Detokenises one answer as its ids arrive, and never emits half a character."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, token: int) -> str:
        """The characters that `token` completes; often none, for instance inside an emoji."""
        return self._decoder.decode(self._tokenizer.bytes_of(token))

    def finish(self) -> str:
        """What is left at the end: U+FFFD if the last character never became whole."""
        return self._decoder.decode(b"", final=True)


def from_parts(folder: Path) -> Library:
    """Build the tokenizer from vocab.json, merges.txt, and added tokens with their flags."""
    vocabulary = cast(dict[str, int], read_json(folder / "vocab.json", TokenizerError))
    library = bpe(vocabulary, merges_of(folder))
    added = added_tokens(folder)
    library.add_tokens([added[token] for token in sorted(added)])
    for expected, token in added.items():
        if (found := library.token_to_id(token.content)) != expected:
            raise TokenizerError(f"added token {token.content} has id {expected}, but the vocabulary gives it {found}")
    return library


def check_parts(folder: Path, library: Library) -> None:
    """Raises TokenizerError if vocab.json or merges.txt, where they are there, are not those of tokenizer.json."""
    foreign = "vocab.json and merges.txt are not of the same tokenizer as tokenizer.json"
    if (folder / "vocab.json").is_file():
        ids = library.get_vocab()
        for token, number in cast(dict[str, int], read_json(folder / "vocab.json", TokenizerError)).items():
            if ids.get(token) != number:
                raise TokenizerError(f"{foreign}: {token!r} is {number} in vocab.json, {ids.get(token)} in the other")
    if (folder / "merges.txt").is_file():
        ready = read_json(folder / "tokenizer.json", TokenizerError)["model"]["merges"]
        theirs = [tuple(merge.split(" ")) if isinstance(merge, str) else tuple(merge) for merge in ready]
        ours = merges_of(folder)
        if ours != theirs:
            at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), None)
            how = (
                f"{len(ours)} merges and {len(theirs)}" if at is None else f"merge {at + 1} is {ours[at]}, {theirs[at]}"
            )
            raise TokenizerError(f"{foreign}: {how}")


def merges_of(folder: Path) -> list[tuple[str, str]]:
    """merges.txt, in order."""
    lines = read_text(folder / "merges.txt", TokenizerError).split("\n")
    return [pair(line) for line in lines if line and not line.startswith("#version")]


def bpe(vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> Library:
    """A byte-level BPE with the published normalisation and splitting, without added tokens."""
    library = Library(models.BPE(vocab=vocabulary, merges=merges))
    library.normalizer = normalizers.NFC()
    split = pre_tokenizers.Split(Regex(SPLIT), "isolated")
    library.pre_tokenizer = pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    library.decoder = decoders.ByteLevel()
    return library


def added_tokens(folder: Path) -> dict[int, AddedToken]:
    """Added tokens by id, from tokenizer_config.json, which holds their flags."""
    config = read_json(folder / "tokenizer_config.json", TokenizerError)
    if "added_tokens_decoder" not in config:
        raise TokenizerError("tokenizer_config.json has no added_tokens_decoder")
    return {int(token): AddedToken(**fields) for token, fields in config["added_tokens_decoder"].items()}


def pair(line: str) -> tuple[str, str]:
    left, _, right = line.partition(" ")
    if not left or not right:
        raise TokenizerError(f"merges.txt has a line that is not two symbols: {line!r}")
    return left, right


def byte_alphabet() -> list[str]:
    """The 256 printable characters that stand for the byte values 0..255 in vocab.json (the GPT-2 table)."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    spare = iter(range(0x100, 0x200))
    return [chr(value if value in printable else next(spare)) for value in range(256)]


BYTES = {character: value for value, character in enumerate(byte_alphabet())}
