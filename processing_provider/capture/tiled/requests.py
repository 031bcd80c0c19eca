"""Asking a server through QGIS, with all that the layer and QGIS's settings say.

QGIS's own class for this (QgsBlockingNetworkRequest) writes addresses, keys and all, to the log panel, drops
a layer's headers at a redirection and follows none that is relative. So its network manager is asked, which
brings proxies, certificates, logins, user agent and cookies, and one waits here.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from qgis.core import QgsApplication, QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QEventLoop, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ..asking.faults import CONNECTION, REFUSED, Fault
from ..asking.network import fault_of, manager_of_thread, unwatched
from ..asking.threads import let_go_without_python
from .sourcetext import Login

_MOST_REDIRECTIONS = 10
_BEFORE_QGIS = 0.8
"""Share of QGIS's time-out after which an answer is given up: when QGIS's own timer ends, QGIS writes the
whole address, key and all, to its log panel. Both timers are right to 5 % only. QGIS's is not looked for
among the parts of the answer: PyQt takes hold of all of them, and their end in this thread has crashed it.
"""


@dataclass(frozen=True)
class Answer:
    """What came of one question."""

    content: bytes
    fault: Fault | None


class Asker:
    """Asks in one thread: from `begin` to `end`, which are called there, all is asked there."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._feedback = let_go_without_python(QgsFeedback())
        self._manager: QgsNetworkAccessManager | None = None
        self._longest = 0
        """Milliseconds without an answer, as QGIS's settings say; 0 for ever."""
        self.requests = 0
        """Answers of servers until now: none where QGIS's own cache had it, one for each redirection."""

    def begin(self) -> None:
        """Take this thread's network manager."""
        self._manager = manager_of_thread()
        self._longest = max(0, int(_BEFORE_QGIS * QgsNetworkAccessManager.timeout()))

    def end(self) -> None:
        """Let it go."""
        self._manager = None

    def cancel(self) -> None:
        """End what is being asked, and ask no more; from any thread."""
        self._feedback.cancel()

    def ask(self, address: str, *, anew: bool = False) -> Answer:
        """Get what is behind an address; with `anew`, from the server even where QGIS's cache has it."""
        url = QUrl(address)
        for _ in range(_MOST_REDIRECTIONS):
            reply = self._reply(url, anew)
            if reply is None:
                return Answer(b"", Fault(REFUSED))
            try:
                self._wait(reply)
                if self._feedback.isCanceled():
                    reply.abort()
                    return Answer(b"", Fault(CONNECTION))
                if not _is_from_here(reply):
                    self.requests += 1
                target = reply.attribute(QNetworkRequest.Attribute.RedirectionTargetAttribute)
                if target is None or not target.isValid():
                    return _answer(reply)
                url = url.resolved(target)
            finally:
                reply.deleteLater()
        return Answer(b"", Fault(CONNECTION))

    def _reply(self, url: QUrl, anew: bool) -> QNetworkReply | None:
        """An answer that is on its way; None where QGIS has no such login."""
        request = QNetworkRequest(url)
        control = QNetworkRequest.CacheLoadControl
        for attribute, value in (
            ("CacheLoadControlAttribute", control.AlwaysNetwork if anew else control.PreferCache),
            ("CacheSaveControlAttribute", False),  # it would keep the address, key and all
            ("RedirectPolicyAttribute", QNetworkRequest.RedirectPolicy.ManualRedirectPolicy),
        ):
            request.setAttribute(getattr(QNetworkRequest.Attribute, attribute), value)
        request.setTransferTimeout(self._longest)
        login, manager = self._login, QgsApplication.authManager()
        for name, value in login.headers:
            request.setRawHeader(name.encode("latin-1", "replace"), value.encode("utf-8"))
        if login.configuration:
            well, request = manager.updateNetworkRequest(request, login.configuration)
            if not well:
                return None
        elif login.user or login.password:
            both = b64encode(f"{login.user}:{login.password}".encode())
            request.setRawHeader(b"Authorization", b"Basic " + both)
        reply = unwatched(self._manager.get(request))
        if login.configuration:
            manager.updateNetworkReply(reply, login.configuration)
        return reply

    def _wait(self, reply: QNetworkReply) -> None:
        """Let this thread's own events run until the answer is whole."""
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        self._feedback.canceled.connect(loop.quit)
        try:
            if not reply.isFinished() and not self._feedback.isCanceled():
                # The main thread waits here for a list of tiles: nobody should begin anything meanwhile.
                loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        finally:
            self._feedback.canceled.disconnect(loop.quit)


def _is_from_here(reply: QNetworkReply) -> bool:
    """Whether no server was asked."""
    return reply.url().isLocalFile() or bool(reply.attribute(QNetworkRequest.Attribute.SourceIsFromCacheAttribute))


def _answer(reply: QNetworkReply) -> Answer:
    fault = fault_of(reply)
    return Answer(bytes(reply.readAll()) if fault is None else b"", fault)
