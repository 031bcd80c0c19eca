"""A small world to set an engine up in: an index of tiny wheels on loopback, uv as a wheel, an engine that works."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rock_glacier_inventory.inventory.setup import plan as planning
from rock_glacier_inventory.inventory.setup.faults import fault_in
from rock_glacier_inventory.inventory.setup.flavours import LIGHT, LINUX
from rock_glacier_inventory.inventory.setup.pins import UV_VERSION, Pin
from rock_glacier_inventory.inventory.setup.steps import Chore, Download, Outcome, Program
from rock_glacier_inventory.inventory.setup.told import SetupFault, Told
from rock_glacier_inventory.inventory.setup.wheel import check_hash

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".venv" / "engine" / "bin" / "uv"
ANSWERS = """
import os, sys
if "--test" in sys.orig_argv:
    print('{"result": {"device": "processor", "problem": "", "tried": "nothing"}}', flush=True)
    os._exit(0)
"""
"""What a tiny package says when the real engine is to be tried with it, which cannot work."""
WORKS = 'import json; print(json.dumps({"result": {"device": "processor", "problem": "", "tried": "nothing"}}))'


def tiny_wheel(folder: Path, name: str, version: str = "1.0", size: int = 200_000, works: bool = False) -> Path:
    """A wheel of one module that says its version, and a file of so many bytes that do not compress."""
    wheel, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    contents = {
        f"{name}/__init__.py": f'VERSION = "{version}"\n'.encode(),
        f"{name}/ballast.bin": os.urandom(size),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if works:
        contents |= {f"{name}/works.py": ANSWERS.encode(), f"{name}.pth": f"import {name}.works\n".encode()}
    contents[f"{info}/RECORD"] = "".join(f"{one},,\n" for one in [*contents, f"{info}/RECORD"]).encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in contents.items():
            archive.writestr(one, content)
    return wheel


def uv_wheel(folder: Path, kept: Path) -> Path:
    """The uv of this environment in the form in which the index has it; made once in a folder for all worlds."""
    name = f"uv-{UV_VERSION}-py3-none-any.whl"
    if not (kept / name).is_file():
        _make_uv_wheel(kept / name)
    os.link(kept / name, folder / name)
    return folder / name


def _make_uv_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(UV, f"uv-{UV_VERSION}.data/scripts/uv")
        archive.writestr(f"uv-{UV_VERSION}.dist-info/METADATA", "Name: uv\n")


def metadata_of(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA")))


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass
class Ways:
    """What is wrong with a server: each takes a name, and says what happens to it."""

    share: float = 1.0
    """Of a large file that is sent before the line is cut."""
    half: bool = False
    """Half a file is sent as if it were all."""
    altered: bool = False
    """The last byte of a wheel is another."""
    only: str = ""
    """Names that this is about."""
    status: int = 200
    ranges: bool = True
    hold: bool = False
    """Nothing is sent before `let_go`."""
    delay: float = 0.0
    """Seconds before a file is sent."""


class Index:
    """A package index on loopback (PEP 503) for the wheels of a folder, and a server of these files."""

    def __init__(self, folder: Path, certificate: Path | None = None, key: Path | None = None) -> None:
        self.folder, self.ways = folder, Ways()
        self.asked: list[str] = []
        self.sent: list[tuple[str, int]] = []
        """Files, and from which byte on."""
        self._free = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                index.answer(self)

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who does not trust us hangs up
        scheme = "http"
        if certificate is not None:
            context, scheme = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), "https"
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.base = f"{scheme}://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def simple(self) -> str:
        return f"{self.base}/simple"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        parts = [part for part in handler.path.partition("?")[0].split("/") if part]
        name = parts[-1]
        if parts[0] == "simple":
            files = sorted(self.folder.glob(f"{name.replace('-', '_')}-*.whl"))
            links = "".join(
                f'<a href="/files/{one.name}#sha256={hash_of(one)}" data-dist-info-metadata="true">{one.name}</a>'
                for one in files
            )
            page = f"<!DOCTYPE html><html><body>{links}</body></html>"
            return self._send(handler, page.encode(), 200 if files else 404)
        path = self.folder / name
        if name.endswith(".whl.metadata"):  # as the large index has it, so that no wheel is read for its needs
            return self._send(handler, metadata_of(path.with_suffix("")), 200)
        ours = self.ways.only in name
        if not path.is_file() or (ours and self.ways.status != 200):
            return self._send(handler, b"", self.ways.status if path.is_file() else 404)
        content = path.read_bytes()
        if ours and self.ways.altered:
            content = content[:-30] + bytes([content[-30] ^ 1]) + content[-29:]
        if ours and self.ways.half:
            content = content[: len(content) // 2]
        if ours and self.ways.hold:
            self._free.wait(30)
        if ours and self.ways.delay:
            time.sleep(self.ways.delay)
        return self._send_file(handler, content, self.ways.share if ours else 1.0)

    def _send_file(self, handler: BaseHTTPRequestHandler, content: bytes, share: float) -> None:
        first, code, headers = 0, 200, {"Content-Type": "application/octet-stream"}
        asked = handler.headers.get("Range", "")
        if self.ways.ranges:
            headers["Accept-Ranges"] = "bytes"
        if asked.startswith("bytes=") and self.ways.ranges:
            first = int(asked[6:].partition("-")[0])
            code, headers["Content-Range"] = 206, f"bytes {first}-{len(content) - 1}/{len(content)}"
        body = content[first:]
        self.sent.append((handler.path.rpartition("/")[2], first))
        handler.send_response(code)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(key, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body[: max(0, int(len(content) * share) - first)] if share < 1 else body)
        if share < 1:
            handler.close_connection = True
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, handler: BaseHTTPRequestHandler, body: bytes, code: int) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    def let_go(self) -> None:
        """What was held may come."""
        self.ways.hold = False
        self._free.set()

    def stop(self) -> None:
        self._free.set()
        self._server.shutdown()
        self._server.server_close()


@dataclass
class World:
    """Where an engine is set up: an index with two packages, their lock, a cache, an engine that says it works."""

    folder: Path
    index: Index
    lock: Path
    engine: Path
    uv: Pin
    cache: Path
    variables: dict[str, str] = field(default_factory=lambda: {"UV_HTTP_RETRIES": "0"})

    def sources(self) -> Path:
        """A list of sources as somebody with a mirror writes it."""
        locks = self.folder / "locks"
        locks.mkdir(exist_ok=True)
        for flavour in ("light", "full"):
            shutil.copyfile(self.lock, locks / f"{LINUX}-{flavour}.txt")
        python = {"name": "python.tar.gz", "address": f"{self.index.base}/files/python.tar.gz", "sha256": "0" * 64}
        uv = {"name": self.uv.name, "address": self.uv.address, "sha256": self.uv.sha256}
        told = {"index": self.index.simple, "torch": self.index.simple, "uv": uv, "python": python, "locks": str(locks)}
        path = self.folder / "sources.json"
        path.write_text(json.dumps(told), "utf-8")
        return path

    def order(self, **changes: Any) -> planning.Order:
        python = Pin("python.tar.gz", f"{self.index.base}/files/python.tar.gz", "0" * 64)  # nobody has it
        given = {
            "platform": LINUX,
            "flavour": LIGHT,
            "cache": self.cache,
            "environment": self.cache / "engine-light-123456789abc",
            "lock": self.lock,
            "engine": self.engine,
            "index": self.index.simple,
            "uv": self.uv,
            "python": python,
            "path": str(Path(sys.base_prefix) / "bin"),
            "variables": self.variables,
        }
        return planning.Order(**{**given, **changes})


def make_world(folder: Path, kept: Path, works: bool = False) -> World:
    """A world; where it `works`, a package answers in place of the real engine."""
    wheels = folder / "index"
    wheels.mkdir(parents=True)
    made = {name: tiny_wheel(wheels, name, works=works) for name in ("tinyone", "tinytwo")}
    lines = [f"{name}==1.0 --hash=sha256:{hash_of(wheel)}\n" for name, wheel in made.items()]
    lock, engine = folder / "lock.txt", folder / "engine"
    lock.write_text("".join(lines), "utf-8")
    engine.mkdir()
    (engine / "__main__.py").write_text(WORKS, "utf-8")
    wheel = uv_wheel(wheels, kept)
    index = Index(wheels)
    uv = Pin(wheel.name, f"{index.base}/files/{wheel.name}", hash_of(wheel), wheel.stat().st_size)
    return World(folder, index, lock, engine, uv, folder / "cache")


def environment_of(order: planning.Order, program: Program) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_", "PYTHON"))}
    return {**kept, **program.variables}


def set_up(order: planning.Order, before: Callable[[Any], None] | None = None) -> dict[str, Any]:
    """Do a plan without Qt: the steps one after the other; what `finished.json` says."""
    steps = planning.plan(order)
    try:
        step = next(steps)
        while True:
            if before is not None:
                before(step)
            try:
                outcome = do(order, step)
            except SetupFault as fault:
                step = steps.throw(fault)
            else:
                step = steps.send(outcome)
    except StopIteration as end:
        return dict(end.value)


def do(order: planning.Order, step: Any) -> Outcome:
    if isinstance(step, Chore):
        return Outcome(value=step.action())
    if isinstance(step, Download):
        return Outcome(value=_download(step))
    assert isinstance(step, Program)
    done = subprocess.run(
        list(step.command), env=environment_of(order, step), capture_output=True, text=True, check=False
    )
    if done.returncode and not step.may_fail:
        raise SetupFault(fault_in(done.stderr, done.returncode), done.stderr)
    return Outcome(done.returncode, done.stdout + done.stderr)


def _download(step: Download) -> Path:
    step.folder.mkdir(parents=True, exist_ok=True)
    target = step.folder / step.pin.name
    try:
        with urllib.request.urlopen(step.pin.address) as answer, target.open("wb") as file:
            shutil.copyfileobj(answer, file)
    except urllib.error.URLError as error:
        raise SetupFault(Told("refused", {"file": step.pin.name}), str(error)) from error
    check_hash(target, step.pin.sha256)
    return target


def worlds(folder: Path, kept: Path) -> Iterator[World]:
    """For a fixture: a world that ends."""
    world = make_world(folder, kept)
    yield world
    world.index.stop()


@dataclass(frozen=True)
class Company:
    """A company that looks into all connections: its authority, and what it says for localhost."""

    authority: Path
    certificate: Path
    key: Path


def make_company(folder: Path) -> Company:
    """An authority that no system knows, and a certificate that it has signed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Company(folder / "authority.pem", folder / "localhost.pem", folder / "localhost.key")
    key, request, more = folder / "authority.key", folder / "request.pem", folder / "more"
    more.write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n", "utf-8")
    fresh = ["-newkey", "rsa:2048", "-nodes"]
    signed = ["-CA", made.authority, "-CAkey", key, "-CAcreateserial", "-days", "2", "-extfile", more]
    for words in (
        ["req", "-x509", *fresh, "-days", "2", "-subj", "/CN=Company", "-keyout", key, "-out", made.authority],
        ["req", *fresh, "-subj", "/CN=localhost", "-keyout", made.key, "-out", request],
        ["x509", "-req", "-in", request, *signed, "-out", made.certificate],
    ):
        subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True)
    return made


class Proxy:
    """A proxy for plain HTTP that wants a name and a password, and else answers 407."""

    def __init__(self, user: str, password: str) -> None:
        self.wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.passed: list[str] = []
        self.refused = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.do_GET()

            def do_CONNECT(self) -> None:
                proxy.refuse(self)

            def do_GET(self) -> None:
                if self.headers.get("Proxy-Authorization") == proxy.wanted:
                    proxy.pass_on(self)
                else:
                    proxy.refuse(self)

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def refuse(self, handler: BaseHTTPRequestHandler) -> None:
        self.refused += 1
        handler.send_response(407)
        handler.send_header("Proxy-Authenticate", 'Basic realm="company"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        self.passed.append(handler.path)
        request = urllib.request.Request(handler.path, method=handler.command)
        for name in ("Range", "Accept"):
            if handler.headers.get(name):
                request.add_header(name, handler.headers[name])
        try:
            answer = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            handler.send_response(answer.status)
            for name in ("Content-Type", "Content-Range", "Content-Length", "Accept-Ranges"):
                if answer.headers.get(name):
                    handler.send_header(name, answer.headers[name])
            handler.end_headers()
            handler.wfile.write(answer.read())

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
