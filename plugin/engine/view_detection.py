"""Detect in view: what the map shows is captured and searched at once, candidates appear while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsMessageLog, QgsProcessingFeedback, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.errors import UserError
from ...inventory.messages import CANCELLED, Found
from ...inventory.model_cards.cards import CardTitle, default_card, in_order, list_card_titles
from ...inventory.requests.detection import DetectionRequest
from ...inventory.requests.option import request_of, to_arguments
from ...processing_provider.adapters.engine_process import LOG_TAG
from ...processing_provider.adapters.parameters.model_choice import label_of
from ...processing_provider.adapters.translation import tr
from ...processing_provider.capture.for_engine import arriving_image
from ...processing_provider.capture.running import BackgroundCapture
from ...processing_provider.capture.telling import no_room
from ..common.guard import Tell, Wires
from ..map.basemap import view_of
from ..map.layer_of_gaps import show_gaps

if TYPE_CHECKING:
    from ...processing_provider.capture.capture import Capture
    from ..common.settings import Settings
    from ..dock.engine_lines.detect_line import DetectLine
    from ..session.session import Session
    from .warm_engine import EngineRequest, WarmEngine


class ViewDetection(QObject):
    """One search at a time, into the inventory that is open.

    Parameters
    ----------
    iface
        QGIS's interface.
    engine
        A process for detections alone: attributes of what is decided meanwhile need not wait for it.
    line
        The button, and how far it is.
    settings
        Remember the model.
    tell
        Shows a sentence.
    """

    found = pyqtSignal(bool)
    """Candidates came into the inventory; whether others were taken out."""
    ended = pyqtSignal()
    """A search is over, for whatever reason."""
    engine_missing = pyqtSignal(str)
    """A search was asked for, and there is no engine: what it is needed for."""

    def __init__(
        self, iface: QgisInterface, engine: WarmEngine, line: DetectLine, settings: Settings, tell: Tell
    ) -> None:
        super().__init__()
        self._canvas, self._engine, self._line = iface.mapCanvas(), engine, line
        self._settings, self._tell = settings, tell
        self._session: Session | None = None
        self._request: EngineRequest | None = None
        self._capture: BackgroundCapture | None = None
        self._replaced = 0
        self._share: float | None = None
        self._so_far = 0
        self._wires, self._request_wires = Wires(tell), Wires(tell)
        for signal, slot in (
            (line.requested, self.begin),
            (line.stop_requested, self.cancel),
            (line.model_chosen, self._choose_model),
        ):
            self._wires.connect(signal, slot)
        self._show_possible()

    @property
    def is_busy(self) -> bool:
        """Whether the engine may be writing candidates just now."""
        return self._request is not None

    # The life of it

    def open(self, session: Session) -> None:
        """Search into another inventory from now on."""
        self.close()
        self._session = session
        self._show_possible()

    def close(self) -> None:
        """Stop what runs; what it found so far stays."""
        self.cancel()
        self._end()
        self._session = None
        self._line.show_idle("")
        self._show_possible()

    def stop(self) -> None:
        """Let go of everything."""
        self.close()
        self._wires.cut()

    def models_changed(self) -> None:
        """Models came or went: offer those that are there."""
        self._show_possible()

    def model(self) -> CardTitle | None:
        """The model that a search takes now; None where there is none."""
        return self._card_among(list_card_titles(self._engine.models_folder()))

    def begin_with(self, name: str) -> None:
        """Search what the map shows with another model, whose candidates replace what nobody has decided on."""
        self._line.replaces.setChecked(True)
        self._choose_model(name)
        self.begin()

    def _show_possible(self) -> None:
        cards = list_card_titles(self._engine.models_folder())
        chosen = self._card_among(cards)
        self._line.show_models([(card.name, label_of(card)) for card in in_order(cards)], chosen.name if chosen else "")
        why_not = ""
        if self._session is None:
            why_not = tr("Open an inventory first: candidates are written straight into it.")
        elif self._session.read_only:
            why_not = tr("The inventory is read-only.")
        elif not cards:
            why_not = tr("There is no model card; set the folder of your models in QGIS's options.")
        self._line.set_possible(why_not)

    def _card_among(self, cards: list[CardTitle]) -> CardTitle | None:
        """The model to use: the one that was chosen last, if it is still there."""
        by_name = {card.name: card for card in cards}
        return by_name.get(self._settings.model) or by_name.get(default_card(cards))

    def _choose_model(self, name: str) -> None:
        self._settings.model = name
        self._show_possible()

    # One search

    def begin(self) -> None:
        """Search what the map shows.

        Raises
        ------
        UserError
            There is no image in it, it is too large, or the model reads a DEM and the inventory has none.
        """
        session = self._session
        if session is None or self._request is not None:
            return
        if self._engine.problem():
            self.engine_missing.emit(tr("Images are searched by the engine, which is not there yet."))
            return
        folder, card = self._engine.models_folder(), self.model()
        if card is None:  # they were there when the button was
            self._show_possible()
            return
        ground = _ground_of(session, card)
        view = view_of(self._canvas, QgsProject.instance())
        for remark in view.remarks:
            self._warned(remark)
        options = view.engine_options()
        if options is None:
            metres = card.ground_resolution_m
            if metres is None:
                raise UserError(tr("The model {} tells no ground resolution; choose another.").format(card.name))
            options = self._begin_capture(view.capture(metres, QgsProject.instance()))
        self._so_far = self._replaced = 0
        self._share = None
        wanted = {"model": card.name, "models_folder": folder, "inventory": session.inventory.path}
        how = {"as_found": True, "replace_undecided": self._line.replaces.isChecked()}
        request = request_of(DetectionRequest, {**options, **wanted, **ground, **how})
        self._request = self._engine.ask(to_arguments(request), tries=1)
        self._connect(self._request)
        self._line.show_running(None, tr("Searching {}").format(view.name))

    def _begin_capture(self, capture: Capture) -> dict[str, str]:
        warnings = _Warnings()
        capture.describe(warnings)
        for text in warnings.texts:
            self._warned(text)
        image = arriving_image(capture)
        self._capture = BackgroundCapture(capture, image)
        try:
            self._capture.start()
        except OSError as error:
            self._end()
            raise UserError(no_room(image.path.parent.parent, error)) from error
        return {
            "input": str(image.path),
            "arrival": str(image.log),
            "image_name": capture.source.title,
            "image_note": capture.drawn_in,
        }

    def _connect(self, request: EngineRequest) -> None:
        for signal, slot in (
            (request.progress, self._progress),
            (request.found, self._candidates_came),
            (request.finished, self._finished),
            (request.failed, self._failed),
            (request.warned, self._warned),
        ):
            self._request_wires.connect(signal, slot)

    def cancel(self) -> None:
        """Stop the search; what it found so far stays."""
        if self._request is not None:
            self._engine.stop(self._request)

    def _progress(self, share: float | None, text: str) -> None:
        self._share = self._share if share is None else share
        self._show_running(text)

    def _show_running(self, text: str) -> None:
        counted = tr("{:,} found").format(self._so_far) if self._so_far else ""
        self._line.show_running(self._share, " · ".join(part for part in (counted, text) if part))

    def _warned(self, text: str) -> None:
        QgsMessageLog.logMessage(text, LOG_TAG, Qgis.MessageLevel.Info)
        self._tell(text, "warning")

    def _candidates_came(self, found: Found) -> None:
        """Some are on disk."""
        removed, self._replaced = found.replaced > self._replaced, found.replaced
        self._so_far = found.total
        self._show_running("")
        self.found.emit(removed)

    def _finished(self, values: dict[str, Any]) -> None:
        capture, session = self._capture, self._session
        self._end()
        self._line.show_idle(_summary(values))
        self.ended.emit()
        if session is not None and capture is not None and capture.fetched and capture.fetched.gaps:
            told = show_gaps(session.layers, capture.capture, capture.fetched, QgsProject.instance())
            self._tell(told, "warning")

    def _failed(self, kind: str, sentence: str) -> None:
        so_far = self._so_far
        self._end()
        text = tr("Stopped; {:,} found").format(so_far) if kind == CANCELLED else ""
        self._line.show_idle(text)
        self.ended.emit()
        if kind != CANCELLED:
            self._tell(sentence, "error")

    def _end(self) -> None:
        """Let go of the search, and of the image that was made for it."""
        self._request_wires.cut()
        self._request = None
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.stop()
            capture.image.remove()


def _ground_of(session: Session, card: CardTitle) -> dict[str, str]:
    """The option of a model that reads a DEM beside the image: the inventory's own source of elevations."""
    if not card.reads_dem:
        return {}
    dem = session.sources().dem
    if not dem:
        raise UserError(
            tr(
                "The model {} reads a DEM beside the image; set the elevations of this inventory in its settings, "
                "or choose another model."
            ).format(card.name)
        )
    return {"dem": dem}


def _summary(values: dict[str, Any]) -> str:
    """What a search came to, on one line."""
    parts = [tr("{:,} found").format(values.get("candidates", 0))]
    if values.get("known"):
        parts.append(tr("{:,} known already").format(values["known"]))
    if values.get("replaced"):
        parts.append(tr("{:,} replaced").format(values["replaced"]))
    return " · ".join(parts)


class _Warnings(QgsProcessingFeedback):
    """What a capture warns of before it begins."""

    def __init__(self) -> None:
        super().__init__(False)
        self.texts: list[str] = []

    def pushWarning(self, warning: str) -> None:
        """QGIS's hook."""
        self.texts.append(warning)
