"""The main job's people and records, committed, so that other connections and other processes see them.

North holds attendance about Maya and has two custodians, bob and beth; alice of South asks.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.models import DisclosureRequest, LogEntry, Release
from law.vocabulary import SignerCapacity
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories, sealing
from tests.mous import agreements
from youth.models import Guardian

REASON = "We are planning her care and need to know how often she misses school."


class Cast:
    """Made by the portal's own verbs, each in the right person's name."""

    def __init__(self) -> None:
        operator = factories.operator()
        self.north = factories.agency(
            "North School District", "school_district", ["ferpa_bound"], by=operator
        )
        self.south = factories.agency("South Mental Health", "hipaa_provider", ["hipaa_covered"], by=operator)
        for agency in (self.north, self.south):
            agreements.give_address(agency, by=operator)
        self.bob = factories.member("bob", self.north, ["records_custodian"], by=operator)
        self.beth = factories.member("beth", self.north, ["records_custodian"], by=operator)
        self.alice = factories.member("alice", self.south, ["staff"], by=operator)
        nora = factories.member("nora", self.north, ["signatory"], by=operator)
        sam = factories.member("sam", self.south, ["signatory"], by=operator)
        self.audrey = factories.member("audrey", self.north, ["auditor"], by=operator)
        flow = (self.north, self.south, ["attendance", "discipline"], ["care_coordination"])
        mou = agreements.sent(agreements.drafted(nora, [self.north, self.south], [flow]), nora)
        agreements.signed(mou, [nora, sam])
        sealing.call_off()
        self.maya = factories.youth(self.bob)
        self.item = factories.item(self.bob, self.maya)
        self.mother = self.guardian()

    def guardian(self) -> Guardian:
        """Maya's mother, who may decide for her."""
        with acting_as(self.bob):
            return Guardian.objects.create(
                agency=self.north,
                youth=self.maya,
                first_name="Ana",
                last_name="Torres",
                relation="mother",
                authority="parent",
                authority_evidence="Birth certificate seen",
            )

    def consented(self) -> Consent:
        """The mother lets North share Maya's attendance with South for 90 days."""
        today = timezone.localdate()
        line = GrantLine(
            self.north,
            self.south,
            "attendance",
            ["care_coordination"],
            today - timedelta(days=1),
            today + timedelta(days=90),
        )
        with acting_as(self.bob):
            consent = record_consent(
                self.maya,
                by=self.bob,
                form=ConsentForm.objects.get(kind="uniform", language="en"),
                signer_name="Ana Torres",
                capacity=SignerCapacity.PARENT,
                guardian=self.mother,
                signed_at=timezone.now() - timedelta(days=1),
                lines=[line],
            )
        sealing.call_off()
        return consent

    def drafted(self) -> DisclosureRequest:
        """alice's complete draft."""
        with acting_as(self.alice):
            draft = actions.compose(
                by=self.alice,
                holder=self.north,
                first_name="Maya",
                last_name="Torres",
                birth_date=date(2011, 3, 4),
                purpose="care_coordination",
                reason=REASON,
                basis="consent",
            )
            return actions.edit(draft, by=self.alice, wanted=[Wanted("attendance")])

    def matched(self) -> DisclosureRequest:
        """Sent to North, and bob has found whom alice means."""
        draft = self.drafted()
        with acting_as(self.alice):
            actions.submit(draft, by=self.alice)
        with acting_as(self.bob):
            actions.match(draft, self.maya, by=self.bob)
        return draft

    def approved(self) -> DisclosureRequest:
        """bob has approved attendance; a consent must stand."""
        request = self.matched()
        with acting_as(self.bob):
            actions.approve(request, by=self.bob, categories=["attendance"])
        return request

    def released(self) -> Release:
        """alice may read it; a consent must stand."""
        request = self.approved()
        with acting_as(self.bob):
            return actions.release(request, by=self.bob, items=[self.item])

    def seen_by(self, user: User, rows: Any) -> list[Any]:
        """These rows as the person sees them now."""
        with acting_as(user):
            return list(rows.all())

    def kinds_logged(self, request: DisclosureRequest) -> list[str]:
        """What North's log says about the request, in order of its name."""
        with acting_as(self.audrey):
            kinds = LogEntry.objects.filter(disclosure_request_id=request.pk, agency_id=self.north.pk)
            return sorted(kinds.values_list("kind", flat=True))


def outbox(**wanted: Any) -> Any:
    """Entries of the outbox as dictionaries, oldest first."""
    with acting_for(principal="outbox"):
        return list(OutboxEntry.objects.filter(**wanted).order_by("created_at").values())


def until(what: Callable[[], Any], seconds: float = 90) -> Any:
    """Ask again until the answer is true; give it. Fails after the time, which is no part of what is proved."""
    end = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < end, f"still not so after {seconds} seconds"
        time.sleep(0.05)
    return answer
