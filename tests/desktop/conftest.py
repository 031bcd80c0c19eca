"""Sessions in the real desktop for the tests of this folder (each takes most of a minute)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.PyQt.QtGui import QImage

from ..qgis_profile import Profile, make_profile
from ..simulated import simulate
from .beginnings import ENGINE, MODEL, made

# Each engine process compiles the loops of the radiation; here, where they are not what is tried, with less care.
os.environ.setdefault("NUMBA_OPT", "1")
LIMIT_S = 240
SETTINGS = """[PythonPlugins]
MetaSearch=false
db_manager=false
grassprovider=false
sagaprovider=false

[qgis]
checkVersion=false
showTips=false

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true
"""


@dataclass(frozen=True)
class Session:
    """What the session wrote, and where its screenshots are."""

    report: dict[str, Any]
    folder: Path
    errors: str


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated scene."""
    return simulate(ENGINE, tmp_path_factory.mktemp("sample") / "sample", 512, 3)


@pytest.fixture(scope="session")
def large_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated scene with a dozen candidates and more."""
    return simulate(ENGINE, tmp_path_factory.mktemp("large sample") / "sample", 1024, 3)


def run_desktop(script: str, profile: Profile, folder: Path, **variables: str) -> Session:
    """Start QGIS under Xvfb, let a script of this folder use the plugin in it, and read what it saw.

    Set ROCK_GLACIER_SCREENSHOTS to a folder to keep the screenshots.
    """
    environment = {
        **profile.environment,
        **variables,
        "QT_QPA_PLATFORM": "xcb",
        "ROCK_GLACIER_DESKTOP_FOLDER": str(folder),
        "ROCK_GLACIER_DESKTOP_SCRIPTS": str(Path(__file__).parent),
    }
    # Two at once that look for a free screen find the same one: each looks from a number of its own.
    screen = 100 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    # `timeout`: an import error in the desktop opens a modal dialog that nobody answers.
    done = subprocess.run(
        [
            "timeout",
            "--kill-after=10",
            str(LIMIT_S),
            "xvfb-run",
            "--server-num",
            str(screen),
            "--auto-servernum",
            "--server-args",
            "-screen 0 1600x900x24",
            "qgis",
            "--nologo",
            "--profiles-path",
            str(profile.base),
            "--code",
            str(Path(__file__).with_name(script)),
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    keep = os.environ.get("ROCK_GLACIER_SCREENSHOTS")
    if keep:
        shutil.copytree(
            folder, keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.gpkg*", "*.qgz", "read-only")
        )
    report = folder / "report.json"
    assert report.is_file(), f"QGIS ended with {done.returncode} and no report\n{done.stderr}\n{done.stdout}"
    return Session(json.loads(report.read_text("utf-8")), folder, done.stderr)


def pixels_of(path: Path) -> np.ndarray:
    """Rows and columns of a picture: blue, green, red."""
    picture = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    assert not picture.isNull()
    bits = picture.constBits()
    bits.setsize(picture.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(picture.height(), picture.width(), 4)[..., :3].copy()


def number_of_colours(path: Path) -> int:
    """In a screenshot, of every seventh pixel of every seventh row: a blank one has one colour."""
    return len(np.unique(pixels_of(path)[::7, ::7].reshape(-1, 3), axis=0))


@pytest.fixture(scope="session")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The toolbox in the desktop (`session.py`), beside all other plugins of QGIS."""
    base = tmp_path_factory.mktemp("desktop")
    folder = base / "seen"
    folder.mkdir()
    return run_desktop(
        "session.py",
        make_profile(base, SETTINGS.partition("\n\n")[2]),
        folder,
        ROCK_GLACIER_DESKTOP_SAMPLE=str(sample),
        ROCK_GLACIER_DESKTOP_MODEL=MODEL,
    )


@dataclass(frozen=True)
class DockSessions:
    """Two sessions with the dock on one inventory: QGIS was closed and started again between them."""

    first: Session
    second: Session
    inventory: Path


@pytest.fixture(scope="session")
def dock_sessions(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> DockSessions:
    """The dock in the desktop (`dock_session.py`, `dock_restart.py`)."""
    base = tmp_path_factory.mktemp("dock é 冰")
    folder = base / "seen"
    folder.mkdir()
    inventory = folder / "inventory of a day.gpkg"
    shutil.copy(made("by two models.gpkg"), inventory)
    profile = make_profile(base, SETTINGS)
    variables = {"ROCK_GLACIER_DESKTOP_SAMPLE": str(sample), "ROCK_GLACIER_DESKTOP_INVENTORY": str(inventory)}
    first = run_desktop("dock_session.py", profile, folder, **variables)
    (folder / "report.json").rename(folder / "first.json")
    second = run_desktop("dock_restart.py", profile, folder, **variables)
    return DockSessions(first, second, inventory)
