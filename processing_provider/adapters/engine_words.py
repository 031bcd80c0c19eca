"""The engine's sentences in QGIS's words: an option that one names is told as the parameter in the dialog."""

from __future__ import annotations

import re
from collections.abc import Callable

from qgis.core import QgsProcessingAlgorithm

_OPTION = re.compile(r"--[a-z][a-z-]*[a-z]")


def words_of(algorithm: QgsProcessingAlgorithm) -> Callable[[str], str]:
    """From a sentence of the engine to one that names this algorithm's parameters.

    Options of the command line and keys of parameters are the same words, so ``--maat-unit`` is MAAT_UNIT,
    which the dialog shows under its label. What is no parameter here stays as it is.
    """
    labels = {
        f"--{definition.name().lower().replace('_', '-')}": f"'{definition.description()}'"
        for definition in algorithm.parameterDefinitions()
    }
    return lambda sentence: _OPTION.sub(lambda found: labels.get(found[0], found[0]), sentence)
