"""The guard: which pages may connect, and which tenant a visitor is, by a key or by Twilio's signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from transport.keys import Keys, Refusal, Tenant

KEY_SUBPROTOCOLS = ("openai-insecure-api-key.", "stepaudio-key.")
"""What a browser may put before its key where it can send no header: one more subprotocol is offered."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who connects: its tenant, None while that is not known, and the session object that its key was made for."""

    tenant: Tenant | None
    session: Mapping[str, object] | None = None
    signed: bool = False  # by Twilio


class Guard:
    """Lets nobody in by itself: says who comes, or raises `Refusal`."""

    def __init__(self, keys: Keys, allowed_origins: Sequence[str] = (), public_url: str = "") -> None:
        self.keys = keys
        self._allowed_origins = allowed_origins
        self._public_url = public_url.rstrip("/")

    def check_origin(self, connection: HTTPConnection) -> None:
        """Programs send no Origin; pages of this server and those allowed by name may connect. Raises Refusal."""
        origin, allowed = connection.headers.get("origin"), self._allowed_origins
        own = origin is not None and urlsplit(origin).netloc == connection.headers.get("host", "")
        if not (origin is None or own or "*" in allowed or origin in allowed):
            raise Refusal(
                "forbidden_origin", "This Origin may not connect: see allowed_origins in the configuration.", 403
            )

    def tenant(self, connection: HTTPConnection) -> Tenant:
        """The tenant whose key came with a request; raises Refusal."""
        return self.keys.tenant(key_of(connection))

    def visitor(self, connection: HTTPConnection) -> Visitor:
        """Who connects with a key; raises Refusal."""
        key = key_of(connection)
        session: Any = self.keys.session(key)
        return Visitor(self.keys.tenant(key), session)

    def telephone(self, connection: HTTPConnection) -> Visitor:
        """Who connects from a telephone network: signed, or with a key that comes later. Raises Refusal."""
        signature = connection.headers.get("x-twilio-signature")
        if signature is None or not any(tenant.twilio_auth_token for tenant in self.keys.tenants):
            return Visitor(None)
        for url in self._signed_urls(connection):
            if (tenant := self.keys.signer(url, signature)) is not None:
                return Visitor(tenant, signed=True)
        raise Refusal("bad_signature", "X-Twilio-Signature is none of ours: check public_url and the auth token.", 403)

    def identify(self, visitor: Visitor, key: str) -> Tenant:
        """The tenant of a visitor who has now shown its key, or has none to show; raises Refusal."""
        if visitor.tenant is not None:
            if key and self.keys.tenant(key) is not visitor.tenant:
                raise Refusal("invalid_api_key", "the key is another tenant's than the signature", 401)
            return visitor.tenant
        tenant = self.keys.tenant(key)
        if tenant.twilio_auth_token:
            raise Refusal("missing_signature", "calls of this tenant must be signed by Twilio", 401)
        return tenant

    def _signed_urls(self, connection: HTTPConnection) -> list[str]:
        """What Twilio may have signed: the URL in the TwiML, with the port or without it."""
        target = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
        if self._public_url:
            return [f"wss://{urlsplit(self._public_url).netloc}{target}"]
        host = connection.headers.get("host", "")
        return [f"wss://{host}{target}", f"wss://{host.partition(':')[0]}{target}"]


def key_of(connection: HTTPConnection) -> str:
    """The key that came as a Bearer header, in the query, or as a subprotocol; empty if there is none."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key.strip():
        return key.strip()
    if key := connection.query_params.get("key", ""):
        return key
    for offered in offered_subprotocols(connection):
        for prefix in KEY_SUBPROTOCOLS:
            if offered.startswith(prefix):
                return offered.removeprefix(prefix)
    return ""


def offered_subprotocols(connection: HTTPConnection) -> list[str]:
    """What a WebSocket's client offers."""
    return list(connection.scope.get("subprotocols", []))
