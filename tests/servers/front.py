"""A small HTTP server before MapServer (CGI), QGIS Server (passed on) and folders; it counts requests."""

from __future__ import annotations

import functools
import http.client
import http.server
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MAPSERVER, FILES = "/mapserver", "/files/"
QGIS_SERVER = "/"
"""Its capabilities name the host that was asked, but no folder."""


class Front(http.server.SimpleHTTPRequestHandler):
    """One request. Folders are served with byte ranges, which GDAL's ``/vsicurl/`` asks for."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the reader to confirm its head
    qgis_server: tuple[str, int] = ("", 0)
    environment: dict[str, str] = {}
    counted: dict[str, dict[str, int]] = {}
    lock = threading.Lock()

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        if path == "/counted":
            self._answer(200, "application/json", json.dumps(self.counted).encode())
            return
        self._count(path, query.lower())
        if path == MAPSERVER:
            self._run_cgi(query)
        elif path == QGIS_SERVER:
            self._pass_on()
        elif path.startswith(FILES):
            self._send_file()
        else:
            self.send_error(404)

    def _count(self, path: str, query: str) -> None:
        is_picture = path.startswith(FILES) or "request=getmap" in query or "request=gettile" in query
        with self.lock:
            counted = self.counted.setdefault(path.split("/")[1] or "qgis", {"pictures": 0, "other": 0})
            counted["pictures" if is_picture else "other"] += 1

    def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _run_cgi(self, query: str) -> None:
        """As a web server runs a program by CGI 1.1: asked by the environment, answered on stdout."""
        host, _, port = self.headers.get("Host", "127.0.0.1:80").partition(":")
        told = {
            "GATEWAY_INTERFACE": "CGI/1.1",
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": query,
            "SCRIPT_NAME": MAPSERVER,
            "SERVER_NAME": host,
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": "HTTP/1.1",
        }
        done = subprocess.run(["mapserv"], env={**self.environment, **told}, stdout=subprocess.PIPE)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        kind = next(
            (line.split(b":", 1)[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-type")), b""
        )
        self._answer(200 if kind else 500, kind.decode().strip() or "text/plain", body)

    def _pass_on(self) -> None:
        connection = http.client.HTTPConnection(*self.qgis_server, timeout=60)
        try:
            connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
            answer = connection.getresponse()
            body = answer.read()
            self._answer(answer.status, answer.getheader("Content-Type", "text/plain"), body)
        finally:
            connection.close()

    def _send_file(self) -> None:
        path = Path(self.translate_path(self.path[len(FILES) - 1 :]))
        if not path.is_file():
            self.send_error(404)
            return
        body, kind = path.read_bytes(), self.guess_type(str(path))
        wanted = self.headers.get("Range", "")
        if not wanted.startswith("bytes="):
            self._answer(200, kind, body, {"Accept-Ranges": "bytes"})
            return
        first, _, last = wanted[6:].partition("-")
        start, end = int(first), min(int(last or len(body)), len(body) - 1)
        told = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{end}/{len(body)}"}
        self._answer(206, kind, body[start : end + 1], told)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *arguments: Any) -> None:
        """Silence."""


def start_front(folder: Path, qgis_server: tuple[str, int]) -> http.server.ThreadingHTTPServer:
    """Serve a folder and what is behind, on a free port."""
    Front.qgis_server = qgis_server
    Front.environment = {**os.environ, "MAPSERVER_CONFIG_FILE": str(folder / "mapserver.conf")}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Front, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
