"""Simulated scenes for the suites, each made once and kept in build/ until the engine's code changes."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Sequence
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
    name = f"{size}-{seed}-{_digest()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:  # suites run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = KEPT / name
        if not made.exists():
            part = KEPT / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            words = ["simulate", "--output", str(part), "--size", str(size), "--seed", str(seed)]
            subprocess.run([*engine, *words], check=True, capture_output=True)
            part.rename(made)
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True))


def _digest() -> str:
    code = hashlib.sha256()
    for room in ("engine", "inventory", "store"):
        for path in sorted((ROOT / room).rglob("*.py")):
            code.update(path.read_bytes())
    return code.hexdigest()[:12]
