"""One session in the real desktop for all tests of this folder (it takes most of a minute)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..qgis_profile import ROOT, make_profile

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


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Start QGIS under Xvfb, let `session.py` use the plugin in it, and read what it saw.

    Set ROCK_GLACIER_SCREENSHOTS to a folder to keep the screenshots.
    """
    base = tmp_path_factory.mktemp("desktop")
    sample, folder = base / "sample", base / "seen"
    folder.mkdir()
    python = os.environ.get("ROCK_GLACIER_ENGINE_PYTHON") or ROOT / ".venv" / "engine" / "bin" / "python"
    command = [
        str(python),
        "-I",
        str(ROOT),
        "simulate",
        "--output",
        str(sample),
        "--size",
        "512",
        "--seed",
        "3",
    ]
    subprocess.run(command, check=True, capture_output=True)
    profile = make_profile(base, SETTINGS)
    environment = {
        **profile.environment,
        "QT_QPA_PLATFORM": "xcb",
        "ROCK_GLACIER_DESKTOP_FOLDER": str(folder),
        "ROCK_GLACIER_DESKTOP_SAMPLE": str(sample),
        "ROCK_GLACIER_DESKTOP_MODEL": MODEL,
    }
    script = Path(__file__).with_name("session.py")
    # `timeout`: an import error in the desktop opens a modal dialog that nobody answers.
    done = subprocess.run(
        ["timeout", "--kill-after=10", str(LIMIT_S),
         "xvfb-run", "--auto-servernum", "--server-args", "-screen 0 1600x900x24",
         "qgis", "--nologo", "--profiles-path", str(base), "--code", str(script)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    keep = os.environ.get("ROCK_GLACIER_SCREENSHOTS")
    if keep:
        shutil.copytree(folder, keep, dirs_exist_ok=True)
    report = folder / "report.json"
    assert report.is_file(), f"QGIS ended with {done.returncode} and no report\n{done.stderr}"
    return Session(json.loads(report.read_text("utf-8")), folder, done.stderr)
