"""STAC items as the images of a mosaic: which asset of each is meant, and how GDAL reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import url2pathname

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from .quads import Quad, local_quad

SUFFIXES = (".json", ".geojson")
"""What a file of items is called."""

_NAMES, _ROLES = ("visual", "image", "data", "analytic"), ("data", "visual")
_NOT_AN_IMAGE = ("thumbnail", "overview", "metadata")
_RASTERS = ("image/tiff", "image/jp2")
_SIGNATURES = ("sig=", "signature=", "x-amz-", "x-goog-", "token=")
_CURL = "/vsicurl?empty_dir=yes&max_retry=4&retry_delay=1&url="
"""GDAL's reader of web addresses: it looks for no files beside the image and asks again after a failure."""


def split_asset(source: str) -> tuple[Path, str | None]:
    """Path and asset of ``items.json#visual``; the asset is None where none is told."""
    path, mark, asset = source.rpartition("#")
    if mark and not Path(source).exists() and Path(path).is_file():
        return Path(path), asset
    return Path(source), None


def quads_in(path: Path, asset: str | None) -> list[Quad]:
    """The images of the items in a file: an ItemCollection, any FeatureCollection of items, or one item.

    Raises
    ------
    UserError
        Where the file holds no items, or it is not clear which asset of one is meant.
    """
    return [_quad(item, asset, path) for item in _items(path)]


def remote_quad(address: str, *more: Any) -> Quad:
    """An image at a web address. Its `label` and `stamp` hold no key; `more` is what else is known of it."""
    parts = urlsplit(address)
    query = scrub(f"?{parts.query}")
    if any(word in query.lower() for word in _SIGNATURES):
        query = ""  # signed anew for each run; it says who reads, not what
    stamp = hashlib.sha256(repr((urlunsplit(parts._replace(query=query)), more)).encode()).hexdigest()
    label = scrub(urlunsplit(parts._replace(query="", fragment="")))
    return Quad(_CURL + quote(address, safe=""), label, stamp)


def _items(path: Path) -> Iterator[dict[str, Any]]:
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise UserError(f"{path} is not JSON; give a file of STAC items.") from error
    kind = content.get("type") if isinstance(content, dict) else None
    items = content["features"] if kind == "FeatureCollection" and "features" in content else [content]
    for item in items:
        if not (isinstance(item, dict) and item.get("type") == "Feature" and "assets" in item):
            what = f"a STAC {kind}" if kind in ("Catalog", "Collection") else "something else"
            raise UserError(f"{path} holds {what} and no STAC items; save the items of a search to a file.")
        yield item


def _quad(item: dict[str, Any], asset: str | None, path: Path) -> Quad:
    name = _choose(item, asset, path)
    properties, found = item.get("properties") or {}, item["assets"][name]
    href = str(found.get("href", ""))
    scheme = urlsplit(href).scheme.lower()
    if scheme in ("http", "https"):
        known = [properties.get(key) for key in ("datetime", "updated")]
        known += [found.get(key) for key in ("updated", "file:checksum", "file:size")]
        return remote_quad(href, *known)
    if scheme == "file":
        return local_quad(Path(url2pathname(urlsplit(href).path)), path)
    if "://" in href:
        raise UserError(
            f"The asset '{name}' of the {_named(item)} in {path} is at {scheme}://, which is not "
            "read; give items with addresses of files or of the web (https)."
        )
    plain = path.parent / href
    return local_quad(plain if plain.exists() else path.parent / unquote(href), path)


def _named(item: dict[str, Any]) -> str:
    return f"item '{scrub(str(item.get('id')))}'"


def _choose(item: dict[str, Any], asset: str | None, path: Path) -> str:
    """Name of the asset that is the image."""
    assets: dict[str, Any] = item["assets"]
    if asset is not None:
        if asset not in assets:
            raise UserError(
                f"The {_named(item)} in {path} has no asset '{asset}'; it has: {', '.join(assets) or 'none'}."
            )
        return asset
    images = [name for name, what in assets.items() if _is_image(what)]
    meant = [
        name for name in images if name in _NAMES or set(assets[name].get("roles") or ()) & set(_ROLES)
    ] or images
    if not meant:
        raise UserError(f"The {_named(item)} in {path} has no image (GeoTIFF) among its assets.")
    if len(meant) > 1:
        raise UserError(
            f"The {_named(item)} in {path} has several images ({', '.join(meant)}); say which with "
            f"{path.name}#NAME, such as {path.name}#{meant[0]}."
        )
    return meant[0]


def _is_image(asset: dict[str, Any]) -> bool:
    if set(asset.get("roles") or ()) & set(_NOT_AN_IMAGE):
        return False
    kind = str(asset.get("type") or "").lower()
    if kind:
        return kind.startswith(_RASTERS)
    return urlsplit(str(asset.get("href"))).path.lower().endswith((".tif", ".tiff", ".jp2"))
