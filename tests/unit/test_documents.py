"""What the documents say is there is there: files, settings with their defaults, commands, make targets."""

import re
from pathlib import Path, PurePosixPath

import pytest

from bot.__main__ import parser
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "docs/architecture.md",
    "docs/operating.md",
    "docs/conversations.md",
)
LARGEST_PICTURE = 80 * 1024


def words(document: str) -> str:
    """Return a document's text."""
    return (ROOT / document).read_text(encoding="utf-8")


def files_named(text: str) -> set[str]:
    """Return the files of ours named between backticks; a bare name stands in the folder named before it."""
    found = set()
    for line in text.splitlines():
        folder = PurePosixPath()
        for name in re.findall(r"`([a-z][\w./-]*\.(?:py|toml|csv|txt|js|css|json|md))`", line):
            path = PurePosixPath(name)
            folder = path.parent if len(path.parts) > 1 else folder
            found.add(str(folder / path.name))
    return found - {"pyproject.toml"}


def rows(document: str) -> dict[str, list[str]]:
    """Return the cells of the tables' rows by the first cell, without its backticks."""
    lines = [line for line in words(document).splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    assert [name for name in sorted(files_named(words(document))) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_project_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", words(document))
    assert links
    folder = (ROOT / document).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_architecture_names_many_files() -> None:
    assert len(files_named(words("docs/architecture.md"))) > 80


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {name: row[0] for name, row in rows("docs/operating.md").items() if name.startswith(PREFIX)}
    assert documented == {
        f"{PREFIX}{name.upper()}": _as_written(field.default) for name, field in Settings.model_fields.items()
    }


def test_every_command_is_documented() -> None:
    documented = {name.split()[1] for name in rows("docs/operating.md") if name.startswith("expertbot ")}
    choices = next(action.choices for action in parser()._actions if action.dest == "command")  # noqa: SLF001 - argparse lists them nowhere else
    assert documented == set(choices or ())


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_every_make_target_that_the_readme_names_exists(document: str) -> None:
    named = set(re.findall(r"`make (\w+)", words(document)))
    targets = set(re.findall(r"^(\w+):", words("Makefile"), flags=re.MULTILINE))
    assert named >= {"run", "test", "demo", "check", "browser", "bench"}
    assert named <= targets


def test_both_readmes_have_the_same_parts_and_links() -> None:
    english, chinese = words("README.md"), words("README.zh-CN.md")
    for pattern in (r"^## ", r"^\d+\. ", r"^- ", r"^\| ", r"^    \S"):
        count = [len(re.findall(pattern, text, flags=re.MULTILINE)) for text in (english, chinese)]
        assert count[0] == count[1], pattern
    links = [sorted(set(re.findall(r"\]\((?!README)([^)]+)\)", text))) for text in (english, chinese)]
    assert links[0] == links[1]


def test_the_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert 0 < len(pictures) <= 3
    assert [p.name for p in pictures if p.stat().st_size >= LARGEST_PICTURE] == []


def _as_written(default: object) -> str:
    value = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    return f"`{value}`" if value else "(empty)"
