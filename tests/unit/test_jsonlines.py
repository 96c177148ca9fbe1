"""`expertbot tag`: JSON lines in and out, as other programs use it."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-W", "error", "-m", "bot", "tag"]


def run(sent: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    done = subprocess.run(COMMAND, input=sent, capture_output=True, check=True)
    answered = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return answered, done.stderr.decode().splitlines()


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def test_a_need_comes_back_with_its_keywords_and_domains() -> None:
    (answer,), told = run(line(id="n1", title="铝合金压铸件气孔率高", text="气孔率8%，要降到3%以下"))
    assert answer["id"] == "n1"
    assert any("气孔率" in keyword for keyword in answer["keywords"])
    assert answer["domains"][0].keys() == {"code", "name", "score", "because"}
    assert answer["domains"][0]["code"] == "0302"
    assert len(answer["keywords"]) <= 10
    assert len(answer["domains"]) <= 5
    assert told == []


def test_a_line_that_cannot_be_read_is_told_with_its_number_and_stops_nothing() -> None:
    good = line(id=7, title="数控机床主轴颤振")
    bad = [b"\xff\xfe\n", b"{\n", b"[]\n", line(title="x"), line(id=True), line(id="a", text=3)]
    answered, told = run(b"".join([*bad, b"\n", b"[" * 100_000 + b"\n", good]))
    assert [answer["id"] for answer in answered] == [7]
    assert [fault.split()[1] for fault in told] == ["1", "2", "3", "4", "5", "6", "8"]
    assert told[0].endswith("is not UTF-8")
    assert "not JSON" in told[1]
    assert "not a JSON object" in told[2]
    assert '"id"' in told[3]
    assert '"text" must be a string' in told[5]


def test_a_byte_order_mark_absent_texts_and_half_a_pair_do_no_harm() -> None:
    answered, told = run(b"\xef\xbb\xbf" + line(id="a", title=None) + b'{"id": "\\ud800"}\n')
    assert [answer["id"] for answer in answered] == ["a", "\ud800"]
    assert told == []


def test_nothing_of_the_service_is_loaded() -> None:
    code = "import sys; from bot.__main__ import main; main(['tag']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], input=line(id=1), capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}
    assert {"nlp", "jieba", "bot"} <= loaded
    assert not {"handlers", "scheduler", "pydantic", "sqlalchemy", "aiohttp", "numpy", "sklearn"} & loaded


def test_whoever_stops_reading_gets_no_complaint(tmp_path: Path) -> None:
    asked = tmp_path / "needs.jsonl"
    asked.write_bytes(line(id=1, title="轴承齿轮") * 500)
    with asked.open("rb") as lines, subprocess.Popen(COMMAND, stdin=lines, stdout=-1, stderr=-1) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_on_a_terminal_progress_is_shown() -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        subprocess.run(COMMAND, input=line(id=1), stdout=subprocess.DEVNULL, stderr=theirs, check=True)
        assert "1 lines" in os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
