"""Where this checkout keeps what it makes, and who may reach it."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / "var").absolute()

# A Unix socket's path is limited to 107 bytes by the kernel; PostgreSQL adds ".s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 80


class Refused(Exception):
    """Something outside this checkout stands in the way; the text says what, and what to do about it."""


def mark() -> str:
    """A short name for this data folder, the same at every call, different for every checkout."""
    return hashlib.sha256(os.fsencode(DATA)).hexdigest()[:12]


def runs(pid: int, name: str) -> bool:
    """Whether the process lives and is of that name: a pid file may be old, and its number somebody else's now."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return True
    command, state = status.read_text().split("(", 1)[1].rsplit(") ", 1)
    return command.startswith(name) and state[0] != "Z"


def socket_folder(preferred: Path) -> Path:
    """The preferred folder, or a private one with a short path when the checkout lies too deep for a socket."""
    if len(os.fsencode(preferred)) <= LONGEST_SOCKET_FOLDER:
        preferred.mkdir(mode=0o700, parents=True, exist_ok=True)
        return preferred
    temporary = Path(tempfile.gettempdir())
    if len(os.fsencode(temporary)) > LONGEST_SOCKET_FOLDER - 40:
        temporary = Path("/tmp")
    short = temporary / f"sharing-portal-{os.getuid()}-{mark()}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.getuid() or short.is_symlink():
        raise Refused(f"{short} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.")
    short.chmod(0o700)
    return short


def write_private(path: Path, text: str) -> None:
    """Replace the file's text in one step; only its owner can read it, from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.replace(path)
