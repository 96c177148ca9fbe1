"""Whoever erases themselves is gone from every table and page of the database, and never was in the log."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.joining import kunshan
from tests.support.world import Visitor, World

NAME, PHONE = "欧阳沐晨", "13655512345"
FIRM, OTHER = "昆山晨曦精密机械有限公司", "13655599999"
WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，下月底前希望专家到厂看看"
ASIDE = "我们厂的老工艺是祖传的十七道工序"


@contextmanager
def told(caplog: pytest.LogCaptureFixture) -> Iterator[tuple[World, Visitor, Visitor]]:
    """Tell a story in which a contact joins, files, asks for help, and a coordinator hears of it."""
    caplog.set_level(logging.DEBUG)
    with kunshan() as (world, desk):
        contact = Visitor(world, "chat-77", NAME, "zh").commands("start", "enterprise")
        for words in ("同意", FIRM, "跳过", "昆山", NAME, PHONE, "提交", WORDS, "提交"):
            contact.says(words)
        contact.says("找人工").says(ASIDE)
        desk.says("待办")
        yield world, desk, contact


def everything(world: World) -> bytes:
    """Return every page of the database file, the write-ahead log folded in."""
    file = Path(world.url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not Path(f"{file}-wal").stat().st_size
    return file.read_bytes()


def rows_with(world: World, word: str) -> list[str]:
    """Return the tables and columns in which a word still stands: what to mend when this fails."""
    file = world.url.removeprefix("sqlite:///")
    found = []
    with closing(sqlite3.connect(file)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for column in columns:
                sql = f"SELECT rowid FROM {table} WHERE instr(CAST({column} AS TEXT), ?)"  # noqa: S608 - names from the schema
                found += [f"{table}.{column} {row[0]}" for row in connection.execute(sql, (word,))]
    return found


def test_an_erased_person_is_found_in_no_table_and_on_no_page(caplog: pytest.LogCaptureFixture) -> None:
    with told(caplog) as (world, _, contact):
        for word in (NAME, PHONE, ASIDE):
            assert rows_with(world, word), "the story never told this: nothing would be proved"
        contact.says("我的数据").taps("删除我的数据").taps("确认删除").hears("您的数据已删除")
        for word in (NAME, PHONE, ASIDE):
            assert (word, rows_with(world, word)) == (word, [])
            assert word.encode() not in everything(world)


def test_the_log_of_a_whole_story_names_nobody_and_quotes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with told(caplog) as (_, desk, contact):
        desk.says("待办")
        contact.says("我的数据").taps("删除我的数据").taps("确认删除")
        for word in (NAME, PHONE, FIRM, WORDS, ASIDE):
            assert word not in caplog.text
