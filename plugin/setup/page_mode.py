"""What a person asks for on the set-up page becomes work, and what becomes of it is shown there."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QT_VERSION_STR, QObject
from qgis.PyQt.QtWidgets import QFileDialog

from ...inventory.environment import PLUGIN_FOLDER, cache_folder
from ...inventory.setup.choosing import Choice, choices, proposed, too_little_disk, usable
from ...inventory.setup.diagnostics import diagnostics
from ...inventory.setup.faults import LIGHT_ONE, NETWORK, PLACE
from ...inventory.setup.flavours import FULL, LIGHT, environment_name
from ...inventory.setup.machine import Machine
from ...inventory.setup.pythons import folders_of_qgis
from ...inventory.setup.sources import VARIABLE, Sources, make_order, read_sources
from ...inventory.setup.state import LOG, WORK_FOLDER, Environment
from ...inventory.setup.told import Told
from ...inventory.version import VERSION
from ...processing_provider.adapters.translation import tr
from ..common.guard import Wires
from ..common.helping import ask
from .need import ASKED
from .panel import SetupPanel
from .place import change_place
from .removal import Removal
from .surroundings import network_variables
from .survey import Survey, look
from .words import bytes_text, flavour_text
from .work import WORK, SetupWork

_NETWORK_PAGE = "mOptionsPageNetwork"


class PageMode(QObject):
    """Between the panel, the set-up that is under way, and the disk."""

    def __init__(self, panel: SetupPanel, work: SetupWork = WORK) -> None:
        super().__init__(panel)
        self._panel, self._work = panel, work
        self._machine: Machine | None = None
        self._sources: Sources | None = None
        self._choices: dict[str, Choice] = {}
        self._fault: Told | None = work.fault.told if work.fault is not None else None  # while no page was open
        self._survey: Survey | None = None
        self._removal: Removal | None = None
        self._bundle: Path | None = None
        self._last = LIGHT
        self._wires, self._work_wires = (Wires(lambda text, _level: panel.there.setText(text)) for _ in range(2))
        for signal, slot in (
            (panel.shown, self._begin),
            (panel.hidden, self._leave),
            (panel.set_up_requested, self._set_up),
            (panel.cancel_requested, work.cancel),
            (panel.repair_requested, self._repair),
            (panel.remove_requested, self._remove),
            (panel.bundle_requested, self._use_bundle),
            (panel.diagnostics_requested, self._copy_diagnostics),
            (panel.remedy_requested, self._mend),
        ):
            self._wires.connect(signal, slot)
        self._panel.show_there(tr("Looking at this computer …"), False)
        self._panel.show_fault(None)
        self._panel.show_why("")
        self._show()

    def _begin(self) -> None:
        """The page is seen: only now anything is looked at."""
        self._work_wires.cut()
        self._work_wires.connect(self._work.changed, self._show_progress)
        self._work_wires.connect(self._work.ended, self._ended)
        self._panel.show_why(ASKED.why)
        if self._machine is None:
            self._survey = Survey(cache_folder(), self)
            self._survey.done.connect(self._known)
            self._survey.start()
        self._show()

    def _leave(self) -> None:
        """The page is closed, and often deleted next; a set-up goes on without it."""
        self._work_wires.cut()
        if self._survey is not None:
            self._survey.cancel()

    def _known(self, machine: Machine) -> None:
        self._machine = machine
        told = usable(machine)
        if told is not None:
            self._panel.show_unusable(told)
        else:
            try:
                self._sources = read_sources(machine.platform)
                torch = self._sources.torch()
            except (OSError, ValueError, TypeError, KeyError):
                self._sources, self._fault = None, Told("unreadable_sources", {"file": os.environ.get(VARIABLE, "")})
            else:
                self._choices = choices(machine, torch)
                self._panel.show_choices(self._choices, proposed(machine, torch))
                if ASKED.flavour == FULL:
                    self._panel.flavours[FULL].setChecked(True)
        self._show()

    # What is shown

    def _show(self) -> None:
        found = look()
        whole = found.whole
        something = bool(found.environments)
        ready = whole.flavour if whole is not None and not self._is_old(whole) else ""
        self._panel.show_there(self._there(whole, something), something, ready)
        self._panel.show_fault(None if self._work.is_running else self._fault or found.problem)
        busy = self._work.is_running or self._removal is not None
        self._panel.show_state(busy, self._sources is not None)
        self._panel.show_progress(self._work.title, self._work.done_bytes, self._work.all_bytes)

    def _there(self, whole: Environment | None, something: bool) -> str:
        if self._work.is_running:
            return tr("The engine is being set up in {}. You can close this window meanwhile.").format(cache_folder())
        if whole is None and something:
            return tr("A set-up was not finished; press Set up to go on.")
        if whole is None:
            return tr(
                "The engine is not set up yet. Networks and numbers run in it, a Python of its own, so that nothing "
                "can disturb QGIS. It goes into {}; nothing else on this computer is changed."
            ).format(cache_folder())
        facts = whole.facts
        text = tr("{} is set up: Python {}, computing on: {}, {} in {}.").format(
            flavour_text(whole.flavour),
            facts.get("python", "?"),
            facts.get("device") or "?",
            bytes_text(int(facts.get("size", 0))),
            whole.folder,
        )
        if self._is_old(whole):
            text += " " + tr("It is of an earlier version of the plugin: Set up brings the new one, then removes it.")
        return text

    def _is_old(self, whole: Environment) -> bool:
        return self._sources is not None and whole.folder.name != environment_name(
            whole.flavour, self._sources.platform
        )

    def _show_progress(self) -> None:
        self._panel.show_progress(self._work.title, self._work.done_bytes, self._work.all_bytes)

    def _ended(self) -> None:
        fault = self._work.fault
        self._fault = fault.told if fault is not None else None
        self._show()

    # What is done

    def _set_up(self, flavour: str, bundle: Path | None = None) -> None:
        if self._machine is None or self._sources is None:
            return
        choice = self._choices[flavour]
        self._last, self._bundle, self._fault = flavour, bundle, too_little_disk(self._machine, choice)
        if self._fault is None:
            cache = cache_folder()
            order = make_order(
                self._sources,
                choice,
                cache,
                PLUGIN_FOLDER,
                kept_out=tuple(folders_of_qgis(QgsApplication.prefixPath())),
                path=os.environ.get("PATH", ""),
                bundle=bundle,
                variables=network_variables(self._sources.index, cache / WORK_FOLDER),
            )
            self._work.start(order)
        self._show()

    def _repair(self) -> None:
        found = look()
        one = found.whole or next(iter(found.environments), None)
        self._work.clearing.emit()
        self._set_up(one.flavour if one is not None else self._last)

    def _use_bundle(self, flavour: str) -> None:
        folder = QFileDialog.getExistingDirectory(self._panel, tr("Folder of the bundle"))
        if folder:
            self._set_up(flavour, Path(folder))

    def _remove(self) -> None:
        question = tr("Remove the engine with its downloads from {}? Inventories and models stay.")
        if ask(self._panel, tr("Remove the engine"), question.format(cache_folder()), "install"):
            self._work.clearing.emit()
            self._removal = Removal(cache_folder(), self)
            self._removal.ended.connect(self._removed)
            self._removal.start()
            self._show()

    def _removed(self, gone: bool) -> None:
        self._removal.deleteLater()
        self._removal = None
        self._fault = None if gone else Told("in_use")
        self._show()
        self._work.ended.emit()

    def _mend(self, remedy: str) -> None:
        if remedy == NETWORK:
            from qgis.utils import iface

            iface.showOptionsDialog(self._panel.window(), _NETWORK_PAGE)
        elif remedy == PLACE:
            if change_place(self._panel):
                self._fault = None
                self._machine = None
                self._begin()
        elif remedy == LIGHT_ONE:
            self._set_up(LIGHT)
        elif self._fault is None:  # what is there has lost its Python
            self._repair()
        else:
            self._set_up(self._last, self._bundle)

    def _copy_diagnostics(self) -> None:
        versions = {"plugin": VERSION, "QGIS": Qgis.QGIS_VERSION, "Qt": QT_VERSION_STR}
        try:
            log = (cache_folder() / WORK_FOLDER / LOG).read_text("utf-8", "replace")
        except OSError:
            log = ""
        panel = self._panel
        said = "\n".join((panel.there.text(), panel.reason.text(), panel.fault.text()))
        text = diagnostics(versions, self._machine, look().environments, said, log, Path.home())
        QgsApplication.clipboard().setText(text)
        panel.diagnostics_button.setText(tr("Copied"))
