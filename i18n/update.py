"""Bring i18n/*.ts up to date with the texts in the code: ``python3 i18n/update.py``.

It collects the literals that the code gives to `tr` and `tr_noop` (f-strings and variables are refused: they cannot be
translated), keeps the translations that are there, drops those whose text is gone, and marks new
texts unfinished. ``lrelease i18n/*.ts`` makes the .qm files that QGIS reads. pylupdate is not used, as it
neither knows functions outside classes nor the syntax of newer Pythons.
"""

from __future__ import annotations

import ast
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("processing_provider", "plugin", "store", "inventory")
CONTEXT = "RockGlacierInventory"  # as in processing_provider/adapters/translation.py


def literals(path: Path) -> Iterator[str]:
    """The texts that a file gives to `tr` or `tr_noop`, in order."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in ("tr", "tr_noop", "self._tr"):
            text = node.args[0]
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                raise SystemExit(f"{path}:{node.lineno}: tr() needs a literal; use tr('... {{}}').format(x)")
            yield text.value


def _name(called: ast.expr) -> str:
    return ast.unparse(called) if isinstance(called, (ast.Name, ast.Attribute)) else ""


def texts_in_code() -> list[str]:
    """All texts, each once, in the order of the files."""
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return list(dict.fromkeys(text for path in files if path.name != "translation.py" for text in literals(path)))


def translations(path: Path) -> dict[str, str]:
    """The finished translations in a .ts file."""
    known = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") != "unfinished":
            known[message.findtext("source", "")] = translation.text
    return known


def write(path: Path, texts: list[str], known: dict[str, str]) -> int:
    """Write the file and return how many texts have no translation."""
    language = path.stem.rsplit("_", 1)[1]
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for text in texts:
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        if text in known:
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")
    return sum(text not in known for text in texts)


def main() -> int:
    texts = texts_in_code()
    for path in sorted(Path(__file__).parent.glob("*.ts")):
        missing = write(path, texts, translations(path))
        print(f"{path.name}: {len(texts)} texts, {missing} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
