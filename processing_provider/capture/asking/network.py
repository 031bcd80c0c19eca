"""What the network says while a piece is drawn, and how politely a server is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from typing import Any

from qgis.core import QgsNetworkAccessManager, QgsNetworkReplyContent
from qgis.PyQt.QtCore import QCoreApplication, Qt, QThread
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from .faults import CERTIFICATE, CONNECTION, NO_IMAGE, NOT_FOUND, REFUSED, SERVER_ERROR, TIME_OUT, TOO_MANY, Fault

FIRST_PAUSE = 1.0
"""Seconds after the first failure in a row; each further one doubles it."""
LONGEST_PAUSE = 60.0
REFUSALS_TO_GIVE_UP = 16
"""Refusals (wrong key, no permission) without anything else between them."""
LONGEST_WISH = 300.0
"""Seconds that a server may ask us to wait (Retry-After); where it wants more, it is left alone."""
FAILURES_TO_GIVE_UP = 8
"""Failures in a row, over all pieces, after which a server is left alone for this run: about two minutes."""

_TIME_OUTS = (QNetworkReply.NetworkError.TimeoutError, QNetworkReply.NetworkError.OperationCanceledError)


class Listener:
    """Hears the answers to the requests that QGIS makes in this thread.

    QGIS has one network manager per thread. A layer drawn in this thread, and in no other, asks there: so
    what is heard between `start` and `fault` belongs to one piece.
    """

    def __init__(self, numbers: set[int]) -> None:
        self._numbers = numbers
        self.heard = 0
        """Since `start`."""
        self._faults: list[Fault] = []
        self._not_images = 0

    def start(self) -> None:
        """Forget what was heard before."""
        self.heard = 0
        self._faults.clear()
        self._not_images = 0

    def on_finished(self, reply: QgsNetworkReplyContent) -> None:
        """One answer (a redirection is one, too)."""
        self.heard += 1
        self._numbers.add(reply.requestId())
        fault = fault_of(reply)
        if fault is not None:
            self._faults.append(fault)
        elif status_of(reply) == 200 and not _may_be_image(bytes(reply.rawHeader(b"Content-Type"))):
            self._not_images += 1

    def add(self, fault: Fault | None) -> None:
        """An answer that was heard elsewhere."""
        self.heard += 1
        if fault is not None:
            self._faults.append(fault)

    def fault(self) -> Fault | None:
        """What went wrong since `start`; the fault to wait longest for, where there are several."""
        if self._faults:
            return max(self._faults, key=lambda fault: (fault.retry_after or 0, fault.status or 999))
        return Fault(NO_IMAGE, 200) if self._not_images else None


def unwatched(thing: Any) -> Any:
    """An object that Qt made in a thread of ours, whose end PyQt does not hear of.

    PyQt hears of it by a signal that waits for the main thread. It then takes whatever lies at the same place
    in memory by now for the dead one, and a living answer or network manager cannot be used any more.
    """
    with suppress(TypeError):  # nobody is connected
        thing.destroyed.disconnect()
    return thing


def manager_of_thread() -> QgsNetworkAccessManager:
    """QGIS's network manager in this thread."""
    manager = QgsNetworkAccessManager.instance()
    is_main = QThread.currentThread() == QCoreApplication.instance().thread()
    return manager if is_main else unwatched(manager)


@contextmanager
def listening(numbers: set[int]) -> Iterator[Listener]:
    """Listen to this thread's network manager, and note the numbers that QGIS gives to what is heard."""
    listener = Listener(numbers)
    manager = manager_of_thread()
    hear = listener.on_finished
    manager.finished[QgsNetworkReplyContent].connect(hear, Qt.ConnectionType.DirectConnection)
    try:
        yield listener
    finally:
        manager.finished[QgsNetworkReplyContent].disconnect(hear)


def status_of(reply: QgsNetworkReplyContent | QNetworkReply) -> int | None:
    """The HTTP status of an answer; None where it has none."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    return None if status is None else int(status)


def fault_of(reply: QgsNetworkReplyContent | QNetworkReply) -> Fault | None:
    """The fault behind an answer; None where there is none."""
    error, status = reply.error(), status_of(reply)
    wish = seconds_wished(bytes(reply.rawHeader(b"Retry-After")).decode("latin-1"))
    if status == 429:
        return Fault(TOO_MANY, status, wish)
    if status is not None and status >= 500:
        return Fault(SERVER_ERROR, status, wish)
    if status in (401, 402, 403, 407):
        return Fault(REFUSED, status)
    if status == 204 or (status is not None and status >= 400):
        return Fault(NOT_FOUND, status)
    if error == QNetworkReply.NetworkError.NoError:
        return None
    if error == QNetworkReply.NetworkError.ContentNotFoundError:
        return Fault(NOT_FOUND, status)
    if error == QNetworkReply.NetworkError.SslHandshakeFailedError:
        return Fault(CERTIFICATE)
    if error in _TIME_OUTS:
        return Fault(TIME_OUT, status)
    return Fault(CONNECTION, status)


def seconds_wished(text: str) -> float | None:
    """Seconds of a Retry-After header: a number, or a date."""
    text = text.strip()
    if text.isdigit():
        return float(text)
    from email.utils import parsedate_to_datetime  # brings much along, for what few servers say

    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):  # by version of Python
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - datetime.now(timezone.utc)).total_seconds())


def _may_be_image(kind: bytes) -> bool:
    kind = kind.lower()
    return not kind or kind.startswith((b"image/", b"application/octet-stream", b"binary/"))


class Server:
    """How one run asks its server: after a failure all threads pause, longer with each failure in a row."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paused_at = self._resume = 0.0
        self._failures = self._refusals = 0
        self.gave_up = ""
        """Reason of the failure after which the server is left alone; empty while it is asked."""

    def failed(self, fault: Fault, asked_at: float) -> None:
        """A piece that was asked for at that time (`time.monotonic`) could not be had, which may pass."""
        with self._lock:
            now = time.monotonic()
            if asked_at >= self._paused_at:  # else several threads tell of the same trouble
                self._failures += 1
                self._paused_at = now
            pause = min(FIRST_PAUSE * 2 ** max(self._failures - 1, 0), LONGEST_PAUSE)
            if fault.retry_after is not None:
                pause = fault.retry_after
            if pause > LONGEST_WISH or self._failures >= FAILURES_TO_GIVE_UP:
                self.gave_up = fault.reason
            self._resume = max(self._resume, now + pause)

    def answered(self, fault: Fault | None) -> None:
        """The server works, though it may not have what it is asked for."""
        with self._lock:
            self._failures = 0
            self._refusals = self._refusals + 1 if fault and fault.reason == REFUSED else 0
            if self._refusals >= REFUSALS_TO_GIVE_UP:
                self.gave_up = REFUSED
            if fault and fault.reason == CERTIFICATE:  # no tile of it can be had, and QGIS may ask each time
                self.gave_up = CERTIFICATE

    @property
    def is_ready(self) -> bool:
        """Whether nobody has to wait, for it may be asked or will not be asked any more."""
        return bool(self.gave_up) or self._resume <= time.monotonic()

    def wait(self, is_ended: Callable[[], bool]) -> None:
        """Wait until the server may be asked again, or all is over."""
        while not is_ended() and not self.gave_up:
            left = self._resume - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.1))
