"""A web server on loopback that gives pieces of files, as GDAL asks for them, and sometimes does not."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


class FileServer:
    """Serves a folder. `key`, where given, must stand in the query as `sig`."""

    def __init__(self, folder: Path, key: str | None = None) -> None:
        self.folder, self.key = folder, key
        self.ranges: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the reader to confirm its head

            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def do_GET(self) -> None:
                self._answer(with_body=True)

            def _answer(self, with_body: bool) -> None:
                parts = urlsplit(self.path)
                name = unquote(parts.path).lstrip("/")
                if outer.key is not None and parse_qs(parts.query).get("sig") != [outer.key]:
                    return self._say(403, b"")
                path = outer.folder / name
                if not path.is_file():
                    return self._say(404, b"")
                content, headers, code = path.read_bytes(), {"Accept-Ranges": "bytes"}, 200
                asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
                if asked:
                    first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
                    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
                    content, code = content[first : last + 1], 206
                    outer.ranges.append(asked[0])
                return self._say(code, content, headers, with_body)

            def _say(self, code: int, content: bytes, headers: dict | None = None, body: bool = True) -> None:
                self.send_response(code)
                for key, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
                    self.send_header(key, value)
                self.end_headers()
                if body:
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> FileServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
