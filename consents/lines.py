"""One line of a consent as it is entered, before it is a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.models import Agency


@dataclass(frozen=True)
class GrantLine:
    """`discloser` may share records of `category` with `recipient`, for `purposes`, from a day through a day."""

    discloser: Agency
    recipient: Agency
    category: str
    purposes: Sequence[str]
    starts_on: date
    expires_on: date

    @property
    def flow(self) -> tuple[str, str, tuple[str, ...], date, date]:
        """What lines have in common that are read to the family as one."""
        return (
            self.discloser.name,
            self.recipient.name,
            tuple(self.purposes),
            self.starts_on,
            self.expires_on,
        )
