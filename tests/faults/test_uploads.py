"""Files that are too large, that unpack to too much, or that are not what they say: refused, nothing stored."""

import re
import select
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from agencies.acting import acting_as
from tests.e2e.portal import web
from tests.faults.processes import Browser, broker, environment, signed_in
from tests.youth.oneroster_bundles import USERS, bundle
from youth.models import RecordItem, RosterImport, YouthRecord

pytestmark = pytest.mark.processes

GIGABYTE = 1024**3
MEGABYTE = 1024**2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="module")
def server(module_cast, database, folder):
    """bob, signed in at a live server, and the id of the process that answers."""
    path = folder / "broker.sock"
    seen = environment(database, folder, REDIS_URL=f"redis+socket://{path}")
    with broker(path), web(seen, folder) as (address, process):
        (answering,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield signed_in(address, module_cast.bob), int(answering)


@pytest.fixture
def bob(server) -> Browser:
    return server[0]


def resident(pid: int) -> int:
    """Bytes of memory the process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise LookupError(pid)


def pour(address: str, path: str, length: str, content: bytes, limit: int) -> tuple[bytes, int, bool]:
    """Send a body until the server answers or `limit` bytes are gone; give answer, bytes sent, whether it hung up."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port), timeout=30) as link:
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
        link.sendall(head.encode())
        sent = 0
        while sent < limit and not select.select([link], [], [], 0)[0]:
            try:
                link.sendall(content)
            except OSError:
                break
            sent += len(content)
        answer = bytearray()
        while True:
            try:
                part = link.recv(65536)
            except ConnectionResetError:
                part = b""
            if not part:
                return bytes(answer), sent, True
            answer += part


@pytest.mark.parametrize(
    ("length", "content"),
    [
        (f"Content-Length: {GIGABYTE}", b"x" * 65536),
        ("Transfer-Encoding: chunked", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    ],
    ids=["declared", "chunked"],
)
def test_a_gigabyte_is_refused_before_it_is_read(module_cast, server, folder, length, content):
    bob, answering = server
    path = f"/youth/{module_cast.maya.pk}/items/new/"
    stored = everything_in(folder)
    before, start = resident(answering), time.monotonic()
    answer, sent, hung_up = pour(bob.base, path, length, content, GIGABYTE)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"too large" in answer
    assert hung_up
    assert sent < 64 * MEGABYTE
    assert time.monotonic() - start < 20
    assert resident(answering) - before < 50 * MEGABYTE
    assert everything_in(folder) == stored
    assert bob.open(path).status == 200


def everything_in(folder: Path) -> list[str]:
    """Files of the data folder that a web request could have written."""
    return sorted(str(path) for path in (folder / "files").rglob("*"))


def bomb(folder: Path) -> bytes:
    """A roster of 200 MB in less than 1 MB: correct but for the length of its names."""
    header = USERS.splitlines()[0] + "\r\n"
    rows = (f"s{number},,,true,h1,student,ana,,Ana,{'x' * 30000},,,,,,,,\r\n" for number in range(7000))
    packed = bundle(folder, as_zip=True, users=header + "".join(rows)).read_bytes()
    assert len(packed) < MEGABYTE
    return packed


def test_a_zip_bomb_is_refused_and_unpacks_nowhere(module_cast, server, folder, tmp_path):
    bob, answering = server
    packed = bomb(tmp_path)
    stored, before = everything_in(folder), resident(answering)
    bob.open("/youth/roster/").submit(file=("file", "roster.zip", packed))
    assert bob.status == 200
    assert "This roster was refused" in bob.text
    assert resident(answering) - before < 100 * MEGABYTE
    assert everything_in(folder) == stored
    with acting_as(module_cast.bob):
        assert [roster.state for roster in RosterImport.objects.all()] == ["refused"]
        assert YouthRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("letter.pdf", b"MZ\x90\x00" + bytes(100), "PDF, PNG, JPEG"),
        ("letter.pdf", b"Absent 6 days.\n", "does not fit its content"),
        ("letter.txt", b"<html><script>alert(1)</script></html>", "This file contains code"),
        ("letter.pdf", b"PK\x03\x04" + bytes(100), ""),
    ],
    ids=["program", "text called PDF", "page called text", "archive called PDF"],
)
def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(
    module_cast, bob, folder, name, content, words
):
    stored = everything_in(folder)
    bob.open(f"/youth/{module_cast.maya.pk}/items/new/")
    bob.submit(
        file=("file", name, content),
        category="attendance",
        occurred_on="2026-10-30",
        title="Letter from the school",
        text="See the file.",
    )
    assert bob.status == 200
    fault = re.search(r'id="id_file_error">(.*?)</div>', bob.text, re.DOTALL)
    assert fault, bob.text
    assert words in fault[1], fault[1]
    assert "Letter from the school" in bob.text
    assert everything_in(folder) == stored
    with acting_as(module_cast.bob):
        assert RecordItem.objects.count() == 1
