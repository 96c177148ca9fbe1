"""Who gets into the web chat, who does not, and what the page is guarded by."""

from ipaddress import ip_network

import pytest
from aiohttp import WSServerHandshakeError

from bot.channels.webchat_doors import client_address
from bot.channels.webchat_limits import Limiter, Limits, Rate
from bot.channels.webchat_seals import digest, seal, unseal
from handlers.dialogue.messages import Document, Message
from handlers.dialogue.replies import Commanded
from tests.support.webchat import World, run
from tests.support.webchat_client import Guest, guest
from tests.support.webchat_story import CHART


def test_opening_a_link_consumes_nothing_and_entering_does() -> None:
    async def story() -> None:
        async with guest(World(links={"token": "w-me"})) as person:
            async with person.http.get(f"{person.address}/chat") as answer:
                assert answer.status == 200
            assert not person.world.store.sessions
            status, found = await person.asks(token="token")
            assert (status, found["path"]) == (200, person.path)
            assert [inbound.reply for inbound in person.world.own("w-me")] == [Commanded("start", "token")]

    run(story())


def test_a_dead_link_is_refused_with_the_sentence_of_the_service() -> None:
    async def story() -> None:
        async with guest() as person:
            status, found = await person.asks(token="forged")
            assert (status, found["why"]) == (409, "refused")
            assert "再要一个" in found["text"]

    run(story())


def test_the_cookie_is_bound_to_its_path_and_out_of_reach() -> None:
    async def story() -> None:
        async with guest(World(public_url="https://chat.example.org")) as person:
            where, asked = f"{person.address}/chat/enter", {"role": "expert"}
            async with person.http.post(where, json=asked, headers={"Origin": person.address}) as answer:
                cookie = answer.headers["Set-Cookie"]
                path = (await answer.json())["path"]
            for part in (f"Path={path}", "HttpOnly", "SameSite=Strict", "Secure"):
                assert part in cookie
            kept = person.world.store.sessions[path.split("/")[3]]
            secret = cookie.split("=", 1)[1].split(".")[0]
            assert kept.digest == digest(secret)
            assert secret not in repr(kept)

    run(story())


def test_without_https_the_cookie_works_in_a_local_network() -> None:
    async def story() -> None:
        async with guest() as person:
            where, asked = f"{person.address}/chat/enter", {"role": "expert"}
            async with person.http.post(where, json=asked, headers={"Origin": person.address}) as answer:
                assert "Secure" not in answer.headers["Set-Cookie"]

    run(story())


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_foreign_page_can_neither_enter_nor_listen_nor_upload(origin: str) -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            headers = person.headers() | {"Origin": origin}
            with pytest.raises(WSServerHandshakeError, match="403"):
                await person.http.ws_connect(f"{person.address}{person.path}ws", headers=headers)
            for path in ("/chat/enter", f"{person.path}upload"):
                asked = {"role": "expert"}
                async with person.http.post(person.address + path, json=asked, headers=headers) as answer:
                    assert answer.status == 403
            assert len(person.world.store.sessions) == 1

    run(story())


def test_the_public_address_is_an_origin_of_ours() -> None:
    async def story() -> None:
        async with guest(World(public_url="https://chat.example.org")) as person:
            await person.enters()
            async with person.talks(Origin="https://chat.example.org") as talk:
                assert (await talk.says("从公网"))["t"] == "ack"

    run(story())


async def _turned_away(person: Guest) -> None:
    async with person.talks() as talk:
        assert await talk.hears("bye") == {"t": "bye", "why": "revoked"}
    assert (await person.uploads(b"x"))[0] == 403


def test_a_foreign_a_forged_and_a_missing_cookie_are_turned_away() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            other = Guest(person.http, person.address, person.answerer)
            await other.enters(role="expert")
            for cookie in (other.cookie, f"{other.cookie[:-1]}x", "", "a.b"):
                await _turned_away(Guest(person.http, person.address, person.answerer, person.path, cookie))
            assert [inbound.reply for inbound in person.world.own(person.chat)] == [Commanded("start")]

    run(story())


def test_a_revoked_session_ends_at_once_and_for_good() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            async with person.talks() as talk:
                await talk.hears("history")
                await person.answerer.chat.revoke(person.chat, person.path.split("/")[3])
                assert await talk.hears("bye") == {"t": "bye", "why": "revoked"}
            await _turned_away(person)

    run(story())


def test_revoking_a_chat_ends_all_its_browsers_and_nobody_elses() -> None:
    async def story() -> None:
        async with guest(World(links={"a": "w-me", "b": "w-me", "c": "w-you"})) as phone:
            laptop, stranger = (Guest(phone.http, phone.address, phone.answerer) for _ in range(2))
            for person, token in ((phone, "a"), (laptop, "b"), (stranger, "c")):
                await person.enters(token=token)
            await phone.answerer.chat.revoke_chat("w-me")
            await _turned_away(phone)
            await _turned_away(laptop)
            async with stranger.talks() as talk:
                assert (await talk.says("照常"))["t"] == "ack"

    run(story())


def test_a_session_revoked_by_another_process_ends_at_the_next_ping() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await person.world.store.revoke_chat(person.chat, person.world.now())
            await talk.sends(t="ping")
            assert (await talk.hears("bye"))["why"] == "revoked"

    run(story())


def test_the_twenty_first_entry_in_an_hour_waits_and_says_how_long() -> None:
    async def story() -> None:
        async with guest(World(limits=Limits())) as person:
            told = [await person.asks(role="expert") for _ in range(21)]
            assert [status for status, _ in told] == [200] * 20 + [429]
            assert told[-1][1] == {"why": "sessions", "seconds": 181, "text": ""}

    run(story())


def test_entering_while_the_storage_is_away_says_so() -> None:
    async def story() -> None:
        async with guest() as person:
            person.world.busy = True
            assert (await person.asks(role="expert"))[0] == 503

    run(story())


def test_a_browser_comes_back_by_itself_when_the_storage_was_away() -> None:
    async def story() -> None:
        async with guest() as person, (await person.enters()).talks() as talk:
            await talk.hears("history")
            person.world.store.away = True
            await talk.sends(t="ping")
            assert await talk.hears("bye") == {"t": "bye", "why": "busy"}
            with pytest.raises(WSServerHandshakeError, match="503"):
                await person.http.ws_connect(f"{person.address}{person.path}ws", headers=person.headers())
            person.world.store.away = False
            async with person.talks() as again:
                assert (await again.says("照常"))["t"] == "ack"

    run(story())


@pytest.mark.parametrize("asked", [{}, {"role": "coordinator"}, {"role": ""}])
def test_nobody_enters_without_a_link_in_another_role(asked: dict[str, str]) -> None:
    async def story() -> None:
        async with guest() as person:
            assert (await person.asks(**asked))[0] == 400

    run(story())


def test_every_page_carries_the_strict_headers() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            for path in ("/chat", person.path, "/chat/nowhere", f"{person.path}documents/1/0"):
                async with person.http.get(person.address + path) as answer:
                    assert (
                        "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
                    )
                    assert "unsafe" not in answer.headers["Content-Security-Policy"]
                    assert answer.headers["X-Content-Type-Options"] == "nosniff"
                    assert answer.headers["Referrer-Policy"] == "no-referrer"
                    assert answer.headers["Cache-Control"] == "no-store"

    run(story())


def test_the_pages_files_are_fingerprinted_and_nothing_else_is_given_out() -> None:
    async def story() -> None:
        async with guest() as person:
            async with person.http.get(f"{person.address}/chat") as answer:
                page = (await answer.text()).split('src="')[1].split("/enter.js")[0]
            for name, status in (
                ("chat.js", 200),
                ("strings.en.json", 200),
                ("..%2Fchat.py", 404),
                ("no", 404),
            ):
                async with person.http.get(f"{person.address}{page}/{name}") as answer:
                    assert (name, answer.status) == (name, status)
                    assert ("immutable" in answer.headers["Cache-Control"]) == (status == 200)

    run(story())


def test_a_document_goes_to_its_own_chat_only_and_as_an_attachment() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            papers = (
                Document("text", "说明.txt", "<b>"),
                Document("qr", "码.png", "invented"),
                *CHART.documents,
            )
            entry = await person.answerer.say(person.chat, Message(documents=papers))
            where = f"{person.address}{person.path}documents/{entry.row}"
            async with person.http.get(f"{where}/0", headers=person.headers()) as answer:
                assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8")
                assert await answer.text() == "<b>"
                assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            for place in (1, 2):  # a code and a chart are looked at where they stand
                async with person.http.get(f"{where}/{place}", headers=person.headers()) as answer:
                    manner = answer.headers["Content-Disposition"].partition(";")[0]
                    assert (answer.content_type, manner) == ("image/png", "inline")
            other = await Guest(person.http, person.address, person.answerer).enters(role="expert")
            for path, headers, status in (
                (f"{person.path}documents/{entry.row}/0", other.headers(), 403),
                (f"{other.path}documents/{entry.row}/0", other.headers(), 404),
                (f"{person.path}documents/{entry.row}/3", person.headers(), 404),
            ):
                async with person.http.get(person.address + path, headers=headers) as answer:
                    assert answer.status == status

    run(story())


def test_a_proxy_is_believed_only_when_trusted() -> None:
    trusted = (ip_network("10.0.0.0/8"),)
    forwarded = {"X-Forwarded-For": "1.2.3.4, 203.0.113.9, 10.0.0.7"}
    assert client_address("10.0.0.1", forwarded, trusted) == "203.0.113.9"
    assert client_address("198.51.100.1", forwarded, trusted) == "198.51.100.1"
    assert client_address("10.0.0.1", {"X-Forwarded-For": "nonsense"}, trusted) == "10.0.0.1"
    assert client_address("10.0.0.1", {}, trusted) == "10.0.0.1"
    assert client_address("2001:db8::1", {}, ()) == client_address("2001:db8::2", {}, ())


def test_a_seal_holds_for_its_purpose_and_key_only() -> None:
    sealed = seal(b"key", "session:a", "secret")
    assert unseal(b"key", "session:a", sealed) == "secret"
    assert unseal(b"key", "session:b", sealed) is None
    assert unseal(b"another", "session:a", sealed) is None
    assert unseal(b"key", "session:a", "é.é") is None


def test_the_limiter_forgets_the_longest_unused_and_stays_small() -> None:
    limiter = Limiter(Rate(1, 60), lambda: 0.0, keys=100)
    assert [limiter.take("a"), limiter.take("a")] == [0, 61]
    for number in range(1000):
        limiter.take(str(number))
    assert len(limiter) == 100
    assert limiter.take("a") == 0
