"""An inventory as a folder that an archive can take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ....inventory.dialects.known import NAMES
from ....inventory.requests.publishing import PublishRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.translation import tr, tr_noop


class PublishInventory(EngineAlgorithm):
    """Inventory -> data in dialects, metadata, model cards, checksums, and what changed since the last time."""

    NAME = "publishinventory"
    HELP = "publish"
    GROUP = "inventory"
    TITLE = tr_noop("Publish inventory")
    TAGS = tr_noop("publication,archive,Zenodo,DOI,DataCite,CITATION.cff,ISO 19139,RO-Crate,metadata,version,changes")
    SUMMARY = tr_noop(
        "Makes a folder that an archive can take: data, metadata, model cards, checksums, and what changed since the "
        "last publication. The data are in the forms that you choose; the metadata are ISO 19139, QGIS's own, "
        "DataCite, CITATION.cff and RO-Crate. Only what is decided is published. All files are written, or none."
    )
    REQUEST = PublishRequest
    CREATOR, PREVIOUS, PREVIOUS_FOLDER, OUTPUT, README = "CREATOR", "PREVIOUS", "PREVIOUS_FOLDER", "OUTPUT", "README"
    OUTLINES, ADDED, REMOVED, RESHAPED, CHANGED = "OUTLINES", "ADDED", "REMOVED", "RESHAPED", "CHANGED"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory that is published. It is only read."))
        self.add_option("title", tr("Title"), tr("Title of the data. Empty: that of the inventory."))
        self.add_option("version", tr("Version"), tr("Version of the data, such as 1.0; each publication has another."))
        self.add(
            QgsProcessingParameterString(self.CREATOR, tr("Who made it"), multiLine=True, optional=True),
            tr("A line each: Name; ORCID; affiliation, the last two as far as there are. Empty: the mappers."),
            read=_lines,
        )
        self.add_option("licence", tr("Licence"), tr("Under which the data may be used, by its name at SPDX."))
        self.add_option(
            "dialect",
            tr("In the form of"),
            tr(
                "tprogi: the published inventory of the Tibetan Plateau. rgik: RGIK's template. rgik-released: RGIK as "
                "released by ESA CCI. rogi-ch: RGIK in Switzerland. global: the global inventory of 2026. None: tprogi."
            ),
            default=NAMES[0],
        )
        self.add_option(
            "open_",
            tr("What is open"),
            tr(
                "Rock glaciers that are stale, judged no, disputed, doubled or without identifier, and candidates that "
                "are undecided. refuse: tells them and writes nothing. leave-out: publishes the others. include: "
                "publishes those rock glaciers too. Candidates are never published."
            ),
        )
        self.add_option(
            "without_report",
            tr("Without a report"),
            tr("Of a large inventory the report takes longest."),
            advanced=True,
        )
        self._add_previous()
        self._add_more()
        self._add_outputs()

    def _add_previous(self) -> None:
        self.add(
            QgsProcessingParameterFile(
                self.PREVIOUS_FOLDER,
                tr("Last publication (folder)"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            tr("What was added, removed, reshaped and changed since is told. It may be anybody's, of a known form."),
        )
        self.add(
            QgsProcessingParameterFile(self.PREVIOUS, tr("Last publication (.zip)"), extension="zip", optional=True),
            tr("The same, as the archive gives it out."),
        )

    def _add_more(self) -> None:
        self.add_advanced(
            ("doi", tr("DOI"), tr("DOI of the data, where an archive has reserved one.")),
            ("publisher", tr("Publisher"), tr("Who publishes it, such as the archive.")),
            ("description", tr("Description"), tr("What it is, in a few sentences. Empty: made of its numbers.")),
            ("date", tr("Day"), tr("Day of the publication, such as 2026-11-30. Empty: today.")),
            ("name", tr("Name"), tr("What the files are called. Empty: as the inventory's file.")),
            ("formats", tr("Formats"), tr("Which files are written. None: all that are usual in a form.")),
        )

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Folder")),
            tr("A new or empty folder for the publication. It appears when it is whole."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.addOutput(QgsProcessingOutputFile(self.README, tr("README")))
        for key, label in (
            (self.OUTLINES, tr("Number of outlines")),
            (self.ADDED, tr("Number of rock glaciers that were added")),
            (self.REMOVED, tr("Number of rock glaciers that were removed")),
            (self.RESHAPED, tr("Number of rock glaciers that were reshaped")),
            (self.CHANGED, tr("Number of rock glaciers with other attributes")),
        ):
            self.addOutput(QgsProcessingOutputNumber(key, label))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        keys = (self.PREVIOUS_FOLDER, self.PREVIOUS)
        given = [path for key in keys if (path := self.parameterAsFile(parameters, key, context))]
        self.option("previous", given[0] if given else None)
        self.option("models_folder", self.models_folder())
        return True

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """QGIS's hook: whether it can run with these values."""
        if all(self.parameterAsFile(parameters, key, context) for key in (self.PREVIOUS_FOLDER, self.PREVIOUS)):
            return False, tr("The last publication is given twice, as a folder and as a .zip; leave one of them out.")
        return super().checkParameterValues(parameters, context)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        folder, changed = self.values["output"], values["changed"]
        return {
            self.OUTPUT: folder,
            self.README: str(Path(folder) / "README.md"),
            self.OUTLINES: values["outlines"],
            self.ADDED: changed["added"],
            self.REMOVED: changed["removed"],
            self.RESHAPED: changed["reshaped"],
            self.CHANGED: changed["attributes"],
        }


def _lines(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> tuple[str, ...]:
    """The lines of a text that say something."""
    lines = algorithm.parameterAsString(parameters, key, context).splitlines()
    return tuple(line.strip() for line in lines if line.strip())
