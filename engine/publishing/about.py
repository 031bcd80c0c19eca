"""What a publication says of itself: title, version, people, licence, day, extent. All forms of metadata tell it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone

from ...inventory.errors import UserError
from ...inventory.licences import Licence
from ...inventory.moments import day_of
from ...inventory.requests.publishing import PublishRequest
from ...inventory.secrets import without_private
from .extent import Extent

SOFTWARE = "Rock Glacier Inventory"
KEYWORDS = ("rock glaciers", "permafrost", "inventory", "cryosphere", "geomorphology")
DOI = re.compile(r"10\.\d{4,9}/[^\s?#]+")
_DOI_BEFORE = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.IGNORECASE)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,31}")
_SPACE = uuid.UUID("6f0d6f52-6b1c-5a0e-9d0e-0f6c1f0d7a11")
"""Of names of publications that have no DOI."""


@dataclass(frozen=True)
class Creator:
    """A person, or a group that has one name only."""

    family: str
    given: str = ""
    orcid: str = ""
    affiliation: str = ""

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{self.given} {self.family}".strip()

    @property
    def sorted_name(self) -> str:
        """As lists of references have it."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def orcid_url(self) -> str:
        """Address of the ORCID; empty where there is none."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""


@dataclass(frozen=True)
class About:
    """What all forms of metadata tell; what is not known is empty."""

    title: str
    version: str
    day: date
    creators: tuple[Creator, ...]
    licence: Licence
    doi: str
    publisher: str
    description: str
    extent: Extent
    method: str
    keywords: tuple[str, ...] = KEYWORDS
    previous_doi: str = ""

    @property
    def doi_url(self) -> str:
        """Address of the DOI; empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def identifier(self) -> str:
        """The DOI, else a UUID that follows from title and version."""
        return self.doi or f"urn:uuid:{uuid.uuid5(_SPACE, f'{self.title}|{self.version}')}"

    @property
    def citation(self) -> str:
        """How it is cited, in a sentence."""
        people = "; ".join(one.sorted_name for one in self.creators)
        parts = [f"{people} ({self.day.year}): {self.title}. Version {self.version}. [Data set]."]
        parts += [f"{self.publisher}."] if self.publisher else []
        parts += [f"{self.doi_url}"] if self.doi else []
        return " ".join(parts)


@dataclass(frozen=True)
class Label:
    """What is told of a publication whatever is in it; an empty DOI is none."""

    day: date
    version: str
    doi: str


def label_of(request: PublishRequest) -> Label:
    """What is asked for. Raises `UserError` where it cannot be."""
    return Label(_day_of(request), _version_of(request), _doi_of(request))


def _day_of(request: PublishRequest) -> date:
    """The day that is asked for, else today. Raises `UserError` where it is none."""
    return day_of(request.date) if request.date else datetime.now(timezone.utc).date()


def _version_of(request: PublishRequest) -> str:
    """The version that is asked for. Raises `UserError` where it cannot be one."""
    version = request.version.strip()
    if not _VERSION.fullmatch(version):
        raise UserError(
            f"--version '{request.version}' cannot be a version; use up to 32 letters, digits, dots and hyphens, "
            "such as 1.1."
        )
    return version


def _doi_of(request: PublishRequest) -> str:
    """The DOI without its address; empty for none. Raises `UserError` where it is none."""
    doi = _DOI_BEFORE.sub("", request.doi.strip())
    if doi and not DOI.fullmatch(doi):
        raise UserError(f"--doi '{request.doi}' is no DOI; one looks like 10.5281/zenodo.1234567.")
    return doi


def creators_of(request: PublishRequest, mappers: Sequence[str]) -> tuple[Creator, ...]:
    """Who made it: as told, else the mappers of the inventory.

    Raises
    ------
    UserError
        Nobody is named, or what stands there is no person.
    """
    told = [one for one in request.creator if one.strip()] or [name.replace(";", " ") for name in mappers]
    found = tuple(dict.fromkeys(map(_creator, told)))
    if not found:
        raise UserError(
            'Nobody is named who made this inventory; say it with --creator "Name; ORCID; affiliation".', kind="creator"
        )
    return found


def _creator(told: str) -> Creator:
    name, *more = (part.strip() for part in told.split(";"))
    name = " ".join(without_private(name).split())
    if not re.search(r"\w", name):
        raise UserError(f"--creator '{told}' names nobody; write \"Name; ORCID; affiliation\".", kind="creator")
    orcid, affiliations = "", []
    for part in filter(None, more):
        found = _ORCID.fullmatch(part)
        if found is None:
            affiliations.append(without_private(part))
            continue
        orcid = found[1].upper()
        if not _has_its_check_digit(orcid):
            raise UserError(
                f"The ORCID {orcid} of {name} has a wrong digit (its last one is the check); look at it again.",
                kind="creator",
            )
    family, given = _parts(name)
    return Creator(family, given, orcid, ", ".join(affiliations))


def _parts(name: str) -> tuple[str, str]:
    """Family name and given names."""
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip() or given.strip(), given.strip() if family.strip() else ""
    given, _, family = name.rpartition(" ")
    return family, given


def _has_its_check_digit(orcid: str) -> bool:
    """ISO 7064, MOD 11-2, as ORCID counts it."""
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]
