"""Files over the web chat."""

import pytest

from bot.channels.port import TooLarge
from bot.channels.webchat_files import clean_name
from bot.channels.webchat_limits import Limits, Rate
from tests.support.webchat import World, run
from tests.support.webchat_client import Guest, guest

SMALL = Limits(file=1000, upload=Rate(5000, 86400))


def test_a_file_over_the_limit_is_refused_and_nothing_of_it_is_kept() -> None:
    async def story() -> None:
        async with guest(World(limits=SMALL)) as person:
            await person.enters()
            assert (await person.uploads(b"x" * 1000))[0] == 200
            assert await person.uploads(b"x" * 1001) == (413, {"why": "large", "seconds": 0, "text": ""})
            assert (await person.uploads(b"x" * 9000))[0] == 413
            assert len(person.world.files) == 1

    run(story())


def test_an_address_that_uploads_too_much_in_a_day_waits() -> None:
    async def story() -> None:
        async with guest(World(limits=SMALL)) as person:
            await person.enters()
            told = [await person.uploads(b"x" * 1000) for _ in range(5)]
            status, found = told[-1]
            assert (status, found["why"]) == (429, "megabytes")
            assert 3600 < found["seconds"] < 86400

    run(story())


@pytest.mark.parametrize("name", ["page.html", "run.exe", "picture.svg", "noending", ".png"])
def test_a_kind_of_file_that_nobody_needs_is_refused(name: str) -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            assert (await person.uploads(b"x", name))[0] == 415

    run(story())


def test_a_ref_is_worth_nothing_in_another_chat() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            _, kept = await person.uploads(b"x")
            other = await Guest(person.http, person.address, person.answerer).enters(role="expert")
            async with other.talks() as talk:
                await talk.sends(t="files", id="message-1", refs=[kept["ref"]])
                assert (await talk.told("message-1"))["why"] == "unreadable"

    run(story())


def test_a_form_without_a_file_is_refused() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            where = f"{person.address}{person.path}upload"
            async with person.http.post(where, data=b"bytes", headers=person.headers()) as answer:
                assert answer.status == 400

    run(story())


def test_the_channel_gives_out_bytes_up_to_the_most_that_is_wanted() -> None:
    async def story() -> None:
        async with guest() as person:
            await person.enters()
            await person.uploads(b"12345")
            with pytest.raises(TooLarge):
                await person.answerer.chat.fetch(next(iter(person.world.files)), 4)

    run(story())


def test_a_file_name_is_cleaned_and_keeps_its_ending() -> None:
    assert clean_name("C:\\fakepath\\图纸.pdf") == "图纸.pdf"
    assert clean_name("../../etc/a\x00b\n.pdf") == "ab.pdf"
    assert clean_name("长" * 300 + ".pdf") == "长" * 116 + ".pdf"
    assert clean_name("") == "file"
