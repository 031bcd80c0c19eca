"""Threads of a capture, and the main thread that serves them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QThread

_Feedback = TypeVar("_Feedback", bound=QgsFeedback)


def let_main_thread_serve() -> None:
    """Do what other threads ask of the main thread, if this is it: to be called where it waits for them.

    QGIS asks it from others (logins, certificates), and they would wait for ever.
    """
    if threading.current_thread() is threading.main_thread():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


class Thread(QThread):
    """Does one thing. Layers are moved to it, so it must be a thread of Qt's own.

    Python's threads are one for Qt only as long as they run. What PyQt knows of such a thread may be mistaken
    for the next one at the same place in memory.
    """

    def __init__(self, do: Callable[..., None], *values: object) -> None:
        super().__init__()
        self.setObjectName("capture")
        self._do, self._values = do, values

    def run(self) -> None:
        """Qt's hook. What is done catches its own errors."""
        self._do(*self._values)


def let_go_without_python(feedback: _Feedback) -> _Feedback:
    """Make sure that Qt ends connections of a feedback that Python has made without asking Python.

    Whoever hears of it is destroyed in the middle of Qt, which holds one of its few shared locks then, and asks the
    feedback whether Python wants to know. The first time that waits for Python's own lock; where the thread that has
    it waits for the same lock of Qt, both wait for ever. So it is asked once here, where nothing is locked.
    """
    feedback.canceled.connect(_nothing)
    feedback.canceled.disconnect(_nothing)
    return feedback


def _nothing() -> None:
    """Who hears of a feedback, for a moment."""
