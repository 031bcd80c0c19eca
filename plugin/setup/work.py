"""The set-up that is under way: it goes on while its page is closed, and there is one of it in this QGIS.

The plan (`inventory/setup/plan.py`) gives the steps; here each is done without waiting: downloads by QGIS, programs
as processes, work on files in a thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...inventory.secrets import scrub
from ...inventory.setup.faults import fault_in, fault_of_system
from ...inventory.setup.plan import Order, Plan, plan
from ...inventory.setup.state import LOG, SetupLock, size_of
from ...inventory.setup.steps import Chore, Download, Outcome, Program, Step
from ...inventory.setup.told import SetupFault, Told
from .download import PinnedDownload
from .news import NEWS
from .runner import ProgramRun
from .words import sentence

_LOOK_MS = 50
_GROWTH_MS = 1000


class InThread(QObject):
    """A function in a thread; `ended` comes in this one with what it returned, or with its exception."""

    ended = pyqtSignal(object, object)

    def __init__(self, action: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._action, self._found = action, (None, None)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Start it."""
        self._thread.start()
        self._timer.start()

    def _run(self) -> None:
        try:
            self._found = (self._action(), None)
        except Exception as error:  # told in the thread that asked
            self._found = (None, error)

    def _look(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self.ended.emit(*self._found)

    def cancel(self) -> None:
        """Nobody waits for it any more; files are whole or not there, whenever it ends."""
        self._timer.stop()


class SetupWork(QObject):
    """One set-up at a time. `changed` says that what is shown of it is old."""

    changed = pyqtSignal()
    ended = pyqtSignal()
    """It is over, well or not; `fault` says which, and `facts` what was made."""
    clearing = pyqtSignal()
    """What is there is about to be removed: whatever runs in it must end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order: Order | None = None
        self.title: Told | None = None
        self.done_bytes, self.all_bytes = 0, 0
        self.fault: SetupFault | None = None
        self.facts: dict[str, Any] = {}
        self._plan: Plan | None = None
        self._lock: SetupLock | None = None
        self._step: PinnedDownload | ProgramRun | InThread | None = None
        for signal, passed_on in (
            (self.changed, NEWS.changed),
            (self.ended, NEWS.ended),
            (self.clearing, NEWS.clearing),
        ):
            signal.connect(passed_on)
        NEWS.stopping.connect(self.cancel)
        self._growth = _Growth(self)
        self._growth.grown.connect(self._show_bytes)

    @property
    def is_running(self) -> bool:
        """Whether a set-up is under way."""
        return self._plan is not None

    def start(self, order: Order) -> None:
        """Begin. What is wrong before the first step is told by `ended`, too."""
        if self.is_running:
            return
        self.order, self.fault, self.facts = order, None, {}
        self._lock = SetupLock(order.cache)
        try:
            self._lock.take()
            (order.work / LOG).write_text("", "utf-8")
        except SetupFault as fault:
            self._end(fault)
            return
        except OSError as error:
            self._end(SetupFault(fault_of_system(error, order.cache), str(error)))
            return
        self._plan = plan(order)
        NEWS.is_running = True
        self._go_on(lambda: next(self._plan))

    def cancel(self) -> None:
        """Stop at once, with all programs. What was downloaded is kept."""
        if self.is_running:
            self._drop_step(cancel=True)
            self._end(SetupFault(Told("stopped")))

    def _go_on(self, advance: Callable[[], Step]) -> None:
        """The next step, or the end."""
        try:
            step = advance()
        except StopIteration as end:
            self.facts = dict(end.value)
            self._end(None)
        except SetupFault as fault:
            self._end(fault)
        except OSError as error:
            self._end(SetupFault(fault_of_system(error, self.order.cache), str(error)))
        else:
            self._begin(step)

    def _begin(self, step: Step) -> None:
        self.title, self.done_bytes, self.all_bytes = step.title, 0, 0
        self._note(f"--- {step.title.kind}")
        if isinstance(step, Download):
            work = PinnedDownload(step.pin, step.folder, self)
            work.progress.connect(self._show_bytes)
            work.done.connect(lambda path: self._answer(Outcome(value=path)))
            work.failed.connect(self._throw)
        elif isinstance(step, Program):
            self._note(" ".join(step.command))
            work = ProgramRun(step.command, step.variables, self)
            if step.logged:
                work.said.connect(self._note)
            work.ended.connect(lambda code, text: self._program_ended(step, code, text))
            self._growth.watch(step)
        else:
            work = InThread(step.action, self)
            work.ended.connect(lambda value, error: self._chore_ended(step, value, error))
        self._step = work
        self.changed.emit()
        work.start()

    def _program_ended(self, step: Program, code: int, text: str) -> None:
        if code and not step.may_fail:
            self._throw(SetupFault(fault_in(text, code), text))
        else:
            self._answer(Outcome(code, text))

    def _chore_ended(self, step: Chore, value: Any, error: Exception | None) -> None:
        if isinstance(error, SetupFault):
            self._throw(error)
        elif isinstance(error, OSError):
            self._throw(SetupFault(fault_of_system(error, self.order.cache), str(error)))
        elif error is not None:
            self._throw(SetupFault(Told("program_failed", {"code": 0, "words": repr(error)}), repr(error)))
        else:
            self._answer(Outcome(value=value))

    def _answer(self, outcome: Outcome) -> None:
        self._drop_step()
        if self._plan is not None:
            self._go_on(lambda: self._plan.send(outcome))

    def _throw(self, fault: SetupFault) -> None:
        """A step failed; the plan may know another way."""
        self._note(f"{fault.told.kind}: {fault.detail}")
        self._drop_step()
        if self._plan is not None:
            self._go_on(lambda: self._plan.throw(fault))

    def _drop_step(self, cancel: bool = False) -> None:
        self._growth.stop()
        step, self._step = self._step, None
        if step is not None:
            if cancel:
                step.cancel()
            step.deleteLater()

    def _end(self, fault: SetupFault | None) -> None:
        if self._plan is not None:
            self._plan.close()
        self._plan, self.title, self.fault = None, None, fault
        NEWS.is_running, NEWS.said = False, sentence(fault.told) if fault is not None else ""
        self._note("--- finished" if fault is None else f"--- {fault.told.kind}: {fault.told.values}")
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self.changed.emit()
        self.ended.emit()

    def _show_bytes(self, done: int, whole: int) -> None:
        self.done_bytes, self.all_bytes = done, whole
        self.changed.emit()

    def _note(self, line: str) -> None:
        """Into the log, without secrets. A full disk shall not end what may still end well."""
        if self.order is None:
            return
        try:
            with (self.order.work / LOG).open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now():%H:%M:%S} {scrub(line)}\n")
        except OSError:
            return


class _Growth(QObject):
    """How far a program is that does not say so: by what its folders have grown, looked at in a thread."""

    grown = pyqtSignal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folders: tuple[Path, ...] = ()
        self._expected, self._first = 0, -1
        self._look: InThread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_GROWTH_MS)
        self._timer.timeout.connect(self._measure)

    def watch(self, step: Program) -> None:
        """Look at what a program's folders hold, from now on."""
        self._folders, self._expected, self._first = step.watched, step.expected, -1
        if self._folders:
            self._measure()
            self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        look, self._look = self._look, None
        if look is not None:
            look.cancel()
            look.deleteLater()

    def _measure(self) -> None:
        if self._look is None:
            folders = self._folders
            self._look = InThread(lambda: sum(map(size_of, folders)), self)
            self._look.ended.connect(lambda size, _error: self._measured(size or 0))
            self._look.start()

    def _measured(self, size: int) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.deleteLater()
        if self._first < 0:
            self._first = size
        self.grown.emit(size - self._first, self._expected)


WORK = SetupWork()
"""The one of this QGIS."""
