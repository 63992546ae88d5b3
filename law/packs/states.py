"""The packs that lie beside this file, by state."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from law.packs.loader import load
from law.packs.pack import Pack

FOLDER = Path(__file__).parent
BLANK = FOLDER / "blank.toml"


@lru_cache(maxsize=1)
def shipped() -> tuple[Pack, ...]:
    """Every pack of the folder except the blank one, read once a process. One that is wrong stops the process."""
    return tuple(load(file) for file in sorted(FOLDER.glob("*.toml")) if file != BLANK)


def for_state(state: str, on: date) -> Pack | None:
    """The newest pack of the state that is in force on the day, or None."""
    found = [pack for pack in shipped() if pack.state == state and pack.in_force(on)]
    return max(found, key=lambda pack: pack.version, default=None)
