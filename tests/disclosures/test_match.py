"""Whom the asker means: only records that fit are offered, and one that differs is asked about first."""

from datetime import date

import pytest

from agencies.acting import acting_as
from audit.models import AuditEvent
from disclosures import actions
from disclosures.models import YouthMatch
from sharing_portal.errors import RefusedInput
from tests import factories

BECAUSE = "The asker corrected the date on the phone."


@pytest.fixture
def stranger(bob, maya):
    """Another child of North, of whom nothing fits the description of Maya Torres."""
    return factories.youth(bob, "Zebulon", "Quillfeather", born=date(2009, 12, 24))


def chosen(bob):
    with acting_as(bob):
        return list(YouthMatch.objects.values_list("youth", "reason"))


def test_a_record_of_which_nothing_fits_is_offered_only_by_a_search(asked, maya, stranger, bob, sign_in):
    client, path = sign_in(bob), f"/requests/{asked.pk}/match/"
    page = client.get(path).content.decode()
    assert ("Maya Torres" in page, "Quillfeather" in page) == (True, False)
    assert client.post(path, {"youth": str(stranger.pk)}).status_code == 200
    assert chosen(bob) == []
    page = client.get(f"{path}?search=Quillfeather").content.decode()
    assert page.index("Records that fit the description") < page.index("Found by your search")
    assert page.index("Found by your search") < page.index("Zebulon Quillfeather")
    assert "The birth dates are different." in page


def test_another_name_or_date_is_named_and_wants_a_reason(asked, stranger, bob, sign_in):
    client, path = sign_in(bob), f"/requests/{asked.pk}/match/?search=Quillfeather"
    answer = client.post(path, {"youth": str(stranger.pk)})
    page = answer.content.decode()
    for line in ("The first names are different.", "The last names are different.", "The birth dates are"):
        assert line in page
    assert (answer.status_code, chosen(bob)) == (200, [])
    empty = client.post(path, {"youth": str(stranger.pk), "reason": " "})
    assert "Error:" in empty.content.decode()
    assert chosen(bob) == []
    assert client.post(path, {"youth": str(stranger.pk), "reason": BECAUSE}).status_code == 302
    assert chosen(bob) == [(stranger.pk, BECAUSE)]
    decision = client.get(f"/requests/{asked.pk}/decide/").content.decode()
    assert "The birth dates are different." in decision
    assert BECAUSE in decision
    with acting_as(bob):
        event = AuditEvent.objects.get(event="disclosure.matched")
    assert event.details["differs"] == ["first_name.differs", "last_name.differs", "birth_date.differs"]


def test_a_record_that_fits_is_chosen_at_once(asked, maya, bob, sign_in):
    answer = sign_in(bob).post(f"/requests/{asked.pk}/match/", {"youth": str(maya.pk)})
    assert answer.status_code == 302
    assert chosen(bob) == [(maya.pk, "")]


@pytest.mark.parametrize(
    ("first", "born", "differs"),
    [
        ("Mara", date(2011, 3, 4), ["caution.may_be_sibling"]),
        ("Maya", date(2011, 4, 3), ["birth_date.day_month_swapped"]),
        ("Maya", date(2010, 3, 4), ["birth_date.year_off_by_one"]),
    ],
)
def test_a_likely_sibling_and_a_slip_in_the_date_are_doubted_too(asked, bob, first, born, differs):
    record = factories.youth(bob, first, born=born)
    with acting_as(bob):
        with pytest.raises(RefusedInput) as refused:
            actions.match(asked, record, by=bob)
        assert refused.value.detail == {"differs": differs}
        assert actions.match(asked, record, by=bob, reason=BECAUSE).reason == BECAUSE


def test_a_reason_is_kept_only_where_something_differs(asked, maya, bob):
    with acting_as(bob):
        assert actions.match(asked, maya, by=bob, reason=BECAUSE).reason == ""


def test_the_api_wants_the_reason_too(asked, maya, stranger, bob, sign_in):
    client, path = sign_in(bob), f"/api/requests/{asked.pk}"
    offered = client.get(f"{path}/candidates/").json()
    assert [(row["youth"], row["differs"]) for row in offered] == [(str(maya.pk), [])]
    body = {"youth": str(stranger.pk)}
    assert client.post(f"{path}/match/", body, content_type="application/json").status_code == 400
    body["reason"] = BECAUSE
    assert client.post(f"{path}/match/", body, content_type="application/json").status_code == 200
    assert chosen(bob) == [(stranger.pk, BECAUSE)]
