"""The commands that make a model of your own, a function each, whose own words are the command's help."""

from __future__ import annotations

from typing import Any

from ...inventory.naming.reserved_names import check_model_name
from ...inventory.requests.training import ImproveRequest, PlanRequest, TrainingDataRequest, TrainRequest
from ...models.networks.hardware import need_torch
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


def plan(request: PlanRequest, report: Report) -> dict[str, Any]:
    """Say what training data show, measure a step on this machine, and write what is proposed because of it.

    The plan is a JSON file that a person can read and change; train takes it.
    """
    need_torch(f"The command {request.COMMAND}")
    from ..training.dataset import read_facts

    read_facts(request.data)  # what is wrong with them is told before torch is loaded, which takes seconds
    from ..training.planning import plan

    return plan(request, report)


def train(request: TrainRequest, report: Report) -> dict[str, Any]:
    """Train a network, judge it on ground that it never saw, and keep it as a model card with its weights.

    A training that was stopped, or killed, goes on with the same command from where it was, with the same curve.
    A stop keeps the best network so far as the model. Beside the card, in the folder NAME.training, are the plan,
    the log, and pictures of the curves and of how far the probabilities can be believed.
    """
    need_torch(f"The command {request.COMMAND}")
    from ..training.dataset import read_facts

    check_model_name(request.name)
    read_facts(request.data)  # as above
    from ..training.job import train

    return train(request, report)


def improve(request: ImproveRequest, report: Report) -> dict[str, Any]:
    """Let a model learn from the reviewed ground of inventories, and keep the better one of before and after.

    The new ground is added to what the model was trained on, which keeps its sides and folds. Both models are
    compared on blocks of ground that neither was trained on. Where the new one is not better, it is not put among
    your models. An improvement that was stopped, or killed, goes on with the same command.
    """
    need_torch(f"The command {request.COMMAND}")
    from .. import starting_up
    from ..improving.job import improve

    starting_up.check_temporary_folder()
    return improve(request, report)
