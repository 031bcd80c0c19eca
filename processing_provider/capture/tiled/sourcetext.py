"""What the source of a layer of QGIS's provider of web maps ("wms") says, read as QGIS reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

from qgis.core import QgsDataSourceUri
from qgis.PyQt.QtCore import QUrl, QUrlQuery

_HEADER = "http-header:"
_LOGIN = ("username", "password", "authcfg")


@dataclass(frozen=True)
class Login:
    """What a server is told besides the address. All of it may be secret."""

    user: str = ""
    password: str = ""
    configuration: str = ""
    """Name of a configuration of QGIS's authentication manager; where it is given it counts alone."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SourceText:
    """The parameters of a source, in an order of their own: however it was written, equal is equal."""

    values: tuple[tuple[str, tuple[str, ...]], ...]
    login: Login = field(default_factory=Login)

    @classmethod
    def of(cls, text: str) -> SourceText:
        """Read a source.

        QGIS 3.22 decodes a value wholly, newer ones leave what is reserved in an address: each is read as
        the QGIS at hand reads it. An address that is then none, for it was encoded as a whole, is decoded.
        """
        uri = QgsDataSourceUri()
        uri.setEncodedUri(text)
        url = QUrl()
        url.setQuery(text)
        query = QUrlQuery(url)
        names = list(dict.fromkeys(name for name, _ in query.queryItems()))
        values, headers = {}, {}
        for name in names:
            if name in _LOGIN:
                continue
            whole = query.allQueryItemValues(name, QUrl.ComponentFormattingOption.FullyDecoded)
            if name == "referer" or name.startswith(_HEADER):
                headers[name.partition(":")[2] or "Referer"] = whole[-1]
                continue
            values[name] = tuple(uri.params(name) or whole)
            if name == "url":
                values[name] = tuple(_address(*pair) for pair in zip(values[name], whole))
        login = Login(uri.username(), uri.password(), uri.authConfigId(), tuple(sorted(headers.items())))
        return cls(tuple(sorted(values.items())), login)

    def __contains__(self, name: str) -> bool:
        return any(name == known for known, _ in self.values)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that may be given several times."""
        return dict(self.values).get(name, ())

    def get(self, name: str) -> str:
        """The value of a parameter; empty where it has none."""
        return next(iter(self.all(name)), "")

    def number(self, name: str, otherwise: int) -> int:
        """A whole number, read as Qt reads it: what is none counts as 0."""
        if name not in self:
            return otherwise
        try:
            return int(self.get(name))
        except ValueError:
            return 0

    @property
    def key(self) -> str:
        """The whole source in one form, however it was written. It may hold secrets."""
        return repr((self.values, self.login.user, self.login.password, self.login.configuration, self.login.headers))


def escaped(address: str) -> str:
    """An address as it stands in a source that QGIS writes: with all else readable."""
    return address.replace("&", "%26").replace("=", "%3D")


def with_plain_address(text: str) -> str:
    """The source, with an address in it that every QGIS reads even where it was encoded as a whole."""
    parts = text.split("&")
    for place, part in enumerate(parts):
        name, _, value = part.partition("=")
        if name == "url" and _address(value, unquote(value)) != value:
            parts[place] = "url=" + escaped(unquote(value))
    return "&".join(parts)


def template_of(text: str) -> str:
    """The bare address of tiles that a text is, encoded or not; empty where it is none."""
    address = text if "://" in text else unquote(text)
    is_template = "://" in address and ("{z}" in address.lower() or "{q}" in address)
    return address if is_template else ""


def _address(as_read: str, decoded: str) -> str:
    """The address as QGIS reads it, or decoded where that is none: no place of a tile has ``%3F`` in it."""
    is_whole = "://" in as_read and ("?" in as_read or "%3f" not in as_read.lower())
    return as_read if is_whole or "://" not in decoded else decoded
