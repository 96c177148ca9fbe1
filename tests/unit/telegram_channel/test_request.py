"""The transport's own small parts: form bodies, proxies, and answers that are none."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_request import AiohttpRequest, NotSent, as_form, proxy_for

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), st.text()))
def test_a_form_is_read_back_as_it_was(params: dict[str, str]) -> None:
    read = parse_qs(as_form(params).decode(), keep_blank_values=True, strict_parsing=bool(params))
    assert read == {name: [value] for name, value in params.items()}


def test_a_form_has_json_for_what_is_no_text_and_nothing_for_none() -> None:
    read = parse_qs(as_form({"a": {"b": [1, True]}, "c": True, "d": None, "e": 7}).decode())
    assert read == {"a": ['{"b":[1,true]}'], "c": ["true"], "e": ["7"]}


def test_half_a_character_does_not_keep_a_keyboard_from_being_sent() -> None:
    assert parse_qs(as_form({"a": ["\ud800您"]}).decode()) == {"a": [r'["\ud800\u60a8"]']}


def test_a_proxy_is_taken_from_the_environment_but_never_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert proxy_for("https://api.telegram.org") == "http://proxy.example:3128"
    assert proxy_for("http://127.0.0.1:8081") == ""
    monkeypatch.setenv("no_proxy", "telegram.org")
    assert proxy_for("https://api.telegram.org") == ""


async def test_a_closed_transport_says_that_nothing_was_sent() -> None:
    request = AiohttpRequest()
    with pytest.raises(NotSent):
        await request.call("http://127.0.0.1:9/bot1:a/getMe", {})
    await request.shutdown()
