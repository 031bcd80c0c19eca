"""A script inside the real QGIS desktop, under Xvfb, and the times that it writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from measure import ROOT

sys.path.insert(0, str(ROOT))

from tests.qgis_profile import Profile, desktop_command


def times_of_session(profile: Profile, script: str, folder: Path, limit_s: int, **more: str) -> dict[str, Any]:
    """Run a script that stands beside this one; it writes times.json to the folder, or what went wrong."""
    environment = {
        **profile.environment,
        **more,
        "QT_QPA_PLATFORM": "xcb",
        "ROCK_GLACIER_BENCH_FOLDER": str(folder),
        "ROCK_GLACIER_DESKTOP_SCRIPTS": str(Path(__file__).parents[1] / "tests" / "desktop"),
    }
    done = subprocess.run(
        desktop_command(profile, Path(__file__).with_name(script), limit_s),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    path = folder / "times.json"
    if not path.is_file():
        raise SystemExit(f"QGIS ended with {done.returncode} and no times\n{done.stderr[-3000:]}")
    times: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if "error" in times:
        raise SystemExit(times["error"])
    return times
