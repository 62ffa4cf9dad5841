"""Keys and who they belong to, ephemeral ones, signatures, and the ledger of what tenants use."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import ConfigError
from transport.keys import ANYBODY, MAX_TTL_S, Keys, Refusal, Tenant, digest_of, new_key, twilio_signature
from transport.ledger import DAY_S, Ledger

ACME = Tenant("acme", digests=frozenset({digest_of("sk-acme")}), twilio_auth_token="token")
OTHER = Tenant("other", digests=frozenset({digest_of("sk-other")}))


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.s = 1_000_000.0

    def __call__(self) -> float:
        return self.s


def test_a_key_names_its_tenant_and_no_other_does() -> None:
    keys = Keys([ACME, OTHER])
    assert keys.tenant("sk-acme") is ACME
    assert keys.tenant("sk-other") is OTHER
    for wrong in ("sk-acm", "sk-acme ", digest_of("sk-acme"), "\ud800"):
        with pytest.raises(Refusal, match="not known") as caught:
            keys.tenant(wrong)
        assert (caught.value.code, caught.value.status, caught.value.close_code) == ("invalid_api_key", 401, 1008)
    with pytest.raises(Refusal, match="no key came") as caught:
        keys.tenant("")
    assert caught.value.code == "missing_api_key"


def test_a_server_without_tenants_knows_everybody() -> None:
    assert Keys().tenant("") is Keys().tenant("whatever") is ANYBODY


def test_an_ephemeral_key_lives_as_long_as_it_was_given_and_knows_its_session() -> None:
    watch = Watch()
    keys = Keys([ACME], watch)
    made = keys.issue(ACME, 60, {"voice": "flora"})
    assert made.value.startswith("ek_")
    assert made.value not in repr(made)
    assert made.expires_at == 1_000_060
    assert keys.tenant(made.value) is ACME
    assert keys.session(made.value) == {"voice": "flora"}
    watch.s += 60
    assert keys.session(made.value) is None
    with pytest.raises(Refusal):
        keys.tenant(made.value)
    assert keys.issue(ACME, 10**9).expires_at == watch.s + MAX_TTL_S


def test_ephemeral_keys_are_bounded_and_make_room_when_they_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transport.keys.MAX_EPHEMERAL", 2)
    watch = Watch()
    keys = Keys([ACME], watch)
    keys.issue(ACME, 60)
    keys.issue(ACME, 60)
    with pytest.raises(Refusal, match="are alive"):
        keys.issue(ACME, 60)
    watch.s += 61
    keys.issue(ACME, 60)


def test_a_signature_names_the_tenant_whose_token_made_it() -> None:
    keys = Keys([OTHER, ACME])
    url = "wss://desk.example/twilio"
    signature = twilio_signature("token", url).decode()
    assert keys.signer(url, signature) is ACME
    assert keys.signer(url + "/", signature) is None
    assert keys.signer(url, twilio_signature("", url).decode()) is None  # a tenant without a token signs nothing
    assert keys.signer(url, "ü") is None


def test_a_signature_is_what_openssl_makes_of_it() -> None:
    """The sum over a known URL, computed with openssl: a change of algorithm would show here."""
    assert twilio_signature("12345", "wss://example.com/twilio") == b"4qZsm0/0bGQYw36gQ+0YyAX07W0="


def test_new_keys_are_long_and_never_the_same() -> None:
    assert len({new_key() for _ in range(100)}) == 100
    assert len(new_key()) > 40


GOOD = f'[acme]\nkeys = ["sha256:{digest_of("sk-acme")}"]\nmax_sessions = 2\nminutes_per_day = 1.5\n'


def test_the_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(GOOD + '[twilio-only]\ntwilio_auth_token = "secret"\n')
    keys = Keys.read(file)
    tenant = keys.tenant("sk-acme")
    assert (tenant.name, tenant.max_sessions, tenant.minutes_per_day) == ("acme", 2, 1.5)
    assert not keys.open
    assert "secret" not in repr(keys.tenants)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no key"),
        ("[acme]", "holds no key"),
        ("keys = 3", "no section"),
        ("[acme", "not TOML"),
        ('[acme]\nkeys = ["sk-plain-secret"]', "holds digests, never keys"),
        ("[acme]\nkeys = [1]", "holds digests"),
        ('[acme]\nkeys = ["sha256:ABC"]', "64 hexadecimal digits"),
        ("[acme]\nmax_sessions = true", "not of its kind"),
        ("[acme]\nmax_sessions = -1", "not of its kind"),
        ("[acme]\nminutes_per_day = nan", "not of its kind"),
        ("[acme]\nminutes = 1", "no key 'minutes'"),
        (GOOD + GOOD.replace("acme", "b"), "the same key twice"),
    ],
)
def test_a_wrong_file_is_refused_without_showing_what_may_be_secret(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says) as caught:
        Keys.read(file)
    assert "plain-secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        Keys.read(tmp_path / "none.toml")


# -- the ledger --------------------------------------------------------------------------------------------------

SMALL = Tenant("small", max_sessions=1, minutes_per_day=1)


def test_a_tenant_has_so_many_open_and_no_more() -> None:
    ledger = Ledger(Watch())
    with ledger.entry(SMALL):
        with pytest.raises(Refusal, match="all 1 of your sessions") as caught, ledger.entry(SMALL):
            pass
        assert (caught.value.status, caught.value.close_code) == (429, 1013)
        with ledger.entry(ANYBODY), ledger.entry(ANYBODY):
            pass  # other tenants are not held up
    with ledger.entry(SMALL):
        pass


def test_minutes_are_used_up_and_come_back_the_next_day() -> None:
    watch = Watch()
    ledger = Ledger(watch)
    with ledger.timed(SMALL):
        watch.s += 45
    assert ledger.left_s(SMALL) == 15
    ledger.charge(SMALL, 20)
    with pytest.raises(Refusal, match="your 1 minutes of today are used up") as caught, ledger.entry(SMALL):
        pass
    assert (caught.value.status, caught.value.close_code) == (429, 1008)
    watch.s += DAY_S
    assert ledger.left_s(SMALL) == 60
    assert ledger.left_s(ANYBODY) == float("inf")


def test_calls_at_once_use_the_minutes_up_together_and_those_over_midnight_start_anew() -> None:
    watch = Watch()
    ledger = Ledger(watch)
    with ledger.timed(SMALL), ledger.timed(SMALL), ledger.timed(ANYBODY):
        watch.s += 20
        assert ledger.left_s(SMALL) == 20
        watch.s = 12 * DAY_S + 5
        assert ledger.left_s(SMALL) == 50
    assert ledger.left_s(SMALL) == 50


def test_a_clock_set_back_gives_no_minutes() -> None:
    watch = Watch()
    ledger = Ledger(watch)
    with ledger.timed(SMALL):
        watch.s -= 30
    assert ledger.left_s(SMALL) == 60
