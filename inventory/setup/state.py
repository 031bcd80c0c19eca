"""What a set-up leaves on the disk: its lock, environments whole and half-built, and what of it is removed again."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..environment import interpreter_in
from .flavours import FINISHED, FLAVOURS
from .told import SetupFault, Told

WORK_FOLDER = "setup"
"""In the cache: downloads, uv, its own cache, the lock, the log."""
LOG = "setup.log"
LOCK = "setup.lock"
_REMOVED = "removed-"


class SetupLock:
    """One set-up at a time in a cache folder. The system lets it go with its process, however that ends."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / WORK_FOLDER / LOCK
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take it.

        Raises
        ------
        SetupFault
            Another process has it.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+b")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise SetupFault(Told("set_up_elsewhere"), str(error)) from error
        self._file = file

    def release(self) -> None:
        """Let it go. The file stays: to remove it could take it from under another one."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True)
class Environment:
    """An engine's folder in the cache. `facts` is what its `finished.json` says, empty for a half-built one."""

    folder: Path
    flavour: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it was finished, and its Python is still there (that of the computer may be gone)."""
        return bool(self.facts) and interpreter_in(self.folder).is_file()


def environments(cache: Path) -> list[Environment]:
    """All environments of set-ups, the latest first."""
    found = []
    for flavour in FLAVOURS:
        for folder in cache.glob(f"engine-{flavour}-*"):
            if folder.is_dir():
                found.append(Environment(folder, flavour, read_finished(folder)))
    return sorted(found, key=lambda one: one.folder.stat().st_mtime, reverse=True)


def read_finished(folder: Path) -> dict[str, Any]:
    """What is known of a finished environment; empty where it is not finished, or the file is damaged."""
    try:
        facts = json.loads((folder / FINISHED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def write_finished(folder: Path, facts: dict[str, Any]) -> None:
    """The last step: from now on the environment is found."""
    part = folder / f"{FINISHED}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump(facts, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / FINISHED)


def remove(folder: Path) -> bool:
    """Remove an environment; False where a program uses it (it is left as it is, or what is left is no longer found).

    It is renamed first: Windows refuses that while a program in it runs, and half of one must not be found.
    """
    if not folder.exists():
        return True
    away = folder.with_name(f"{_REMOVED}{folder.name}-{os.getpid()}")
    try:
        (folder / FINISHED).unlink(missing_ok=True)
        folder.rename(away)
    except OSError:
        return False
    shutil.rmtree(away, ignore_errors=True)
    return not away.exists()


def sweep(cache: Path) -> None:
    """Take away what an earlier removal had to leave."""
    for folder in cache.glob(f"{_REMOVED}engine-*"):
        shutil.rmtree(folder, ignore_errors=True)


def remove_older(cache: Path, flavour: str, keep: Path) -> list[str]:
    """After a success: the environments of the same flavour with other pins; the names of those that are gone.

    One that is in use stays until the next time.
    """
    sweep(cache)
    older = [one.folder for one in environments(cache) if one.flavour == flavour and one.folder != keep]
    used = _running()
    older = [folder for folder in older if not any(name.startswith(f"{folder}{os.sep}") for name in used)]
    return [folder.name for folder in older if remove(folder)]


def _running() -> list[str]:
    """The programs that run, as they were called, where the system tells; Windows refuses to rename theirs anyway."""
    names = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            names.append(os.fsdecode(path.read_bytes().partition(b"\0")[0]))
        except OSError:
            continue  # it has ended, or is another person's
    return names


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder. Files that are linked twice in it count once."""
    total, seen = 0, set()
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                facts = Path(root, name).lstat()
            except OSError:
                continue  # it is being written, and has another name now
            if facts.st_nlink == 1 or (facts.st_dev, facts.st_ino) not in seen:
                seen.add((facts.st_dev, facts.st_ino))
                total += facts.st_size
    return total
