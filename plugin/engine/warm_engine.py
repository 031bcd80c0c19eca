"""One engine process that stays warm: the dock asks it, goes on, and is told by signals.

The toolbox starts an engine for each run (`processing_provider.adapters.engine_process`) and waits; here
nothing ever waits. The process starts on the first need, is started again after a crash, and ends with the
project or the plugin. What both sides say is in `inventory.messages`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from ...inventory import messages
from ...inventory.requests.option import JSON, to_arguments
from ...inventory.requests.small import ServeRequest
from ...inventory.secrets import scrub
from ...processing_provider.adapters.engine import Engine
from ...processing_provider.adapters.engine_process import (
    LINES_KEPT,
    LOG_TAG,
    Lines,
    crash_sentence,
    log_sentence,
    start_sentence,
)
from ..dock.engine_lines.engine_line import BUSY, FAILED, MISSING, OFF, READY, STARTING

CRASHED, NO_ENGINE = "crash", "environment"
"""Kinds of a failure that are told here and not by the engine."""

_TRIES = 2
_SECONDS_OF_A_SOUND_RUN = 10.0
"""One that ends sooner after it was ready is not started again before it is needed."""
_MS_TO_END = 2000


class EngineRequest(QObject):
    """One command that was asked for. `finished` or `failed` comes once, and always later than `ask`."""

    progress = pyqtSignal(object, str)
    """Share that is done (None where that is not known), and a text."""
    warned = pyqtSignal(str)
    found = pyqtSignal(object)
    """A `messages.Found`: candidates are in the inventory, and the command goes on."""
    finished = pyqtSignal(dict)
    failed = pyqtSignal(str, str)
    """Kind (see `inventory.messages` and here), and a sentence for the person."""

    def __init__(self, number: int, arguments: Sequence[str], tries: int, parent: QObject) -> None:
        super().__init__(parent)
        self.number, self.arguments, self.tries_left = number, tuple(arguments), tries


class WarmEngine(QObject):
    """A queue of requests and the process that does them one by one.

    Parameters
    ----------
    engine
        The engine as the settings say now; asked at each start.
    warm
        Commands that are warmed up for right after the start.
    """

    state_changed = pyqtSignal(str, str)
    """One of the states of `dock.engine_lines.engine_line`, and what is to be known of it."""

    def __init__(
        self, engine: Callable[[], Engine], warm: Sequence[str] = ("attributes",), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._warm = engine, tuple(warm)
        self._process: QProcess | None = None
        self._prefix: list[str] = []
        self._queue: deque[EngineRequest] = deque()
        self._running: EngineRequest | None = None
        self._ready_since: float | None = None
        self._failed_starts = 0
        self._retiring, self._closing = False, False
        self._number = 0
        self._log: deque[str] = deque(maxlen=LINES_KEPT)
        self.state = OFF

    # What others ask

    def start(self) -> None:
        """Have it warm for what is going to be asked."""
        self._retiring = False
        if self._process is not None and self._running is None and self._prefix != self._engine().prefix:
            self._close()  # another Python was chosen since
        if self._process is None:
            self._begin()

    def ask(self, arguments: Sequence[str], tries: int = _TRIES, first: bool = False) -> EngineRequest:
        """Ask for a command; connect to the signals of what is returned.

        A command during which the process crashed is begun again until `tries` are used up. What somebody waits
        for with a key pressed goes before all that waits (`first`), and after what runs.
        """
        self._number += 1
        request = EngineRequest(self._number, arguments, tries, self)
        (self._queue.appendleft if first else self._queue.append)(request)
        QTimer.singleShot(0, self._begin_what_waits)  # when the signals of the request are connected
        return request

    def _begin_what_waits(self) -> None:
        if self._queue:
            self.start()
            self._go_on()

    def stop(self, request: EngineRequest) -> None:
        """Ask for a stop; it fails with the kind 'cancelled', unless it is done before."""
        if request in self._queue:
            self._queue.remove(request)
            self._fail(request, messages.CANCELLED, "")
        elif request is self._running:
            request.tries_left = 1  # a crash is an end of it too
            self._say(messages.StopRequest(request.number))

    def models_folder(self) -> Path | None:
        """Folder of the person's own model cards."""
        return self._engine().models_folder

    def problem(self) -> str:
        """What is missing, and where to get it; empty where the engine is there."""
        return self._engine().problem()

    def retire(self) -> None:
        """End the process when all that was asked is done."""
        self._retiring = True
        self._go_on()

    def end(self) -> None:
        """End the process now, and forget what was asked. Whole inventories stay whole."""
        process, running = self._process, self._running
        self._queue.clear()
        if running is not None:  # so that it can tidy up; Windows has no signal for it
            self._say(messages.StopRequest(running.number))
        self._let_go()
        if process is not None:
            if running is not None:
                process.closeWriteChannel()
                process.terminate()
                process.waitForFinished(_MS_TO_END)
            process.kill()
            process.waitForFinished(_MS_TO_END)
        self._set_state(OFF)

    def process_id(self) -> int:
        """Of the running process; 0 where there is none."""
        return 0 if self._process is None else int(self._process.processId())

    # The process

    def _begin(self) -> None:
        engine = self._engine()
        if problem := engine.problem():
            self._give_up(MISSING, NO_ENGINE, problem)
            return
        self._prefix = engine.prefix
        program, *first = engine.prefix
        request = ServeRequest(warm=self._warm, progress=JSON)
        process = QProcess(self)
        output, errors = Lines(self._on_line), Lines(self._on_log)
        for signal, slot in (
            (process.readyReadStandardOutput, lambda: output.feed(process.readAllStandardOutput())),
            (process.readyReadStandardError, lambda: errors.feed(process.readAllStandardError())),
            (process.finished, lambda *_: self._on_end()),
            (process.errorOccurred, self._on_error),
        ):
            signal.connect(self._of(process, slot))
        self._process, self._ready_since = process, None
        self._log.clear()
        self._set_state(STARTING)
        process.start(program, [*first, *to_arguments(request)])

    def _of(self, process: QProcess, slot: Callable[..., None]) -> Callable[..., None]:
        """The slot, as long as this is our process."""

        def guarded(*values: Any) -> None:
            if self._process is process:
                slot(*values)

        return guarded

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._let_go()
            self._give_up(FAILED, NO_ENGINE, start_sentence(self._prefix[0]))

    def _on_end(self) -> None:
        """The process is gone: as it should, or by a crash."""
        since, running, closing = self._ready_since, self._running, self._closing
        self._let_go()
        if closing:
            self._retiring = self._retiring and not self._queue
            self._set_state(OFF) if self._retiring else self._begin()
            return
        self._write_log()
        if running is not None:
            running.tries_left -= 1
            if running.tries_left > 0:
                self._queue.appendleft(running)
            else:
                self._fail(running, CRASHED, crash_sentence())
        self._failed_starts = 0 if since is not None else self._failed_starts + 1
        sound = since is not None and time.monotonic() - since > _SECONDS_OF_A_SOUND_RUN
        if self._failed_starts >= _TRIES:
            self._give_up(FAILED, CRASHED, f"{crash_sentence()} {log_sentence()}")
        elif self._queue or (sound and not self._retiring):
            self._begin()
        else:
            self._set_state(FAILED, crash_sentence())

    def _let_go(self) -> None:
        process, self._process = self._process, None
        self._running, self._ready_since, self._closing = None, None, False
        if process is not None:
            process.deleteLater()

    def _close(self) -> None:
        """The end of its input ends it, when it has warmed up."""
        self._closing = True
        if self._process is not None:
            self._process.closeWriteChannel()

    def _give_up(self, state: str, kind: str, sentence: str) -> None:
        """Nothing can be done for what waits."""
        self._failed_starts = 0
        self._set_state(state, sentence)
        waiting = list(self._queue)
        self._queue.clear()
        for request in waiting:
            self._fail(request, kind, sentence)

    # What is said

    def _go_on(self) -> None:
        """The next request, or the end where no more are wanted."""
        if self._process is None or self._ready_since is None or self._running is not None or self._closing:
            return
        if self._queue:
            self._running = self._queue.popleft()
            self._set_state(BUSY)
            self._say(messages.CommandRequest(self._running.number, self._running.arguments))
        elif self._retiring:
            self._close()
        else:
            self._set_state(READY)

    def _say(self, asked: messages.Asked) -> None:
        if self._process is not None:
            self._process.write(messages.encode_asked(asked).encode("ascii") + b"\n")

    def _on_line(self, line: str) -> None:
        number, message = messages.decode_answer(line)
        running = self._running
        if isinstance(message, messages.Ready):
            self._ready_since, self._failed_starts = time.monotonic(), 0
            self._go_on()
        elif running is None or number != running.number:
            self._on_log(line)
        elif isinstance(message, messages.Progress):
            running.progress.emit(message.fraction, message.message)
        elif isinstance(message, messages.Warning_):
            running.warned.emit(message.message)
        elif isinstance(message, messages.Found):
            running.found.emit(message)
        elif isinstance(message, messages.Result):
            self._done(running)
            running.finished.emit(message.values)
        elif isinstance(message, messages.Failure):
            self._done(running)
            if message.kind in (messages.FAULT, messages.USAGE):
                self._write_log()
            self._fail(running, message.kind, message.message)

    def _done(self, request: EngineRequest) -> None:
        """First the next request, so that the engine works while what came of this one is shown."""
        self._running = None
        self._go_on()
        request.deleteLater()

    def _fail(self, request: EngineRequest, kind: str, sentence: str) -> None:
        request.failed.emit(kind, sentence)
        request.deleteLater()

    def _on_log(self, line: str) -> None:
        if line.strip():
            self._log.append(scrub(line))

    def _write_log(self) -> None:
        if self._log:
            QgsMessageLog.logMessage("\n".join(self._log), LOG_TAG, Qgis.MessageLevel.Warning)
            self._log.clear()

    def _set_state(self, state: str, told: str = "") -> None:
        if (state, told) != (self.state, ""):
            self.state = state
            self.state_changed.emit(state, told)
