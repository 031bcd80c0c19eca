"""What the page *Install* says a computer needs is what the set-up asks of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.help_pages import page_file
from rock_glacier_inventory.inventory.setup.choosing import LEAST_MEMORY, choices
from rock_glacier_inventory.inventory.setup.flavours import FULL, LIGHT, LINUX
from rock_glacier_inventory.inventory.setup.machine import Card, Machine
from rock_glacier_inventory.inventory.setup.pins import PYTHON_VERSION, SUITABLE_PYTHONS
from rock_glacier_inventory.inventory.setup.torch_builds import read_torch

ROOT = Path(__file__).resolve().parents[2]
PAGE = " ".join(page_file("install").read_text("utf-8").split())
UNITS = {"MB": 1e6, "GB": 1e9}
NEWEST = Card("the newest", (999, 0), 12.0, 16_000)


def row_of(name: str) -> list[list[float]]:
    """The sizes in a row of the table, in bytes: of Light, of Full without and with a card."""
    found = re.search(rf"\| {name} \|([^|]+)\|([^|]+)\|", PAGE)
    assert found is not None
    return [
        [float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+) (MB|GB)", cell)]
        for cell in found.groups()
    ]


def test_sizes() -> None:
    torch = read_torch(LINUX)
    without, with_card = (choices(Machine(LINUX, 10**12, card), torch) for card in (None, NEWEST))
    for name in ("download", "disk"):
        (light,), (plain, large) = row_of(name)
        assert light == pytest.approx(getattr(without[LIGHT], name), rel=0.12), name
        assert plain == pytest.approx(getattr(without[FULL], name), rel=0.12), name
        assert large == pytest.approx(getattr(with_card[FULL], name), rel=0.12), name


def test_which_cards_are_used() -> None:
    builds = [build for build in read_torch(LINUX).builds if build.driver]
    oldest, newest = min(builds, key=lambda build: build.driver), max(builds, key=lambda build: build.driver)
    drivers = [".".join(map(str, build.driver)) for build in (oldest, newest)]
    assert f"compute capability {oldest.capability} or newer, and a driver from {drivers[0]} on" in PAGE
    assert f"(from {drivers[1]} on for cards of a compute capability above {oldest.newest})" in PAGE
    assert f"has {round(LEAST_MEMORY / 1024 + 0.5)} GB of memory" in PAGE


def test_which_systems_and_pythons() -> None:
    minor = re.search(r"manylinux_2_(\d+)", (ROOT / "recipes" / "locks.py").read_text("utf-8"))
    assert minor is not None and f"glibc 2.{minor[1]} or newer" in PAGE
    assert f"a Python of its own ({PYTHON_VERSION.rpartition('.')[0]})" in PAGE
    first, *others, last = [".".join(map(str, version)) for version in SUITABLE_PYTHONS]
    assert f"it looks for Python {', '.join([first, *others])} or {last} on the computer" in PAGE
    lowest = re.search(r"qgisMinimumVersion=(\S+)", (ROOT / "metadata.txt").read_text("utf-8"))
    assert lowest is not None and f"in QGIS ({lowest[1]} or newer)" in PAGE
