"""What there is now: the computer, asked once without waiting, and the environments in the cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.environment import cache_folder
from ...inventory.setup.machine import CARD_QUERY, Machine, machine_here
from ...inventory.setup.state import Environment, environments
from ...inventory.setup.told import Told
from .runner import ProgramRun

_SMI = "nvidia-smi"


@dataclass(frozen=True)
class Found:
    """The environments that are there. `whole` is the one that is used, None where there is none."""

    environments: tuple[Environment, ...]

    @property
    def whole(self) -> Environment | None:
        """A finished one: *Full* before *Light*, as the engine is looked for."""
        return min((one for one in self.environments if one.whole), key=lambda one: one.flavour, default=None)

    @property
    def problem(self) -> Told | None:
        """What is wrong with what is there, where nothing can be used."""
        gone = next((one for one in self.environments if one.facts and not one.whole), None)
        if self.whole is None and gone is not None:
            return Told("python_gone", {"file": str(gone.folder)})
        return None


def look(cache: Path | None = None) -> Found:
    """The environments in the cache; none where it cannot be read."""
    try:
        return Found(tuple(environments(cache or cache_folder())))
    except OSError:
        return Found(())


class Survey(QObject):
    """Asks the driver for its cards; `done` comes with a `Machine`."""

    done = pyqtSignal(object)

    def __init__(self, cache: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._run = ProgramRun([card_program(), *CARD_QUERY], {}, self)
        self._run.ended.connect(self._heard)

    def start(self) -> None:
        """Ask."""
        self._run.start()

    def cancel(self) -> None:
        """Nobody listens any more."""
        self._run.cancel()

    def _heard(self, code: int, text: str) -> None:
        machine: Machine = machine_here(self._cache, text if code == 0 else "")
        self.done.emit(machine)


def card_program(environ: Mapping[str, str] = os.environ) -> str:
    """The driver's own program; on Windows it may lie where no PATH leads."""
    if sys.platform == "win32":
        usual = Path(environ.get("SYSTEMROOT", "C:\\Windows"), "System32", f"{_SMI}.exe")
        if usual.is_file():
            return str(usual)
    return _SMI
