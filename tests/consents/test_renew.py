"""Renewal starts from the old form, with nothing carried over silently."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from agencies.acting import acting_as
from agencies.models import Agency
from consents.actions import renew, revoke
from consents.models import Consent, ConsentDraft
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from sharing_portal.rls.context import acting_for
from tests import factories


def test_the_old_lines_are_the_question_and_nothing_is_agreed(consented, line, north, south, west, bob):
    consent = consented(line(), line("discipline"), line(recipient=west))
    with acting_as(bob):
        draft = renew(consent, by=bob)
        offer = draft.answers["offer"]
        assert set(draft.answers) == {"offer"}, "no signer, no evidence, no form, nothing chosen"
        assert (draft.siblings, Consent.objects.count()) == ([], 1)
    by_recipient = {flow["recipient"]: flow for flow in offer}
    assert by_recipient[str(south.pk)]["categories"] == ["attendance", "discipline"]
    assert by_recipient[str(west.pk)]["categories"] == ["attendance"]
    for flow in offer:
        assert set(flow) == {"discloser", "recipient", "categories", "purposes", "latest"}
        assert date.fromisoformat(flow["latest"]) > north.today() + timedelta(days=300)


def test_what_the_family_revoked_is_not_asked_for_again(consented, line, west, south, bob):
    consent = consented(line(), line(recipient=west))
    with acting_as(bob):
        revoke(consent, by=bob, recipient=west)
        draft = renew(consent, by=bob)
    assert [flow["recipient"] for flow in draft.answers["offer"]] == [str(south.pk)]


def test_nothing_left_to_ask(consented, bob):
    consent = consented()
    with acting_as(bob):
        revoke(consent, by=bob)
        with pytest.raises(RefusedInput, match="No line"):
            renew(consent, by=bob)


def test_an_agency_that_left_is_not_asked_about(consented, line, west, south, operator, bob):
    consent = consented(line(), line(recipient=west))
    with acting_for(user_id=operator.pk):
        Agency.objects.filter(pk=west.pk).update(state="suspended")
    with acting_as(bob):
        assert [flow["recipient"] for flow in renew(consent, by=bob).answers["offer"]] == [str(south.pk)]


def test_a_draft_that_is_half_filled_in_is_not_thrown_away(consented, bob):
    consent = consented()
    with acting_as(bob):
        renew(consent, by=bob)
        with pytest.raises(InvalidTransition, match="unfinished consent"):
            renew(consent, by=bob)
        assert ConsentDraft.objects.count() == 1


def test_an_ended_one_can_be_asked_for_again_and_never_past_the_18th_birthday(
    consented, bob, line, guardian_of
):
    youth = factories.youth(bob, born=date(2009, 3, 14))
    with time_machine.travel(datetime(2026, 3, 2, 20, tzinfo=UTC), tick=False):
        consent = consented(line(), youth=youth, guardian=guardian_of(youth))
    with time_machine.travel(datetime(2026, 12, 2, 20, tzinfo=UTC), tick=False), acting_as(bob):
        assert renew(consent, by=bob).answers["offer"][0]["latest"] == "2027-03-13"


def test_at_18_it_is_asked_of_the_young_person_for_a_year(consented, bob, line, guardian_of):
    youth = factories.youth(bob, born=date(2009, 3, 14))
    with time_machine.travel(datetime(2026, 12, 2, 20, tzinfo=UTC), tick=False):
        consent = consented(line(), youth=youth, guardian=guardian_of(youth))
    with time_machine.travel(datetime(2027, 3, 15, 20, tzinfo=UTC), tick=False), acting_as(bob):
        assert renew(consent, by=bob).answers["offer"][0]["latest"] == "2028-03-15"


def test_only_who_may_record_and_sees_the_youth(consented, operator, north):
    consent = consented()
    sam = factories.member("sam", north, ["staff"], by=operator)
    ada = factories.member("ada", north, ["agency_admin"], by=operator)
    for person in (sam, ada):
        with acting_as(person), pytest.raises(Forbidden):
            renew(consent, by=person)


def test_the_button_leads_to_the_first_step(consented, bob, sign_in):
    consent = consented()
    client = sign_in(bob)
    assert f"/consents/{consent.pk}/renew/" in client.get(f"/consents/{consent.pk}/").content.decode()
    answer = client.post(f"/consents/{consent.pk}/renew/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/consents/youth/{consent.youth_id}/record/signer/",
    )
    assert "Who signs is asked anew" in client.get(answer["Location"]).content.decode()
    again = client.post(f"/consents/{consent.pk}/renew/", follow=True)
    assert "unfinished consent" in again.content.decode()
