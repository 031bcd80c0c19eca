"""One pinned file by QGIS's own network manager: its proxy, its certificates and its authentication are the person's.

What has come is kept in a part file, from whose end the next try goes on where the server can. Only a file whose
SHA-256 is the pinned one gets its name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ...inventory.setup.faults import fault_of_system
from ...inventory.setup.pins import Pin
from ...inventory.setup.told import SetupFault, Told
from ...inventory.setup.wheel import check_hash

_ERRORS = {
    QNetworkReply.NetworkError.ProxyAuthenticationRequiredError: "proxy_password",
    QNetworkReply.NetworkError.SslHandshakeFailedError: "certificate",
    QNetworkReply.NetworkError.HostNotFoundError: "no_network",
    QNetworkReply.NetworkError.ConnectionRefusedError: "no_network",
    QNetworkReply.NetworkError.ProxyConnectionRefusedError: "no_network",
    QNetworkReply.NetworkError.ProxyNotFoundError: "no_network",
    QNetworkReply.NetworkError.ProxyConnectionClosedError: "no_network",
    QNetworkReply.NetworkError.UnknownNetworkError: "no_network",
    QNetworkReply.NetworkError.TemporaryNetworkFailureError: "no_network",
    QNetworkReply.NetworkError.NetworkSessionFailedError: "no_network",
    QNetworkReply.NetworkError.ContentNotFoundError: "refused",
    QNetworkReply.NetworkError.ContentAccessDenied: "refused",
    QNetworkReply.NetworkError.AuthenticationRequiredError: "refused",
}
_PARTIAL, _NOT_THAT_RANGE = 206, 416


class PinnedDownload(QObject):
    """A download that ends with `done` or with `failed`, once.

    Parameters
    ----------
    pin
        The file.
    folder
        Where it will lie.
    """

    progress = pyqtSignal(object, object)
    """Bytes that are here, and bytes of the whole (0 where nobody knows)."""
    done = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, pin: Pin, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pin, self._target = pin, folder / pin.name
        self._part = self._target.with_name(f"{pin.name}.part")
        self._reply: QNetworkReply | None = None
        self._file: IO[bytes] | None = None
        self._here, self._began_at = 0, 0
        self._fault: SetupFault | None = None

    def start(self) -> None:
        """Begin, or go on from the end of what came before. A file that is whole already is only checked."""
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            if self._target.is_file():
                check_hash(self._target, self._pin.sha256)
                self.done.emit(self._target)
                return
        except OSError as error:
            self._fail(SetupFault(fault_of_system(error, self._target), str(error)))
            return
        except SetupFault:
            pass  # it is gone now, and fetched again
        # A connection that is kept knows neither the certificates nor the password that were added since.
        QgsNetworkAccessManager.instance().clearAccessCache()
        self._ask(self._part.stat().st_size if self._part.is_file() else 0)

    def cancel(self) -> None:
        """Ask no more; what has come stays for the next try."""
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()
        self._close()

    def _ask(self, first: int) -> None:
        self._began_at = self._here = first
        request = QNetworkRequest(QUrl(self._pin.address))
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
        )
        request.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, False)
        request.setAttribute(
            QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
        )
        if first:
            request.setRawHeader(b"Range", f"bytes={first}-".encode("ascii"))
        reply = QgsNetworkAccessManager.instance().get(request)
        self._reply = reply
        reply.readyRead.connect(self._of(reply, self._take))
        reply.finished.connect(self._of(reply, self._end))

    def _of(self, reply: QNetworkReply, slot: Callable[[], None]) -> Callable[[], None]:
        """The slot, as long as this is our reply."""

        def guarded() -> None:
            if self._reply is reply:
                slot()

        return guarded

    def _status(self) -> int:
        return int(self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) or 0)

    def _take(self) -> None:
        """Some bytes have come. An error's page is no part of the file."""
        if self._status() not in (200, _PARTIAL) or self._fault is not None:
            return
        try:
            if self._file is None:
                self._open()
            content = bytes(self._reply.readAll())
            self._file.write(content)
        except OSError as error:
            self._fault = SetupFault(fault_of_system(error, self._part), str(error))
            self._reply.abort()
            return
        self._here += len(content)
        self.progress.emit(self._here, self._whole())

    def _open(self) -> None:
        """The part file: from its end where the server goes on there, else anew."""
        if self._status() == _PARTIAL:
            self._file = self._part.open("ab")
        else:
            self._began_at = self._here = 0
            self._file = self._part.open("wb")

    def _whole(self) -> int:
        length = self._reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
        return self._pin.size or (int(length) + self._began_at if length else 0)

    def _end(self) -> None:
        self._take()
        reply, status = self._reply, self._status()
        error, words = reply.error(), reply.errorString()
        self._reply = None
        reply.deleteLater()
        self._close()
        if self._fault is None and self._began_at and status == _NOT_THAT_RANGE:
            self._part.unlink()
            self._ask(0)
        elif self._fault is not None or error != QNetworkReply.NetworkError.NoError:
            self._fail(self._fault or SetupFault(Told(self._kind(error, status), {"file": self._host()}), words))
        else:
            self._check()

    def _kind(self, error: QNetworkReply.NetworkError, status: int) -> str:
        if status == 407:
            return "proxy_password"
        known = _ERRORS.get(error)
        return known or ("refused" if 400 <= status < 500 else "network_cut")

    def _host(self) -> str:
        return QUrl(self._pin.address).host()

    def _check(self) -> None:
        """All has come: is it the pinned file? What went on from an older part is tried once more as a whole."""
        try:
            check_hash(self._part, self._pin.sha256)
            os.replace(self._part, self._target)
        except OSError as error:
            self._fail(SetupFault(fault_of_system(error, self._part), str(error)))
        except SetupFault as fault:
            if self._began_at:
                self._ask(0)
            else:
                self._fail(SetupFault(Told("wrong_hash", {"file": self._pin.name}), fault.detail))
        else:
            self.done.emit(self._target)

    def _fail(self, fault: SetupFault) -> None:
        self._close()
        self.failed.emit(fault)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:  # the last bytes did not find room
                self._fault = self._fault or SetupFault(fault_of_system(error, self._part), str(error))
