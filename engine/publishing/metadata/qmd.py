"""NAME.qmd beside each file of data: QGIS reads it as the layer's metadata when the file is opened."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from ....inventory.version import VERSION
from ..about import SOFTWARE, About, Creator
from .writing import plain, write_xml

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_QGIS = "3.22.0"
"""The oldest version that reads it."""
_WGS84 = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}


def write_qmd(path: Path, about: About, title: str, abstract: str) -> None:
    """Write the metadata of one file of data.

    Parameters
    ----------
    path
        Of the .qmd.
    about
        What the publication says of itself.
    title, abstract
        Of this file.
    """
    root = ElementTree.Element("qgis", {"version": _QGIS})
    for name, value in (
        ("identifier", about.doi_url or about.identifier),
        ("parentidentifier", about.identifier),
        ("language", "ENG"),
        ("type", "dataset"),
        ("title", title),
        ("abstract", abstract),
    ):
        _text(root, name, value)
    words = ElementTree.SubElement(root, "keywords", {"vocabulary": "keywords"})
    for word in about.keywords:
        _text(words, "keyword", word)
    for one in about.creators:
        _contact(root, one)
    links = ElementTree.SubElement(root, "links")
    if about.doi:
        link = {"name": "DOI", "type": "WWW:LINK", "url": about.doi_url, "description": "the data"}
        ElementTree.SubElement(links, "link", link)
    _text(root, "history", about.method)
    _text(root, "history", f"Version {about.version}, {about.day}, written by {SOFTWARE} {VERSION}.")
    ElementTree.SubElement(root, "dates").append(
        ElementTree.Element("date", {"type": "Published", "value": f"{about.day}T00:00:00Z"})
    )
    _text(root, "fees", "")
    ElementTree.SubElement(root, "constraints", {"type": "use"}).text = f"Please cite: {plain(about.citation)}"
    _text(root, "license", f"{about.licence.title} ({about.licence.name})")
    _text(root, "rights", about.licence.url)
    _text(root, "encoding", "UTF-8")
    _extent(root, about)
    write_xml(path, root, _DOCTYPE)


def _contact(of: ElementTree.Element, one: Creator) -> None:
    contact = ElementTree.SubElement(of, "contact")
    for name, value in (
        ("name", one.name),
        ("organization", one.affiliation),
        ("position", one.orcid_url),
        ("voice", ""),
        ("fax", ""),
        ("email", ""),
        ("role", "author"),
    ):
        _text(contact, name, value)


def _extent(of: ElementTree.Element, about: About) -> None:
    system = ElementTree.SubElement(ElementTree.SubElement(of, "crs"), "spatialrefsys", {"nativeFormat": "Wkt"})
    for name, value in _WGS84.items():
        _text(system, name, value)
    west, south, east, north = about.extent.box
    extent = ElementTree.SubElement(of, "extent")
    ElementTree.SubElement(
        extent,
        "spatial",
        {
            "dimensions": "2",
            "crs": "EPSG:4326",
            "minx": f"{west:.6f}",
            "maxx": f"{east:.6f}",
            "miny": f"{south:.6f}",
            "maxy": f"{north:.6f}",
            "minz": "0",
            "maxz": "0",
        },
    )


def _text(of: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(of, name).text = plain(value)
