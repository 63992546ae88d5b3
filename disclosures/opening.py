"""What an agreement opens, or would open when signed: who could ask, and for how many youth a consent would do.

Counts only: no name and no id of a youth leaves the database. Whether a consent would make a record releasable the
law engine says, once for each way in which consents differ, not once for each youth; the database then counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, FloatField, Func, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.facts import holder_fact, recipient_fact, state_pack
from agencies.models import Agency, Membership
from agencies.roles import ROLES, Duty, Reach, can_read
from agencies.states import MembershipState
from consents.models import ConsentGrant
from disclosures.facts import consent_fact
from law import decide
from law.facts import AgreementFact, Facts, YouthFact
from law.vocabulary import Category, Purpose
from mous.models import Mou, MouTerm
from mous.states import Standing
from youth.models import YouthRecord

# In what consents on file differ for the law: each combination is put to the engine once, by one grant that has it.
DIFFERENCES = (
    "consent__form",
    "category",
    "purposes",
    "age",
    "consent__signer_capacity",
    "consent__minor_also_signed",
    "consent__signer_grounds",
    "consent__guardian__rights_revoked",
)
_OPENS = frozenset({Standing.DRAFT, Standing.REVIEW, Standing.SENT, Standing.UPCOMING, Standing.IN_FORCE})


@dataclass(frozen=True)
class Asking:
    """A flow under which the reader's agency may ask: whom, for what, and which of its people. No names: `people` is None."""

    term: MouTerm
    records: list[str]
    purposes: list[str]
    count: int
    people: list[dict[str, Any]] | None


@dataclass(frozen=True)
class Held:
    """A flow under which the reader's agency may be asked: for each category the youth a consent would do for.

    `rows` are (category, total, one count for each purpose of the flow); None where the reader may not see them.
    """

    term: MouTerm
    records: list[str]
    purposes: list[str]
    rows: list[tuple[str, int, list[int]]] | None


@dataclass(frozen=True)
class Opening:
    """What an agreement opens for one agency, as one of its people may see it."""

    asking: list[Asking]
    held: list[Held]
    youth: int | None


def opens_anything(mou: Mou, on: date) -> bool:
    """Whether its flows let anybody ask on the day, or would when it is signed."""
    return mou.standing(on) in _OPENS


def opening(mou: Mou, user: User) -> Opening:
    """What it opens for the agency she acts for: its flows between parties that have not withdrawn."""
    mine = user.acting_agency
    terms = _flows(mou, mine.today())
    counted = can_read(user, Reach.YOUTH) and can_read(user, Reach.CONSENTS)
    members = list(_askers(mine))
    held = [term for term in terms if term.from_agency_id == mine.pk]
    consents = _Consents(mine, held) if counted and held else None
    return Opening(
        asking=[_asking(term, members, user) for term in terms if term.to_agency_id == mine.pk],
        held=[Held(term, *_words(term), consents.count(term) if consents else None) for term in held],
        youth=YouthRecord.objects.filter(agency=mine).count() if counted and held else None,
    )


def _flows(mou: Mou, on: date) -> list[MouTerm]:
    if not opens_anything(mou, on):
        return []
    there = set(mou.parties.filter(withdrawn_at=None).values_list("agency_id", flat=True))
    terms = mou.terms.select_related("from_agency", "to_agency")
    return [term for term in terms if {term.from_agency_id, term.to_agency_id} <= there]


def _askers(agency: Agency) -> QuerySet[Membership]:
    active = Membership.objects.filter(agency=agency, state=MembershipState.ACTIVE, user__is_active=True)
    return active.select_related("user").order_by("user__name")


def _asking(term: MouTerm, members: Iterable[Membership], user: User) -> Asking:
    may = [
        (member, [code for code in member.roles if code in term.roles and Duty.REQUEST in ROLES[code].duties])
        for member in members
    ]
    people = [
        {"name": member.user.name, "roles": [str(ROLES[code].name) for code in codes]}
        for member, codes in may
        if codes
    ]
    return Asking(term, *_words(term), len(people), people if can_read(user, Reach.MEMBERS) else None)


def _words(term: MouTerm) -> tuple[list[str], list[str]]:
    categories = [_(Category(code).label) for code in term.categories]
    return categories, [_(Purpose(code).label) for code in term.purposes]


class _Consents:
    """The consents in force today for an agency's own youth, and which of their combinations the law accepts."""

    def __init__(self, holder: Agency, terms: Iterable[MouTerm]) -> None:
        self.holder, self.today = holder, holder.today()
        self.law = state_pack(holder)
        askers = {term.to_agency_id for term in terms}
        combinations = list(
            self._grants()
            .filter(recipient__in=askers)
            .order_by()
            .values("recipient", *DIFFERENCES)
            .annotate(example=Min(Cast("pk", CharField())))
        )
        examples = ConsentGrant.objects.select_related("consent__agency", "consent__form").in_bulk(
            [UUID(found["example"]) for found in combinations]
        )
        self.combinations = [(found, examples[UUID(found["example"])]) for found in combinations]

    def count(self, term: MouTerm) -> list[tuple[str, int, list[int]]]:
        """For each category of the flow: young people whose consent on file allows it for any purpose, and for each."""
        mine = self._grants().filter(recipient=term.to_agency_id, category__in=term.categories)
        good = [self._accepted(term, purpose) for purpose in term.purposes]
        anything = Q(pk__in=[])
        for accepted in good:
            anything |= accepted
        each = {
            f"for_{number}": Count("youth", distinct=True, filter=accepted)
            for number, accepted in enumerate(good)
        }
        counts = (
            mine.order_by()
            .values("category")
            .annotate(total=Count("youth", distinct=True, filter=anything), **each)
        )
        by_category = {row["category"]: row for row in counts}
        return [self._row(category, by_category.get(category), len(good)) for category in term.categories]

    def _row(
        self, category: str, counts: Mapping[str, Any] | None, purposes: int
    ) -> tuple[str, int, list[int]]:
        label = _(Category(category).label)
        if counts is None:
            return label, 0, [0] * purposes
        return label, counts["total"], [counts[f"for_{number}"] for number in range(purposes)]

    def _grants(self) -> QuerySet[ConsentGrant]:
        grants = ConsentGrant.objects.filter(
            agency=self.holder,
            discloser=self.holder,
            revoked_at=None,
            starts_on__lte=self.today,
            expires_on__gte=self.today,
        )
        lived = Func(Value(self.today), F("youth__birth_date"), function="age")
        years = Func(Value("year"), lived, function="date_part", output_field=FloatField())
        return grants.annotate(age=Cast(years, IntegerField()))

    def _accepted(self, term: MouTerm, purpose: str) -> Q:
        """Grants for the purpose, without the combinations that the law does not accept for it."""
        accepted = Q(purposes__contains=[purpose])
        for combination, example in self.combinations:
            concerned = (
                combination["recipient"] == term.to_agency_id
                and combination["category"] in term.categories
                and purpose in combination["purposes"]
            )
            if concerned and not self._lawful(term, purpose, combination, example):
                accepted &= ~Q(*(_same(name, combination[name]) for name in DIFFERENCES))
        return accepted

    def _lawful(
        self, term: MouTerm, purpose: str, combination: dict[str, Any], example: ConsentGrant
    ) -> bool:
        category = Category(combination["category"])
        facts = Facts(
            holder=holder_fact(self.holder),
            recipient=recipient_fact(term.to_agency),
            youth=YouthFact(age=combination["age"]),
            categories=(category,),
            purpose=Purpose(purpose),
            on=self.today,
            consents=(consent_fact(example, combination["consent__guardian__rights_revoked"]),),
            agreement_required=True,
            agreement=AgreementFact(
                in_force=True, categories=frozenset({category}), purposes=frozenset({Purpose(purpose)})
            ),
        )
        return decide(facts, self.law).answer(category).allows_release


def _same(name: str, value: Any) -> Q:
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
