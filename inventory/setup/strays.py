"""A uv whose QGIS was killed goes on alone, into the folder that is built anew: it is ended first.

Only what was started from our own folder is meant, and only while we hold the lock of that folder.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from .flavours import WINDOWS

_POWERSHELL = (
    "Get-Process uv -ErrorAction SilentlyContinue | Where-Object {{ $_.Path -like '{}*' }} | Stop-Process -Force"
)


def listing(folder: Path, platform: str) -> Sequence[str]:
    """A command that tells which programs run; on Windows it ends those of a folder at once."""
    if platform == WINDOWS:
        quoted = str(folder).replace("'", "''")
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL.format(quoted)]
    return ["ps", "-A", "-ww", "-o", "pid=,args="]


def strays_in(text: str, folder: Path) -> list[int]:
    """Process ids in that listing of programs that lie in a folder."""
    found = []
    for line in text.splitlines():
        number, _, command = line.strip().partition(" ")
        if number.isdigit() and command.lstrip().startswith(f"{folder}{os.sep}"):
            found.append(int(number))
    return found


def end(processes: Sequence[int]) -> None:
    """End them; those that have ended meanwhile do not matter."""
    for process in processes:
        try:
            os.kill(process, signal.SIGTERM)
        except OSError:
            continue
