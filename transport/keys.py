"""Keys: who a visitor is. A file names tenants and the digests of their keys; the keys themselves are kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
import tomllib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pipeline.config import ConfigError

MAX_EPHEMERAL = 10_000  # ephemeral keys alive at once
MAX_TTL_S = 7200


@dataclass(frozen=True, slots=True)
class Tenant:
    """A customer of the server, and how much of it is theirs; 0 is no limit."""

    name: str
    max_sessions: int = 0  # calls and requests at once
    minutes_per_day: float = 0.0  # of calls, and of sound heard or made for requests; days are UTC
    digests: frozenset[str] = frozenset()  # SHA-256 of each key, in hexadecimal
    twilio_auth_token: str = field(default="", repr=False)  # in plain: signatures cannot be checked without it


ANYBODY = Tenant("anybody")
"""Who visits a server without keys."""


class Refusal(Exception):  # noqa: N818 - what happens, said as it is
    """A visitor is not served: `code` is stable, the message says why and what would help.

    `status` is the answer to an HTTP request, `close_code` the end of a WebSocket.
    """

    def __init__(self, code: str, message: str, status: int, close_code: int = 1008) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.close_code = close_code


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A key for a browser: short-lived, for `tenant`, with the session object that it was made for."""

    value: str = field(repr=False)
    expires_at: int  # seconds since 1970
    tenant: Tenant
    session: Any = None


class Keys:
    """Tells tenants by their keys. Without tenants the server is open, and everybody is `ANYBODY`."""

    def __init__(self, tenants: Iterable[Tenant] = (), now: Callable[[], float] = time.time) -> None:
        self.tenants = tuple(tenants)
        self.open = not self.tenants
        self._by_digest = {digest: tenant for tenant in self.tenants for digest in tenant.digests}
        self._now = now
        self._ephemeral: dict[str, Ephemeral] = {}

    @classmethod
    def read(cls, path: Path) -> Keys:
        """The keys in a TOML file: a section for each tenant. Raises ConfigError."""
        try:
            sections = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"the keys in {path} cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} is not TOML: {error}") from error
        tenants = [_tenant(name, section, path) for name, section in sections.items()]
        if not any(tenant.digests or tenant.twilio_auth_token for tenant in tenants):
            raise ConfigError(f'{path} holds no key: write [NAME] and keys = ["sha256:..."] (stepaudio key NAME)')
        digests = [digest for tenant in tenants for digest in tenant.digests]
        if len(set(digests)) < len(digests):
            raise ConfigError(f"{path} names the same key twice: a key says who calls")
        return cls(tenants)

    def tenant(self, secret: str) -> Tenant:
        """Whose key, or ephemeral key, that is; raises Refusal."""
        digest = digest_of(secret)
        # Digests are looked up, not compared with: how long that takes says nothing about the key.
        if (ephemeral := self._ephemeral.get(digest)) is not None and ephemeral.expires_at > self._now():
            return ephemeral.tenant
        if (tenant := self._by_digest.get(digest)) is not None:
            return tenant
        if self.open:
            return ANYBODY
        if not secret:
            raise Refusal("missing_api_key", "no key came: send Authorization: Bearer KEY", 401)
        raise Refusal("invalid_api_key", "this key is not known here, or no longer", 401)

    def session(self, secret: str) -> Any:
        """The session object an ephemeral key was made for; None for any other key."""
        ephemeral = self._ephemeral.get(digest_of(secret))
        return ephemeral.session if ephemeral is not None and ephemeral.expires_at > self._now() else None

    def issue(self, tenant: Tenant, ttl_s: int, session: Any = None) -> Ephemeral:
        """A new ephemeral key that lives `ttl_s` seconds, two hours at most; raises Refusal when there are too many."""
        now = self._now()
        self._ephemeral = {digest: key for digest, key in self._ephemeral.items() if key.expires_at > now}
        if len(self._ephemeral) >= MAX_EPHEMERAL:
            raise Refusal("too_many_keys", f"{MAX_EPHEMERAL:,} ephemeral keys are alive: use them up first", 429, 1013)
        key = Ephemeral(f"ek_{secrets.token_hex(24)}", int(now) + min(max(ttl_s, 1), MAX_TTL_S), tenant, session)
        self._ephemeral[digest_of(key.value)] = key
        return key

    def signer(self, url: str, signature: str) -> Tenant | None:
        """The tenant whose Twilio account signed a request for `url`: base64 of HMAC-SHA1 under its auth token."""
        for tenant in self.tenants:
            token = tenant.twilio_auth_token
            if token and hmac.compare_digest(twilio_signature(token, url), signature.encode()):
                return tenant
        return None


def new_key() -> str:
    """A key to give to a tenant; what goes into the file is its `digest_of`."""
    return f"sk-{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: keys are long and random, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def twilio_signature(auth_token: str, url: str) -> bytes:
    """What Twilio sends as X-Twilio-Signature for a WebSocket, which has no form fields."""
    return b64encode(hmac.digest(auth_token.encode(), url.encode(errors="surrogatepass"), "sha1"))


def _tenant(name: str, section: Any, path: Path) -> Tenant:
    """A section of the file, checked; no message of this shows a value, since it might be a secret."""
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: {name} is no section: write [TENANT] and its keys below it")
    values = cast("Mapping[str, Any]", section)
    kinds: dict[str, tuple[type, ...]] = {
        "keys": (list,),
        "max_sessions": (int,),
        "minutes_per_day": (int, float),
        "twilio_auth_token": (str,),
    }
    for key, value in values.items():
        if key not in kinds:
            raise ConfigError(f"{path}: no key {key!r} in [{name}]: expected one of {', '.join(kinds)}")
        if type(value) not in kinds[key] or (key != "keys" and not isinstance(value, str) and not 0 <= value < 1e9):
            raise ConfigError(f"{path}: {name}.{key} is not of its kind: a list of texts, a number from 0, or a text")
    digests = {_digest(text, name, path) for text in values.get("keys", [])}
    return Tenant(
        name,
        values.get("max_sessions", 0),
        float(values.get("minutes_per_day", 0)),
        frozenset(digests),
        values.get("twilio_auth_token", ""),
    )


def _digest(text: Any, name: str, path: Path) -> str:
    kind, _, digest = text.partition(":") if isinstance(text, str) else ("", "", "")
    if kind != "sha256" or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ConfigError(
            f'{path}: a key of {name} is not "sha256:" and 64 hexadecimal digits. The file holds digests, never keys: '
            "`stepaudio key NAME` makes both"
        )
    return digest
