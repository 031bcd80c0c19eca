"""The sentences of a set-up in the person's language, one for each kind that `inventory/setup` tells."""

from __future__ import annotations

from collections.abc import Mapping

from ...inventory.setup.faults import LIGHT_ONE, NETWORK, PLACE, REPAIR, RETRY, remedy_of
from ...inventory.setup.flavours import FULL, LIGHT
from ...inventory.setup.told import Told
from ...processing_provider.adapters.translation import tr, tr_noop, translated

_MIB_IN_GB = 1024

_STEPS: Mapping[str, str] = {
    "clear": tr_noop("Making room"),
    "download_uv": tr_noop("Downloading the installer (uv)"),
    "unpack_uv": tr_noop("Unpacking the installer"),
    "look_for_python": tr_noop("Looking for a Python"),
    "download_python": tr_noop("Downloading Python"),
    "unpack_python": tr_noop("Unpacking Python"),
    "environment": tr_noop("Making the environment"),
    "packages": tr_noop("Downloading and installing the packages"),
    "torch": tr_noop("Downloading and installing PyTorch"),
    "try_out": tr_noop("Trying the engine"),
    "finish": tr_noop("Finishing"),
}

_REASONS: Mapping[str, str] = {
    "no_card": tr_noop("This computer has no NVIDIA card, so networks run on its processor."),
    "apple": tr_noop("This Mac has graphics that PyTorch can use."),
    "card": tr_noop("This computer has the card {card}; PyTorch is installed for it ({build})."),
    "small_card": tr_noop("The card {card} has {memory:.0f} GB, too little for the networks: the processor is used."),
    "old_card": tr_noop("The card {card} is of a kind that PyTorch no longer knows: the processor is used."),
    "old_driver": tr_noop(
        "The driver {driver} of the card {card} is too old: update it to {least} or newer for the card; until then "
        "the processor is used."
    ),
    "card_failed": tr_noop("The card did not compute ({words}), so PyTorch for the processor was installed."),
}

_FAULTS: Mapping[str, str] = {
    "stopped": tr_noop("The set-up was stopped; what was downloaded is kept for the next time."),
    "no_network": tr_noop("There is no way to {file}: check the network and QGIS's proxy settings, then try again."),
    "network_cut": tr_noop(
        "The connection broke off ({file}); try again: it goes on with what has been downloaded already."
    ),
    "proxy_password": tr_noop(
        "The network's proxy asks for a name and a password: write them into QGIS's network settings, then try again."
    ),
    "certificate": tr_noop(
        "The certificate of {file} is not trusted, as where a company looks into all connections: add the company's "
        "certificate under Authentication in QGIS's options, then try again."
    ),
    "refused": tr_noop("{file} refuses what is asked for: ask who runs the network, or use a bundle folder."),
    "disk_full": tr_noop("The disk is full ({file}): make room, or choose another folder, then try again."),
    "too_little_disk": tr_noop(
        "Only {free} are free and {needed} are needed: make room, or choose another folder for the engine."
    ),
    "no_permission": tr_noop("{file} may not be written to: choose another folder for the engine."),
    "path_too_long": tr_noop("{file} is too long a name for this system: choose a folder nearer to the drive's root."),
    "file_in_use": tr_noop("{file} is used by another program: close it (or start QGIS again), then try again."),
    "virus": tr_noop("The virus scanner keeps {file} away: allow the engine's folder in it, then try again."),
    "wrong_hash": tr_noop(
        "{file} is not the file that was expected (its checksum differs), so it was not used: try again, perhaps in "
        "another network."
    ),
    "strange_package": tr_noop("{file} arrived damaged and was not used: try again."),
    "strange_archive": tr_noop("{file} holds what does not belong there, so nothing of it was used: try again."),
    "no_package": tr_noop("The package index does not have {file}: try again, or use a bundle folder."),
    "no_python": tr_noop("No Python could be had: install Python 3.12 from python.org, then try again."),
    "not_in_bundle": tr_noop("The folder {folder} lacks {file}: choose a bundle that was made for this version."),
    "set_up_elsewhere": tr_noop("Another QGIS is setting up the engine: wait until it is done, then try again."),
    "test_failed": tr_noop("The engine was installed but does not work ({words}): repair it."),
    "program_failed": tr_noop("The set-up failed ({words}): try again, or copy the diagnostics into a report."),
    "python_gone": tr_noop("The Python under the engine in {file} is gone, as after an update: repair it."),
    "intel_mac": tr_noop(
        "Macs with an Intel processor cannot run the engine, as its packages are no longer made for them; mapping and "
        "reviewing work without it."
    ),
    "no_platform": tr_noop(
        "There are no packages of the engine for this computer ({platform}); mapping and reviewing work without it."
    ),
    "in_use": tr_noop("The engine is at work: end it (or start QGIS again), then remove it."),
    "unreadable_sources": tr_noop("The list of sources {file} cannot be read: correct it, or unset its variable."),
}

_BUTTONS: Mapping[str, str] = {
    RETRY: tr_noop("Try again"),
    NETWORK: tr_noop("Network settings…"),
    PLACE: tr_noop("Another folder…"),
    REPAIR: tr_noop("Repair"),
    LIGHT_ONE: tr_noop("Set up Light"),
}


def sentence(told: Told) -> str:
    """The sentence of a kind, with its values."""
    known = _FAULTS.get(told.kind) or _REASONS[told.kind]
    return translated(known).format(**{name: _shown(name, value) for name, value in told.values.items()})


def _shown(name: str, value: object) -> object:
    """A value as a person reads it: bytes in GB, MiB of a card in GB, and nothing as a word."""
    if name in ("free", "needed"):
        return bytes_text(int(str(value)))
    if name == "memory":
        return float(str(value)) / _MIB_IN_GB
    return value if value != "" else tr("the server")


def step_text(told: Told) -> str:
    """What is being done."""
    return translated(_STEPS[told.kind])


def button_text(told: Told) -> str:
    """The button that mends it."""
    return translated(_BUTTONS[remedy_of(told)])


def bytes_text(number: int) -> str:
    """Bytes as MB or GB."""
    return tr("{:.1f} GB").format(number / 1e9) if number >= 1e9 else tr("{:.0f} MB").format(number / 1e6)


def flavour_text(flavour: str) -> str:
    """Its name."""
    return {LIGHT: tr("Light"), FULL: tr("Full")}[flavour]
