"""What planning and training a model share in the toolbox: parameters, and who hears that a training begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.model_cards.cards import list_card_titles
from ...inventory.model_cards.model_files import CURVES, run_folder
from .algorithm import EngineAlgorithm
from .parameters.model_choice import model_parameter
from .translation import tr

START_FILE = "START_FILE"
ENCODERS = ("tu-xception71", "tu-tf_efficientnet_lite0", "tu-mobilenetv3_small_100", "resnet50")
"""Offered by name; any other may be written into a plan."""


def add_data(algorithm: EngineAlgorithm) -> None:
    """Add the folder of training data."""
    algorithm.add(
        QgsProcessingParameterFile("DATA", tr("Training data"), QgsProcessingParameterFile.Behavior.Folder),
        tr("The folder that 'Make training data' made."),
        read=QgsProcessingAlgorithm.parameterAsString,
    )


def add_start(algorithm: EngineAlgorithm) -> None:
    """Add the model, or file, that a training starts from."""
    cards = list_card_titles(algorithm.models_folder())
    algorithm.add(
        model_parameter("START", tr("Start from"), cards, optional=True),
        tr(
            "A model card's name: training then takes fewer outlines and less time. Its network is taken, too. "
            "Empty: random weights."
        ),
        read=QgsProcessingAlgorithm.parameterAsString,
    )


def add_start_file(algorithm: EngineAlgorithm) -> None:
    """Add the file of weights that a training starts from, as QGIS's list of names takes no others."""
    algorithm.add(
        QgsProcessingParameterFile(START_FILE, tr("Start from a file"), optional=True),
        tr("Instead of a model card: a file of weights (safetensors, or a state_dict of PyTorch)."),
        advanced=True,
    )


def take_start_file(algorithm: EngineAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
    """Start from the file where one was chosen, which says more than a name in a list."""
    file = algorithm.parameterAsFile(parameters, START_FILE, context)
    if file:
        algorithm.option("start", file)


def add_choices(algorithm: EngineAlgorithm) -> None:
    """Add what a person may choose, where the rest is proposed."""
    algorithm.add_option(
        "cross_validate",
        tr("Train on all folds"),
        tr(
            "Trains one network for each fold, judges each by the fold that it never saw, and keeps all as one model: "
            "better, and as many times as long. Else one network is trained on one side and judged by the other."
        ),
    )
    algorithm.add_option(
        "steps", tr("Steps"), tr("Optimiser steps of each network. Empty: by the amount of training data.")
    )
    add_start_file(algorithm)
    encoder = QgsProcessingParameterString("ENCODER", tr("Encoder"), optional=True)
    encoder.setMetadata({"widget_wrapper": {"value_hints": ["", *ENCODERS]}})
    algorithm.add(
        encoder,
        tr(
            "Of segmentation-models-pytorch (tu- before those of timm). Empty: that of the model to start from, else "
            "tu-xception71 as in the method, which wants a graphics card. Others can be written into a plan."
        ),
        advanced=True,
        read=QgsProcessingAlgorithm.parameterAsString,
    )
    algorithm.add_advanced(
        ("architecture", tr("Architecture"), tr("Empty: that of the model to start from, else DeepLabv3+.")),
        ("batch_size", tr("Windows a step"), tr("What does not fit into memory goes through in parts.")),
        ("device", tr("Device"), tr("Where to compute: cuda (NVIDIA), mps (Apple), cpu, or auto for the fastest.")),
        ("seed", tr("Seed"), tr("Another number gives another training of the same kind.")),
    )


class Trainings(QObject):
    """Emits in QGIS's main thread, before the engine starts; nobody need listen."""

    began = pyqtSignal(str, str)
    """A training: the model's name, and the file of its curves, which is not there yet."""
    improved = pyqtSignal(str, str, bool)
    """A model has learnt: the name of the one that is in use now, a sentence, and whether that is the new one."""

    def tell(self, name: str, output: str) -> None:
        """Say that a model is trained into a folder."""
        self.began.emit(name, str(run_folder(Path(output), name) / CURVES))


TRAININGS = Trainings()
