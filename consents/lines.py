"""One line of a consent as it is entered, before it is a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.models import Agency
from law.vocabulary import Purpose

# For what a family may be asked to agree, by whatever door; other purposes rest on other laws than consent.
CONSENT_PURPOSES = (
    Purpose.TREATMENT,
    Purpose.CARE_COORDINATION,
    Purpose.EDUCATIONAL_SUPPORT,
    Purpose.ENROLLMENT,
    Purpose.CHILD_PROTECTION,
    Purpose.PLACEMENT,
    Purpose.JUVENILE_SERVICES,
    Purpose.SUPERVISION,
    Purpose.BENEFITS,
    Purpose.PUBLIC_HEALTH,
    Purpose.PAYMENT,
    Purpose.COURT_PROCEEDING,
    Purpose.RESEARCH,
)


@dataclass(frozen=True)
class GrantLine:
    """`discloser` may share records of `category` with `recipient`, for `purposes`, from a day through a day.

    `may_send` is for documents, `may_talk` for talking; `ends_when` a code of `ConsentGrant.EndsWhen` on which it ends
    sooner; `initials` those of the signer beside this line.
    """

    discloser: Agency
    recipient: Agency
    category: str
    purposes: Sequence[str]
    starts_on: date
    expires_on: date
    may_send: bool = True
    may_talk: bool = False
    ends_when: str = ""
    initials: str = ""

    @property
    def flow(self) -> tuple[str, str, tuple[str, ...], date, date, bool, bool, str]:
        """What lines have in common that are read to the family as one."""
        return (
            self.discloser.name,
            self.recipient.name,
            tuple(self.purposes),
            self.starts_on,
            self.expires_on,
            self.may_send,
            self.may_talk,
            self.ends_when,
        )
