"""From the answers kept in a draft to what is read, signed and recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from consents.actions import discard, record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentDraft, ConsentForm
from consents.refusals import CAPACITY_OF_AUTHORITY, check_lines, check_signer
from consents.text import Signing, particulars, text_hash
from law.vocabulary import SignerCapacity
from sharing_portal.errors import RefusedInput
from youth.models import Guardian, YouthRecord

STEPS = ("signer", "sharing", "read", "sign", "check")
ON_FILE = "guardian:"


@dataclass(frozen=True)
class Who:
    """Who signs, as chosen: in which capacity, and which parent or guardian on file it is."""

    capacity: SignerCapacity
    guardian: Guardian | None


def chosen(youth: YouthRecord, choice: str) -> Who:
    """The person behind a choice of the first step: a parent or guardian on file, or a capacity."""
    if not choice.startswith(ON_FILE):
        return Who(SignerCapacity(choice), None)
    guardian = youth.guardians.get(pk=choice.removeprefix(ON_FILE))
    return Who(CAPACITY_OF_AUTHORITY.get(guardian.authority, SignerCapacity.PARENT), guardian)


def signing(youth: YouthRecord, answers: dict[str, Any], signed_on: date) -> Signing:
    """Who signs and how, from the answers of the first step."""
    return Signing(
        youth_name=youth.full_name,
        born=youth.birth_date,
        signer_name=answers["signer_name"],
        capacity=chosen(youth, answers["who"]).capacity,
        signed_on=signed_on,
        method=answers["method"],
        interpreter=answers["interpreter"],
        minor_also_signed=answers["minor_also_signed"],
    )


def lines(flows: list[dict[str, Any]], starts_on: date) -> list[GrantLine]:
    """One line for each category of each flow."""
    wanted = {flow[side] for flow in flows for side in ("discloser", "recipient")}
    agencies = {str(agency.pk): agency for agency in Agency.objects.filter(pk__in=wanted)}
    return [
        GrantLine(
            discloser=agencies[flow["discloser"]],
            recipient=agencies[flow["recipient"]],
            category=category,
            purposes=flow["purposes"],
            starts_on=starts_on,
            expires_on=date.fromisoformat(flow["expires_on"]),
        )
        for flow in flows
        for category in flow["categories"]
    ]


class Drafted:
    """A draft whose first two steps are answered: the text as it would be signed on a day."""

    def __init__(self, draft: ConsentDraft, signed_on: date | None = None) -> None:
        self.draft, self.youth = draft, draft.youth
        self.answers: dict[str, Any] = draft.answers["signer"]
        self.signed_on = signed_on or draft.youth.agency.today()
        self.signing = signing(draft.youth, self.answers, self.signed_on)
        self.lines = lines(draft.answers["sharing"], self.signed_on)
        self.form = ConsentForm.objects.get(pk=self.answers["form"])
        self.who = chosen(draft.youth, self.answers["who"])

    def check(self) -> None:
        """Raise `RefusedInput` when this could never become a valid consent."""
        check_signer(self.youth, self.signing, self.who.guardian, self.answers["authority_evidence"])
        check_lines(self.youth, self.signing, self.lines, today=self.youth.agency.today())

    @property
    def particulars(self) -> str:
        """What is filled in, with the signature."""
        return particulars(self.form, self.signing, self.lines)

    @property
    def text_sha256(self) -> str:
        """The hash of the exact text that is signed."""
        return text_hash(self.form, self.particulars)


def first_open(draft: ConsentDraft) -> str:
    """The first step that is not answered yet."""
    return next((step for step in STEPS[:-1] if not draft.answers.get(step)), "check")


def may_open(draft: ConsentDraft, step: str) -> bool:
    """Whether everything before this step is answered."""
    return STEPS.index(step) <= STEPS.index(first_open(draft))


@transaction.atomic
def record_draft(draft: ConsentDraft, *, by: User) -> Consent:
    """Record the consent that was drafted, exactly as it was signed, and throw the draft away."""
    signed = draft.answers["sign"]
    signed_at = datetime.fromisoformat(signed["signed_at"])
    drafted = Drafted(draft, draft.youth.agency.day_of(signed_at))
    if drafted.text_sha256 != signed["text_sha256"]:
        raise RefusedInput(_("The text has changed since it was signed. Read and sign it again."))
    consent = record_consent(
        draft.youth,
        by=by,
        form=drafted.form,
        signer_name=drafted.signing.signer_name,
        capacity=drafted.signing.capacity,
        authority_evidence=drafted.answers["authority_evidence"],
        guardian=drafted.who.guardian,
        minor_also_signed=drafted.signing.minor_also_signed,
        method=drafted.signing.method,
        interpreter=drafted.signing.interpreter,
        lines=drafted.lines,
        signed_at=signed_at,
    )
    discard(draft, by=by)
    return consent
