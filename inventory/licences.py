"""Licences under which data are published: their names as SPDX has them, with titles and addresses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """`name` is that of SPDX, which repositories, DataCite and CITATION.cff understand."""

    name: str
    title: str
    url: str


_COMMONS = "https://creativecommons.org"
LICENCES = {
    licence.name: licence
    for licence in (
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0 International", f"{_COMMONS}/licenses/by/4.0/"),
        Licence("CC0-1.0", "Creative Commons Zero v1.0 Universal", f"{_COMMONS}/publicdomain/zero/1.0/"),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution Share Alike 4.0 International",
            f"{_COMMONS}/licenses/by-sa/4.0/",
        ),
        Licence(
            "CC-BY-NC-4.0",
            "Creative Commons Attribution Non Commercial 4.0 International",
            f"{_COMMONS}/licenses/by-nc/4.0/",
        ),
        Licence(
            "CC-BY-NC-SA-4.0",
            "Creative Commons Attribution Non Commercial Share Alike 4.0 International",
            f"{_COMMONS}/licenses/by-nc-sa/4.0/",
        ),
        Licence(
            "ODbL-1.0", "Open Data Commons Open Database License v1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
        ),
        Licence(
            "ODC-By-1.0", "Open Data Commons Attribution License v1.0", "https://opendatacommons.org/licenses/by/1-0/"
        ),
        Licence(
            "PDDL-1.0",
            "Open Data Commons Public Domain Dedication & License 1.0",
            "https://opendatacommons.org/licenses/pddl/1-0/",
        ),
    )
}
