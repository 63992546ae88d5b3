"""From the answers kept in a draft to what is read, signed and recorded.

What is signed on paper is typed in by staff, and its scan put in. Otherwise staff say what the family is asked about, and
the family answers on the device that is handed over, or by the link that is sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from agencies.models import Agency
from consents.lines import GrantLine
from consents.models import Consent, ConsentDraft, ConsentForm
from consents.prospects import young_person_signs
from consents.refusals import CAPACITY_OF_AUTHORITY, check_asked, check_lines, check_signer, known_grounds
from consents.siblings import same_signer
from consents.text import Signing, particulars, text_hash
from law.vocabulary import Category, ConsentLaw, SignerCapacity
from sharing_portal.errors import RefusedInput
from youth.models import Guardian, YouthRecord

ON_PAPER = ("signer", "sharing", "print", "scan", "check")
BY_THE_FAMILY = ("signer", "offer", "ways")
ON_FILE = "guardian:"
# What a question may be limited by besides its last day; who answers can go no further. A file that was read may say them.
LIMITS = ("starts_on", "may_send", "may_talk", "ends_when")


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
        grounds=known_grounds(answers.get("grounds", [])),
    )


def agencies_of(flows: Iterable[dict[str, Any]]) -> dict[str, Agency]:
    """The agencies on both sides of these flows, by their ids as the flows have them."""
    wanted = {flow[side] for flow in flows for side in ("discloser", "recipient")}
    return {str(agency.pk): agency for agency in Agency.objects.filter(pk__in=wanted)}


def lines(
    flows: list[dict[str, Any]], signed_on: date, agencies: Mapping[str, Agency] | None = None
) -> list[GrantLine]:
    """One line for each category of each flow; it begins on the day it is signed, or on a later one."""
    sides = agencies_of(flows) if agencies is None else agencies
    return [
        GrantLine(
            discloser=sides[flow["discloser"]],
            recipient=sides[flow["recipient"]],
            category=category,
            purposes=flow["purposes"],
            starts_on=_begins(flow, signed_on),
            expires_on=date.fromisoformat(flow["expires_on"]),
            may_send=flow.get("may_send", True),
            may_talk=flow.get("may_talk", False),
            ends_when=flow.get("ends_when", ""),
            initials=flow.get("initials", {}).get(category, ""),
        )
        for flow in flows
        for category in flow["categories"]
    ]


def as_if_agreed(offer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The flows that the family is asked about, as if it agreed to all of them, to try whether they could be valid."""
    return [{**flow, "expires_on": flow["latest"]} for flow in offer]


def _begins(flow: dict[str, Any], signed_on: date) -> date:
    written = flow.get("starts_on")
    return max(signed_on, date.fromisoformat(written)) if written else signed_on


class Drafted:
    """A draft whose signer and lines are known: the text as it would be signed on a day."""

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


def texts(draft: ConsentDraft, signed_on: date | None = None) -> list[Drafted]:
    """What is signed in one sitting, one for each young person: the same lines, and the same person on that one's file."""
    return [Drafted(one, signed_on) for one in _sitting(draft)]


def in_language(draft: ConsentDraft, language: str) -> ConsentDraft:
    """The same draft on the form of this language: the texts are two languages of one version.

    Nothing is kept before the family answers. What was read in another language is not read in this one.
    """
    present = ConsentForm.objects.get(pk=draft.answers["signer"]["form"])
    if present.language != language:
        other = ConsentForm.objects.filter(
            kind=present.kind, version=present.version, language=language
        ).first()
        if other is not None:
            draft.answers["signer"]["form"] = str(other.pk)
            draft.answers.pop("read", None)
    return draft


def joint_hash(signed: Sequence[Drafted]) -> str:
    """The hashes of all texts that are signed in one act."""
    return ".".join(one.text_sha256 for one in signed)


def check_flows(draft: ConsentDraft, flows: list[dict[str, Any]]) -> None:
    """Raise `RefusedInput` when these flows could never become a valid consent of every young person of the sitting."""
    tried = _with(draft, draft.youth, {**draft.answers, "sharing": flows})
    _check_each(tried, lambda one: Drafted(one).check())


def check_who_signs(draft: ConsentDraft, answers: dict[str, Any], siblings: Sequence[UUID]) -> None:
    """Raise `RefusedInput` when this person cannot sign for every young person of the sitting."""
    tried = _with(draft, draft.youth, {"signer": answers})
    tried.siblings = list(siblings)
    _check_each(tried, _check_signer)


def check_question(flows: list[dict[str, Any]], today: date) -> None:
    """Raise `RefusedInput` when no family can be asked this, whoever signs."""
    check_asked(lines(as_if_agreed(flows), today))


SIGNS_TOO: dict[ConsentLaw, str] = {
    ConsentLaw.PART2: gettext_noop("For “%(category)s” the young person signs (42 CFR 2.14)."),
    ConsentLaw.HIPAA: gettext_noop(
        "For “%(category)s” the young person signs, too, unless a parent agreed to that care (45 CFR 164.502(g)(3))."
    ),
}


def signing_notes(
    draft: ConsentDraft, flows: list[dict[str, Any]], agencies: Mapping[str, Agency]
) -> list[list[str]]:
    """For which records of each flow the law wants the young person's own signature, in sentences."""
    today = draft.youth.agency.today()
    planned = signing(draft.youth, draft.answers["signer"], today)
    agreed = [flow if "expires_on" in flow else as_if_agreed([flow])[0] for flow in flows]
    return [_notes(draft.youth, planned, lines([flow], today, agencies)) for flow in agreed]


def _notes(youth: YouthRecord, planned: Signing, found: list[GrantLine]) -> list[str]:
    laws = [(line, young_person_signs(youth, planned, line)) for line in found]
    return [
        gettext(SIGNS_TOO[law]) % {"category": gettext(Category(line.category).label)}
        for line, law in laws
        if law in SIGNS_TOO
    ]


def initialed(draft: ConsentDraft) -> list[tuple[int, str, str]]:
    """Everything beside which initials stand: the number of the flow, the kind of record, and who receives it."""
    flows = draft.answers["sharing"]
    agencies = agencies_of(flows)
    return [
        (number, category, agencies[flow["recipient"]].name)
        for number, flow in enumerate(flows)
        for category in flow["categories"]
    ]


def _sitting(draft: ConsentDraft) -> list[ConsentDraft]:
    """The draft as it reads for each young person for whom the person signs."""
    siblings = YouthRecord.objects.filter(pk__in=draft.siblings).select_related("agency").order_by("pk")
    return [draft, *(_for(draft, one) for one in siblings)]


def _check_each(draft: ConsentDraft, check: Callable[[ConsentDraft], None]) -> None:
    """Check it for each of them; where there are several, a refusal says for whom."""
    for one in _sitting(draft):
        try:
            check(one)
        except RefusedInput as error:
            if not draft.siblings:
                raise
            raise RefusedInput(f"{one.youth.full_name}: {error.message}", **error.detail) from error


def _check_signer(draft: ConsentDraft) -> None:
    answers, today = draft.answers["signer"], draft.youth.agency.today()
    person = chosen(draft.youth, answers["who"]).guardian
    check_signer(draft.youth, signing(draft.youth, answers, today), person, answers["authority_evidence"])


def _for(draft: ConsentDraft, sibling: YouthRecord) -> ConsentDraft:
    """The draft as it reads for a brother or sister, whose file has the parent or guardian under an id of its own."""
    signer = draft.answers["signer"]
    person = same_signer(sibling, chosen(draft.youth, signer["who"]).guardian, signer.get("grounds", []))
    signer = {**signer, "who": f"{ON_FILE}{person.pk}"}
    return _with(draft, sibling, {**draft.answers, "signer": signer})


def _with(draft: ConsentDraft, youth: YouthRecord, answers: dict[str, Any]) -> ConsentDraft:
    """The same draft of this youth with these answers; it is not saved."""
    siblings = draft.siblings if youth.pk == draft.youth_id else []
    return ConsentDraft(
        agency_id=draft.agency_id, youth=youth, author_id=draft.author_id, siblings=siblings, answers=answers
    )


def steps(draft: ConsentDraft) -> tuple[str, ...]:
    """The steps in order: on paper, or up to where the family takes over."""
    paper = draft.answers.get("signer", {}).get("method") == Consent.Method.PAPER
    return ON_PAPER if paper else BY_THE_FAMILY


def first_open(draft: ConsentDraft) -> str:
    """The first step that is not answered yet; printing asks nothing, so it stands open until the scan is put in."""
    answers = draft.answers
    if not answers.get("signer"):
        return "signer"
    if steps(draft) == BY_THE_FAMILY:
        return "ways" if answers.get("offer") else "offer"
    if not answers.get("sharing"):
        return "sharing"
    return "check" if answers.get("scan") and answers.get("sign") else "print"


def may_open(draft: ConsentDraft, step: str) -> bool:
    """Whether everything before this step is answered."""
    order, open_step = steps(draft), first_open(draft)
    if open_step == "print":
        open_step = "scan"
    return step in order and order.index(step) <= order.index(open_step)
