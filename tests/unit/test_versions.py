"""The version stands in one place, and the locks hold for everyone."""

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
LOCKS: Final = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    """Return each locked package with its exact version."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", text, flags=re.MULTILINE))


def test_the_installed_version_is_the_one_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata.version("expertbot") == project["version"]


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [pyproject["project"]["dependencies"], *pyproject["dependency-groups"].values()]
    for requirement in (each for group in groups for each in group):
        assert re.search(r">=[\d.]+,<[\d.]+(?:; .+)?$", requirement), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^(-|[a-z0-9-]+ @ )", text, flags=re.MULTILINE)
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, flags=re.MULTILINE)) == len(pins(lock))


def test_the_locks_agree_with_each_other() -> None:
    everything = pins("requirements-dev.lock")
    for lock in LOCKS:
        assert pins(lock).items() <= everything.items()


def test_extras_that_a_locked_package_wants_stand_in_the_lock() -> None:
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)\[([a-z,]+)\]==", text, flags=re.MULTILINE))
    wanted = re.findall(r"^([a-z0-9-]+)\[([a-z]+)\]", "\n".join(_wishes("pytest-cov")), flags=re.MULTILINE)
    assert wanted
    assert all(extra in locked.get(package, "").split(",") for package, extra in wanted)


def _wishes(package: str) -> list[str]:
    """Return what an installed package says it needs: older pips look for an extra under its own name."""
    return metadata.requires(package) or []
