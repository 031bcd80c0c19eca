"""What all algorithms of this provider share. Each is the same five moves:

read the parameters in `prepareAlgorithm` (main thread, the project may be touched), check them in
`checkParameterValues`, start one engine command, turn its messages into feedback, write the sink.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtGui import QIcon

from ...inventory.help_pages import address
from ...inventory.naming.reserved_names import why_refused
from ...inventory.requests.option import Request, option_of, request_of
from ...inventory.schema import Layer
from .engine import with_link
from .engine_process import run_engine
from .layers import raster_source, vector_source
from .many_files import OutlineFiles, RasterFiles, is_many, with_button
from .parameters.of_option import parameter_of, value_of
from .parameters.proposals import PROPOSALS, propose
from .results import RESOURCES, open_on_completion, reload_open_layers
from .translation import tr, translated

Read = Callable[[QgsProcessingAlgorithm, dict, str, QgsProcessingContext], Any]
"""The value of a parameter: from the algorithm, what was chosen, the parameter's key and the context."""


_WORDS = f"{__package__}.parameters.words_wrapper.WordsWrapper"
"""By its name: QGIS's dialogs are not there where a process has no screen."""
FIELDS = f"{__package__}.parameters.fields_wrapper.FieldsWrapper"
_FILE_TO_BE = f"{__package__}.parameters.file_to_be_wrapper.FileToBeWrapper"
_OPTION = re.compile(r"--[a-z][a-z-]*[a-z]")


class ToolboxEntry:
    """How an algorithm is named and found in the toolbox. Mixed into one of QGIS's algorithms.

    `NAME` is its id, `GROUP` its group's; `TITLE` stands in the toolbox (see `tr_noop`); `HELP` is its page of help, or
    a place in one.
    """

    NAME: str
    GROUP: str
    HELP: str
    TITLE: str

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:
        return translated(self.TITLE)

    def helpUrl(self) -> str:
        """QGIS's hook: what its Help button opens."""
        return address(self.HELP)

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return {
            "inventory": tr("Inventory"),
            "detection": tr("Detection"),
            "training": tr("Training"),
            "terrain": tr("Terrain"),
            "validation": tr("Validation"),
        }[self.GROUP]


class EngineAlgorithm(ToolboxEntry, QgsProcessingAlgorithm):
    """An algorithm that runs one engine command.

    A subclass sets `REQUEST`, describes itself, adds its parameters, says in `results` what its outputs are, and
    in `prepareAlgorithm` or `processAlgorithm` what does not follow from its parameters. `TAGS` are words with
    commas between; `SUMMARY` is one paragraph for the help panel: what the algorithm does, when to use it.
    """

    REQUEST: type[Request]
    TAGS: str
    SUMMARY: str
    INVENTORY = "INVENTORY"

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        """Option of the request -> its value, as far as it has one."""
        self._reads: dict[str, Read] = {}
        self._names: dict[str, str] = {}
        self._polygons: dict[str, tuple[str, bool]] = {}
        self._changed_file = ""
        self._layers_to_open: tuple[Layer, ...] = ()

    def tags(self) -> list[str]:
        return translated(self.TAGS).split(",")

    def shortDescription(self) -> str:
        return translated(self.SUMMARY).split(". ")[0].rstrip(".") + "."

    def shortHelpString(self) -> str:
        """The summary, then the help that stands on each parameter (it is written there only)."""
        lines = [f"<p>{_html(translated(self.SUMMARY))}</p>"]
        for parameter in self.parameterDefinitions():
            lines.append(f"<p><b>{_html(parameter.description())}</b><br>{_html(parameter.help())}</p>")
        return "\n".join(lines)

    def canExecute(self) -> tuple[bool, str]:
        problem = self.provider().engine().problem() if self.provider() else ""
        return not problem, with_link(problem)

    def models_folder(self) -> Path | None:
        """Folder of the person's own model cards."""
        return self.provider().engine().models_folder if self.provider() else None

    def add(
        self,
        parameter: QgsProcessingParameterDefinition,
        help_text: str,
        *,
        advanced: bool = False,
        read: Read | None = None,
    ) -> None:
        """Add a parameter with its help; `read` gives the value of the option that has its name, if one has."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        if read:
            self._reads[parameter.name()] = read
        self.addParameter(parameter)

    def add_option(
        self,
        name: str,
        label: str,
        help_text: str,
        *,
        advanced: bool = False,
        default: Any = None,
        words: Sequence[str] = (),
        wrapper: str = "",
    ) -> None:
        """Add one of the command's options as a parameter of its kind, default (another if given) and domain.

        `words` are usual ones of a text that may be any: a dialog lists them. `wrapper`: the class of a field of ours.
        """
        option = option_of(self.REQUEST, name)
        if default is not None:
            option = replace(option, default=default)
        self._names[option.key] = name
        parameter = parameter_of(option, label)
        if words:
            parameter.setMetadata({"widget_wrapper": {"class": _WORDS, "words": list(words)}})
        if wrapper:
            parameter.setMetadata({"widget_wrapper": {"class": wrapper}})
        self.add(parameter, help_text, advanced=advanced, read=partial(value_of, option))

    def add_advanced(self, *options: tuple[str, str, str]) -> None:
        """Add options that a dialog folds away, of each its name, label and help."""
        for name, label, help_text in options:
            self.add_option(name, label, help_text, advanced=True)

    def add_polygons(
        self,
        name: str,
        label: str,
        help_text: str,
        *,
        optional: bool = True,
        layer: str = "",
        many: bool = False,
        points: bool = False,
    ) -> None:
        """Add an option that names a file of polygons (or also of `points`), or `many` files.

        `layer` is the option with the name of that file's layer. A command that has none gets a copy with one layer.
        """
        kind = OutlineFiles if many else QgsProcessingParameterFeatureSource
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
        if points:
            kinds.append(QgsProcessing.SourceType.TypeVectorPoint)
        parameter = kind(name.upper(), label, kinds, optional=optional)
        self.add(with_button(parameter) if many else parameter, help_text)
        self._polygons[name] = layer, many

    def add_raster(
        self, key: str, label: str, help_text: str, *, optional: bool = True, advanced: bool = False
    ) -> None:
        """Add an option that names a raster, or many that are one."""
        parameter = with_button(RasterFiles(key, label, optional=optional))
        self.add(parameter, help_text, advanced=advanced, read=partial(raster_source, many=True))

    def add_inventory(self, help_text: str, *, optional: bool = False, may_be_new: bool = False) -> None:
        """Add the parameter that names an inventory file; one that `may_be_new` is made where it is not there."""
        parameter = QgsProcessingParameterFile(self.INVENTORY, tr("Inventory"), extension="gpkg", optional=optional)
        propose(parameter, PROPOSALS.now().inventory)
        if may_be_new:
            parameter.setMetadata({"widget_wrapper": {"class": _FILE_TO_BE}})
        self.add(parameter, help_text, read=QgsProcessingAlgorithm.parameterAsFile)

    def option(self, name: str, value: object) -> None:
        """Set one of the command's options."""
        self.values[name] = value

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """QGIS's hook; it writes some of the outputs itself, so their names are looked at here."""
        for definition in self.destinationParameterDefinitions():
            value = parameters.get(definition.name())
            file = value.sink.staticValue() if isinstance(value, QgsProcessingOutputLayerDefinition) else value
            told = why_refused(Path(file).name, file, tr) if isinstance(file, str) else ""
            if told:
                return False, told
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Set all options that parameters were added for."""
        for key, read in self._reads.items():
            self.option(self._names.get(key, key.lower()), read(self, parameters, key, context))
        for name, (layer, many) in self._polygons.items():
            how = {"one_layer": not layer, "many": many}
            path, found = vector_source(self, parameters, name.upper(), context, feedback, **how)
            self.option(name, path)
            if layer:
                self.option(layer, found)
        return True

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        """QGIS's hook: whether systems of layers differ. Many files are not for QGIS, see `is_many`."""
        known = {key: value for key, value in parameters.items() if not is_many(value)}
        return super().validateInputCrs(known, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = self.run_command(feedback)
        return {} if values is None else self.results(values, feedback)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """The outputs, from what the command told when it was done."""
        raise NotImplementedError

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
