"""What all algorithms of this provider share. Each is the same five moves:

read the parameters in `prepareAlgorithm` (main thread, the project may be touched), check them in
`checkParameterValues`, start one engine command, turn its messages into feedback, write the sink.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtGui import QIcon

from ...inventory.requests.option import Option, Request, option_of, request_of
from ...inventory.schema import Layer
from .engine_process import run_engine
from .engine_words import words_of
from .options import parameter_of, value_of
from .results import RESOURCES, open_on_completion, reload_open_layers
from .translation import tr


class EngineAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that runs one engine command.

    A subclass sets `REQUEST`, describes itself, adds its parameters, and in `prepareAlgorithm` says by
    `option` and `take_options` what is asked.
    """

    REQUEST: type[Request]
    INVENTORY = "INVENTORY"

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        """Option of the request -> its value, as far as it has one."""
        self._added: list[Option] = []
        self._changed_file = ""
        self._layers_to_open: tuple[Layer, ...] = ()

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))

    def summary(self) -> str:
        """One paragraph for the help panel: what the algorithm does, when to use it."""
        raise NotImplementedError

    def shortDescription(self) -> str:
        return self.summary().split(". ")[0].rstrip(".") + "."

    def shortHelpString(self) -> str:
        """The summary, then the help that stands on each parameter (it is written there only)."""
        lines = [f"<p>{_html(self.summary())}</p>"]
        for parameter in self.parameterDefinitions():
            lines.append(f"<p><b>{_html(parameter.description())}</b><br>{_html(parameter.help())}</p>")
        return "\n".join(lines)

    def canExecute(self) -> tuple[bool, str]:
        problem = self.provider().engine().problem() if self.provider() else ""
        return not problem, problem

    def models_folder(self) -> Path | None:
        """Folder of the person's own model cards."""
        return self.provider().engine().models_folder if self.provider() else None

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, advanced: bool = False) -> None:
        """Add a parameter with its help."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_option(self, name: str, label: str, help_text: str, *, advanced: bool = False) -> None:
        """Add one of the command's options as a parameter of its kind, default and domain."""
        option = option_of(self.REQUEST, name)
        self._added.append(option)
        self.add(parameter_of(option, label), help_text, advanced=advanced)

    def add_inventory(self, help_text: str, *, optional: bool = False) -> None:
        """Add the parameter that names an inventory file."""
        parameter = QgsProcessingParameterFile(self.INVENTORY, tr("Inventory"), extension="gpkg", optional=optional)
        self.add(parameter, help_text)

    def option(self, name: str, value: object) -> None:
        """Set one of the command's options."""
        self.values[name] = value

    def take_options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Set all that `add_option` has added."""
        for option in self._added:
            self.option(option.name, value_of(self, option, parameters, context))

    def run_command(self, feedback: QgsProcessingFeedback, already: float = 0) -> dict[str, Any] | None:
        """Run the engine with `self.values`; None where the person cancelled.

        `already` is the percentage of the whole that was done before.
        """
        engine = self.provider().engine()
        if problem := engine.problem():
            raise QgsProcessingException(problem)
        request = request_of(self.REQUEST, self.values)
        return run_engine(engine.prefix, request, feedback, already, words_of(self))

    def has_changed(self, file: str, *layers_to_open: Layer) -> None:
        """Say after a run which file has new contents, and which of its layers a person wants to see."""
        self._changed_file, self._layers_to_open = file, layers_to_open

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show what the engine wrote: reload the layers that are open, open the others."""
        # Layers of the project belong to the main thread; a part of a model may end in another one.
        if self._changed_file and QThread.currentThread() == QgsApplication.instance().thread():
            reload_open_layers(context, self._changed_file)
            open_on_completion(context, self._changed_file, self._layers_to_open)
        return {}


def _html(text: str) -> str:
    return escape(text, quote=False)
