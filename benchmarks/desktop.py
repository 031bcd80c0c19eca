"""A script inside the real QGIS desktop, under Xvfb, and the times that it writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.qgis_profile import Profile


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
        [
            "timeout",
            "--kill-after=10",
            str(limit_s),
            "xvfb-run",
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
    path = folder / "times.json"
    if not path.is_file():
        raise SystemExit(f"QGIS ended with {done.returncode} and no times\n{done.stderr[-3000:]}")
    times: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if "error" in times:
        raise SystemExit(times["error"])
    return times
