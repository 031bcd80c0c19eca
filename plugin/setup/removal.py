"""The engine is removed again, in a thread: it has some ten thousand files."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.setup.state import LOCK, LOG, WORK_FOLDER, SetupLock, environments, remove, sweep
from ...inventory.setup.told import SetupFault
from .work import InThread

_PYTHON = "python"


class Removal(QObject):
    """Environments, the Python below them, and downloads; `ended` says whether all of it is gone."""

    ended = pyqtSignal(bool)

    def __init__(self, cache: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = InThread(lambda: remove_all(cache), self)
        self._thread.ended.connect(lambda gone, error: self.ended.emit(bool(gone) and error is None))

    def start(self) -> None:
        """Start it."""
        self._thread.start()


def remove_all(cache: Path) -> bool:
    """Remove what set-ups have made; False where a program, or a set-up elsewhere, uses some of it."""
    lock = SetupLock(cache)
    try:
        lock.take()
    except SetupFault:
        return False
    try:
        sweep(cache)
        gone = [remove(one.folder) for one in environments(cache)]
        if all(gone):
            shutil.rmtree(cache / _PYTHON, ignore_errors=True)
            for left in (cache / WORK_FOLDER).iterdir():
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                elif left.name not in (LOCK, LOG):  # the one is held, the other may be wanted for a report
                    left.unlink()
        return all(gone)
    finally:
        lock.release()
