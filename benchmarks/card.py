"""What an NVIDIA card does for us, as one table within eight minutes, in whatever Python has a torch for it.

``python benchmarks/card.py [PACK]`` needs no set-up and no network: all but torch comes from what `make card-pack`
wrote. Each row runs in a process of its own, with a limit of time; one that fails tells why, and the others go on.
Standard library only: the rows' own imports are in `card_rows`.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

WHOLE_S = 480
"""Within which everything has to be done."""
ROWS = {"machine": 30, "agreement": 70, "pace": 110, "monai": 80, "training": 70, "xception": 80, "solar": 40}
"""The rows, and the seconds that each may take."""
PACK = Path(__file__).resolve().parent.parent / "build" / "card" / "pack.tar.xz"
OLDEST = (3, 11)
PACKAGE = "rock_glacier_inventory"


def check_python() -> None:
    """Raise `SystemExit` where this Python cannot run the rows."""
    if sys.version_info < OLDEST:
        older = ".".join(map(str, sys.version_info[:2]))
        raise SystemExit(f"{sys.executable} is Python {older}; name 3.11 or newer: PYTHON=/path/to/python make card")
    if importlib.util.find_spec("torch") is None:
        raise SystemExit(f"{sys.executable} has no torch; name one that has: PYTHON=/path/to/python make card")


def unpacked(pack: Path, folder: Path) -> None:
    """Lay out what a pack holds.

    Raises
    ------
    SystemExit
        It is not there, or was made for another Python.
    """
    if not pack.is_file():
        raise SystemExit(f"There is no {pack}; make it with 'make card-pack', where there is a network, and copy it.")
    with tarfile.open(pack) as archive:
        archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    made_for = json.loads((folder / "pack.json").read_text())["python"]
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if made_for != here:
        raise SystemExit(
            f"{pack} was made for Python {made_for}, and {sys.executable} is {here}; make it anew with "
            f"'PYTHON_VERSION={here} make card-pack'."
        )


def show(name: str, folder: Path, limit: float) -> None:
    """Print a row's lines as they come, and a sentence where it does not end well."""
    command = [sys.executable, str(folder / PACKAGE / "benchmarks" / "card.py"), "--row", name, str(folder)]
    log = folder / f"{name}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8")
        try:
            out, _ = process.communicate(timeout=limit)
            ended = "" if process.returncode == 0 else f"ended with {process.returncode}: {_last(log)}"
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            ended = f"took longer than {limit:.0f} s and was stopped"
    for line in out.splitlines():
        if line.startswith("|"):
            print(line, flush=True)
    if ended:
        print(f"| {name} | {ended} |", flush=True)


def _last(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return (lines[-1] if lines else "nothing was said")[:300].replace("|", "/")


def row(name: str, folder: Path) -> None:
    """Run one row here, from what was unpacked."""
    sys.path[:0] = [str(folder), str(folder / PACKAGE / "benchmarks"), str(folder / "libraries")]
    sys.path.append(str(folder / "numpy"))  # the one that torch was built with comes first
    import stand_ins

    stand_ins.stand_in()
    import card_rows

    try:
        for what, seen in card_rows.ROWS[name](folder):
            print(f"| {what} | {seen} |", flush=True)
    except Exception as error:
        said = " ".join(str(error).split()).replace("|", "/")[:300]
        print(f"| {name} | not measured: {type(error).__name__}: {said} |", flush=True)


def main() -> None:
    """Print the table."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if sys.argv[1:2] == ["--row"]:
        row(sys.argv[2], Path(sys.argv[3]))
        return
    check_python()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="card-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        unpacked(Path(sys.argv[1]) if sys.argv[1:] else PACK, folder)
        print("| what | seen |\n|---|---|", flush=True)
        for row_name, limit in ROWS.items():
            left = WHOLE_S - 5 - (time.monotonic() - began)
            if left < 5:
                print(f"| {row_name} | not begun: {WHOLE_S} s were over |", flush=True)
                continue
            show(row_name, folder, min(limit, left))
    print(f"\n{time.monotonic() - began:.0f} s in all.", flush=True)


if __name__ == "__main__":
    main()
