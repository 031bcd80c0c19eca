"""An option of a command as a parameter of QGIS's, and the value that was chosen for it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ....inventory.requests.option import Option
from ..layers import is_left_out

_COLUMNS = 3
"""Of boxes for several words; more would not fit a dialog that is narrow."""


def parameter_of(option: Option, label: str) -> QgsProcessingParameterDefinition:
    """The parameter of an option that is a word of several, a number, a text or a switch."""
    key, optional = option.key, option.default is None and not option.required
    words = list(option.choices or option.words)
    if words:
        parameter = QgsProcessingParameterEnum(
            key, label, words, not option.choices, option.default, optional, usesStaticStrings=True
        )
        if not option.choices:  # in QGIS 3.22 a list of several words shows none of them
            parameter.setMetadata({"widget_wrapper": {"useCheckBoxes": True, "columns": _COLUMNS}})
        return parameter
    if option.kind is bool:
        return QgsProcessingParameterBoolean(key, label, option.default)
    if option.kind is str:
        return QgsProcessingParameterString(key, label, option.default or None, optional=True)
    number = QgsProcessingParameterNumber
    kind = number.Type.Integer if option.kind is int else number.Type.Double
    parameter = number(key, label, kind, option.default, optional)
    if option.least is not None:
        parameter.setMinimum(option.least)
    if option.most is not None:
        parameter.setMaximum(option.most)
    return parameter


def value_of(
    option: Option,
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    key: str,
    context: QgsProcessingContext,
) -> Any:
    """What was chosen for such an option; None or an empty text where it was left out."""
    if option.default is None and is_left_out(parameters, key):
        return None
    if option.words:
        return ",".join(algorithm.parameterAsEnumStrings(parameters, key, context))
    if option.choices:
        return algorithm.parameterAsEnumString(parameters, key, context)
    if option.kind is bool:
        return algorithm.parameterAsBool(parameters, key, context)
    if option.kind is str:
        return algorithm.parameterAsString(parameters, key, context).strip()
    return option.kind(algorithm.parameterAsDouble(parameters, key, context))
