"""What a FHIR Consent says, in the portal's own words; or every reason why it cannot become a draft.

Nothing is guessed in favor of sharing. A rule that allows less than a line here can say is refused, because a line
that leaves the difference out would allow more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from consents.expiry import is_adult
from consents.fhir import codes
from consents.fhir.elements import Resource, as_uuid, code_pairs, day_of, name_of, uuid_in, words_for
from consents.fhir.reading import Document, NotTaken, read
from consents.fhir.rules import Rules
from consents.lines import GrantLine
from law.vocabulary import SignerCapacity
from youth import queries as youth_queries
from youth.models import Guardian, YouthRecord

# Each who signed is looked for among all for whom a Provenance speaks.
MOST_SIGNERS = 20
MOST_AGENTS = 200


@dataclass(frozen=True)
class Signer:
    """Who signed, as far as the file says it. A name or a place in the family's file may be missing."""

    name: str = ""
    capacity: SignerCapacity | None = None
    guardian: Guardian | None = None


@dataclass(frozen=True)
class Understood:
    """What is understood of a consent, and in words what is not taken over. Somebody must check all of it."""

    youth: YouthRecord
    signer: Signer
    signed_on: date
    lines: tuple[GrantLine, ...]
    not_taken: tuple[str, ...]


def understand(content: bytes, *, by: User, youth: YouthRecord | None = None) -> Understood:
    """Read a file as a consent of `youth`, or of the youth whom it names by the portal's own id.

    Raises `NotTaken` with every reason.
    """
    document = read(content)
    return _Reader(document, by, youth).understood()


@dataclass
class _Reader:
    document: Document
    by: User
    youth: YouthRecord | None
    problems: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def understood(self) -> Understood:
        consent = self.document.consent
        self._check_kind(consent)
        youth = self._youth(consent)
        signed_on = self._signed_on(consent, youth)
        signer = self._signer(consent, youth, signed_on)
        rules = Rules(self.document, youth, signed_on, signer.capacity if signer else None)
        lines = rules.lines()
        problems = list(dict.fromkeys([*self.problems, *rules.problems]))
        if problems or youth is None or signer is None or signed_on is None:
            raise NotTaken(problems)
        others = [_("Not used: %(kind)s.") % {"kind": kind} for kind in self.document.ignored]
        return Understood(youth, signer, signed_on, lines, tuple([*self.remarks, *rules.remarks, *others]))

    def _refuse(self, code: str, message: str) -> None:
        self.problems.append((code, message))

    def _check_kind(self, consent: Resource) -> None:
        # What FHIR demands may still be missing: an extension may stand in its place, or an empty list.
        status = consent.get("status") or "?"
        if status != "active":
            self._refuse("status", _("Its status is “%(status)s”, not “active”.") % {"status": status})
        if "patient-privacy" not in {code for _system, code in code_pairs(consent.get("scope"))}:
            self._refuse(
                "scope", _("It is not about privacy: research and treatment have forms of their own.")
            )
        kinds = {pair for kind in consent.get("category") or [] for pair in code_pairs(kind)}
        if not kinds & codes.DISCLOSURE:
            self._refuse("kind", _("It is another kind of consent than one to share records."))
        if consent.get("modifierExtension"):
            self._refuse("modifier", _("It has an extension that changes its meaning and is not known here."))

    def _youth(self, consent: Resource) -> YouthRecord | None:
        patient = consent.get("patient") or {}
        about = self.document.found(patient) or {}
        ids = {pk for pk in (uuid_in(patient), uuid_in({"identifier": about.get("identifier")})) if pk}
        youth = self.youth
        if youth is None and len(ids) == 1:
            youth = youth_queries.visible_to(self.by).filter(pk__in=ids).select_related("agency").first()
        if youth is None:
            self._refuse(
                "unknown_patient", _("It does not say which young person of your agency it is about.")
            )
            return None
        born = about.get("birthDate")
        if ids - {youth.pk} or (born and born != youth.birth_date.isoformat()):
            self._refuse("other_patient", _("It is about another young person."))
        elif not ids:
            words = {"patient": words_for(patient)}
            self.remarks.append(
                _("The file calls the young person “%(patient)s”. Check who that is.") % words
            )
        return youth

    def _signed_on(self, consent: Resource, youth: YouthRecord | None) -> date | None:
        """The day of the signature; None, with the reason entered, where the file names none that can be."""
        day = day_of(consent.get("dateTime"), youth.agency.zone if youth else None)
        if day is None:
            self._refuse("no_date", _("It has no date on which it was signed."))
        elif youth and day > youth.agency.today():
            self._refuse("future_date", _("The day of the signature is in the future."))
            return None
        return day

    def _signer(self, consent: Resource, youth: YouthRecord | None, signed_on: date | None) -> Signer | None:
        performers = consent.get("performer") or []
        if len(performers) > MOST_SIGNERS or len(self._agents()) > MOST_AGENTS:
            self._refuse("too_many", _("It has more signers than a consent can have."))
            return None
        found = [self._person(who, consent, youth, signed_on) for who in performers]
        signers = [signer for signer in found if signer is not None]
        if not signers or len(signers) != len(found):
            self._refuse("unknown_signer", _("It does not say who signed."))
            return None
        if len(signers) > 1:
            self.remarks.append(
                _("More than one person signed. Check which of them, and enter the young person’s.")
            )
        return signers[0]

    def _person(
        self, who: Resource, consent: Resource, youth: YouthRecord | None, signed_on: date | None
    ) -> Signer | None:
        """The person behind a performer: the youth, a relative whose resource is in the file, or a mere name."""
        person = self.document.found(who) or {}
        if who.get("reference") and who["reference"] == (consent.get("patient") or {}).get("reference"):
            grown = youth is not None and signed_on is not None and is_adult(youth.birth_date, signed_on)
            own = SignerCapacity.ADULT_YOUTH if grown else SignerCapacity.MINOR
            return Signer(youth.full_name if youth else "", self._capacity_of(who) or own)
        pk = as_uuid(person.get("id"))
        guardian = youth.guardians.filter(pk=pk).first() if youth and pk else None
        name = (str(guardian) if guardian else name_of(person) or who.get("display") or "").strip()
        relations = [pair for kind in person.get("relationship") or [] for pair in code_pairs(kind)]
        said = self._capacity_of(who) or _capacity(relations)
        roles = [
            codes.CAPACITY_OF_ROLE[code] for _system, code in relations if code in codes.CAPACITY_OF_ROLE
        ]
        # Ours name nobody: the name stands on the sealed form. Of another's file a role alone is nobody.
        return Signer(name[:200], said or next(iter(roles), None), guardian) if name or said else None

    def _capacity_of(self, who: Resource) -> SignerCapacity | None:
        """In which capacity a Provenance in the same file says that this performer signed."""
        named = who.get("reference")
        same = [
            each for each in self._agents() if named and (each.get("who") or {}).get("reference") == named
        ]
        return _capacity(
            pair for agent in same for role in agent.get("role") or [] for pair in code_pairs(role)
        )

    def _agents(self) -> list[Resource]:
        return [agent for each in self.document.of_kind("Provenance") for agent in each.get("agent") or []]


def _capacity(pairs: Iterable[tuple[str, str]]) -> SignerCapacity | None:
    """The first code of the portal's own list of capacities."""
    own = (code for system, code in pairs if system == codes.CAPACITIES and code in set(SignerCapacity))
    return next((SignerCapacity(code) for code in own), None)
