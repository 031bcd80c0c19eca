"""Simulated scenes for the suites, each made once and kept in build/ until the engine's code changes."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "scenes"


def simulate(engine: Sequence[str], folder: Path, size: int, seed: int) -> Path:
    """A copy of a scene in a folder, made by the real command the first time.

    Parameters
    ----------
    engine
        How the engine is started: the words before a command.
    """
    return Path(shutil.copytree(simulated(engine, size, seed), folder, dirs_exist_ok=True))


def simulated(engine: Sequence[str], size: int, seed: int) -> Path:
    """The scene itself, where nobody writes beside it."""

    def make(part: Path) -> None:
        words = ["simulate", "--output", str(part), "--size", str(size), "--seed", str(seed)]
        subprocess.run([*engine, *words], check=True, capture_output=True)

    return made_once(f"{size}-{seed}", make)


def made_once(name: str, make: Callable[[Path], object], *others: Path) -> Path:
    """A folder that is kept until the engine's code changes, or `others` do, whichever suite asks for it first."""
    name = f"{name}-{_digest(others)}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:  # suites run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = KEPT / name
        if not made.exists():
            part = KEPT / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(made)
    return made


def _digest(others: Sequence[Path]) -> str:
    code = hashlib.sha256()
    for place in (*(ROOT / room for room in ("engine", "inventory", "store")), *others):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            code.update(path.read_bytes())
    return code.hexdigest()[:12]
