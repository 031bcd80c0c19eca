"""Options that make no sense together, told before anything is read."""

from __future__ import annotations

from ...inventory.errors import UserError
from ...inventory.naming.long_names import hidden_beside
from ...inventory.naming.reserved_names import check_name
from ...inventory.requests.training import BY_SUBREGION, TrainingDataRequest
from ..telling.outputs import check_can_write
from . import writing


def check(request: TrainingDataRequest) -> None:
    """Raise `UserError` where a request cannot be met."""
    if request.chips:
        if request.inventory or request.image or request.negatives or request.dem:
            raise UserError(
                "Chips bring their own images and masks; make them into a folder of their own, without --inventory, "
                "--negatives, --image and --dem.",
                kind="usage",
            )
        if request.split == BY_SUBREGION:
            raise UserError("Chips have no subregions; give another --split.", kind="usage")
    else:
        if not request.inventory:
            raise UserError("Nothing says where targets are; give --inventory and --image, or --chips.", kind="usage")
        if not request.image:
            raise UserError("There is no imagery under the outlines; give it with --image.", kind="usage")
    if request.patch < 32 or not 0 <= request.overlap <= request.patch // 2:
        raise UserError(
            f"Patches of {request.patch} pixels that share {request.overlap} are not possible; give a --patch of 32 at "
            "least, and an --overlap of half of it at most.",
            kind="usage",
        )
    if not request.buffer > 0:
        raise UserError(f"The --buffer is {request.buffer:g} m; give one above 0.", kind="usage")
    if request.folds < 1 or not 0 <= request.held_out < 1:
        raise UserError("There must be one fold at least, and --held-out must be a share below 1.", kind="usage")
    _check_output(request)


def _check_output(request: TrainingDataRequest) -> None:
    output = request.output
    check_name(output)
    check_can_write(hidden_beside(output))
    if output.is_dir() and any(output.iterdir()):
        if not writing.is_training_data(output):
            raise UserError(
                f"The output {output} holds something else than training data; give the name of a new folder.",
                kind="output",
            )
        if not request.replace:
            raise UserError(
                f"The output {output} holds training data and is not overwritten; choose another name, or move it "
                "away.",
                kind="output",
            )
    elif output.exists() and not output.is_dir():
        raise UserError(f"The output {output} is a file; give the name of a folder.", kind="output")
