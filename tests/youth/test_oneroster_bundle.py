"""Opening a bundle: nothing in a folder or a zip may lead elsewhere, hide itself or swell."""

import io
import os
import random
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.youth.oneroster_bundles import (
    USERS,
    bundle,
    codes,
    manifest,
    outcome,
    pack,
    plain_contents,
    problems,
    read,
)
from youth.oneroster import Limits, RosterRefused


def entry(name, *, mode=stat.S_IFREG | 0o644, compression=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = compression
    return info


def test_an_open_file_is_read_like_a_path(tmp_path):
    path = bundle(tmp_path, as_zip=True)
    with path.open("rb") as stream:
        assert read(stream) == read(path)
    assert read(io.BytesIO(path.read_bytes())) == read(path)


@pytest.mark.parametrize(
    ("added", "code"),
    [
        (entry("../users2.csv"), "unsafe_name"),
        (entry("/etc/users.csv"), "unsafe_name"),
        (entry("C:users.csv"), "unsafe_name"),
        (entry("..\\users.csv"), "unsafe_name"),
        (entry("a\nb.txt"), "unsafe_name"),
        (entry("roster/users.csv"), "nested"),
        (entry("roster/"), "nested"),
        (entry("link.csv", mode=stat.S_IFLNK | 0o777), "symlink"),
        (entry("squeezed.txt", compression=zipfile.ZIP_LZMA), "compression"),
        (entry("USERS.CSV"), "same_name_twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_entry_that_leads_elsewhere_is_refused(tmp_path, added, code):
    path = pack(tmp_path / "roster.zip", plain_contents() | {added: b"x"})
    assert [problem.code for problem in problems(path)] == [code]


def test_the_same_name_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = pack(tmp_path / "roster.zip", plain_contents() | {entry("users.csv"): b"x"})
    assert codes(path) == [("users.csv", 0, "same_name_twice")]


def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path):
    path = pack(tmp_path / "roster.zip", plain_contents() | {"__MACOSX/._users.csv": b"x", ".DS_Store": b"y"})
    assert read(path).not_read == (".DS_Store",)


def test_an_encrypted_entry_is_refused(tmp_path):
    path = bundle(tmp_path, as_zip=True)
    raw = bytearray(path.read_bytes())
    start = raw.rindex(b"PK\x01\x02")
    raw[start + 8] |= 1
    path.write_bytes(raw)
    assert codes(path)[0][2] == "encrypted"


def test_a_bomb_is_stopped_by_its_ratio(tmp_path):
    path = bundle(tmp_path, as_zip=True, users=USERS + "\n" * 8_000_000)
    assert path.stat().st_size < 20_000
    assert codes(path, limits=Limits(rows=10_000_000))[0][2] == "ratio_too_high"


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path):
    """The directory says a hundred bytes; what is unpacked is counted, and the rest is damage, never rows."""
    path = bundle(tmp_path, as_zip=True, users=USERS + "\n" * 3_000_000)
    raw = path.read_bytes().replace(
        struct.pack("<L", len(USERS.encode()) + 3_000_000), struct.pack("<L", 100)
    )
    path.write_bytes(raw)
    assert codes(path)[0][2] in ("zip_damaged", "ratio_too_high")


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(files=3), "too_many_files"),
        (Limits(unpacked_bytes=900), "unpacked_too_large"),
        (Limits(row_bytes=200), "row_too_long"),
        (Limits(rows=4), "too_many_rows"),
        (Limits(text_characters=5), "cell_too_long"),
    ],
)
def test_every_limit_is_kept_in_folders_and_zips(tmp_path, as_zip, limits, code):
    found = [problem.code for problem in problems(bundle(tmp_path, as_zip=as_zip), limits=limits)]
    assert code in found


def test_an_archive_or_a_directory_of_entries_that_is_too_large_is_not_opened(tmp_path):
    path = bundle(tmp_path, as_zip=True)
    assert codes(path, limits=Limits(archive_bytes=500)) == [("", 0, "bundle_too_large")]
    many = pack(tmp_path / "many.zip", {f"{number:060}.txt": b"" for number in range(2_000)})
    assert codes(many) == [("", 0, "too_many_files")]


def test_an_archive_with_a_comment_is_refused(tmp_path):
    path = bundle(tmp_path, as_zip=True)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"packed on Monday"
    assert codes(path) == [("", 0, "zip_layout")]


def test_what_is_no_bundle_is_refused(tmp_path):
    text = tmp_path / "roster.zip"
    text.write_text("sourcedId")
    assert codes(text) == [("", 0, "not_a_zip")]
    assert codes(tmp_path / "nothing") == [("", 0, "not_found")]
    assert codes(io.BytesIO()) == [("", 0, "not_a_zip")]
    assert codes(io.BytesIO(b"PK\x05\x06" + b"\xff" * 16 + b"\0\0")) == [("", 0, "too_many_files")]


def test_a_folder_with_folders_links_and_pipes_is_refused(tmp_path):
    folder = bundle(tmp_path / "roster")
    (folder / "more").mkdir()
    (folder / "results.csv").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.csv")
    assert codes(folder) == [
        ("more", 0, "nested"), ("pipe.csv", 0, "not_plain"), ("results.csv", 0, "symlink"),
    ]  # fmt: skip


def test_a_linked_users_file_is_never_followed(tmp_path):
    folder = bundle(tmp_path / "roster")
    (tmp_path / "elsewhere.csv").write_text(USERS)
    (folder / "users.csv").unlink()
    (folder / "users.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert codes(folder) == [("users.csv", 0, "symlink"), ("users.csv", 0, "missing_but_listed")]


def test_an_empty_bundle_lacks_its_manifest(tmp_path):
    assert codes(tmp_path) == [("", 0, "manifest_missing")]
    assert codes(pack(tmp_path / "empty.zip", {})) == [("", 0, "manifest_missing")]


PACKED = io.BytesIO()
with zipfile.ZipFile(PACKED, "w", zipfile.ZIP_DEFLATED) as _archive:
    for _name, _content in plain_contents(manifest=manifest()).items():
        _archive.writestr(_name, _content)


@settings(deadline=None, max_examples=400)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 12))
def test_a_damaged_archive_is_read_or_refused_and_never_crashes(seed, changes):
    chance = random.Random(seed)
    raw = bytearray(PACKED.getvalue())
    for _change in range(changes):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    roster, refused = outcome(io.BytesIO(raw))
    assert bool(roster) != bool(refused)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_no_bundle(data):
    with pytest.raises(RosterRefused):
        read(io.BytesIO(data))
