"""One program to its end, without a window and without what QGIS has set for its own Python."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal

_STARTS = ("PYTHON", "UV_", "PIP_", "CONDA", "VIRTUAL_ENV", "GDAL_", "PROJ_", "QT_", "QGIS_", "GISBASE", "O4W_QT")
_NAMES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES")
_KEPT = 400
"""Lines of output that are remembered."""
_MS = 3000


def cleaned_environment(variables: Mapping[str, str]) -> QProcessEnvironment:
    """QGIS's environment without its own Python and libraries, and with ours."""
    environment = QProcessEnvironment.systemEnvironment()
    names = environment.keys()
    for name in names:
        if name.upper().startswith(_STARTS) or name.upper() in _NAMES:
            environment.remove(name)
    for name, value in variables.items():
        environment.insert(name, value)
    return environment


class ProgramRun(QObject):
    """A program. `ended` comes once, later than `start`, unless it is cancelled.

    On Windows Qt gives a program no console of its own where QGIS has none.
    """

    said = pyqtSignal(str)
    """A line of its output or its errors."""
    ended = pyqtSignal(int, str)
    """Exit code (-1 where it did not start or crashed), and all it said."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._lines: list[str] = []
        self._rest = b""
        self._over = False
        self.process = QProcess(self)
        self.process.setProcessEnvironment(cleaned_environment(variables))
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self.process.setStandardInputFile(QProcess.nullDevice())
        self.process.readyRead.connect(self._read)
        self.process.finished.connect(lambda code, status: self._end(code, status))
        self.process.errorOccurred.connect(self._fault)

    def start(self) -> None:
        """Start it."""
        self.process.start(self._command[0], self._command[1:])

    def cancel(self) -> None:
        """End it and all that it has started."""
        self._over = True
        if self.process.state() != QProcess.ProcessState.NotRunning:
            end_tree(int(self.process.processId()))
            self.process.kill()
            self.process.waitForFinished(_MS)

    def _read(self) -> None:
        *lines, self._rest = (self._rest + bytes(self.process.readAll())).split(b"\n")
        for line in lines:
            self._note(line)

    def _note(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").rstrip("\r")
        self._lines.append(text)
        del self._lines[:-_KEPT]
        self.said.emit(text)

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._over:
            return
        self._over = True
        self._read()
        if self._rest:
            self._note(self._rest)
        self.ended.emit(code if status == QProcess.ExitStatus.NormalExit else -1, "\n".join(self._lines))

    def _fault(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._over:
            self._over = True
            self.ended.emit(-1, f"{self._command[0]}: {self.process.errorString()}")


def end_tree(process: int) -> None:
    """End a process and its children: uv starts Pythons, and the engine starts readers."""
    if sys.platform == "win32":
        asked = QProcess()
        asked.start("taskkill", ["/T", "/F", "/PID", str(process)])
        asked.waitForFinished(_MS)
        return
    for child in reversed(children_in(_processes(), process)):
        try:
            os.kill(child, 15)
        except OSError:
            continue  # it has ended meanwhile


def _processes() -> str:
    asked = QProcess()
    asked.start("ps", ["-A", "-o", "pid=,ppid="])
    asked.waitForFinished(_MS)
    return bytes(asked.readAllStandardOutput()).decode("ascii", "replace")


def children_in(table: str, process: int) -> list[int]:
    """Process ids below a process, parents before children, in a table of ids and their parents'."""
    pairs = [tuple(map(int, line.split())) for line in table.splitlines() if len(line.split()) == 2]
    found, waiting = [], [process]
    while waiting:
        parent = waiting.pop()
        below = [one for one, above in pairs if above == parent]
        found += below
        waiting += below
    return found
