"""The report of the inventory in its publication, where this engine makes reports."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from ..command_line import COMMANDS, parse
from ..telling.report import SilentReport
from .about import About

REPORT = "report"


def write_report(folder: Path, inventory: Path, about: About, models_folder: Path | None) -> dict[str, str]:
    """Write it, as a page and as PDF; name of a file -> what it is."""
    if REPORT not in COMMANDS:
        return {}
    (folder / REPORT).mkdir()
    page, pdf = (folder.resolve() / REPORT / f"{REPORT}.{ending}" for ending in ("html", "pdf"))
    authors = "; ".join(one.sorted_name for one in about.creators)
    words = [f"--inventory={inventory.name}", f"--output={page}", f"--pdf={pdf}", f"--title={about.title}"]
    # Under the licence of the publication, which is not the image's.
    words += [f"--date={about.day.isoformat()}", "--no-imagery"]
    words += [f"--authors={authors}", *([f"--models-folder={models_folder.resolve()}"] if models_folder else [])]
    command, request = parse([REPORT, *words])
    with chdir(inventory.parent):  # so that what it tells of the file names no folder
        command(request, SilentReport())
    return {
        f"{REPORT}/{page.name}": "report of the inventory: maps, figures, methods, limits",
        f"{REPORT}/{pdf.name}": "the same for print",
    }
