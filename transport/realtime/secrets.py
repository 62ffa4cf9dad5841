"""Ephemeral keys, for clients that cannot keep one: `POST /v1/realtime/client_secrets`, for either kind of session."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from transport.desk import Desk
from transport.keys import Refusal
from transport.realtime.settings import House, updated
from transport.realtime.translation import Translation, translation
from transport.realtime.wire import Fields, Json, RealtimeError, error_event, open_frame, random_id, refusal

MIN_TTL_S, USUAL_TTL_S, MAX_TTL_S = 10, 600, 7_200
MAX_BODY_BYTES = 1 << 20

# Reads the session object of a request, and gives it as it will hold; raises RealtimeError.
Reader = Callable[[Fields, House], Json]


def secret_routes(desk: Desk) -> list[Route]:
    """The routes at which a key is given for a key."""

    def route(path: str, read: Reader) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _give(desk, request, read)

        return Route(path, endpoint, methods=["POST"])

    return [
        route("/v1/realtime/client_secrets", _conversation),
        route("/v1/realtime/translations/client_secrets", _translation),
    ]


async def _give(desk: Desk, request: Request, read: Reader) -> Response:
    try:
        desk.guard.check_origin(request)
        visitor = desk.guard.visitor(request)
        if visitor.session is not None or visitor.tenant is None:
            raise Refusal("forbidden", "an ephemeral key makes no other: send the key that is your own", 403)
        wanted = Fields(await _body(request), "")
        wanted.only(("expires_after", "session"))
        ttl_s = _ttl_s(wanted.object("expires_after"))
        asked = wanted.object("session") or Fields({}, "session")
        house = House(desk.handshake(request, visitor))
        session = read(asked, house)
        key = desk.guard.keys.issue(visitor.tenant, ttl_s, asked.values)
    except RealtimeError as error:
        return JSONResponse(refusal(error), 400)
    except Refusal as error:
        return JSONResponse(error_event(error.code, error.message), error.status)
    told = {"id": random_id("sess_"), "model": house.model, "expires_at": None} | session
    body = {"value": key.value, "expires_at": key.expires_at, "session": told}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _conversation(asked: Fields, house: House) -> Json:
    return updated(house.settings(), asked, house).to_json() if asked.values else house.settings().to_json()


def _translation(asked: Fields, house: House) -> Json:
    return translation(Translation(), asked).to_json()


def _ttl_s(expires_after: Fields | None) -> int:
    if expires_after is None:
        return USUAL_TTL_S
    expires_after.only(("anchor", "seconds"))
    expires_after.one_of("anchor", ("created_at",), "created_at")
    return expires_after.integer("seconds", MIN_TTL_S, MAX_TTL_S, USUAL_TTL_S)


async def _body(request: Request) -> Json:
    """The JSON object in a request's body, empty where there is none."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY_BYTES:
            raise Refusal("too_large", f"a body of more than {MAX_BODY_BYTES:,} bytes", 413)
    text = data.decode(errors="replace")
    return open_frame(text, MAX_BODY_BYTES).values if text.strip() else {}
