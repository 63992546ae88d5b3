"""At 18 the rights are the young person's own: her page shows what was agreed and shared for her, a parent's nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import Consent, ConsentDraft, ConsentForm
from law.vocabulary import SignerCapacity
from sharing_portal.errors import RefusedInput
from tests import factories
from tests.family.conftest import Check, Family, released_to
from tests.family.test_page import north_today_less
from youth.models import YouthRecord


@pytest.fixture
def grown_up(page, linked, bob, alice, maya, north, south):
    """`grown_up(years)`: shared under her mother's consent; then Maya is so old and signs herself. Both their pages."""

    def _grown_up(years):
        mothers, consent = page()
        released_to(alice, bob, maya, north, factories.item(bob, maya))
        assert "shared with South" in mothers.get("/family/page/").content.decode()
        line = GrantLine(
            discloser=north, recipient=south, category="discipline", purposes=["care_coordination"],
            starts_on=north.today(), expires_on=north.today() + timedelta(days=90),
        )  # fmt: skip
        with acting_as(bob):
            YouthRecord.objects.filter(pk=maya.pk).update(birth_date=north_today_less(maya, 19))
            maya.refresh_from_db()
            own = record_consent(
                maya, by=bob, form=ConsentForm.objects.get(pk=consent.form_id), signer_name="Maya Torres",
                capacity=SignerCapacity.ADULT_YOUTH, guardian=None, lines=[line],
            )  # fmt: skip
            YouthRecord.objects.filter(pk=maya.pk).update(birth_date=north_today_less(maya, years))
        link, code = linked(own, check=Check.CODE)
        hers = Family()
        hers.come(link, code=code)
        return mothers, hers

    return _grown_up


def test_her_page_shows_what_her_parents_agreed_to_and_what_was_shared(grown_up, north):
    mothers, hers = grown_up(19)
    text = hers.get("/family/page/").content.decode()
    assert "signed by Maya Torres" in text
    assert "signed by Ana Torres" in text
    assert "Paused: the young person is 18" in text
    assert "North School District shared with South Community Mental Health" in text
    assert "Access has ended." in text
    assert "This page is closed" in mothers.get("/family/page/").content.decode()


def test_she_stops_for_good_what_her_mother_agreed_to(grown_up, bob):
    _mothers, hers = grown_up(19)
    with acting_as(bob):
        mothers = Consent.objects.get(signer_name="Ana Torres")
    hers.post(f"/family/page/{mothers.pk}/stop/", {"scope": "all"})
    with acting_as(bob):
        assert not mothers.grants.filter(revoked_at=None).exists()


def test_who_is_not_18_by_the_record_sees_her_own_alone(grown_up):
    """She passed for an adult by a date of birth that was put right."""
    mothers, hers = grown_up(15)
    text = hers.get("/family/page/").content.decode()
    assert "signed by Maya Torres" in text
    assert "signed by Ana Torres" not in text
    assert "signed by Ana Torres" in mothers.get("/family/page/").content.decode()


def test_what_concerns_another_young_person_stays_closed(grown_up, bob, guardian_of):
    leo = factories.youth(bob, "Leo", "Torres")
    guardian_of(leo)
    _mothers, hers = grown_up(19)
    assert "Leo" not in hers.get("/family/page/").content.decode()


def test_staff_send_her_the_page_of_what_her_parents_alone_agreed_to(page, linked, bob, maya):
    """She has signed nothing yet; the rights are hers since her birthday (34 CFR 99.5(a))."""
    _mothers, consent = page()
    before, old_code = linked(consent, check=Check.CODE)
    with acting_as(bob):
        YouthRecord.objects.filter(pk=maya.pk).update(birth_date=north_today_less(maya, 18))
        consent = Consent.objects.get(pk=consent.pk)
    with pytest.raises(RefusedInput, match="Parents know the date of birth"):
        linked(consent)
    link, code = linked(consent, check=Check.CODE)
    assert (link.person_name, link.guardian_id) == ("Maya Torres", None)
    mother, hers = Family(), Family()
    assert mother.come(before, code=old_code).status_code == 200
    assert hers.come(link, code=code).status_code == 302
    assert "signed by Ana Torres" in hers.get("/family/page/").content.decode()
    hers.post(f"/family/page/{consent.pk}/stop/", {"scope": "all"})
    with acting_as(bob):
        assert not consent.grants.filter(revoked_at=None).exists()


def test_a_link_to_a_parent_is_refused_and_shown_no_more_once_the_young_person_is_18(
    prepared, linked, bob, maya, sign_in
):
    draft = prepared()
    linked(draft)
    address = reverse("consents:for_youth", args=[maya.pk])
    assert "can answer until" in sign_in(bob).get(address).content.decode()
    with acting_as(bob):
        YouthRecord.objects.filter(pk=maya.pk).update(birth_date=north_today_less(maya, 18))
        draft = ConsentDraft.objects.get()
    assert "can answer until" not in sign_in(bob).get(address).content.decode()
    with pytest.raises(RefusedInput):
        linked(draft)
