"""In the model designer a field of ours gives way to QGIS's own, which has inputs and outputs to choose from."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsGui


def designers_own(parameter: QgsProcessingParameterDefinition, dialog: Any) -> Any:
    """QGIS's wrapper of a parameter in the model designer; None in any other dialog."""
    if type(dialog).__name__ != "ModelerParametersDialog":
        return None
    registry = QgsGui.processingGuiRegistry()
    wrapper = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
    wrapper.setDialog(dialog)
    return wrapper
