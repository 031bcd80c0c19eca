"""What the validators of the field say of a publication, as JSON; in the environment `publication`, without network.

Usage: python publication_judge.py FOLDER. RO-Crate's context, which its validator would fetch, is that of ro-crate-py.
"""

from __future__ import annotations

import email
import io
import json
import sys
import urllib.request
import urllib.response
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pycsw
import requests
import rocrate
from cffconvert import Citation
from datacite import schema45
from lxml import etree
from owslib.iso import MD_Metadata
from requests.adapters import BaseAdapter
from rocrate.rocrate import ROCrate
from rocrate_validator import services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
SCHEMA = "plugins/profiles/apiso/schemas/ogc/iso/19139/20060504/gmd/gmd.xsd"
TYPE = "application/ld+json"


class FromDisk(BaseAdapter):
    """Answers all that the validator asks of the web."""

    def send(self, request: Any, **_how: Any) -> requests.Response:
        answer = requests.Response()
        answer.request, answer.url, answer.status_code = request, request.url, 200
        answer.headers["Content-Type"], answer.raw = TYPE, io.BytesIO(CONTEXT)
        return answer

    def close(self) -> None:
        pass


class OpenerFromDisk(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """The same for rdflib, which asks by itself."""

    def https_open(self, request: Any) -> Any:
        head = email.message_from_string(f"Content-Type: {TYPE}\n\n")
        answer = urllib.response.addinfourl(io.BytesIO(CONTEXT), head, request.full_url, 200)
        answer.msg = "OK"
        return answer

    http_open = https_open


def without_network() -> None:
    def session(self: Any, *_age: Any, **_how: Any) -> None:
        self.session = requests.Session()
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, FromDisk())

    HttpRequester.__initialize_session__ = session
    urllib.request.install_opener(urllib.request.build_opener(OpenerFromDisk))


def citation(folder: Path) -> dict[str, Any]:
    read = Citation((folder / "CITATION.cff").read_text("utf-8"))
    read.validate()  # it raises where it is not valid
    return {"bibtex": read.as_bibtex()}


def datacite(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / "datacite.json").read_text("utf-8"))
    return {"errors": [error.message for error in schema45.validator.iter_errors(content)]}


def iso(folder: Path) -> dict[str, Any]:
    document = etree.parse(str(folder / "iso19139.xml"))
    path = Path(pycsw.__file__).parent / SCHEMA
    schema = etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
    schema.validate(document)
    read = MD_Metadata(document.getroot())
    about = read.identification
    return {
        "errors": [error.message for error in schema.error_log],
        "title": about.title,
        "edition": about.edition,
        "abstract": about.abstract,
        "people": [one.name for one in read.contact],
        "box": [float(value) for value in (about.bbox.minx, about.bbox.miny, about.bbox.maxx, about.bbox.maxy)],
        "rights": about.otherconstraints,
        "system": read.referencesystem.code,
    }


def crate(folder: Path) -> dict[str, Any]:
    asked = {"profile_identifier": "ro-crate-1.1", "requirement_severity": "RECOMMENDED"}
    found = services.validate({"rocrate_uri": str(folder), **asked})
    read = ROCrate(str(folder))
    return {
        "issues": [f"{one.severity.name} {one.message}" for one in found.get_issues()],
        "name": read.name,
        "version": read.root_dataset["version"],
        "files": sorted(unquote(one.id) for one in read.data_entities),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    without_network()
    place = Path(sys.argv[1])
    print(json.dumps({judge.__name__: judge(place) for judge in (citation, datacite, iso, crate)}))
