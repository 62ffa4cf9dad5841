"""The pages beside the protocol, and that the web client keeps to the Content-Security-Policy it is served with."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import anyio
import pytest
from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from transport.desk import Readiness
from transport.native import SUBPROTOCOL
from transport.server import make_app

WEB_CLIENT = Path(__file__).parents[2] / "web_client"


def pages(ready: bool = True, **options: Any) -> TestClient:
    return TestClient(make_app(lambda *_: None, lambda: Readiness(ready, "nano", "loading 3 of 9"), **options))  # type: ignore[arg-type,return-value]


def test_healthz_says_ok() -> None:
    assert pages().get("/healthz").text == "ok\n"


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
def test_readyz_tells_whether_calls_are_taken(ready: bool, status: int) -> None:
    response = pages(ready).get("/readyz")
    assert response.status_code == status
    assert response.json() == {
        "ready": ready,
        "model": "nano",
        "detail": "loading 3 of 9",
        "voices": [],
        "sessions": 0,
        "waiting": 0,
        "max_sessions": 16,
        "subprotocol": SUBPROTOCOL,
        "page": response.json()["page"],
    }


def test_another_page_has_another_name(tmp_path: Path) -> None:
    def name() -> str:
        app = make_app(lambda *_: None, lambda: Readiness(True, "nano"), web_client=tmp_path)  # type: ignore[arg-type,return-value]
        return TestClient(app).get("/readyz").json()["page"]

    (tmp_path / "page.js").write_text("1")
    first = name()
    assert name() == first
    (tmp_path / "page.js").write_text("2")
    assert name() != first


def test_a_draining_server_is_not_ready() -> None:
    client = pages()
    anyio.run(client.app.state.desk.drain)  # type: ignore[attr-defined]
    assert client.get("/readyz").status_code == 503


def test_metrics_are_prometheus_text() -> None:
    response = pages(registry=CollectorRegistry()).get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert "stepaudio_sessions 0.0" in response.text


def test_every_page_has_a_strict_content_security_policy() -> None:
    for path in ("/", "/style.css", "/page.js", "/readyz", "/samples/", "/nothing"):
        policy = pages().get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy


def test_what_the_page_links_to_is_there() -> None:
    client = pages()
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert "page.js" in links
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        assert len(response.content) > 0


def test_the_page_has_no_inline_code_and_every_id_that_the_script_uses() -> None:
    ids: set[str | None] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = dict(attrs)
            assert tag != "style"
            assert tag != "script" or names.get("src")
            assert not [name for name in names if name.startswith("on") or name == "style"]
            ids.add(names.get("id"))

    Reader().feed((WEB_CLIENT / "index.html").read_text(encoding="utf-8"))
    script = (WEB_CLIENT / "page.js").read_text(encoding="utf-8")
    used = set(re.findall(r'(?:byId|part|button)\("([\w-]+)"', script))
    assert used
    assert used <= ids


def test_every_module_that_is_imported_is_served() -> None:
    client = pages()
    for module in WEB_CLIENT.glob("*.js"):
        for imported in re.findall(r'from "(\.[^"]+)"', module.read_text(encoding="utf-8")):
            response = client.get(f"/{imported}")
            assert response.status_code == 200, f"{module.name} imports {imported}"
            assert "javascript" in response.headers["content-type"]


def test_a_browser_asks_whether_its_copy_of_the_client_is_current() -> None:
    assert pages().get("/page.js").headers["cache-control"] == "no-cache"
    assert pages().get("/readyz").headers["cache-control"] == "no-store"


def test_voices_are_told_once_the_model_is_there() -> None:
    app = make_app(lambda *_: None, lambda: Readiness(True, "nano", voices=("flora", "arthur")))  # type: ignore[arg-type,return-value]
    assert TestClient(app).get("/readyz").json()["voices"] == ["flora", "arthur"]


def test_samples_are_listed_and_served(tmp_path: Path) -> None:
    (tmp_path / "order.wav").write_bytes(b"RIFF")
    (tmp_path / "notes.txt").write_text("not a sample")
    client = pages(samples=tmp_path)
    assert client.get("/samples/").json() == ["order.wav"]
    assert client.get("/samples/order.wav").content == b"RIFF"
    assert client.get("/samples/%2e%2e/pyproject.toml").status_code == 404
    assert pages(samples=tmp_path / "none").get("/samples/").json() == []


def test_nothing_outside_the_web_client_is_served() -> None:
    assert pages().get("/%2e%2e/pyproject.toml").status_code == 404
