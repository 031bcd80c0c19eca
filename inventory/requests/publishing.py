"""What is asked of `publish`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..dialects.known import NAMES
from ..licences import LICENCES
from .exchange import FORMATS, INCLUDE, LEAVE_OUT, REFUSE
from .option import Request, option, required


@dataclass(frozen=True)
class PublishRequest(Request):
    """A folder that can be given to an archive: data, what they are, who made them, and what changed."""

    COMMAND = "publish"
    GROUPS = {"about": "what the publication says of itself", "out": "what goes out"}

    inventory: Path = required("the inventory; it is only read", metavar="FILE.gpkg")
    output: Path = required("the folder; it is made, and holds all or nothing", metavar="FOLDER")
    previous: Path | None = option(
        "the last publication, as a folder or a .zip: what was added, removed, reshaped and changed since is told",
        metavar="FOLDER|ZIP",
    )
    title: str = option("title of the data (default: the inventory's)", "", group="about")
    version: str = option("version of the data (default %(default)s)", "1.0", group="about")
    creator: tuple[str, ...] = option(
        'who made it, as "Name; ORCID; affiliation", the last two as far as there are; may be given several times '
        "(default: the mappers of the inventory)",
        (),
        group="about",
        metavar="PERSON",
    )
    licence: str = option(
        "under which the data may be used, as SPDX calls it (default: %(default)s)",
        "CC-BY-4.0",
        choices=tuple(LICENCES),
        group="about",
    )
    doi: str = option("DOI of the data, where an archive has reserved one", "", group="about")
    publisher: str = option("who publishes it, such as the archive (default: told as not known yet)", "", group="about")
    description: str = option("what it is, in a few sentences (default: made of its numbers)", "", group="about")
    date: str = option("day of the publication (default: today)", "", metavar="YYYY-MM-DD", group="about")
    dialect: str | None = option(
        f"whose names, units and codes the data have; with commas between, or repeated (default: {NAMES[0]})",
        words=NAMES,
        several=True,
        group="out",
    )
    formats: str | None = option(
        "which files, with commas between (default: all that are usual in a dialect)", words=FORMATS, group="out"
    )
    name: str | None = option(
        "what the files are called (default: as the inventory's file)", metavar="NAME", group="out"
    )
    open_: str = option(
        "what becomes of rock glaciers that are stale, judged no, disputed, doubled or without identifier, while "
        "candidates are undecided: refuse tells them and writes nothing, leave-out publishes the others, include "
        "publishes them too (default: %(default)s)",
        REFUSE,
        choices=(REFUSE, LEAVE_OUT, INCLUDE),
        group="out",
    )
    without_report: bool = option("no report in it: of a large inventory it takes longest", False, group="out")
    models_folder: Path | None = option(
        "folder of your own models, for the cards of those that found candidates", metavar="FOLDER", group="out"
    )
