"""CITATION.cff: how it is cited, for GitHub, Zenodo and reference managers (citation-file-format.github.io)."""

from __future__ import annotations

import json
from pathlib import Path

from ..about import About, Creator

CITATION = "CITATION.cff"


def write_citation(folder: Path, about: About) -> None:
    """Write it. It is YAML, of which texts in quotes as JSON has them are a part."""
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {_text('If you use these data, please cite them as below.')}",
        f"title: {_text(about.title)}",
        f"version: {_text(about.version)}",
        f"date-released: {_text(about.day.isoformat())}",
        f"license: {_text(about.licence.name)}",
        f"abstract: {_text(about.description)}",
        *([f"doi: {_text(about.doi)}"] if about.doi else []),
        "keywords:",
        *(f"  - {_text(word)}" for word in about.keywords),
        "authors:",
    ]
    for one in about.creators:
        first, *others = _person(one)
        lines += [f"  - {first}", *(f"    {other}" for other in others)]
    (folder / CITATION).write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def _person(one: Creator) -> list[str]:
    if not one.given:
        found = [f"name: {_text(one.family)}"]
    else:
        found = [f"family-names: {_text(one.family)}", f"given-names: {_text(one.given)}"]
        if one.affiliation:
            found.append(f"affiliation: {_text(one.affiliation)}")
    return [*found, *([f"orcid: {_text(one.orcid_url)}"] if one.orcid else [])]


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
