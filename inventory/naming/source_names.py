"""Several names in one text: how a source of many files is written in an option, an inventory and a ledger.

A text is one name, or names with ``;`` between, as QGIS writes lists of layers. A name that holds a ``;``
stands in double quotes (a quote in it is doubled, as in CSV). QGIS's field for several files writes
``"a" "b"``, which is understood as well. What is there under the whole text, or would lie in a folder that is
there, is one name, whatever it holds.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from ..secrets import scrub
from .gdal_names import absolute_name, file_behind, is_plain, is_there

_BETWEEN = ";"
_QGIS_LIST = re.compile(r'\s*"[^"]+"(\s+"[^"]+")+\s*')


def names_in(source: str | Path, folder: Path | None = None) -> list[str]:
    """The names in a text, in their order.

    Parameters
    ----------
    source
        The text.
    folder
        Where relative names begin; None for the working folder.

    Examples
    --------
    >>> names_in('a.nc; "b;c.nc"'), names_in('"a.nc" "b.nc"'), names_in('NETCDF:"a;b.nc":t')
    (['a.nc', 'b;c.nc'], ['a.nc', 'b.nc'], ['NETCDF:"a;b.nc":t'])
    """
    text = os.fspath(source)
    above = _folder_above(text, folder)
    if _exists(text, folder) or (_BETWEEN in above and _exists(above, folder)) or _is_connection(text):
        return [text]
    if _QGIS_LIST.fullmatch(text):
        return re.findall(r'"([^"]+)"', text)
    return _cut(text)


def _folder_above(text: str, folder: Path | None) -> str:
    """The folder of a name, or of a pattern the last one that is none."""
    above = os.path.dirname(text)  # noqa: PTH120 (a Path would change addresses)
    while glob.has_magic(os.path.basename(above)) and not _exists(above, folder):  # noqa: PTH119
        above = os.path.dirname(above)  # noqa: PTH120
    return above


def _is_connection(text: str) -> bool:
    """Whether it is what a driver connects with, such as ``MSSQL:server=a;database=b``: there ; is its own."""
    if "://" in text or text.startswith("/vsi") or is_plain(text):
        return False
    return file_behind(text) is None


def _exists(text: str, folder: Path | None) -> bool:
    try:
        return os.path.exists(text if folder is None else folder / text)  # noqa: PTH110 (addresses keep their slashes)
    except (OSError, ValueError):  # longer than a name may be: a list
        return False


def texts_in(text: str) -> list[str]:
    """The pieces of a text that names no files, cut at each ``;`` that does not stand in quotes."""
    return _cut(text)


def _cut(text: str) -> list[str]:
    """The text cut at each separator that does not stand in quotes, without blanks around and empty pieces."""
    pieces, quoted = [""], False
    for letter in text:
        quoted ^= letter == '"'
        if letter == _BETWEEN and not quoted:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [_unquoted(piece.strip()) for piece in pieces if piece.strip()]


def _unquoted(piece: str) -> str:
    if len(piece) > 1 and piece[0] == piece[-1] == '"':
        return piece[1:-1].replace('""', '"')
    return piece


def joined(names: Iterable[str]) -> str:
    """One text of names, from which `names_in` has the same.

    Examples
    --------
    >>> joined(["a.nc", "b;c.nc"])
    'a.nc;"b;c.nc"'
    """
    names = list(names)
    if len(names) == 1:
        return names[0]
    return _BETWEEN.join('"' + name.replace('"', '""') + '"' if _needs_quotes(name) else name for name in names)


def _needs_quotes(name: str) -> bool:
    return _cut(name) != [name] or name.count('"') % 2 == 1


def with_each(source: str, change: Callable[[str], str], folder: Path | None = None) -> str:
    """The text with each of its names changed."""
    return joined(change(name) for name in names_in(source, folder))


def absolute_file(name: str) -> str:
    """One of the names with its whole path, also where it is a pattern or names a file that is not there."""
    return str(Path(name).absolute()) if is_plain(name) else absolute_name(name)


def called(source: str | Path) -> str:
    """What a sentence calls a source: its only name, or the first and how many more there are."""
    names = [scrub(name) for name in names_in(source)]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def is_pattern(name: str) -> bool:
    """Whether a name stands for all files that look like it (``*``, ``?``, ``[``)."""
    return glob.has_magic(name) and is_plain(name) and not _exists(name, None)


def files_like(pattern: str) -> list[str]:
    """The files that look like a pattern, by their names; brackets in the name of a folder that is there mean it."""
    parts = Path(pattern).parts
    there = Path()
    for at, part in enumerate(parts):
        if not (there / part).is_dir():
            rest = os.path.join(*parts[at:])  # noqa: PTH118 (glob wants a text)
            found = glob.glob(os.path.join(glob.escape(str(there)), rest), recursive=True)  # noqa: PTH118, PTH207
            return sorted(str(Path(name)) for name in found if Path(name).is_file())
        there = there / part
    return []


def are_there(source: str | Path) -> bool:
    """Whether what each name in a text needs is there; of a pattern, a file that looks like it."""
    return all(bool(files_like(name)) if is_pattern(name) else is_there(name) for name in names_in(source))
