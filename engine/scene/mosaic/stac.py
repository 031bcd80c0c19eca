"""STAC items as the images of a mosaic: which asset of each is meant, and how GDAL reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import url2pathname

from ....inventory.errors import UserError
from ....inventory.secrets import scrub
from .quads import CatalogueFacts, Quad, local_quad

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


def remote_quad(address: str, *more: Any, told: CatalogueFacts = CatalogueFacts()) -> Quad:  # noqa: B008 (it is frozen)
    """An image at a web address. Its `label` and `stamp` hold no key; `more` is what else is known of it."""
    parts = urlsplit(address)
    query = scrub(f"?{parts.query}")
    if any(word in query.lower() for word in _SIGNATURES):
        query = ""  # signed anew for each run; it says who reads, not what
    stamp = hashlib.sha256(repr((urlunsplit(parts._replace(query=query)), more, told)).encode()).hexdigest()
    label = scrub(urlunsplit(parts._replace(query="", fragment="")))
    return Quad(_CURL + quote(address, safe=""), label, stamp, told)


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
    href, told = str(found.get("href", "")), told_of(found, properties)
    scheme = urlsplit(href).scheme.lower()
    if scheme in ("http", "https"):
        known = [properties.get(key) for key in ("datetime", "updated")]
        known += [found.get(key) for key in ("updated", "file:checksum", "file:size")]
        return remote_quad(href, *known, told=told)
    if scheme == "file":
        return local_quad(Path(url2pathname(urlsplit(href).path)), path, told)
    if "://" in href:
        raise UserError(
            f"The asset '{name}' of the {_named(item)} in {path} is at {scheme}://, which is not "
            "read; give items with addresses of files or of the web (https)."
        )
    plain = path.parent / href
    return local_quad(plain if plain.exists() else path.parent / unquote(href), path, told)


def told_of(asset: Mapping[str, Any], properties: Mapping[str, Any]) -> CatalogueFacts:
    """What an item says of its image: STAC 1.1's `bands`, or the extensions `eo` and `raster` before it."""
    common, eo, raster = (_list(asset.get(key)) for key in ("bands", "eo:bands", "raster:bands"))
    bands = common or eo
    names = [_text(band, "eo:common_name") or _text(band, "common_name") or _text(band, "name") for band in bands]
    numbers = common if any("raster:scale" in band or "raster:offset" in band for band in common) else raster
    scales = [_number(band, ("raster:scale", "scale"), 1.0) for band in numbers]
    offsets = [_number(band, ("raster:offset", "offset"), 0.0) for band in numbers]
    nodata = {_number(band, ("nodata",), None) for band in (*common, *raster)} - {None}
    applied = properties.get("earthsearch:boa_offset_applied")
    tags = {
        key: str(value)
        for key, value in properties.items()
        if key in ("platform", "constellation", "mission", "instruments") or "processing_baseline" in key
    }
    return CatalogueFacts(
        tuple(names),
        tuple(scales),
        tuple(offsets),
        nodata.pop() if len(nodata) == 1 else None,
        applied if isinstance(applied, bool) else None,
        tags,
    )


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(band: Mapping[str, Any], key: str) -> str:
    return str(band.get(key) or "")


def _number(band: Mapping[str, Any], keys: Sequence[str], default: Any) -> Any:
    """A number of a band; STAC writes not-a-number as text."""
    for key in keys:
        if band.get(key) is not None:
            try:
                return float(band[key])
            except (TypeError, ValueError):
                continue
    return default


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
    meant = [name for name in images if name in _NAMES or set(assets[name].get("roles") or ()) & set(_ROLES)] or images
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
