"""Small servers on loopback: a request in, an answer out."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a server does for one request."""

    body: bytes = b""
    status: int = 200
    kind: str = "image/png"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut_after: int | None = None
    """Bytes after which the connection is cut."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Says nothing but its answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the reader to confirm its head

    def head(self, answer: Answer, more: dict[str, str] | None = None) -> None:
        """All but the body."""
        self.send_response(answer.status)
        told = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
        for name, value in {**told, **(more or {}), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Silence."""


class Loopback:
    """Listens on a port of its own until it is stopped."""

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        class Answering(Handler):
            def do_GET(self) -> None:
                given = answer(self.path)
                self.head(given)
                self.wfile.write(given.body)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Die: nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()
