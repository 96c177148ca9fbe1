"""The whole story in three windows of one browser, on the service as `make run` starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.browser import ChatPage, open_chat, window

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"http://\S+#t=\S+")
WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，年底前希望专家到厂看看"


@contextmanager
def served(folder: Path, port: int) -> Iterator[list[str]]:
    """Run `expertbot serve` in a process of its own; yield the links that it prints."""
    environment = {**os.environ, "EXPERTBOT_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield list(_links(iter(process.stdout.readline, "")))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(15)


def _links(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if found := LINK.search(line):
            yield found[0]
        if "Ctrl+C" in line:
            return


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def enters(browser_window: BrowserContext, link: str, name: str) -> ChatPage:
    """Open a sample person's link and say that it is them."""
    chat = open_chat(browser_window, link)
    chat.enters()
    chat.hears(f"您是{name}")
    chat.taps("是")
    return chat


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desk"])
def test_a_need_travels_from_a_phone_to_an_experts_yes_in_one_browser(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    with served(tmp_path, free_port()) as (firm_link, expert_link, desk_link):
        shared = window(browser, size)
        firm = enters(shared, firm_link, "唐以宁")
        expert = enters(shared, expert_link, "沈砚舟")
        desk = enters(shared, desk_link, "许静川")
        firm.says(WORDS)
        firm.hears("请核对")
        firm.taps("提交")
        firm.hears("受理编号")
        desk.hears("请审核")
        desk.taps("通过")
        firm.hears("您的需求已通过审核")
        desk.taps("匹配专家")
        desk.hears("候选专家")
        desk.taps("沈砚舟")
        for label in ("选好了（1项）", "双方商定", "2", "主办单位承担", "确认发出"):
            desk.taps(label)
        expert.hears("邀请您为基层企业解决技术难题")
        assert "19900002001" not in "\n".join(expert.spoken())
        expert.taps("接受")
        expert.hears("19900002001")
        firm.hears("19900001001")
        desk.hears("沈砚舟已接受邀请")
        assert firm.faults == expert.faults == desk.faults == []


def test_a_half_filled_form_survives_a_kill_and_a_reload(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    shared = window(browser)
    with served(tmp_path, port) as (firm_link, *_):
        firm = enters(shared, firm_link, "唐以宁")
        firm.hears("唐以宁，您好")
        firm.taps("提需求")
        firm.taps("技术")
        firm.hears("2/8")
    firm.says("轴承滚道磨削有振纹，想请人看看")
    with served(tmp_path, port):
        firm.hears("3/8")
        firm.page.reload()
        firm.shows_own("轴承滚道磨削有振纹，想请人看看")
        assert firm.faults == []
