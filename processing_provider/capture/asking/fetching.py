"""All pieces of a capture, fetched by several threads, checked, and tried again where that may help."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from ..plan.pieces import Drawn, Painter, Piece, Source
from .faults import ANSWERS, EMPTY, NOT_ASKED, NOT_DRAWN, NOT_FOUND, PLACEHOLDER, WORTH_WAITING, Fault
from .looks import digest_of, look, pixels_of, placeholders
from .network import Listener, Server, listening
from .overhearing import Overhearing
from .piece_store import PieceStore
from .threads import Thread, let_main_thread_serve

_SECOND_LOOKS = 16
"""So many pieces, and a tenth of all, are asked for again at the end where an answer showed no ground."""
_TICK = 0.05


@dataclass(frozen=True)
class Got:
    """What came of one piece."""

    piece: Piece
    fault: Fault | None
    digest: bytes = b""
    bits: float = 0.0
    """Per pixel of the compressed picture."""
    from_cache: bool = False
    is_nothing: bool = False
    """It is transparent, and that is no gap."""


@dataclass(frozen=True, eq=False)
class _Work:
    """A piece that is to be got."""

    piece: Piece
    server: Server
    is_second: bool = False
    """Whether it is asked for once more at the end."""
    tries: int = 0
    fault: Fault | None = None
    """Of the last try."""


@dataclass
class Fetched:
    """What came of all."""

    pieces: dict[Piece, Got] = field(default_factory=dict)
    requests: int = 0
    gave_up: str = ""

    def is_good(self, piece: Piece) -> bool:
        """Whether the piece shows the ground."""
        got = self.pieces.get(piece)
        return got is not None and got.fault is None

    @property
    def gaps(self) -> list[Got]:
        """Pieces without a picture of the ground."""
        return [got for got in self.pieces.values() if got.fault is not None]

    @property
    def from_cache(self) -> int:
        """How many pieces nobody had to be asked for."""
        return sum(got.from_cache for got in self.pieces.values())


_Ears = tuple[Listener, Overhearing]


class Fetcher:
    """Fetches pieces with the given painters, each in a thread of its own."""

    def __init__(self, source: Source, painters: Sequence[Painter], store: PieceStore, retries: int) -> None:
        self._source, self._painters, self._store = source, painters, store
        self._retries = retries
        self._servers: dict[str, Server] = {}
        self._requests = 0
        self._numbers: set[int] = set()
        """Of requests that were heard in a thread of ours."""
        self._work: Iterator[_Work] = iter(())
        self._later: deque[_Work] = deque()
        self._lock, self._work_lock = threading.Lock(), threading.Lock()
        self._done: queue.Queue[Got | BaseException] = queue.Queue()
        self._is_over = threading.Event()

    def run(self, pieces: Sequence[Piece], tick: Callable[[Fetched], bool], fetched: Fetched) -> bool:
        """Fetch the pieces into `fetched`, which may hold others already.

        `tick` is called often in this thread; where it says no all ends, with False.
        """
        if not self._pass((_Work(piece, self._server_of(piece)) for piece in pieces), fetched, tick):
            return False
        self._mark_placeholders(fetched)
        again = self._second_looks(set(pieces), fetched) if self._retries else []
        if again:
            if not self._pass(again, fetched, tick):
                return False
            self._mark_placeholders(fetched)
        fetched.gave_up = next((server.gave_up for server in self._servers.values() if server.gave_up), "")
        return True

    def _second_looks(self, pieces: set[Piece], fetched: Fetched) -> list[_Work]:
        """Those to be asked for once more, of the servers that are still asked."""
        works = [
            _Work(got.piece, self._server_of(got.piece), is_second=True)
            for got in fetched.gaps
            if got.piece in pieces and self._source.is_web_piece(got.piece) and _deserves_a_second_look(got)
        ]
        return [work for work in works if not work.server.gave_up][: max(_SECOND_LOOKS, len(pieces) // 10)]

    def _server_of(self, piece: Piece) -> Server:
        """One for each name of a server, so that what one does is no other's fault."""
        with self._lock:
            return self._servers.setdefault(self._source.host_of(piece), Server())

    def _mark_placeholders(self, fetched: Fetched) -> None:
        arrived: dict[int, list[Got]] = {}
        for got in fetched.pieces.values():
            is_picture = got.fault is None or got.fault.reason == PLACEHOLDER
            if got.digest and is_picture and self._source.is_web_piece(got.piece):
                arrived.setdefault(got.piece.layer, []).append(got)
        for layer in arrived.values():  # each by itself: one server may be asked twice
            known = placeholders((got.digest, got.bits) for got in layer)
            for got in layer:
                fault = Fault(PLACEHOLDER) if got.digest in known else None
                fetched.pieces[got.piece] = replace(got, fault=fault)

    # ---- the threads

    def _pass(self, work: Iterable[_Work], fetched: Fetched, tick: Callable[[Fetched], bool]) -> bool:
        """Go through the work once; False where it was stopped."""
        self._work = iter(work)
        threads = [Thread(self._in_thread, painter) for painter in self._painters]
        for thread in threads:
            thread.start()
        stopped, failure = False, None
        while True:
            are_alive = any(thread.isRunning() for thread in threads)
            got = self._next_result()
            if isinstance(got, Got):
                fetched.pieces[got.piece] = got
            elif got is not None:
                failure = failure or got
            elif not are_alive:
                break
            if not self._is_over.is_set() and (failure or not tick(fetched)):
                stopped = True
                self._is_over.set()
            if self._is_over.is_set():
                for painter in self._painters:
                    painter.cancel()
        for thread in threads:
            thread.wait()
        fetched.requests, self._requests = fetched.requests + self._requests, 0
        if failure is not None:
            raise failure
        return not stopped

    def _next_result(self) -> Got | BaseException | None:
        """What a thread has to tell; None where there is nothing new."""
        let_main_thread_serve()
        try:
            return self._done.get(timeout=_TICK)
        except queue.Empty:
            return None

    def _in_thread(self, painter: Painter) -> None:
        try:
            painter.begin()
            with ExitStack() as stack:
                ears = Listener(self._numbers), Overhearing(self._is_over.is_set)
                if not painter.tells:
                    ears = stack.enter_context(listening(self._numbers)), stack.enter_context(ears[1])
                while (work := self._next_work()) is not None:
                    got = self._get(work, painter, ears)
                    if got is not None:
                        self._done.put(got)
        except BaseException as error:
            self._done.put(error)
        finally:
            painter.end()

    def _next_work(self) -> _Work | None:
        """The next piece whose server may be asked at once; if there is none, the next of all."""
        if self._is_over.is_set():
            return None
        with self._work_lock:
            for work in self._later:
                if work.server.is_ready:
                    self._later.remove(work)
                    return work
            for work in self._work:
                if work.server.is_ready:
                    return work
                self._later.append(work)
            return self._later.popleft() if self._later else None

    # ---- one piece

    def _get(self, work: _Work, painter: Painter, ears: _Ears) -> Got | None:
        """The piece, from the store or anew; None where all is over or it is to be asked for later."""
        piece, server = work.piece, work.server
        if not work.is_second and not work.tries:
            stored = self._stored(piece)
            if stored is not None:
                return stored
        server.wait(self._is_over.is_set)
        if self._is_over.is_set():
            return None
        if server.gave_up:
            return Got(piece, work.fault or Fault(NOT_ASKED))
        got = self._ask(piece, server, painter, ears)
        if got.fault is None or got.fault.reason not in WORTH_WAITING or work.tries >= self._retries:
            return got
        with self._work_lock:  # others may be had from other servers meanwhile
            self._later.appendleft(replace(work, tries=work.tries + 1, fault=got.fault))
        return None

    def _stored(self, piece: Piece) -> Got | None:
        found = self._store.get(self._source.store_folder(piece), self._source.name_of(piece))
        if found is None:
            return None
        pixels = pixels_of(found[0])
        reason = look(pixels) if self._source.is_web_piece(piece) else ""
        is_nothing = reason == EMPTY and self._source.may_be_empty(piece)
        return Got(
            piece,
            Fault(reason) if reason and not is_nothing else None,
            b"" if is_nothing else digest_of(pixels),
            _bits(found[1], pixels),
            from_cache=True,
            is_nothing=is_nothing,
        )

    def _ask(self, piece: Piece, server: Server, painter: Painter, ears: _Ears) -> Got:
        """Try once."""
        asked_at = time.monotonic()
        for ear in ears:
            ear.start()
        drawn = painter.draw(piece)
        fault, requests, is_heard = self._told(piece, drawn, *ears)
        with self._lock:
            self._requests += requests
        if fault is not None:
            if fault.reason in WORTH_WAITING:
                server.failed(fault, asked_at)
            else:
                server.answered(fault)
            return Got(piece, fault)
        server.answered(None)
        pixels = pixels_of(drawn.image)
        reason = look(pixels)
        if not self._source.is_web_piece(piece) and reason != EMPTY:
            reason = ""  # a drawing may well be of one colour
        is_nothing = reason == EMPTY and self._source.may_be_empty(piece)
        if reason and not is_nothing and (reason not in ANSWERS or not is_heard):
            return Got(piece, Fault(reason))  # not to be kept: nobody has said that it is so
        size = self._store.put(self._source.store_folder(piece), self._source.name_of(piece), drawn.image)
        if is_nothing:
            return Got(piece, None, is_nothing=True)
        return Got(piece, Fault(reason) if reason else None, digest_of(pixels), _bits(size, pixels))

    def _told(
        self, piece: Piece, drawn: Drawn, listener: Listener, overhearing: Overhearing
    ) -> tuple[Fault | None, int, bool]:
        """The fault of a try, its requests, and whether a server has answered at all."""
        fault, requests, is_heard = drawn.fault, drawn.requests, True
        if requests is None:
            hosts = set(self._source.host_of(piece).split(", "))
            has_holes = self._source.is_of_vector_tiles(piece)
            is_web = self._source.is_web_piece(piece)
            for answer in overhearing.answers(hosts, self._numbers) if is_web else ():
                is_hole = has_holes and answer.fault is not None and answer.fault.reason == NOT_FOUND
                listener.add(None if is_hole else answer.fault)
            fault, requests = fault or listener.fault(), listener.heard
            is_heard = requests > 0 or overhearing.has_given(hosts)
        if fault is None and (drawn.image is None or not drawn.is_well):
            fault = Fault(NOT_DRAWN)
        return fault, requests, is_heard


def _bits(size: int, pixels: bytes) -> float:
    return 32 * size / len(pixels)


def _deserves_a_second_look(got: Got) -> bool:
    fault = got.fault
    return fault is not None and not got.from_cache and fault.reason not in WORTH_WAITING and fault.reason != NOT_ASKED
