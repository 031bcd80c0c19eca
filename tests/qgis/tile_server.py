"""A real tile server on loopback that can misbehave, tile by tile."""

from __future__ import annotations

import http.server
import socket
import ssl
import struct
import threading
import time
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from functools import cache
from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from .loopback import Answer, Handler

KEY = "sEcrEt0815-key"
WORLD = 20037508.342789244
Tile = tuple[int, int, int]
"""Zoom, column, row."""


def landscape(tile: Tile) -> QImage:
    """A picture that is like no other tile's: gradients that run on from tile to tile, and a pattern."""
    _, column, row = tile
    east = column * 256 + np.arange(256, dtype=np.int64)[None, :]
    south = row * 256 + np.arange(256, dtype=np.int64)[:, None]
    noise = (east * 2654435761 ^ south * 40503) >> 7 & 63
    bands = (east // 8 % 160 + noise, south // 8 % 160 + noise, 40 + noise, np.full_like(noise, 255))
    pixels = np.stack(bands, axis=-1).astype(np.uint8)
    return QImage(pixels.tobytes(), 256, 256, QImage.Format.Format_RGBA8888).copy()


def encoded(image: QImage, kind: str = "PNG", quality: int = -1) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, quality)
    return bytes(content)


def served(image: QImage) -> bytes:
    """As a PNG that takes as little work as can be: neither filtered nor compressed.

    Qt would try five filters on every row, and the capture would have to undo them.
    """
    has_alpha = image.hasAlphaChannel()
    formats = QImage.Format
    same = image.convertToFormat(formats.Format_RGBA8888 if has_alpha else formats.Format_RGB888)
    width, height = same.width(), same.height()
    bits = same.constBits()  # may be those of `image`, which must live as long
    bits.setsize(same.bytesPerLine() * height)
    used = width * (4 if has_alpha else 3)
    rows = np.zeros((height, 1 + used), np.uint8)
    rows[:, 1:] = np.frombuffer(bits, np.uint8).reshape(height, -1)[:, :used]
    head = struct.pack(">IIBBBBB", width, height, 8, 6 if has_alpha else 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 0)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


@cache
def landscape_served(tile: Tile) -> bytes:
    """Made once, whichever server is asked for it."""
    return served(landscape(tile))


def plain(colour: str) -> bytes:
    image = QImage(QSize(256, 256), QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return encoded(image)


def no_imagery() -> bytes:
    """A grey tile with a message, as servers send it where they have no picture."""
    image = QImage(QSize(256, 256), QImage.Format.Format_RGB32)
    image.fill(QColor("#dddddd"))
    painter = QPainter(image)
    for line in range(6):
        painter.drawLine(60, 90 + 12 * line, 190 - 9 * line, 90 + 12 * line)
    painter.end()
    return encoded(image)


class TileServer:
    """Serves `landscape`, unless `answer` says otherwise. Counts what it is asked for."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.answer: Callable[[Tile, int], Answer | None] = lambda tile, number: None
        """Tile and how often it was asked for before -> what to do; None: serve it well."""
        self.asked: Counter[Tile] = Counter()
        self.times: dict[Tile, list[float]] = {}
        self.paths: list[str] = []
        self.headers: list[Message] = []
        self.may_be_kept = False
        """Whether QGIS may answer in our place."""
        self.delay = 0.0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self.port = 0
        self._name = uuid.uuid4().hex[:8]  # QGIS remembers tiles by address, and ports come again
        self.start()

    # ---- its life

    def start(self) -> None:
        """Start listening, on the same port as before."""
        outer = self

        class Serving(Handler):
            def do_GET(self) -> None:
                outer._serve(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that is gone is no error here."""

        self._server = Server(("127.0.0.1", self.port), Serving)
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self._connections: list[Any] = []
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Die: nobody listens any more, and open connections are cut."""
        self._server.shutdown()
        self._server.server_close()
        for connection in self._connections:
            _cut(connection)

    # ---- what it serves

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.port}/{self._name}/{{z}}/{{x}}/{{y}}.png?api_key={KEY}"

    @property
    def source(self) -> str:
        """As QGIS writes the source of an XYZ layer."""
        address = self.url.replace("=", "%3D").replace("&", "%26")
        return f"type=xyz&url={address}&zmin=0&zmax=19"

    @property
    def requests(self) -> int:
        return len(self.paths)

    def well(self, tile: Tile) -> bytes:
        return landscape_served(tile)

    def _serve(self, handler: Handler) -> None:
        zoom, column, row = handler.path.split("?")[0].rsplit(".", 1)[0].split("/")[-3:]
        tile = (int(zoom), int(column), int(row))
        with self._lock:
            self._connections.append(handler.connection)
            self.paths.append(handler.path)
            self.headers.append(handler.headers)
            number = self.asked[tile]
            self.asked[tile] += 1
            self.times.setdefault(tile, []).append(time.monotonic())
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        answer = self.answer(tile, number) or Answer(self.well(tile))
        time.sleep(self.delay + answer.delay)
        with self._lock:
            self._at_once -= 1
        handler.head(answer, {"Cache-Control": "max-age=600" if self.may_be_kept else "no-store"})
        handler.wfile.write(answer.body[: answer.cut_after])
        if answer.cut_after is not None:
            handler.wfile.flush()
            handler.close_connection = True
            _cut(handler.connection)


def _cut(connection: Any) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def tile_server(tls: ssl.SSLContext | None = None) -> Iterator[TileServer]:
    server = TileServer(tls)
    try:
        yield server
    finally:
        server.stop()
