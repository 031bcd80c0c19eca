"""A package index on loopback, with all that can be wrong with one."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .wheels import hash_of, metadata_of


@dataclass
class Ways:
    """What is wrong with a server: each takes a name, and says what happens to it."""

    share: float = 1.0
    """Of a large file that is sent before the line is cut."""
    half: bool = False
    """Half a file is sent as if it were all."""
    altered: bool = False
    """The last byte of a wheel is another."""
    only: str = ""
    """Names that this is about."""
    status: int = 200
    ranges: bool = True
    hold: bool = False
    """Nothing is sent before `let_go`."""
    delay: float = 0.0
    """Seconds before a file is sent."""


class Index:
    """A package index on loopback (PEP 503) for the wheels of a folder, and a server of these files."""

    def __init__(self, folder: Path, certificate: Path | None = None, key: Path | None = None) -> None:
        self.folder, self.ways = folder, Ways()
        self.asked: list[str] = []
        self.sent: list[tuple[str, int]] = []
        """Files, and from which byte on."""
        self._free = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                index.answer(self)

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who does not trust us hangs up
        scheme = "http"
        if certificate is not None:
            context, scheme = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), "https"
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.base = f"{scheme}://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def simple(self) -> str:
        return f"{self.base}/simple"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        parts = [part for part in handler.path.partition("?")[0].split("/") if part]
        name = parts[-1]
        if parts[0] == "simple":
            files = sorted(self.folder.glob(f"{name.replace('-', '_')}-*.whl"))
            links = "".join(
                f'<a href="/files/{one.name}#sha256={hash_of(one)}" data-dist-info-metadata="true">{one.name}</a>'
                for one in files
            )
            page = f"<!DOCTYPE html><html><body>{links}</body></html>"
            return self._send(handler, page.encode(), 200 if files else 404)
        path = self.folder / name
        if name.endswith(".whl.metadata"):  # as the large index has it, so that no wheel is read for its needs
            return self._send(handler, metadata_of(path.with_suffix("")), 200)
        ours = self.ways.only in name
        if not path.is_file() or (ours and self.ways.status != 200):
            return self._send(handler, b"", self.ways.status if path.is_file() else 404)
        content = path.read_bytes()
        if ours and self.ways.altered:
            content = content[:-30] + bytes([content[-30] ^ 1]) + content[-29:]
        if ours and self.ways.half:
            content = content[: len(content) // 2]
        if ours and self.ways.hold:
            self._free.wait(30)
        if ours and self.ways.delay:
            time.sleep(self.ways.delay)
        return self._send_file(handler, content, self.ways.share if ours else 1.0)

    def _send_file(self, handler: BaseHTTPRequestHandler, content: bytes, share: float) -> None:
        first, code, headers = 0, 200, {"Content-Type": "application/octet-stream"}
        asked = handler.headers.get("Range", "")
        if self.ways.ranges:
            headers["Accept-Ranges"] = "bytes"
        if asked.startswith("bytes=") and self.ways.ranges:
            first = int(asked[6:].partition("-")[0])
            code, headers["Content-Range"] = 206, f"bytes {first}-{len(content) - 1}/{len(content)}"
        body = content[first:]
        self.sent.append((handler.path.rpartition("/")[2], first))
        handler.send_response(code)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(key, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body[: max(0, int(len(content) * share) - first)] if share < 1 else body)
        if share < 1:
            handler.close_connection = True
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, handler: BaseHTTPRequestHandler, body: bytes, code: int) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    def let_go(self) -> None:
        """What was held may come."""
        self.ways.hold = False
        self._free.set()

    def stop(self) -> None:
        self._free.set()
        self._server.shutdown()
        self._server.server_close()
