"""All that a publication has beside its data: origins, changes, metadata, README, checksums."""

from __future__ import annotations

from pathlib import Path

from ...gestures.finishing.going_out import Choice
from ...inventory.requests.exchange import FORMATS, INCLUDE
from ...inventory.requests.publishing import PublishRequest
from .about import About
from .changes import write_changes
from .checksums import files_in, write_checksums
from .metadata.citation import CITATION, write_citation
from .metadata.crate import CRATE, write_crate
from .metadata.datacite import DATACITE, write_datacite
from .metadata.iso19139 import ISO, write_iso
from .origins import Origins, write_csv, write_origins
from .previous import DATA
from .readme import CHANGELOG, Telling, write_changelog, write_readme
from .reporting import write_report

OPEN = "open.csv"
_METADATA = {
    ISO: "metadata for catalogues of geodata (ISO 19139)",
    DATACITE: "metadata for the registration of a DOI (DataCite 4)",
    CITATION: "how to cite, for programs",
    CRATE: "what each file is, for programs (RO-Crate 1.1)",
}
_KINDS = {".qmd": "metadata for QGIS", ".md": "the publication in words", ".csv": "a table of the report"}


def write_beside(
    folder: Path, request: PublishRequest, about: About, origins: Origins, choice: Choice, told: Telling
) -> list[str]:
    """Write them, the crate and the sums last, because they tell of all that is there; names of all files."""
    if not request.without_report:
        told.files |= write_report(folder, request.inventory, about, request.models_folder)
    told.files |= write_origins(folder, origins)
    if told.changes is not None:
        told.files |= write_changes(folder, told.changes)
        told.files[CHANGELOG] = "the same in words"
        write_changelog(folder, about, told)
    if choice.open:
        out = "published all the same" if request.open_ == INCLUDE else "left out"
        rows = sorted((name, why) for why, names in choice.open.items() for name in names)
        write_csv(folder / OPEN, ("ID", "WHY"), rows)
        told.files[OPEN] = f"rock glaciers of the inventory that are open, which were {out}"
    told.files |= _METADATA
    endings = {Path(name).suffix[1:] for name in files_in(folder / DATA)}
    write_iso(folder, about, tuple(one for one in FORMATS if one in endings))
    write_datacite(folder, about)
    write_citation(folder, about)
    write_readme(folder, about, origins, told)
    write_crate(folder, about, {name: told.files.get(name) or _kind(name) for name in files_in(folder)})
    write_checksums(folder)
    return [*files_in(folder)]


def _kind(name: str) -> str:
    """What a file is that the README does not list by itself."""
    return _KINDS.get(Path(name).suffix, "a part of the file of the same name beside it")
