"""What a NetCDF file's first bytes tell: that it is one, and, of the old format, whether it is complete.

The library reads zeros beyond the end of a truncated file of the old format, and says nothing. Its
header tells where each variable begins and how long it is (NetCDF Users' Guide, appendix "The classic
format": https://docs.unidata.ucar.edu/nug/current/file_format_specifications.html).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

CLASSIC = (b"CDF\x01", b"CDF\x02", b"CDF\x05")
"""First bytes of the classic format, with 32-bit offsets, 64-bit offsets and 64-bit data."""

_HDF5 = b"\x89HDF"

_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}
"""Length of a value by its type's number."""


class _Header:
    """Reads the header's numbers one after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        version = file.read(4)[3]
        self._count = ">Q" if version == 5 else ">I"
        self._offset = ">I" if version == 1 else ">Q"

    def _number(self, form: str) -> int:
        return int(struct.unpack(form, self._file.read(struct.calcsize(form)))[0])

    def count(self) -> int:
        return self._number(self._count)

    def tag(self) -> int:
        return self._number(">I")

    def offset(self) -> int:
        return self._number(self._offset)

    def skip(self, length: int) -> None:
        """Leave out some bytes and what fills them up to four."""
        self._file.seek(-(-length // 4) * 4, 1)

    def skip_attributes(self) -> None:
        self.tag()
        for _ in range(self.count()):
            self.skip(self.count())
            kind = self.tag()
            self.skip(self.count() * _BYTES[kind])


def is_netcdf(path: Path) -> bool:
    """Whether a file begins as NetCDF does, of the old format or the new one."""
    with path.open("rb") as file:
        return file.read(4) in (*CLASSIC, _HDF5)


def is_complete(path: Path) -> bool:
    """Whether a file holds all that its header promises; of the new format, the library says so itself."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in CLASSIC:
                return True
            file.seek(0)
            return path.stat().st_size >= _promised_length(_Header(file))
    except (struct.error, KeyError, IndexError):
        return False


def _promised_length(header: _Header) -> int:
    records = header.count()
    if records in (2**32 - 1, 2**64 - 1):
        records = 0  # written as a stream: the number of records follows from the length
    header.tag()
    lengths = []
    for _ in range(header.count()):
        header.skip(header.count())
        lengths.append(header.count())
    header.skip_attributes()
    header.tag()
    ends, of_records = [0], []
    for _ in range(header.count()):
        header.skip(header.count())
        shape = [lengths[header.count()] for _ in range(header.count())]
        header.skip_attributes()
        kind = header.tag()
        header.count()  # its length, which overflows where it is large: told by the shape as well
        begin = header.offset()
        size = _BYTES[kind]
        for length in shape[1:] if shape and shape[0] == 0 else shape:
            size *= length
        if shape and shape[0] == 0:
            of_records.append((begin, size))
        else:
            ends.append(begin + size)
    if records and of_records:
        # A single record variable is not filled up to four bytes between its records.
        filled = [size if len(of_records) == 1 else -(-size // 4) * 4 for _, size in of_records]
        ends += [begin + (records - 1) * sum(filled) + size for begin, size in of_records]
    return max(ends)
