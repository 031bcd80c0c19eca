"""How long QGIS waits for the plugin at its start, and how many modules that loads."""

from __future__ import annotations

import json
import os
import statistics
from pathlib import Path

from measure import ROOT, measure, row

ROUNDS = 9


def loaded() -> dict[str, object]:
    """One start; the first of all compiles what is not compiled yet, and does not count."""
    command = [ROOT / ".venv" / "qgis" / "bin" / "python", Path(__file__).with_name("load_once.py")]
    runtime = str(ROOT / "build" / "runtime")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": runtime}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return json.loads(measure(command, env=environment).output.splitlines()[-1])


def main() -> None:
    """Print the rows of the table."""
    loaded()
    told = [loaded() for _ in range(ROUNDS)]
    seconds, processor = (statistics.median(one[key] for one in told) * 1000 for key in ("seconds", "processor"))
    fastest = min(one["seconds"] for one in told) * 1000
    ours = sum(name.startswith("rock_glacier_inventory") for name in told[0]["modules"])
    row(
        f"plugin load at QGIS's start, median of {ROUNDS}",
        "<= 150 ms",
        f"**{seconds:.0f} ms** (fastest {fastest:.0f} ms; {processor:.0f} ms of processor; {ours} modules of ours, "
        f"{len(told[0]['modules']) - ours} others, {len(told[0]['requests'])} requests)",
    )


if __name__ == "__main__":
    main()
