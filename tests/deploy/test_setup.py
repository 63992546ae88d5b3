"""The small parts that ./run stands on."""

import os
import socket
import subprocess

import pytest

from deploy import locked, places, port, step

LOCK = """# written by a tool
alpha==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via beta
beta==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:cc
"""


def test_a_package_is_taken_from_the_lock_with_all_its_hashes():
    assert locked.entries(LOCK) == {
        "alpha": "alpha==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n",
        "beta": "beta==2.0 ; python_full_version < '3.12' \\\n    --hash=sha256:cc\n",
    }


def test_a_package_that_the_lock_lacks_is_named(tmp_path, capsys):
    (tmp_path / "lock").write_text(LOCK)
    assert locked.main(str(tmp_path / "lock"), "alpha", "gamma") == 1
    assert capsys.readouterr().err == f"{tmp_path / 'lock'} does not hold gamma.\n"


def test_a_busy_port_is_named_with_a_way_out(monkeypatch):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        number = busy.getsockname()[1]
        monkeypatch.setattr(port, "PORT", str(number))
        refusal = port.port_refusal()
    assert refusal == (
        f"Port {number} is in use by another program. Choose another: PORT={number % 65535 + 1} ./run demo"
    )
    assert port.port_refusal() is None


@pytest.mark.parametrize("word", ["web", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, word):
    monkeypatch.setattr(port, "PORT", word)
    assert port.port_refusal() == f"PORT={word} is not a port number."


def test_a_socket_gets_a_short_private_folder_when_the_checkout_lies_deep(tmp_path, monkeypatch):
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: "/tmp")
    deep = tmp_path / ("deep" * 25)
    folder = places.socket_folder(deep)
    try:
        assert folder.name == f"sharing-portal-{places.os.getuid()}-{places.mark()}"
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        folder.rmdir()


def test_a_failed_step_shows_its_last_words_and_returns_its_code(tmp_path, capsys):
    code = step.step("Trying", ["sh", "-c", "echo first; echo last; exit 7"], tmp_path / "log")
    shown = capsys.readouterr()
    assert code == 7
    assert shown.out.startswith("  Trying ... failed (")
    assert shown.err == "    | first\n    | last\n"


def test_a_process_runs_only_under_its_own_name():
    with subprocess.Popen(["sleep", "30"]) as process:
        found = places.runs(process.pid, "sleep"), places.runs(process.pid, "postgres")
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        dead = places.runs(process.pid, "sleep")
    assert (found, dead) == ((True, False), False)
    assert not places.runs(process.pid, "sleep")


def test_private_text_is_never_readable_by_others(tmp_path):
    places.write_private(tmp_path / "secret", "one")
    places.write_private(tmp_path / "secret", "two")
    assert (tmp_path / "secret").read_text() == "two"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]
