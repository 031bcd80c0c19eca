"""XML from a server as a small tree: no entities, no document types, no endless depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qgis.PyQt.QtCore import QByteArray, QXmlStreamReader

_DEEPEST = 200


class NotXml(ValueError):
    """What came is no XML, or one that nobody needs to read: with a document type of its own."""


@dataclass
class Element:
    """An element by its local name; prefixes differ from server to server."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at a path of names below this one."""
        for child in self.children:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def first(self, *path: str) -> Element | None:
        """The first of them."""
        return next(self.all(*path), None)

    def words(self, *path: str) -> str:
        """Text of the first of them, without space around it; empty where there is none."""
        found = self.first(*path)
        return "" if found is None else found.text.strip()


def parsed(content: bytes) -> Element:
    """The root of a document.

    Raises
    ------
    NotXml
        Also where it has a document type: its entities could be made to fill the memory.
    """
    reader = QXmlStreamReader(QByteArray(content))
    top = Element("", {})
    open_ = [top]
    kinds = QXmlStreamReader.TokenType
    while not reader.atEnd():
        kind = reader.readNext()
        if kind in (kinds.DTD, kinds.EntityReference) or len(open_) > _DEEPEST:
            raise NotXml("a document type, an entity, or no end of elements in elements")
        if kind == kinds.StartElement:
            attributes = reader.attributes()
            found = {attributes.at(i).name(): attributes.at(i).value() for i in range(attributes.size())}
            element = Element(reader.name(), found)
            open_[-1].children.append(element)
            open_.append(element)
        elif kind == kinds.EndElement:
            open_.pop()
        elif kind == kinds.Characters:
            open_[-1].text += reader.text()
    if reader.hasError() or not top.children:
        raise NotXml(reader.errorString())
    return top.children[0]
