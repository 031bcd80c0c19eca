"""Sessions in the real desktop for the tests of this folder (each takes most of a minute)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..qgis_profile import ROOT, Profile, make_profile
from ..simulated import simulate

MODEL = "simulated-alpine"
LIMIT_S = 240
SETTINGS = """[qgis]
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


def engine_python() -> str:
    """The engine's Python."""
    found = os.environ.get("ROCK_GLACIER_ENGINE_PYTHON") or ROOT / ".venv" / "engine" / "bin" / "python"
    return str(found)


ENGINE = (engine_python(), "-I", str(ROOT))


def run_engine(*command: object) -> None:
    """The real engine, from the command line."""
    done = subprocess.run([*ENGINE, *map(str, command)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


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


@pytest.fixture(scope="session")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The toolbox in the desktop (`session.py`)."""
    base = tmp_path_factory.mktemp("desktop")
    folder = base / "seen"
    folder.mkdir()
    return run_desktop(
        "session.py",
        make_profile(base, SETTINGS),
        folder,
        ROCK_GLACIER_DESKTOP_SAMPLE=str(sample),
        ROCK_GLACIER_DESKTOP_MODEL=MODEL,
    )


def twin_model(folder: Path) -> Path:
    """A model with the numbers of the shipped one and another hash: a few spaces more in its header."""
    folder.mkdir()
    shipped = ROOT / "models" / "cards" / f"{MODEL}.json"
    content = shipped.with_suffix(".safetensors").read_bytes()
    length = int.from_bytes(content[:8], "little")
    twin = (length + 8).to_bytes(8, "little") + content[8 : 8 + length] + b" " * 8 + content[8 + length :]
    card = json.loads(shipped.read_text("utf-8"))
    card |= {"weights": "twin.safetensors", "sha256": hashlib.sha256(twin).hexdigest()}
    (folder / "twin.safetensors").write_bytes(twin)
    (folder / "twin.json").write_text(json.dumps(card), "utf-8")
    return folder / "twin.json"


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
    run_engine("create", "--output", inventory)
    run_engine(
        "detect",
        "--input",
        sample / "scene.tif",
        "--model",
        MODEL,
        "--inventory",
        inventory,
        "--threshold",
        0.1,
        "--minimum-area",
        1000,
    )
    # A second look at the same place, by another model: its candidates overlap the first ones.
    run_engine(
        "detect",
        "--input",
        sample / "scene.tif",
        "--model",
        twin_model(base / "models"),
        "--inventory",
        inventory,
        "--threshold",
        0.6,
        "--minimum-area",
        1000,
    )
    run_engine(
        "attributes",
        "--inventory",
        inventory,
        "--dem",
        sample / "dem.tif",
        "--subregions",
        sample / "subregions.gpkg",
        "--layer",
        "candidates",
    )
    profile = make_profile(base, SETTINGS)
    variables = {"ROCK_GLACIER_DESKTOP_SAMPLE": str(sample), "ROCK_GLACIER_DESKTOP_INVENTORY": str(inventory)}
    first = run_desktop("dock_session.py", profile, folder, **variables)
    (folder / "report.json").rename(folder / "first.json")
    second = run_desktop("dock_restart.py", profile, folder, **variables)
    return DockSessions(first, second, inventory)
