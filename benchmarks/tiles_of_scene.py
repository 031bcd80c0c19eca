"""A tile server on loopback that serves an image, as a process of its own: SCENE, then seconds of latency.

It prints its port. Tiles are made before they are timed: a path that begins with /make/ answers at once, and
every other one after the latency.
"""

from __future__ import annotations

import http.server
import io
import sys
import threading
import time
from functools import cache
from typing import Any

import numpy as np
import rasterio
from PIL import Image
from rasterio.enums import Resampling
from rasterio.transform import from_bounds
from rasterio.vrt import WarpedVRT

WORLD = 20037508.342789244
SIDE = 256


def make_tiles(scene: str) -> Any:
    """A function that makes the JPEG of a tile (zoom, column, row), and remembers it."""
    dataset = rasterio.open(scene)

    @cache
    def tile(zoom: int, column: int, row: int) -> bytes:
        side = 2 * WORLD / 2**zoom
        left, top = column * side - WORLD, WORLD - row * side
        where = from_bounds(left, top - side, left + side, top, SIDE, SIDE)
        with WarpedVRT(
            dataset, crs="EPSG:3857", transform=where, width=SIDE, height=SIDE, resampling=Resampling.cubic
        ) as warped:
            picture = np.moveaxis(warped.read([1, 2, 3]), 0, 2)
        if not picture.any():  # beside the scene: what nobody takes for a tile without a picture
            picture = np.random.default_rng([zoom, column, row]).integers(60, 160, picture.shape, np.uint8)
        content = io.BytesIO()
        Image.fromarray(picture).save(content, "JPEG", quality=92)
        return content.getvalue()

    return tile


def main() -> None:
    """Serve until somebody ends us."""
    tile, latency, one_at_a_time = make_tiles(sys.argv[1]), float(sys.argv[2]), threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms for the reader to confirm its head

        def do_GET(self) -> None:
            begin, *_, zoom, column, row = self.path.split("?")[0].strip("/").removesuffix(".jpg").split("/")
            with one_at_a_time:  # GDAL reads one dataset from one thread
                content = tile(int(zoom), int(column), int(row))
            if begin != "make":
                time.sleep(latency)
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            """Silence."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked is gone
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
