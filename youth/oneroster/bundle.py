"""Opening a bundle, folder or zip, so that nothing in it can harm us: no paths, no links, no bombs.

What an archive says of its own sizes is never trusted: every byte is counted as it is unpacked, and reading
stops at the limit. Only files that OneRoster names are ever opened.
"""

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from youth.oneroster.problems import Problems

_SAFE_NAME = re.compile(r"\.?\w[\w .()-]{0,99}")
# What a Mac adds to every zip file beside the files themselves; never opened.
_MAC_EXTRAS = "__MACOSX/"
_END_RECORD, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a bundle is read at most; the numbers hold a district of about 100,000 students."""

    files: int = 64
    archive_bytes: int = 50_000_000
    unpacked_bytes: int = 128_000_000
    ratio: int = 200
    row_bytes: int = 32_768
    text_characters: int = 255
    list_characters: int = 8_000
    rows: int = 400_000


DEFAULT_LIMITS = Limits()


class Refused(Exception):
    """Reading one file has to stop here; ``code`` and ``values`` are those of the problem."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Bundle(Protocol):
    """The names at the top of a bundle, and a way to read one of them."""

    names: tuple[str, ...]

    def open(self, name: str) -> "CountedFile": ...


class CountedFile:
    """One file, line by line, with its bytes counted against what the whole bundle may still unpack to."""

    def __init__(self, stream: BinaryIO, meter: "Meter", packed_bytes: int | None) -> None:
        self._stream = stream
        self._meter = meter
        self._packed = packed_bytes
        self._read = 0

    def lines(self) -> Iterator[bytes]:
        """The lines with their ends; raises ``Refused`` at a limit or where the file is damaged."""
        limits = self._meter.limits
        with self._stream:
            for number in count():
                line = self._next_line(limits.row_bytes)
                if not line:
                    return
                if number == limits.rows:
                    raise Refused("too_many_rows", limit=limits.rows)
                yield line

    def _next_line(self, longest: int) -> bytes:
        try:
            line = self._stream.readline(longest + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise Refused("zip_damaged") from None
        self._read += len(line)
        self._meter.add(line)
        if self._packed is not None and self._read > max(1_000_000, self._meter.limits.ratio * self._packed):
            raise Refused("ratio_too_high", limit=self._meter.limits.ratio)
        if len(line) > longest:
            raise Refused("row_too_long", limit=longest)
        return line


class Meter:
    """Counts and hashes what was read of the whole bundle."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._total = 0
        self._hash = hashlib.sha256()

    def begin(self, name: str) -> None:
        """Mark in the hash that another file starts, so that bytes cannot move from one file to the next."""
        self._hash.update(f"\0{name}\0".encode())

    def add(self, line: bytes) -> None:
        self._total += len(line)
        self._hash.update(line)
        if self._total > self.limits.unpacked_bytes:
            raise Refused("unpacked_too_large", limit=self.limits.unpacked_bytes)

    def fingerprint(self) -> str:
        return self._hash.hexdigest()


class FolderBundle:
    """A folder of plain files; links and folders in it are problems."""

    def __init__(self, folder: int, meter: Meter, problems: Problems) -> None:
        self._folder = folder
        self._meter = meter
        entries = sorted(os.listdir(folder))
        if len(entries) > meter.limits.files:
            problems.add("too_many_files", limit=meter.limits.files)
            entries = []
        self.names = tuple(name for name in entries if self._is_plain(name, problems))

    def _is_plain(self, name: str, problems: Problems) -> bool:
        try:
            mode = os.stat(name, dir_fd=self._folder, follow_symlinks=False).st_mode
        except OSError:
            mode = 0
        if stat.S_ISREG(mode):
            return _is_safe(name, problems)
        code = "symlink" if stat.S_ISLNK(mode) else "nested" if stat.S_ISDIR(mode) else "not_plain"
        problems.add(code, _shown(name))
        return False

    def open(self, name: str) -> CountedFile:
        """Open by the folder's handle and never through a link, so that a swap in between gains nothing."""
        self._meter.begin(name)
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._folder)
        except OSError:
            raise Refused("not_plain") from None
        stream = os.fdopen(handle, "rb")
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            stream.close()
            raise Refused("not_plain")
        return CountedFile(stream, self._meter, None)


class ZipBundle:
    """A zip file; entries with paths, links, encryption or unusual compression are problems."""

    def __init__(self, archive: zipfile.ZipFile, meter: Meter, problems: Problems) -> None:
        self._archive = archive
        self._meter = meter
        entries = archive.infolist()
        if len(entries) > meter.limits.files:
            problems.add("too_many_files", limit=meter.limits.files)
            entries = []
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if not entry.filename.startswith(_MAC_EXTRAS):
                self._take(entry, problems)
        self.names = tuple(sorted(self._entries))

    def _take(self, entry: zipfile.ZipInfo, problems: Problems) -> None:
        code = _fault_of_entry(entry)
        if not code and entry.filename.casefold() in {name.casefold() for name in self._entries}:
            code = "same_name_twice"
        if code:
            problems.add(code, _shown(entry.filename))
        elif _is_safe(entry.filename, problems):
            self._entries[entry.filename] = entry

    def open(self, name: str) -> CountedFile:
        self._meter.begin(name)
        entry = self._entries[name]
        try:
            stream = self._archive.open(entry)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            raise Refused("zip_damaged") from None
        buffered = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
        return CountedFile(buffered, self._meter, entry.compress_size)


@contextmanager
def opened(source: Path | BinaryIO, meter: Meter, problems: Problems) -> Iterator[Bundle]:
    """The bundle in this folder, zip file or open binary file; raises ``RosterRefused`` when there is none."""
    with ExitStack() as stack:
        if isinstance(source, Path) and source.is_dir():
            try:
                folder = os.open(source, os.O_RDONLY | os.O_DIRECTORY)
            except OSError:
                problems.refuse("not_found")
            stack.callback(os.close, folder)
            yield FolderBundle(folder, meter, problems)
            return
        stream = stack.enter_context(_opened_file(source, problems)) if isinstance(source, Path) else source
        archive = _opened_zip(stream, meter.limits, problems)
        yield ZipBundle(stack.enter_context(archive), meter, problems)


def _opened_file(path: Path, problems: Problems) -> BinaryIO:
    try:
        stream = path.open("rb") if path.is_file() else None
    except OSError:
        stream = None
    if stream is None:
        problems.refuse("not_found")
    return stream


def _opened_zip(stream: BinaryIO, limits: Limits, problems: Problems) -> zipfile.ZipFile:
    fault = _fault_of_archive(stream, limits)
    if fault:
        problems.refuse(fault, limit=limits.files if fault == "too_many_files" else limits.archive_bytes)
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        problems.refuse("not_a_zip")


def _fault_of_archive(stream: BinaryIO, limits: Limits) -> str:
    """What is wrong with the archive's last bytes, looked at before the library reads its whole directory.

    The library keeps every directory entry in memory, so that a directory of a million entries would be a bomb
    by itself. A plain end record without a comment says how long the directory is, and there is no other.
    """
    size = stream.seek(0, os.SEEK_END)
    if size > limits.archive_bytes:
        return "bundle_too_large"
    stream.seek(max(0, size - 42))
    tail = stream.read(42)
    stream.seek(0)
    end = tail[-22:]
    if len(end) < 22 or not end.startswith(_END_RECORD):
        return "zip_layout" if zipfile.is_zipfile(stream) else "not_a_zip"
    if tail.startswith(_ZIP64_LOCATOR):
        return "zip_layout"
    directory_bytes = int.from_bytes(end[12:16], "little")
    return "too_many_files" if directory_bytes > limits.files * 1_000 else ""


def _fault_of_entry(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if (
        "\\" in name
        or name.startswith("/")
        or ".." in name.split("/")
        or ":" in name
        or entry.orig_filename != name
    ):
        return "unsafe_name"
    if "/" in name:
        return "nested"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "symlink"
    if entry.flag_bits & 0x1:
        return "encrypted"
    return "" if entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else "compression"


def _is_safe(name: str, problems: Problems) -> bool:
    if _SAFE_NAME.fullmatch(name):
        return True
    problems.add("unsafe_name", _shown(name))
    return False


def _shown(name: str) -> str:
    """A file name as it may stand in a message: short and printable."""
    return "".join(mark if mark.isprintable() else "?" for mark in name[:100])
