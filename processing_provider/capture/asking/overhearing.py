"""What the network says in threads that are not ours: QGIS asks for some tiles in one of its own.

Since 3.26 that is so for the tiles of a drawn WMTS or WMS-C, and always was for vector tiles. Every thread's
network manager passes its answers on to that of the main thread, where they are heard here. Whose piece an
answer belongs to is not said: it counts for the piece that is drawn meanwhile from that server.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from qgis.core import QgsNetworkAccessManager, QgsNetworkReplyContent
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal

from .faults import Fault
from .network import fault_of

_TICK = 0.02
_PATIENCE = 5.0
"""Seconds for which the main thread is waited for; one that serves nobody is not waited for until it does."""


@dataclass(frozen=True)
class Heard:
    """One answer."""

    number: int
    """QGIS's own of the request."""
    host: str
    at: float
    """Of `time.monotonic`."""
    fault: Fault | None


class _Bell(QObject):
    """Rings in the main thread when all that was queued there before has been done."""

    pulled = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_broken = False
        """Somebody has waited for it in vain, and the main thread has done nothing since."""
        self.pulled.connect(self._ring, Qt.ConnectionType.QueuedConnection)

    def _ring(self, event: threading.Event) -> None:
        self.is_broken = False
        event.set()


class _Ear:
    """Lives in the main thread as long as QGIS does, and notes answers while somebody wants to know."""

    def __init__(self) -> None:
        self.bell = _Bell()
        self._lock = threading.Lock()
        self._wanted = 0
        self._heard: list[Heard] = []
        self.well: set[str] = set()
        """Servers that have given what was asked for."""
        QgsNetworkAccessManager.instance().finished[QgsNetworkReplyContent].connect(
            self._hear, Qt.ConnectionType.DirectConnection
        )

    def _hear(self, reply: QgsNetworkReplyContent) -> None:
        if not self._wanted:
            return
        fault = fault_of(reply)
        host = reply.request().url().host()
        with self._lock:
            if fault is None:
                self.well.add(host)
            self._heard.append(Heard(reply.requestId(), host, time.monotonic(), fault))

    def want(self, more: int) -> None:
        """Somebody begins to listen (1), or ends (-1)."""
        with self._lock:
            self._wanted += more
            if not self._wanted:
                self._heard.clear()

    def since(self, moment: float) -> list[Heard]:
        """Answers from then on."""
        with self._lock:
            return [heard for heard in self._heard if heard.at >= moment]


_ear: list[_Ear] = []


def open_ear() -> None:
    """Begin to hear what is passed on to the main thread; to be called there. Once is enough."""
    if not _ear and QThread.currentThread() == QCoreApplication.instance().thread():
        _ear.append(_Ear())


class Overhearing:
    """Hears what other threads are told while pieces are drawn in this one.

    Parameters
    ----------
    is_ended
        Whether all is over, and nobody needs to be waited for.
    """

    def __init__(self, is_ended: Callable[[], bool]) -> None:
        self._ear = _ear[0] if _ear else None
        self._is_ended = is_ended
        self._since = 0.0

    def __enter__(self) -> Overhearing:
        if self._ear is not None:
            self._ear.want(1)
        return self

    def __exit__(self, *error: object) -> None:
        if self._ear is not None:
            self._ear.want(-1)

    def start(self) -> None:
        """A piece begins."""
        self._since = time.monotonic()

    def answers(self, hosts: set[str], ours: set[int]) -> list[Heard]:
        """What these servers have answered since `start`, but for the requests that were heard here."""
        if self._ear is None:
            return []
        self._wait_for_main_thread(self._ear)
        heard = self._ear.since(self._since)
        return [one for one in heard if one.host in hosts and one.number not in ours]

    def has_given(self, hosts: set[str]) -> bool:
        """Whether all these servers have given something in this session.

        A piece for which nobody was asked, as QGIS still had its tiles, is then what they said it is.
        """
        return self._ear is not None and not self._ear.bell.is_broken and hosts <= self._ear.well

    def _wait_for_main_thread(self, ear: _Ear) -> None:
        """Until it has heard what was said before."""
        if ear.bell.is_broken:
            return
        event = threading.Event()
        ear.bell.pulled.emit(event)
        until = time.monotonic() + _PATIENCE
        while not event.wait(_TICK) and not self._is_ended():
            if time.monotonic() > until:
                ear.bell.is_broken = True
                return
