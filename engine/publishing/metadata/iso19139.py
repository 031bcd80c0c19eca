"""iso19139.xml: what catalogues of geodata read (ISO 19115:2003 as XML, ISO/TS 19139).

The standard library writes it: a document of one record needs no more, and what is written is checked against the
schema and by another program in the tests.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from ..about import About, Creator
from .writing import plain, write_xml

ISO = "iso19139.xml"
_GMD, _GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
_LISTS = (
    "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/resources/codelist/gmxCodelists.xml"
)
_FORMATS = {"shp": "ESRI Shapefile", "gpkg": "GeoPackage", "fgb": "FlatGeobuf"}
Node = ElementTree.Element


def write_iso(folder: Path, about: About, formats: tuple[str, ...]) -> None:
    """Write it; `formats` are endings of the data's files."""
    for prefix, space in (("gmd", _GMD), ("gco", _GCO)):
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.Element(f"{{{_GMD}}}MD_Metadata")
    _text(root, "fileIdentifier", about.identifier)
    _text(root, "language", "eng")
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    for one in about.creators:
        _party(root, "contact", one, "pointOfContact")
    _date(_sub(root, "dateStamp"), about)
    _text(root, "metadataStandardName", "ISO 19115:2003/19139")
    _text(root, "metadataStandardVersion", "1.0")
    system = _sub(root, "referenceSystemInfo", "MD_ReferenceSystem", "referenceSystemIdentifier", "RS_Identifier")
    _text(system, "code", "EPSG:4326")
    _identification(_sub(root, "identificationInfo", "MD_DataIdentification"), about)
    distribution = _sub(root, "distributionInfo", "MD_Distribution")
    for ending in formats:
        node = _sub(distribution, "distributionFormat", "MD_Format")
        _text(node, "name", _FORMATS[ending])
        _missing(node, "version")
    if about.doi:
        online = _sub(distribution, "transferOptions", "MD_DigitalTransferOptions", "onLine", "CI_OnlineResource")
        ElementTree.SubElement(_sub(online, "linkage"), f"{{{_GMD}}}URL").text = about.doi_url
    quality = _sub(root, "dataQualityInfo", "DQ_DataQuality")
    _code(_sub(quality, "scope", "DQ_Scope"), "level", "MD_ScopeCode", "dataset")
    _text(_sub(quality, "lineage", "LI_Lineage"), "statement", about.method)
    write_xml(folder / ISO, root)


def _identification(of: Node, about: About) -> None:
    citation = _sub(of, "citation", "CI_Citation")
    _text(citation, "title", about.title)
    dated = _sub(citation, "date", "CI_Date")
    _date(_sub(dated, "date"), about)
    _code(dated, "dateType", "CI_DateTypeCode", "publication")
    _text(citation, "edition", about.version)
    _text(_sub(citation, "identifier", "MD_Identifier"), "code", about.doi_url or about.identifier)
    for one in about.creators:
        _party(citation, "citedResponsibleParty", one, "author")
    _text(of, "abstract", about.description)
    for one in about.creators:
        _party(of, "pointOfContact", one, "pointOfContact")
    words = _sub(of, "descriptiveKeywords", "MD_Keywords")
    for word in about.keywords:
        _text(words, "keyword", word)
    rights = _sub(of, "resourceConstraints", "MD_LegalConstraints")
    _code(rights, "useConstraints", "MD_RestrictionCode", "license")
    _text(rights, "otherConstraints", f"{about.licence.title} ({about.licence.name}), {about.licence.url}")
    _code(of, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector")
    _text(of, "language", "eng")
    _code(of, "characterSet", "MD_CharacterSetCode", "utf8")
    ElementTree.SubElement(
        _sub(of, "topicCategory"), f"{{{_GMD}}}MD_TopicCategoryCode"
    ).text = "geoscientificInformation"
    box = _sub(of, "extent", "EX_Extent", "geographicElement", "EX_GeographicBoundingBox")
    west, south, east, north = about.extent.box
    for name, value in (
        ("westBoundLongitude", west),
        ("eastBoundLongitude", east),
        ("southBoundLatitude", south),
        ("northBoundLatitude", north),
    ):
        ElementTree.SubElement(_sub(box, name), f"{{{_GCO}}}Decimal").text = f"{value:.6f}"


def _party(of: Node, name: str, one: Creator, role: str) -> None:
    party = _sub(of, name, "CI_ResponsibleParty")
    if one.given:
        _text(party, "individualName", one.name)
    if one.affiliation or not one.given:
        _text(party, "organisationName", one.affiliation or one.name)
    if one.orcid:
        online = _sub(party, "contactInfo", "CI_Contact", "onlineResource", "CI_OnlineResource")
        ElementTree.SubElement(_sub(online, "linkage"), f"{{{_GMD}}}URL").text = one.orcid_url
    _code(party, "role", "CI_RoleCode", role)


def _sub(of: Node, *names: str) -> Node:
    for name in names:
        of = ElementTree.SubElement(of, f"{{{_GMD}}}{name}")
    return of


def _text(of: Node, name: str, value: str) -> None:
    ElementTree.SubElement(_sub(of, name), f"{{{_GCO}}}CharacterString").text = plain(value)


def _missing(of: Node, name: str) -> None:
    _sub(of, name).set(f"{{{_GCO}}}nilReason", "unknown")


def _code(of: Node, name: str, kind: str, value: str) -> None:
    node = _sub(of, name, kind)
    node.set("codeList", f"{_LISTS}#{kind}")
    node.set("codeListValue", value)
    node.text = value


def _date(of: Node, about: About) -> None:
    ElementTree.SubElement(of, f"{{{_GCO}}}Date").text = about.day.isoformat()
