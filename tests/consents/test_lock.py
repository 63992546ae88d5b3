"""A decision locks the grants it relies on, its own and those shown to it: a revocation waits for it, or it waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from agencies.acting import acting_as
from consents import queries
from consents.actions import record_consent, revoke
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm, ConsentGrant
from disclosures.models import AttachedConsent, DisclosureRequest
from tests import factories
from youth.models import YouthRecord

pytestmark = pytest.mark.data_layer


class Cast:
    """North holds; South's custodian recorded a consent and attached it to a request to North."""

    def __init__(self):
        operator = factories.operator()
        self.north = factories.agency("North", "school_district", ["ferpa_bound"], by=operator)
        self.south = factories.agency("South", "hipaa_provider", ["hipaa_covered"], by=operator)
        self.bob = factories.member("bob", self.north, ["records_custodian"], by=operator)
        self.sue = factories.member("sue", self.south, ["records_custodian"], by=operator)
        self.own = self.consent(self.bob)
        self.shown = self.consent(self.sue)
        self.unseen = self.consent(self.sue)
        self.attach(self.shown)

    def consent(self, by):
        youth = factories.youth(by)
        today = self.north.today()
        line = GrantLine(
            self.north, self.south, "attendance", ["treatment"], today, today + timedelta(days=60)
        )
        with acting_as(by):
            return record_consent(
                youth,
                by=by,
                form=ConsentForm.objects.get(kind="uniform", language="en"),
                signer_name="Ana Torres",
                capacity="parent",
                authority_evidence="Birth certificate",
                lines=[line],
            )

    def attach(self, consent):
        with acting_as(self.sue):
            request = DisclosureRequest.objects.create(
                asking_agency=self.south,
                holding_agency=self.north,
                requested_by=self.sue,
                first_name="Maya",
                last_name="Torres",
                purpose="treatment",
                reason="Intake",
                basis="consent",
            )
            AttachedConsent.objects.create(request=request, agency=self.south, consent=consent)
            DisclosureRequest.objects.filter(pk=request.pk).update(
                state="submitted", submitted_at=timezone.now(), due_on=date(2030, 1, 1)
            )

    def weighed(self, *, lock):
        """The consents of the grants that bob may rely on, of all that he is told of."""
        youth = YouthRecord.objects.get(pk=self.own.youth_id)
        ids = [self.shown.pk, self.unseen.pk]
        return [grant.consent_id for grant in queries.for_decision(self.north, youth, ids, lock=lock)]


def test_the_holder_weighs_its_own_and_what_it_was_shown(db):
    cast = Cast()
    for lock in (False, True):
        with acting_as(cast.bob):
            assert set(cast.weighed(lock=lock)) == {cast.own.pk, cast.shown.pk}
    with acting_as(cast.bob):
        assert set(queries.visible_to(cast.bob)) == {cast.own, cast.shown}
        assert set(queries.recorded_by_us(cast.bob)) == {cast.own}
        assert list(queries.for_decision(cast.north, None, [])) == []
        locked = Consent.objects.select_for_update(no_key=True).filter(pk__in=[cast.own.pk, cast.shown.pk])
        assert len(locked) == 2


def test_the_one_who_was_shown_a_consent_can_lock_but_not_revoke(db):
    cast = Cast()
    with acting_as(cast.bob), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        ConsentGrant.objects.filter(consent=cast.shown).update(
            revoked_at=timezone.now(), revoked_by=cast.bob, revocation_asked="written"
        )


@pytest.mark.parametrize("which", ["own", "shown"])
def test_a_revocation_waits_for_the_decision(committed_db, which):
    cast = Cast()
    consent = getattr(cast, which)
    person = cast.bob if which == "own" else cast.sue

    def revoked_meanwhile():
        try:
            with acting_as(person):
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '300ms'")
                revoke(consent, by=person)
            return True
        except OperationalError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with acting_as(cast.bob):
            cast.weighed(lock=True)
            assert other.submit(revoked_meanwhile).result() is False
        assert other.submit(revoked_meanwhile).result() is True
    with acting_as(cast.bob):
        grants = queries.for_decision(cast.north, None, [consent.pk], lock=True)
        assert [(grant.consent_id, grant.revoked_by_id) for grant in grants] == [(consent.pk, person.pk)]
    connections.close_all()
