"""The real desktop for a test: a profile of its own, what a session of a script in it saw, and its pictures."""

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

from ..qgis_profile import Profile, desktop_command, make_profile
from .beginnings import made

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


@dataclass(frozen=True)
class Desk:
    """A profile of QGIS for one test file, and the folder in which its sessions work and leave what they saw."""

    base: Path
    folder: Path
    profile: Profile

    def copy(self, beginning: str, name: str) -> Path:
        """A copy of one of the inventories that sessions begin with."""
        return Path(shutil.copy(made(beginning), self.folder / name))

    def run(self, script: str, sample: Path, inventory: Path | None = None, **variables: str) -> Session:
        """Start QGIS under Xvfb, let a script of this folder use the plugin in it, and read what it saw.

        Set ROCK_GLACIER_SCREENSHOTS to a folder to keep the screenshots.
        """
        variables["ROCK_GLACIER_DESKTOP_SAMPLE"] = str(sample)
        if inventory is not None:
            variables["ROCK_GLACIER_DESKTOP_INVENTORY"] = str(inventory)
        return _run_qgis(script, self.profile, self.folder, variables)


def make_desk(factory: pytest.TempPathFactory, name: str, settings: str = SETTINGS, seen: str = "seen") -> Desk:
    """A new profile below a folder of that name."""
    base = factory.mktemp(name)
    folder = base / seen
    folder.mkdir()
    return Desk(base, folder, make_profile(base, settings))


def _run_qgis(script: str, profile: Profile, folder: Path, variables: dict[str, str]) -> Session:
    environment = {
        **profile.environment,
        **variables,
        "QT_QPA_PLATFORM": "xcb",
        "ROCK_GLACIER_DESKTOP_FOLDER": str(folder),
        "ROCK_GLACIER_DESKTOP_SCRIPTS": str(Path(__file__).parent),
    }
    # Two at once that look for a free screen find the same one: each looks from a number of its own.
    screen = 100 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    done = subprocess.run(
        desktop_command(profile, Path(__file__).with_name(script), LIMIT_S, screen),
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


def check_went_well(session: Session, is_log_empty: bool = True) -> None:
    """The script came to its end without an error, QGIS closed in peace, and the plugin had nothing to complain of."""
    assert "error" not in session.report, session.report["error"]
    assert "Traceback" not in session.errors
    assert "died on signal" not in session.errors, "also not while it closes"
    if is_log_empty:
        assert session.report["log"] == [], "what the plugin told the log"


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
