"""Which of our tools are in the toolbox."""

from __future__ import annotations

from qgis.core import QgsApplication

from ...processing_provider.adapters.translation import tr

PROVIDER = "rockglacier"


def why_no_tool(name: str) -> str:
    """Why a tool cannot be opened, by the name of its algorithm; empty where it can."""
    if QgsApplication.processingRegistry().algorithmById(f"{PROVIDER}:{name}") is not None:
        return ""
    return tr("This tool is not part of this version of the plugin.")
