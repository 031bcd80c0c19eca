"""Sessions in the real desktop for the tests of this folder (each takes most of a minute)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..simulated import simulate
from .beginnings import ENGINE, MODEL
from .desk import SETTINGS, Session, make_desk

# Each engine process compiles the loops of the radiation; here, where they are not what is tried, with less care.
os.environ.setdefault("NUMBA_OPT", "1")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated scene."""
    return simulate(ENGINE, tmp_path_factory.mktemp("sample") / "sample", 512, 3)


@pytest.fixture(scope="session")
def large_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated scene with a dozen candidates and more."""
    return simulate(ENGINE, tmp_path_factory.mktemp("large sample") / "sample", 1024, 3)


@pytest.fixture(scope="session")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The toolbox in the desktop (`session.py`), beside all other plugins of QGIS."""
    desk = make_desk(tmp_path_factory, "desktop", SETTINGS.partition("\n\n")[2])
    return desk.run("session.py", sample, ROCK_GLACIER_DESKTOP_MODEL=MODEL)


@dataclass(frozen=True)
class DockSessions:
    """Two sessions with the dock on one inventory: QGIS was closed and started again between them."""

    first: Session
    second: Session
    inventory: Path


@pytest.fixture(scope="session")
def dock_sessions(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> DockSessions:
    """The dock in the desktop (`dock_session.py`, `dock_restart.py`)."""
    desk = make_desk(tmp_path_factory, "dock é 冰")
    inventory = desk.copy("by two models.gpkg", "inventory of a day.gpkg")
    first = desk.run("dock_session.py", sample, inventory)
    (desk.folder / "report.json").rename(desk.folder / "first.json")
    second = desk.run("dock_restart.py", sample, inventory)
    return DockSessions(first, second, inventory)
