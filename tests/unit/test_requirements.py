"""Locks agree with what they are made from, and environments are named after all that goes into them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory import environment
from rock_glacier_inventory.inventory.setup import flavours
from rock_glacier_inventory.inventory.setup.flavours import CARD, FINISHED, FLAVOURS, FULL, LIGHT, PLATFORMS, lock_of

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9]+\])?==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
FOLDER = flavours.REQUIREMENTS_FOLDER
LOCKS = sorted((FOLDER / "locks").glob("*.txt"))


def pins(*paths: Path) -> dict[str, str]:
    found = [pin for path in paths for pin in PIN.findall(path.read_text("utf-8"))]
    return {name.lower().replace("_", "-"): version for name, version in found}


def test_there_is_a_lock_for_each_flavour_and_platform_and_no_other() -> None:
    wanted = {lock_of(flavour, platform) for flavour in FLAVOURS for platform in PLATFORMS}
    of_cards = {lock_of(CARD, platform) for platform in PLATFORMS if not platform.startswith("macos")}
    assert set(LOCKS) == wanted | of_cards


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_has_a_hash_for_each_package_and_names_no_place(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text and "--index" not in text
    packages = PIN.split(text)[3::3]
    assert packages and all(HASH.search(words) for words in packages)
    assert not any(re.match("torch|triton", name) for name in pins(path))
    if not path.stem.endswith(CARD):
        assert not any(re.match("nvidia|cuda|numba-cuda", name) for name in pins(path))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_lock_has_the_versions_that_are_pinned(platform: str) -> None:
    light, full = pins(lock_of(LIGHT, platform)), pins(lock_of(FULL, platform))
    assert pins(FOLDER / "light.txt").items() <= light.items()
    assert light.items() <= full.items()
    assert pins(FOLDER / "full.txt").items() <= full.items()
    if lock_of(CARD, platform).exists():
        card = pins(lock_of(CARD, platform))
        assert card["numba-cuda"] == pins(FOLDER / "card.txt")["numba-cuda"]
        assert not card.keys() & full.keys()


def test_torch_is_named_once_for_all() -> None:
    told = json.loads(flavours.TORCH.read_text("utf-8"))
    assert pins(FOLDER / "torch.txt") == {name: told[name] for name in ("torch", "torchvision")}
    assert {platform for build in told["builds"].values() for platform in build["platforms"]} == set(PLATFORMS)
    assert all(build["index"].startswith("https://") for build in told["builds"].values())


def test_the_developers_environment_is_named_after_all_files_that_are_included(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.txt"):
        shutil.copy(path, tmp_path)
    first = environment.requirements_hash(tmp_path / "engine.txt")
    assert first == environment.requirements_hash()
    for name in ("light.txt", "full.txt", "card.txt", "torch.txt"):
        before = environment.requirements_hash(tmp_path / "engine.txt")
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"\n", b"\r\n"))
        assert environment.requirements_hash(tmp_path / "engine.txt") == before
        with (tmp_path / name).open("ab") as file:
            file.write(b"another==1\r\n")
        assert environment.requirements_hash(tmp_path / "engine.txt") != before


def test_a_flavours_environment_is_named_after_its_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "requirements")
    monkeypatch.setattr(flavours, "REQUIREMENTS_FOLDER", tmp_path / "requirements")
    monkeypatch.setattr(flavours, "TORCH", tmp_path / "requirements" / "torch.json")
    for changed, follow in ((lock_of(CARD, "linux-x86_64"), {FULL}), (lock_of(LIGHT, "linux-x86_64"), {LIGHT})):
        before = {flavour: flavours.environment_name(flavour, "linux-x86_64") for flavour in FLAVOURS}
        with changed.open("ab") as file:
            file.write(b"# another\n")
        after = {flavour: flavours.environment_name(flavour, "linux-x86_64") for flavour in FLAVOURS}
        assert {flavour for flavour in FLAVOURS if before[flavour] != after[flavour]} == follow


def test_a_finished_engine_is_found_the_full_one_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(environment, "PLUGIN_FOLDER", tmp_path / "plugin")  # which has none of its own
    assert environment.find_engine_interpreter() is None

    def made(folder: Path, *, finished: bool) -> Path:
        python = environment.interpreter_in(folder)
        python.parent.mkdir(parents=True)
        python.touch()
        if finished:
            (folder / FINISHED).write_text("{}", "utf-8")
        return python

    developers = made(environment.engine_environment(), finished=False)
    assert environment.find_engine_interpreter() == developers
    light = made(environment.flavour_environment(LIGHT), finished=True)
    assert environment.find_engine_interpreter() == light
    full = made(environment.flavour_environment(FULL), finished=False)
    assert environment.find_engine_interpreter() == light  # a half-built one is none
    (environment.flavour_environment(FULL) / FINISHED).write_text("{}", "utf-8")
    assert environment.find_engine_interpreter() == full
    full.unlink()  # as where the Python of the computer is gone
    assert environment.find_engine_interpreter() == light
    own = made(tmp_path / "plugin" / ".venv" / "engine", finished=False)
    assert environment.find_engine_interpreter() == own
