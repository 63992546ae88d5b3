"""Carries the county's requests as far as the story wants, each step by the person whose step it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from agencies.acting import acting_as
from consents.models import Consent
from county import consents
from county.offices import WORKING, Office
from county.place import Place
from county.request_plan import RequestPlan
from county.young_people import Young
from disclosures import actions
from disclosures.actions.asking import Wanted as WantedCategory
from disclosures.content import releasable_items
from disclosures.evidence import questions_for
from disclosures.models import DisclosureRequest, Release

LATE_BY = timedelta(days=24)
# How far each outcome goes; a request that comes further has been through the earlier steps.
APPROVED = ("approved", "released", "opened", "acknowledged", "downloaded", "recalled", "revoked")
RELEASED = APPROVED[1:]
OPENED = ("opened", "acknowledged", "downloaded", "revoked")
CONFIRMED = "acknowledged", "downloaded"


@dataclass
class Carried:
    """One request on its way, with the people who carry it."""

    plan: RequestPlan
    young: Young
    offices: Mapping[str, Office]
    asker: User
    consent: Consent | None = None

    @contextmanager
    def asking(self) -> Iterator[User]:
        """As the caseworker who asks."""
        with acting_as(self.asker, self.offices[self.plan.asker].agency) as user:
            yield user

    @contextmanager
    def holding(self) -> Iterator[User]:
        """As the holder's records custodian."""
        holder = self.offices[self.plan.holder]
        with acting_as(holder.custodian, holder.agency) as user:
            yield user


def carry(plan: RequestPlan, young: Young, place: Place) -> None:
    """From the first line of the draft to the state the plan names."""
    workers = place.offices[plan.asker].all(*WORKING)
    carried = Carried(plan, young, place.offices, workers[plan.hand % len(workers)])
    if plan.consent is not None:
        recorder = place.offices[plan.consent.at].all(*WORKING)
        carried.consent = consents.sign(
            plan.consent,
            young.number,
            by=recorder[plan.hand % len(recorder)],
            offices=place.offices,
            today=place.today,
        )
    request = _compose(carried)
    if plan.outcome == "draft":
        return
    _submit(carried, request)
    if plan.outcome == "withdrawn":
        with carried.asking() as asker:
            actions.withdraw(request, by=asker, reason=plan.words)
    else:
        _answer(carried, request, place)


def _compose(carried: Carried) -> DisclosureRequest:
    plan, office = carried.plan, carried.offices[carried.plan.asker]
    own = office.records.get(carried.young.number)
    described = own or carried.offices[plan.holder].records[carried.young.number]
    stated = {question.code: True for question in questions_for(plan.basis)} if plan.evidence else {}
    with carried.asking() as asker:
        request = actions.compose(
            by=asker,
            holder=carried.offices[plan.holder].agency,
            first_name=described.first_name,
            middle_name=described.middle_name,
            last_name=described.last_name,
            birth_date=None if plan.outcome == "unknown" else described.birth_date,
            details="Born about 2011, lived near the mill" if plan.outcome == "unknown" else "",
            purpose=plan.purpose,
            reason=plan.reason.replace("Mateo", described.first_name),
            basis=plan.basis,
            evidence=stated,
            urgency=plan.urgency,
            asking_youth=own,
        )
        actions.edit(request, by=asker, wanted=[WantedCategory(category) for category in plan.categories])
        if carried.consent is not None and carried.consent.agency_id == office.agency.pk:
            actions.attach_consent(request, carried.consent, by=asker)
    return request


def _submit(carried: Carried, request: DisclosureRequest) -> None:
    with carried.asking() as asker:
        if carried.plan.outcome == "overdue":
            request.created_at -= LATE_BY
            request.save(update_fields=["created_at"])
        actions.submit(request, by=asker, at=request.created_at)


def _answer(carried: Carried, request: DisclosureRequest, place: Place) -> None:
    plan = carried.plan
    with carried.holding() as custodian:
        request.refresh_from_db()
        if plan.outcome in ("refused", *APPROVED):
            _match(carried, request, custodian)
        if plan.outcome in ("more_needed", "answered"):
            actions.ask_for_more(request, by=custodian, text=plan.words.split("\n")[0])
        elif plan.outcome in ("refused", "unknown"):
            actions.refuse(request, by=custodian, reason=plan.words)
        elif plan.outcome in APPROVED:
            why = "That part is not needed for the purpose." if plan.approve else ""
            actions.approve(request, by=custodian, categories=plan.approve or plan.categories, reason=why)
    if plan.outcome == "answered":
        with carried.asking() as asker:
            request.refresh_from_db()
            actions.answer_question(request, by=asker, text=plan.words.split("\n")[1])
    if plan.outcome in RELEASED:
        _release(carried, request)


def _match(carried: Carried, request: DisclosureRequest, custodian: User) -> None:
    record = carried.offices[carried.plan.holder].records[carried.young.number]
    # Only what differs from the description needs it: agencies spell a name each in their own way.
    actions.match(request, record, by=custodian, reason="The asker confirmed the spelling on the phone.")
    if carried.plan.evidence:
        actions.confirm_evidence(request, list(request.evidence), by=custodian)


def _release(carried: Carried, request: DisclosureRequest) -> None:
    plan = carried.plan
    with carried.holding() as custodian:
        request.refresh_from_db()
        made = actions.release(request, by=custodian, items=releasable_items(request))
    if plan.outcome in OPENED:
        _read(carried, made)
    if plan.outcome == "recalled":
        with carried.holding() as custodian:
            actions.recall(made, by=custodian, reason=plan.words)
    if plan.outcome == "revoked" and plan.consent is not None and carried.consent is not None:
        recorder = carried.consent.recorded_by
        consents.revoke(plan.consent, carried.consent, by=recorder, offices=carried.offices)


def _read(carried: Carried, made: Release) -> None:
    with carried.asking() as asker:
        read = Release.objects.get(pk=made.pk)
        actions.open_release(read, by=asker)
        if carried.plan.outcome in CONFIRMED:
            actions.acknowledge(read, by=asker)
        if carried.plan.outcome == "downloaded":
            actions.download(read, by=asker)
