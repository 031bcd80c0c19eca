"""A page for each rock glacier, made by QGIS itself: it needs no engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsHillshadeRenderer,
    QgsLayoutExporter,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExpression,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)

from ....inventory.errors import UserError
from ....inventory.finished import finished_file
from ....inventory.schema import ROCK_GLACIERS
from ...adapters.algorithm import ToolboxEntry
from ...adapters.layers import file_of
from ...adapters.translation import tr, tr_noop, translated

_MANY = 500
"""Pages from which it is said that it takes a while."""


def _outlines() -> QgsRuleBasedRenderer:
    """The rock glacier of the page in yellow, those around it thin and white."""
    own = {"style": "no", "outline_color": "255,221,0", "outline_width": "0.7"}
    others = {"style": "no", "outline_color": "255,255,255", "outline_width": "0.25"}
    root = QgsRuleBasedRenderer.Rule(None)
    for style, condition in ((others, "$id <> @atlas_featureid"), (own, "$id = @atlas_featureid")):
        root.appendChild(QgsRuleBasedRenderer.Rule(QgsFillSymbol.createSimple(style), filterExp=condition))
    return QgsRuleBasedRenderer(root)


class Passports(ToolboxEntry, QgsProcessingAlgorithm):
    """An atlas of rock glaciers: image, shaded relief, attributes, decisions and where they come from."""

    NAME = "passports"
    HELP = "report#passports"
    GROUP = "validation"
    TITLE = tr_noop("Passports of rock glaciers")
    TAGS = tr_noop("atlas,PDF,print,layout,page,passport,rock glacier")
    SUMMARY = tr_noop(
        "Prints a page for each rock glacier of an inventory, as a PDF. It has the outline on the image, shaded "
        "relief, attributes, what mappers and reviewers decided, and which run found it. Selected rock glaciers only, "
        "or those of an expression. The page is a print layout: a template of your own may take its place."
    )
    INPUT, IMAGE, DEM, FILTER, TEMPLATE = "INPUT", "IMAGE", "DEM", "FILTER", "TEMPLATE"
    RESOLUTION, OUTPUT, COUNT = "RESOLUTION", "OUTPUT", "COUNT"

    def tags(self) -> list[str]:
        return translated(self.TAGS).split(",")

    def shortHelpString(self) -> str:
        """QGIS's hook: the summary, then the help of each parameter."""
        lines = [f"<p>{translated(self.SUMMARY)}</p>"]
        lines += [f"<p><b>{each.description()}</b><br>{each.help()}</p>" for each in self.parameterDefinitions()]
        return "\n".join(lines)

    def shortDescription(self) -> str:
        return translated(self.SUMMARY).split(". ")[0] + "."

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        """QGIS's hook: layouts are of the main thread."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
        self._add(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Rock glaciers"), kinds),
            tr("The layer of rock glaciers of an inventory. Where some are selected, only these may be printed."),
        )
        self._add(
            QgsProcessingParameterRasterLayer(self.IMAGE, tr("Image"), optional=True),
            tr("What lies below the outlines. Empty: the images and basemaps that the project shows."),
        )
        self._add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("DEM"), optional=True),
            tr("Elevation, for the map of shaded relief. Empty: that map shows the surroundings."),
        )
        self._add(
            QgsProcessingParameterExpression(self.FILTER, tr("Only those"), None, self.INPUT, optional=True),
            tr('Only rock glaciers for which this is true, such as "AREA" > 100000.'),
        )
        self._add(
            QgsProcessingParameterFile(self.TEMPLATE, tr("Template"), extension="qpt", optional=True),
            tr(
                "A print layout of your own. Its maps called 'image' and 'relief' are filled. The plugin's folder "
                "resources/layouts has one to begin with."
            ),
        )
        number = QgsProcessingParameterNumber
        self._add(
            number(self.RESOLUTION, tr("Resolution (dpi)"), number.Type.Integer, 200, minValue=50, maxValue=600),
            tr("Of the images on the page."),
        )
        self._add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Passports"), tr("PDF files (*.pdf)")),
            tr("The PDF, a page for each."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of pages")))

    def _add(self, parameter: Any, help_text: str) -> None:
        parameter.setHelp(help_text)
        self.addParameter(parameter)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            return self._print(parameters, context, feedback)
        except UserError as error:
            raise QgsProcessingException(str(error)) from None

    def _print(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...passports.letters import words_of_missing_letters  # layouts are not for QGIS's start
        from ...passports.page import new_layout, show

        output = Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context))
        if output.suffix.lower() != ".pdf":
            raise UserError(tr("The output {} must be a PDF; let its name end in .pdf.").format(output), "output")
        coverage = self._coverage(parameters, context)
        count = coverage.featureCount()
        if not count:
            raise UserError(tr("No rock glacier is chosen; select others, or change the expression."))
        if count > _MANY:
            feedback.pushInfo(tr("{} pages take a while; select some where you need only these.").format(count))
        template = self.parameterAsString(parameters, self.TEMPLATE, context)
        project = context.project() or QgsProject()
        layout = new_layout(project, Path(template) if template else None)
        image = self._images(parameters, context, project, feedback)
        relief = self._relief(parameters, context)
        show(layout, coverage, image, relief)
        boxes = words_of_missing_letters(layout, coverage)
        if boxes:
            feedback.pushWarning(boxes)
        self._export(layout, output, self.parameterAsInt(parameters, self.RESOLUTION, context), feedback)
        return {self.OUTPUT: str(output), self.COUNT: count}

    def _layer(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsVectorLayer | None:
        """The layer itself, also where only what is selected in it is meant."""
        given = parameters.get(self.INPUT)
        if isinstance(given, QgsProcessingFeatureSourceDefinition):
            name, _ = given.source.valueAsString(context.expressionContext())
            return QgsProcessingUtils.mapLayerFromString(name, context)
        return self.parameterAsVectorLayer(parameters, self.INPUT, context)

    def _coverage(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsVectorLayer:
        from ...passports.facts import atlas_layer, facts_of

        source = self.parameterAsSource(parameters, self.INPUT, context)
        layer = self._layer(parameters, context)
        if (
            source is None
            or layer is None
            or any(layer.fields().lookupField(name) < 0 for name in ("ID", "LAT", "LON"))
        ):
            raise UserError(tr("Passports are of an inventory: choose its layer {}.").format(ROCK_GLACIERS.name))
        request = QgsFeatureRequest()
        # As an expression, QGIS gives the default, which is all, for one that it cannot read.
        told = self.parameterAsString(parameters, self.FILTER, context).strip()
        if told:
            expression = QgsExpression(told)
            if expression.hasParserError():
                raise UserError(
                    tr("The expression {} cannot be read ({}).").format(told, expression.parserErrorString())
                )
            request.setFilterExpression(told)
        made = atlas_layer(layer, source.getFeatures(request), facts_of(Path(file_of(layer))))
        made.setRenderer(_outlines())
        return made

    def _images(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        project: QgsProject,
        feedback: QgsProcessingFeedback,
    ) -> list[QgsMapLayer]:
        chosen = self.parameterAsRasterLayer(parameters, self.IMAGE, context)
        if chosen is not None:
            return [chosen]
        root = project.layerTreeRoot()
        shown = [layer for layer in root.layerOrder() if layer in root.checkedLayers()]
        images = [layer for layer in shown if layer.type() == QgsMapLayer.LayerType.RasterLayer]
        if not images:
            feedback.pushWarning(tr("The project shows no image: the outlines stand on white paper."))
        return images

    def _relief(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[QgsMapLayer]:
        dem = self.parameterAsRasterLayer(parameters, self.DEM, context)
        if dem is None:
            return []
        shaded = QgsRasterLayer(dem.source(), tr("Shaded relief"), dem.providerType())
        renderer = QgsHillshadeRenderer(shaded.dataProvider(), 1, 315, 45)
        shaded.setRenderer(renderer)
        # What lies between cells is made before it is shaded, else each cell is a step.
        provider = shaded.dataProvider()
        provider.enableProviderResampling(True)
        provider.setZoomedInResamplingMethod(QgsRasterDataProvider.ResamplingMethod.Cubic)
        provider.setZoomedOutResamplingMethod(QgsRasterDataProvider.ResamplingMethod.Bilinear)
        shaded.setResamplingStage(Qgis.RasterResamplingStage.Provider)
        return [shaded]

    def _export(self, layout: Any, output: Path, resolution: int, feedback: QgsProcessingFeedback) -> None:
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = resolution
        with finished_file(output, tr=tr) as part:
            result, problem = QgsLayoutExporter.exportToPdf(layout.atlas(), str(part), settings, feedback)
            if feedback.isCanceled():
                raise UserError(tr("Stopped; no PDF was written."))
            if result != QgsLayoutExporter.ExportResult.Success:
                raise UserError(
                    tr("{} cannot be written ({}); choose another folder.").format(output, problem), "output"
                )
