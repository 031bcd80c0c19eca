"""ro-crate-metadata.json: what each file of the folder is, and who made it (RO-Crate 1.1, w3id.org/ro/crate)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ....inventory.version import VERSION
from ..about import SOFTWARE, About, Creator

CRATE = "ro-crate-metadata.json"
_CONFORMS = "https://w3id.org/ro/crate/1.1"
_KINDS = {
    ".gpkg": "application/geopackage+sqlite3",
    ".shp": "application/vnd.shp",
    ".shx": "application/vnd.shx",
    ".dbf": "application/vnd.dbf",
    ".fgb": "application/flatgeobuf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".xml": "application/xml",
    ".qmd": "application/xml",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".cff": "text/x-yaml",
}


def write_crate(folder: Path, about: About, files: Mapping[str, str]) -> None:
    """Write it.

    Parameters
    ----------
    folder
        The publication.
    about
        What it says of itself.
    files
        Name of a file, below the folder -> what it is.
    """
    people = [_person(one, number) for number, one in enumerate(about.creators, 1)]
    root = _root(about, [person["@id"] for person in people], list(files))
    graph = [
        {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": _CONFORMS}},
        root,
        *(_file(folder, name, what) for name, what in files.items()),
        *people,
        *_organisations(about),
        {"@id": about.licence.url, "@type": "CreativeWork", "name": about.licence.title},
        *_place(about),
        {"@id": "#software", "@type": "SoftwareApplication", "name": SOFTWARE, "version": VERSION},
        {
            "@id": "#made",
            "@type": "CreateAction",
            "name": "The inventory was written for publication",
            "description": about.method,
            "instrument": {"@id": "#software"},
            "agent": _alone([{"@id": person["@id"]} for person in people]),
            "result": {"@id": "./"},
            "endTime": about.day.isoformat(),
        },
    ]
    told = {"@context": f"{_CONFORMS}/context", "@graph": graph}
    (folder / CRATE).write_bytes((json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _root(about: About, people: list[str], files: list[str]) -> dict[str, Any]:
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.day.isoformat(),
        "version": about.version,
        "license": {"@id": about.licence.url},
        "creator": _alone([{"@id": name} for name in people]),
        "author": _alone([{"@id": name} for name in people]),
        "keywords": ", ".join(about.keywords),
        "spatialCoverage": {"@id": "#extent"},
        "identifier": about.doi_url or about.identifier,
        "citation": about.citation,
        "mentions": {"@id": "#made"},
        "hasPart": [{"@id": quote(name)} for name in files],
    }
    if about.publisher:
        root["publisher"] = {"@id": "#publisher"}
    return root


def _alone(values: list[Any]) -> Any:
    """One value without its list, as RO-Crate wishes."""
    return values[0] if len(values) == 1 else values


def _file(folder: Path, name: str, what: str) -> dict[str, Any]:
    path = folder / name
    return {
        "@id": quote(name),
        "@type": "File",
        "name": path.name,
        "description": what,
        "contentSize": str(path.stat().st_size),
        "encodingFormat": _KINDS.get(path.suffix.lower(), "text/plain"),
    }


def _person(one: Creator, number: int) -> dict[str, Any]:
    told: dict[str, Any] = {"@id": one.orcid_url or f"#creator-{number}"}
    if not one.given:
        told |= {"@type": "Organization", "name": one.name}
    else:
        told |= {"@type": "Person", "name": one.name, "givenName": one.given, "familyName": one.family}
    if one.affiliation:
        told["affiliation"] = {"@id": f"#affiliation-{number}"}
    return told


def _organisations(about: About) -> list[dict[str, Any]]:
    found = [
        {"@id": f"#affiliation-{number}", "@type": "Organization", "name": one.affiliation}
        for number, one in enumerate(about.creators, 1)
        if one.affiliation
    ]
    if about.publisher:
        found.append({"@id": "#publisher", "@type": "Organization", "name": about.publisher})
    return found


def _place(about: About) -> list[dict[str, Any]]:
    west, south, east, north = about.extent.box
    return [
        {"@id": "#extent", "@type": "Place", "name": "extent of the outlines", "geo": {"@id": "#box"}},
        {"@id": "#box", "@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
    ]
