"""A lock that two runs cannot both hold, and that a dead one does not hold for ever."""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from ...inventory.errors import UserError

SECONDS_BETWEEN_SIGNS = 20.0
SECONDS_WITHOUT_A_SIGN = 300.0
"""A lock of another computer, where no process can be looked for, counts as left after this time."""
_TRIES, _PAUSE = 20, 0.1
"""Of what Windows refuses while another process reads the file."""


def _ours() -> dict[str, Any]:
    process = psutil.Process()
    return {"host": socket.gethostname(), "pid": process.pid, "started": process.create_time()}


def _is_held(lock: Path, owner: dict[str, Any] | None) -> bool:
    """Whether whoever made the lock still lives."""
    if owner is not None and owner.get("host") == socket.gethostname():
        try:
            # A number that was given to another process since does not count.
            return bool(abs(psutil.Process(owner["pid"]).create_time() - owner["started"]) < 2)
        except (psutil.Error, KeyError, TypeError, ValueError):
            return False
    # Both times are told by the disk that holds the lock, whose clock may not be ours. A lock without
    # content is about to be written, or was when the power went.
    probe = lock.with_name(f"{lock.name}.{secrets.token_hex(4)}")
    try:
        probe.touch()
        age = probe.stat().st_mtime - lock.stat().st_mtime
    except FileNotFoundError:
        return False
    finally:
        probe.unlink(missing_ok=True)
    return age < (10.0 if owner is None else SECONDS_WITHOUT_A_SIGN)


def _remove(lock: Path) -> None:
    """Remove it. Windows refuses that while another reads it, which takes a moment."""
    for _ in range(_TRIES):
        with suppress(PermissionError):
            lock.unlink(missing_ok=True)
            return
        time.sleep(_PAUSE)


def _read(lock: Path) -> dict[str, Any] | None:
    try:
        owner = json.loads(lock.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return owner if isinstance(owner, dict) else None


def _take(lock: Path, ours: dict[str, Any]) -> None:
    """Make the lock, or raise `UserError` where another run holds it."""
    for _ in range(3):
        try:
            with lock.open("x", encoding="utf-8") as stream:
                json.dump(ours, stream)
            return
        except FileExistsError:
            owner = _read(lock)
            if _is_held(lock, owner):
                break
            # Set aside and not deleted: only one of two that find it succeeds.
            aside = lock.with_name(f"{lock.name}.{secrets.token_hex(4)}")
            try:
                lock.rename(aside)
            except FileNotFoundError:
                continue
            except PermissionError:  # on Windows, while another reads it
                time.sleep(_PAUSE)
                continue
            if _read(aside) != owner and not lock.exists():  # another was faster, and this one is its lock
                aside.rename(lock)
                break
            aside.unlink()
    owner = _read(lock) or {}
    raise UserError(
        f"The ledger {lock.parent} is in use by process {owner.get('pid', '?')} on "
        f"{owner.get('host', 'another computer')}; wait for it, or give another folder.",
        kind="output",
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    UserError
        Where another run holds it.
    """
    lock, ours = folder / "lock", _ours()
    _take(lock, ours)
    ended = threading.Event()

    def give_signs() -> None:
        while not ended.wait(SECONDS_BETWEEN_SIGNS) and _read(lock) == ours:
            try:
                os.utime(lock)
            except OSError:
                return

    signs = threading.Thread(target=give_signs, name="ledger-lock", daemon=True)
    signs.start()
    try:
        yield
    finally:
        ended.set()
        signs.join()
        if _read(lock) == ours:  # a computer that slept too long may have lost it
            _remove(lock)
