"""Every kind that a set-up tells has its sentence, and each sentence its values."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.setup.choosing import choices
from rock_glacier_inventory.inventory.setup.faults import REMEDIES, remedy_of
from rock_glacier_inventory.inventory.setup.machine import Card, Machine
from rock_glacier_inventory.inventory.setup.told import Told
from rock_glacier_inventory.inventory.setup.torch_builds import Build, Torch
from rock_glacier_inventory.plugin.setup import words

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "inventory" / "setup", ROOT / "plugin" / "setup")
KNOWN = {**words._STEPS, **words._REASONS, **words._FAULTS}


def told_in_code() -> dict[str, set[str]]:
    """Kind -> names of its values, wherever the code makes one by a literal."""
    found: dict[str, set[str]] = {}
    for file in (file for folder in FOLDERS for file in folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "Told"
                and isinstance(node.args[0], ast.Constant)
            ):
                given = node.args[1] if len(node.args) > 1 else None
                names = {key.value for key in given.keys} if isinstance(given, ast.Dict) else set()
                found.setdefault(node.args[0].value, set()).update(names)
    return found


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("kind", "names"), told_in_code().items())
def test_each_kind_of_the_code_has_its_sentence(kind: str, names: set[str]) -> None:
    assert kind in KNOWN
    if kind not in ("old_driver", "program_failed"):  # whose values stand in a name of their own
        assert names_in(KNOWN[kind]) <= names


def test_each_sentence_says_what_to_do_and_has_a_button() -> None:
    values = {"file": "x", "free": 1, "needed": 2, "words": "w", "folder": "f", "platform": "p", "code": 1}
    for kind in words._FAULTS:
        told = Told(kind, values)
        assert words.sentence(told).endswith(".")
        assert words.button_text(told)
    assert set(REMEDIES) <= set(KNOWN)
    assert remedy_of(Told("wrong_hash")) == "retry"


def test_what_has_no_name_is_the_server() -> None:
    assert "(the server)" in words.sentence(Told("network_cut", {"file": ""}))


def test_the_reasons_read_as_sentences() -> None:
    torch = Torch(("torch==2",), (Build("cu130", "", (580,), 7.5), Build("cpu", "")))
    for card, begins in (
        (Card("MX450", (551, 23), 7.5, 2048), "The card MX450 has 2 GB, too little"),
        (Card("GTX 1650", (450, 80), 7.5, 4096), "The driver 450.80 of the card GTX 1650 is too old: update it to 580"),
        (Card("K80", (470,), 3.7, 12000), "The card K80 is of a kind"),
        (None, "This computer has no NVIDIA card"),
    ):
        why = choices(Machine("linux-x86_64", 10**11, card), torch)["full"].why
        assert words.sentence(why).startswith(begins)
    assert "GB are free" in words.sentence(Told("too_little_disk", {"free": 2_000_000_000, "needed": 4_000_000_000}))
