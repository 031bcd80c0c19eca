"""What can be known to be wrong with a detection before any work."""

from __future__ import annotations

from itertools import combinations

from ...inventory.errors import UserError
from ...inventory.requests.detection import DetectionRequest
from ...models.cards.card import ModelCard
from ..blocks.ledger import check_folder
from ..intake.destinations import Destinations
from ..limits.limits import terrain_ranges
from ..outlines.polygons import check_settings
from ..telling.outputs import check_can_write


def check(request: DetectionRequest) -> None:
    """Raise `UserError` for everything that can be known to be wrong before the first tile is read."""
    if not (request.output or request.inventory or request.probability):
        raise UserError(
            "Nothing would be kept: give an output file, an inventory or a probability raster.", kind="output"
        )
    check_settings(request.threshold or 0, request.minimum_area, request.fill_holes, request.tolerance)
    if request.resolution is not None and not 0 < request.resolution < float("inf"):
        raise UserError(f"The ground resolution {request.resolution} is not positive; give metres such as 4.77.")
    if request.probability is not None:
        check_can_write(request.probability)
    if request.disagreement is not None:
        check_can_write(request.disagreement)
    outputs = [
        (words, path)
        for words, path in (
            ("candidates", request.output),
            ("probability raster", request.probability),
            ("disagreement", request.disagreement),
        )
        if path is not None
    ]
    for (first, path), (second, other) in combinations(outputs, 2):
        if path == other:
            raise UserError(f"The {first} and the {second} cannot both be {path}.", kind="output")
    _check_terrain(request)
    _check_blocks(request)
    _check_in_view(request)
    Destinations(request.output, request.inventory, request.replace_undecided).check()


def _check_terrain(request: DetectionRequest) -> None:
    limited = not all(limits.is_everything for limits in terrain_ranges(request))
    if limited and request.dem is None:
        raise UserError("Limits by elevation or slope need a DEM; give it too.")


def check_dem(request: DetectionRequest, card: ModelCard) -> None:
    """Raise `UserError` where a model needs a DEM that was not given, or one was given that nothing needs."""
    if card.terrain_bands and request.dem is None:
        raise UserError(
            f"The model {card.name} reads {', '.join(card.terrain_bands)} of the ground beside the image; "
            "give a DEM too, or choose another model."
        )
    limited = request.elevation is not None or request.slope is not None
    if request.dem is not None and not card.terrain_bands and not limited:
        raise UserError(
            f"A DEM is of use here only with a range of elevations or slopes, as the model {card.name} reads none; "
            "give a range, or leave the DEM out."
        )


def check_disagreement(request: DetectionRequest, card: ModelCard) -> None:
    """Raise `UserError` where a model of one network is asked how far its networks disagree."""
    if request.disagreement is not None and card.members < 2:
        raise UserError(
            f"The model {card.name} is one network, so nothing can disagree; leave the disagreement out, or choose a "
            "model that was trained on all folds."
        )


def _check_blocks(request: DetectionRequest) -> None:
    if request.workers is not None and request.workers < 1:
        raise UserError(f"The number of workers is {request.workers} and must be at least 1.")
    if request.workers is not None and request.scheduler is not None:
        raise UserError("Give either a number of workers on this computer or the address of a scheduler, not both.")
    if request.block_strides < 1:
        raise UserError(f"A block of {request.block_strides} tile strides is none; give at least 1.")
    if request.discard_ledger and request.ledger is None:
        raise UserError("There is no ledger to discard; give its folder too, or leave that option out.")
    if request.ledger is not None:
        check_folder(request.ledger)


def _check_in_view(request: DetectionRequest) -> None:
    """What is asked where a person waits at the map: rows that still arrive, candidates at once."""
    if request.as_found and request.inventory is None:
        raise UserError("Candidates can be written as they are found only into an inventory; give one.")
    if request.arrival is None:
        return
    if request.ledger is not None or request.workers is not None or request.scheduler is not None:
        raise UserError(
            "An image that still arrives is searched from the top down by one process; leave out the "
            "ledger, workers and scheduler, or wait until it is complete."
        )
    if not request.arrival.exists():
        raise UserError(f"There is no file {request.arrival}, which was to tell what has arrived.")
