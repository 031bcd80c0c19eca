"""The command `agreement`: figures as JSON, a table beside it, and where reviewers disagree as a layer."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from ...inventory.errors import UserError
from ...inventory.requests.review import AgreementRequest
from ...inventory.secrets import scrub
from ..runs.inventories import open_inventory
from ..telling.outputs import check_can_write, finished_file
from ..telling.report import Report
from .agreement import agreement_of
from .disagreements import LAYER, write_disagreements
from .words import words_of


def tell_agreement(request: AgreementRequest, report: Report) -> dict[str, Any]:
    """Write the figures; they, the table and where the files are.

    Raises
    ------
    UserError
        A file that cannot be used, or no sample that was drawn.
    """
    _check(request)
    report.progress(0.0, "Reading")
    told = agreement_of(request.inventory, request.sample, unfinished=request.unfinished, other=request.other)
    if not told["samples"] and told["completeness"] is None and not told["outlines"]:
        raise UserError(f"{request.inventory.name}: {told['warnings'][0]}")
    for warning in told["warnings"]:
        report.warning(warning)
    report.progress(0.8, "Telling")
    table = words_of(told)
    if request.disagreements is not None:
        with closing(open_inventory(request.inventory, write=False)) as inventory:
            write_disagreements(request.disagreements, inventory, told["disagreements"])
    with finished_file(request.output) as part, finished_file(request.output.with_suffix(".txt")) as text:
        part.write_text(scrub(json.dumps(told, indent=1, ensure_ascii=False)), "utf-8")
        notes = "".join(f"\nNote: {warning}" for warning in told["warnings"])
        text.write_text(scrub(f"{table}\n{notes}\n"), "utf-8")
    report.progress(1.0, "Done")
    precision = told["precision"] or {}
    return {
        "output": str(request.output),
        "table": table,
        "disagreements": None if request.disagreements is None else str(request.disagreements),
        "disagreements_layer": LAYER,
        "disagreeing": len(told["disagreements"]),
        "missing_decisions": told["missing_decisions"],
        "precision": precision.get("value"),
        "precision_low": precision.get("low"),
        "precision_high": precision.get("high"),
        "yes_by_all": (told["all_reviewers"]["yes_by_all"] or {}).get("value"),
        "gwet_ac1": (told["all_reviewers"]["gwet_ac1"] or {}).get("value"),
        "recall": ((told["completeness"] or {}).get("recall") or {}).get("value"),
    }


def _check(request: AgreementRequest) -> None:
    if request.output.suffix.lower() != ".json":
        raise UserError(f"The output {request.output} must be a JSON file; let its name end in .json.", kind="output")
    layer = request.disagreements
    if layer is not None and layer.suffix.lower() != ".gpkg":
        raise UserError(f"The layer {layer} must be a GeoPackage; let its name end in .gpkg.", kind="output")
    taken = [path.resolve() for path in (request.inventory, request.other) if path is not None]
    for path in (request.output, *([] if layer is None else [layer])):
        if path.resolve() in taken:
            raise UserError(f"{path} is an inventory that is read; choose another file for the output.", kind="output")
        check_can_write(path)
    if request.other is not None and request.other.resolve() == request.inventory.resolve():
        raise UserError("--other is the inventory itself; give the copy of another mapper.")
