"""XML as text that is the same each time: two blanks a level, UTF-8."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def write_xml(path: Path, root: ElementTree.Element, doctype: str = "") -> None:
    """Write a document."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "unicode")
    head = doctype or '<?xml version="1.0" encoding="UTF-8"?>'
    path.write_bytes(f"{head}\n{text}\n".encode())
