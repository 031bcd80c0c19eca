"""Make a report: read, draw, write; every output is there when it is complete, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from ...inventory.errors import UserError
from ...inventory.requests.report import FIGURE_FORMATS, ReportRequest
from ..telling.outputs import check_can_write, finished_file, finished_folder
from ..telling.report import Report
from .building import document_of
from .catalogue import picture
from .csv_tables import check_folder, folder_beside, write_tables
from .document import Document, FigureBlock, Note
from .figures.style import styled, written
from .fonts import Fonts, fonts_for
from .found import Found
from .page.html import page_of
from .pictures import smaller
from .reading import read_found

_PAGES = (".html", ".htm")


def make_report(request: ReportRequest, report: Report) -> dict[str, Any]:
    """Write the report, or one figure of it; what a program is told.

    Raises
    ------
    UserError
        A file that cannot be used or written, or a figure of which there is nothing to draw.
    """
    if request.figure is not None:
        return _one_figure(request, report)
    if request.format is not None:
        raise UserError("--format is that of one figure; say which with --figure, or leave it out.")
    _check_outputs(request)
    found = read_found(request, report)
    document = document_of(found, request.authors)
    fonts = _fonts(document, report)
    pictures = _drawn(document, fonts, report)
    report.progress(0.85, "Writing")
    return _written(request, document, pictures, fonts, report)


def _check_outputs(request: ReportRequest) -> None:
    if request.output.suffix.lower() not in _PAGES:
        raise UserError(f"The output {request.output} must be a page; let its name end in .html.", kind="output")
    if request.pdf is not None and request.pdf.suffix.lower() != ".pdf":
        raise UserError(f"The output {request.pdf} must be a PDF; let its name end in .pdf.", kind="output")
    for path in (request.output, *([] if request.pdf is None else [request.pdf])):
        check_can_write(path)
    check_folder(folder_beside(request.output))


def _fonts(document: Document, report: Report) -> Fonts:
    fonts = fonts_for(document.texts())
    if fonts.missing:
        report.warning(fonts.words())
        document.chapters = [
            replace(chapter, blocks=[*chapter.blocks, Note(fonts.words())]) if chapter.title == "Limits" else chapter
            for chapter in document.chapters
        ]
    return fonts


def _drawn(document: Document, fonts: Fonts, report: Report) -> dict[str, bytes]:
    figures, pictures = document.figures(), dict[str, bytes]()
    with styled(fonts.families):
        for number, block in enumerate(figures):
            report.progress(0.5 + 0.35 * number / len(figures), "Drawing")
            pictures[block.name] = smaller(written(block.draw(), "svg"))
    return pictures


def _written(
    request: ReportRequest, document: Document, pictures: Mapping[str, bytes], fonts: Fonts, report: Report
) -> dict[str, Any]:
    folder = folder_beside(request.output)
    with ExitStack() as stack:
        part_folder = stack.enter_context(finished_folder(folder, replace=True))
        part = stack.enter_context(finished_file(request.output))
        names = write_tables(document.tables(), part_folder)
        part.write_text(page_of(document, pictures, folder.name), "utf-8")
        if request.pdf is not None:
            from .pdf.writing import pdf_of

            report.progress(0.9, "Writing the PDF")
            stack.enter_context(finished_file(request.pdf)).write_bytes(pdf_of(document, pictures, fonts))
    report.progress(1.0, "Done")
    return {
        "output": str(request.output),
        "pdf": None if request.pdf is None else str(request.pdf),
        "tables": str(folder),
        "table_files": names,
        "figures": [block.name for block in document.figures()],
        "title": document.title,
    }


def _one_figure(request: ReportRequest, report: Report) -> dict[str, Any]:
    kind = request.format or request.output.suffix.lower().removeprefix(".")
    if kind not in FIGURE_FORMATS or request.output.suffix.lower() != f".{kind}":
        wanted = request.format or ", .".join(FIGURE_FORMATS)
        raise UserError(
            f"The figure {request.output} must be of a known format; let its name end in .{wanted}.", kind="output"
        )
    if request.pdf is not None:
        raise UserError("--pdf is that of a whole report; leave it out, or leave --figure out.")
    check_can_write(request.output)
    found = read_found(request, report)
    block = picture(found, str(request.figure))
    if not isinstance(block, FigureBlock):
        raise UserError(block.text)
    fonts = fonts_for(_names(found))
    if fonts.missing:
        report.warning(fonts.words())
    report.progress(0.7, "Drawing")
    with styled(fonts.families):
        content = written(block.draw(), kind)
        content = smaller(content) if kind == "svg" else content
    with finished_file(request.output) as part:
        part.write_bytes(content)
    report.progress(1.0, "Done")
    return {"output": str(request.output), "figure": block.name, "caption": block.caption}


def _names(found: Found) -> list[str]:
    """Words of a person's own that stand in figures."""
    regions = [] if found.regions is None else list(found.regions.names)
    people = [gesture.person for gesture in found.gestures]
    reviewers = [str(each["reviewer"]) for each in (found.agreement or {}).get("reviewers") or []]
    return [
        *regions,
        *found.table.subregions,
        *(group.name for group in found.summary.groups),
        *set(people),
        *reviewers,
    ]
