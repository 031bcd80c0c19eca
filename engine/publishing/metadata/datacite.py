"""datacite.json: what whoever registers a DOI asks for (DataCite Metadata Schema 4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..about import About, Creator

DATACITE = "datacite.json"
UNKNOWN = ":tba"
"""DataCite's word for what is told later."""
_SPDX = "https://spdx.org/licenses/"


def write_datacite(folder: Path, about: About) -> None:
    """Write it."""
    west, south, east, north = about.extent.box
    told: dict[str, Any] = {
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Rock glacier inventory"},
        "creators": [_creator(one) for one in about.creators],
        "titles": [{"title": about.title}],
        "publisher": {"name": about.publisher or UNKNOWN},
        "publicationYear": str(about.day.year),
        "dates": [{"date": about.day.isoformat(), "dateType": "Issued"}],
        "language": "en",
        "version": about.version,
        "subjects": [{"subject": word} for word in about.keywords],
        "rightsList": [
            {
                "rights": about.licence.title,
                "rightsUri": about.licence.url,
                "rightsIdentifier": about.licence.name.lower(),
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": _SPDX,
            }
        ],
        "descriptions": [
            {"description": about.description, "descriptionType": "Abstract"},
            {"description": about.method, "descriptionType": "Methods"},
        ],
        "geoLocations": [
            {
                "geoLocationBox": {
                    "westBoundLongitude": west,
                    "eastBoundLongitude": east,
                    "southBoundLatitude": south,
                    "northBoundLatitude": north,
                }
            }
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    if about.doi:
        told["doi"] = about.doi
    if about.previous_doi and about.previous_doi != about.doi:
        told["relatedIdentifiers"] = [
            {"relatedIdentifier": about.previous_doi, "relatedIdentifierType": "DOI", "relationType": "IsNewVersionOf"}
        ]
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (folder / DATACITE).write_bytes(text.encode("utf-8"))


def _creator(one: Creator) -> dict[str, Any]:
    if not one.given:
        told: dict[str, Any] = {"name": one.family}
    else:
        told = {"name": one.sorted_name, "nameType": "Personal", "givenName": one.given, "familyName": one.family}
    if one.orcid:
        told["nameIdentifiers"] = [
            {"nameIdentifier": one.orcid_url, "nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        ]
    if one.affiliation:
        told["affiliation"] = [{"name": one.affiliation}]
    return told
