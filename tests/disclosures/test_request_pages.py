"""What the pages of a request say before and after it is sent, and where half an address leads."""

import re
from datetime import date

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from agencies.acting import acting_as
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.models import Release
from sharing_portal.errors import RefusedInput


@pytest.mark.parametrize("address", ["ask", "approve", "evidence"])
def test_opening_where_a_form_of_the_decision_goes_leads_back_to_it(matched, bob, carol, sign_in, address):
    path = f"/requests/{matched.pk}/{address}/"
    assert sign_in(bob).get(path)["Location"] == f"/requests/{matched.pk}/decide/"
    assert sign_in(carol).get(path).status_code == 404


def test_opening_where_an_answer_goes_leads_to_the_request(asked, alice, sign_in):
    answer = sign_in(alice).get(f"/requests/{asked.pk}/answer/")
    assert answer["Location"] == f"/requests/{asked.pk}/"


def test_an_empty_question_says_error_in_the_title(matched, bob, sign_in):
    page = sign_in(bob).post(f"/requests/{matched.pk}/ask/", {"text": ""}).content.decode()
    assert page.split("<title>")[1].strip().startswith("Error:")


def test_the_period_is_shown_with_a_way_to_change_it(compose, alice, sign_in):
    draft = compose("attendance", "discipline")
    client, path = sign_in(alice), f"/requests/{draft.pk}/draft/check/"
    assert "Everything the agency has" in client.get(path).content.decode()
    with acting_as(alice):
        since = date(2026, 9, 1)
        wanted = [Wanted(category, since) for category in ("attendance", "discipline")]
        actions.edit(draft, by=alice, wanted=wanted)
    page = client.get(path)
    [row] = [row for row in page.context["rows"] if row["label"] == "Period"]
    assert row["lines"] == ["September 1, 2026 – today"]
    assert row["url"].endswith("/draft/records/?check")
    assert "– today" in client.get(f"/requests/{draft.pk}/draft/basis/").content.decode()
    with acting_as(alice):
        actions.edit(draft, by=alice, wanted=[Wanted("attendance", since), Wanted("discipline")])
    [row] = [row for row in client.get(path).context["rows"] if row["label"] == "Period"]
    assert [line.split(":")[0] for line in row["lines"]] == ["Attendance", "Discipline"]


def test_a_second_request_about_the_same_youth_is_told_of_the_first(asked, compose, alice, sign_in):
    client = sign_in(alice)
    again, another = compose(first_name="MAYA"), compose(first_name="Ines")
    page = client.get(f"/requests/{again.pk}/draft/check/").content.decode()
    assert "You already wait for an answer" in page
    assert asked.reference in page
    other = client.get(f"/requests/{another.pk}/draft/check/").content.decode()
    assert "You already wait for an answer" not in other
    with acting_as(alice):
        actions.withdraw(asked, by=alice)
    assert asked.reference not in client.get(f"/requests/{again.pk}/draft/check/").content.decode()


def test_the_confirmation_is_a_copy_of_what_was_sent(asked, alice, sign_in):
    page = sign_in(alice).get(f"/requests/{asked.pk}/sent/")
    assert all("url" not in row for row in page.context["rows"])
    for words in (asked.reference, "Maya Torres", "Discipline", "how often she misses school", "print this"):
        assert words in page.content.decode()


def test_an_emergency_without_a_fact_is_asked_for_one(compose, alice, sign_in):
    draft = compose()
    client, path = sign_in(alice), f"/requests/{draft.pk}/draft/basis/"
    page = client.post(path, {"basis": "emergency", "evidence": ["order.covers"]})
    assert page.context["form"].errors.keys() == {"evidence"}
    answer = client.post(path, {"basis": "emergency", "evidence": ["emergency.serious"]})
    assert answer.status_code == 302


def test_without_a_consent_the_page_says_what_happens(compose, alice, sign_in):
    draft, client = compose(), sign_in(alice)
    page = client.get(f"/requests/{draft.pk}/draft/basis/").content.decode()
    assert "The agency that has the records may have one on file" in page
    assert 'href="/consents/"' in page
    check = client.get(f"/requests/{draft.pk}/draft/check/").content.decode()
    assert "None. The agency that has the records may have one on file" in check


def test_a_year_of_two_digits_and_a_period_in_the_future_are_told_plainly(compose, alice, sign_in):
    draft, client = compose(), sign_in(alice)
    whom = {"holder": str(draft.holding_agency_id), "first_name": "Maya", "last_name": "Torres"}
    born = {"birth_date_month": "3", "birth_date_day": "4", "birth_date_year": "11"}
    page = client.post(f"/requests/{draft.pk}/draft/whom/", whom | born).content.decode()
    assert "with four digits" in page
    period = {"period_start": "2099-01-01", "period_end": "2099-12-31"}
    records = client.post(f"/requests/{draft.pk}/draft/records/", {"categories": "attendance", **period})
    assert records.context["form"].errors.keys() == {"period_start"}
    with acting_as(alice), pytest.raises(RefusedInput, match="future"):
        actions.edit(draft, by=alice, wanted=[Wanted("attendance", date(2099, 1, 1))])


def test_purposes_stand_in_groups_care_first_and_some_are_never_asked_for(compose, alice, sign_in):
    draft = compose()
    page = sign_in(alice).get(f"/requests/{draft.pk}/draft/purpose/").content.decode()
    groups = re.findall(r'<optgroup label="([^"]+)"', page)
    assert groups == ["Care and health", "School", "Court and supervision", "Benefits, payment and review"]
    assert page.index("Coordination of care") < page.index("Enrollment or transfer")
    for never in ("Military recruiting", "Advertising", "Immigration enforcement", "Personal interest"):
        assert never not in page


def test_days_are_written_out(consent_for):
    consent = consent_for("attendance")
    signed_on = date_format(timezone.localdate(consent.signed_at))
    assert str(consent) == f"Maya Torres, signed {signed_on}"
    copy = {"signed_on": "2026-11-01", "through": "2027-02-28"}
    [told] = Release(consent_copy=[copy]).consents_told
    assert told == {"signed_on": date(2026, 11, 1), "through": date(2027, 2, 28)}
