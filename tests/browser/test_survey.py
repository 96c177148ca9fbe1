"""The survey on a phone-sized page, with the service killed (kill -9) in the middle of an answer."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect
from sqlalchemy import Connection
from sqlmodel import select

from bot.clock import SystemClock
from bot.storage.database import make_engine
from bot.storage.work import Work, World
from handlers.domain.events import Event
from handlers.domain.questionnaires import COMPLETE, Questionnaire
from handlers.ports.work import Doors
from tests.browser.test_story import ROOT, enters, free_port, served
from tests.support.asked import ask_at_once
from tests.support.browser import ChatPage, window

SURROUNDINGS = World(SystemClock(), Doors())
SIX = ("5 很合适", "4 满意", "5 效果很好", "3 一般", "5 很满意", "愿意")


@contextmanager
def killed(folder: Path, port: int) -> Iterator[None]:
    """Run the service; at the end it is killed without a word of warning."""
    environment = {**os.environ, "EXPERTBOT_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            next(line for line in iter(process.stdout.readline, "") if "Ctrl+C" in line)
            yield
        finally:
            process.send_signal(signal.SIGKILL)


@contextmanager
def standing_still(folder: Path) -> Iterator[Connection]:
    """Open the database of a service that is not running."""
    engine = make_engine(f"sqlite:///{folder / 'sample.db'}")
    with engine.connect() as connection:
        yield connection
        connection.commit()
    engine.dispose()


def in_view(chat: ChatPage, label: str) -> None:
    """Wait until the button is on the screen without anybody scrolling to it."""
    expect(chat.page.get_by_role("button", name=label, exact=True).last).to_be_in_viewport(ratio=0.9)


def test_a_kill_in_the_middle_of_an_answer_loses_none_and_takes_none_twice(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    shared = window(browser)
    with served(tmp_path, port) as (firm_link, *_):
        firm = enters(shared, firm_link, "唐以宁")
        firm.hears("唐以宁，您好")
    with standing_still(tmp_path) as connection:
        ask_at_once(connection, SURROUNDINGS)
    with killed(tmp_path, port):
        firm.hears("1/6 · 服务时间")
        firm.taps(SIX[0])
        firm.hears("2/6 · 服务方式")
        firm.taps(SIX[1])
    with served(tmp_path, port):
        firm.hears("3/6 · 服务效果")
        firm.hears("4 满意")
        for label, heard in zip(SIX[2:], ("4/6", "5/6", "6/6", "都答完了"), strict=True):
            firm.taps(label)
            firm.hears(heard)
        in_view(firm, "完成")
        firm.taps("完成")
        firm.hears("已完成，谢谢！")
        in_view(firm, "修改")
        firm.page.reload()
        firm.hears("已完成，谢谢！")
        assert firm.faults == []
    with standing_still(tmp_path) as connection:
        session = Work(connection, SURROUNDINGS).session
        one = session.exec(select(Questionnaire)).one()
        events = session.exec(select(Event).where(Event.action == "questionnaire.answered")).all()
        assert one.state == COMPLETE
        assert list(one.answers.values()) == [5, 4, 5, 3, 5, "yes"]
        assert [event.facts["question"] for event in events] == list(one.answers)
