"""TiTiler as its makers advise to run it, with a count of what it was asked; uvicorn serves `application`."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from morecantile import tms
from morecantile.defaults import TileMatrixSets
from rio_tiler.profiles import img_profiles
from titiler.core.errors import DEFAULT_STATUS_CODES, add_exception_handlers
from titiler.core.factory import TilerFactory
from titiler.extensions import wmtsExtension

_app = FastAPI(title="TiTiler")
_WANTED = ("WebMercatorQuad", "WorldCRS84Quad", "WGS1984Quad", "WorldMercatorWGS84Quad")
"""Sets of tiles that layers are made of; each one more makes every list of them dearer."""
_tiler = TilerFactory(
    supported_tms=TileMatrixSets({name: tms.get(name) for name in _WANTED}), extensions=[wmtsExtension()]
)
_app.include_router(_tiler.router)
add_exception_handlers(_app, DEFAULT_STATUS_CODES)
_counted = {"pictures": 0, "other": 0}
img_profiles.data["png"] = img_profiles["pngraw"]  # the same pictures, packed in less time


@_app.get("/counted")
def counted() -> dict[str, int]:
    """How many pictures, and how much else, was asked for."""
    return dict(_counted)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The application, and the count beside it.

    TiTiler 2 asks for ``tilesize=512`` where it, and many others, had ``@2x`` in the address before.
    """
    if scope["type"] == "lifespan":  # each thread opens PROJ's database anew
        anyio.to_thread.current_default_thread_limiter().total_tokens = 1
    if scope["type"] == "http" and scope["path"] != "/counted":
        _counted["pictures" if scope["path"].startswith("/tiles/") else "other"] += 1
        if "@2x" in scope["path"]:
            query = scope["query_string"] + b"&tilesize=512"
            scope = {**scope, "path": scope["path"].replace("@2x", ""), "query_string": query}
    await _app(scope, receive, send)
