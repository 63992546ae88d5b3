"""The two sides of a comparison: the youth as an asker describes her, and a record the holder has."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the asker knows. Empty means "not said" and never counts for or against a record."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    school: str = ""
    guardian_name: str = ""
    state_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one record holds. ``key`` is handed back on the match and is never compared."""

    key: int | str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    school: str = ""
    guardian_names: tuple[str, ...] = ()
    state_id: str = ""
