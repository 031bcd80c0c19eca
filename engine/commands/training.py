"""The commands that make a model of your own, a function each, whose own words are the command's help."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.training import TrainingDataRequest
from ..telling.report import Report


def training_data(request: TrainingDataRequest, report: Report) -> dict[str, Any]:
    """Make training data of inventories and imagery: patches with labels, two sides and folds that are apart.

    Only ground that somebody looked at is background; elsewhere a label is unknown. Outlines with a fault are
    left out, each with a word and a sentence in the layer polygons.gpkg. The folder appears when it is whole.
    """
    from .. import starting_up
    from ..training_data.making import make_training_data

    starting_up.check_temporary_folder()
    return make_training_data(request, report)
