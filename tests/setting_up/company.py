"""The network of a company: an authority of its own that looks into all connections, and a proxy with a password."""

from __future__ import annotations

import base64
import subprocess
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Company:
    """A company that looks into all connections: its authority, and what it says for localhost."""

    authority: Path
    certificate: Path
    key: Path


def make_company(folder: Path) -> Company:
    """An authority that no system knows, and a certificate that it has signed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Company(folder / "authority.pem", folder / "localhost.pem", folder / "localhost.key")
    key, request, more = folder / "authority.key", folder / "request.pem", folder / "more"
    more.write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n", "utf-8")
    fresh = ["-newkey", "rsa:2048", "-nodes"]
    signed = ["-CA", made.authority, "-CAkey", key, "-CAcreateserial", "-days", "2", "-extfile", more]
    for words in (
        ["req", "-x509", *fresh, "-days", "2", "-subj", "/CN=Company", "-keyout", key, "-out", made.authority],
        ["req", *fresh, "-subj", "/CN=localhost", "-keyout", made.key, "-out", request],
        ["x509", "-req", "-in", request, *signed, "-out", made.certificate],
    ):
        subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True)
    return made


class Proxy:
    """A proxy for plain HTTP that wants a name and a password, and else answers 407."""

    def __init__(self, user: str, password: str) -> None:
        self.wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.passed: list[str] = []
        self.refused = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.do_GET()

            def do_CONNECT(self) -> None:
                proxy.refuse(self)

            def do_GET(self) -> None:
                if self.headers.get("Proxy-Authorization") == proxy.wanted:
                    proxy.pass_on(self)
                else:
                    proxy.refuse(self)

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def refuse(self, handler: BaseHTTPRequestHandler) -> None:
        self.refused += 1
        handler.send_response(407)
        handler.send_header("Proxy-Authenticate", 'Basic realm="company"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        self.passed.append(handler.path)
        request = urllib.request.Request(handler.path, method=handler.command)
        for name in ("Range", "Accept"):
            if handler.headers.get(name):
                request.add_header(name, handler.headers[name])
        try:
            answer = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            handler.send_response(answer.status)
            for name in ("Content-Type", "Content-Range", "Content-Length", "Accept-Ranges"):
                if answer.headers.get(name):
                    handler.send_header(name, answer.headers[name])
            handler.end_headers()
            handler.wfile.write(answer.read())

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
