"""A flow names the roles that may ask under it, and only people who act in one of them do: verb, pages and API."""

import pytest

from agencies.acting import acting_as
from disclosures import actions
from mous import actions as mou_actions
from mous import queries as mou_queries
from sharing_portal.errors import RefusedInput
from tests import factories
from tests.mous import agreements

JSON = {"content_type": "application/json"}


@pytest.fixture
def agreement(north, south, operator):
    """In force: South's counselors may ask North for attendance, its custodians for discipline too."""
    for agency in (north, south):
        agreements.give_address(agency, by=operator)
    nora = factories.member("nora", north, ["signatory"], by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    mou = agreements.drafted(nora, [north, south], [])
    flows = [(["attendance"], ["counselor", "records_custodian"]), (["discipline"], ["records_custodian"])]
    with acting_as(nora):
        for categories, roles in flows:
            mou_actions.add_term(
                mou,
                by=nora,
                from_agency=north,
                to_agency=south,
                categories=categories,
                purposes=["care_coordination"],
                authority=agreements.AUTHORITY,
                roles=roles,
                need=agreements.NEED,
            )
    return agreements.signed(agreements.sent(mou, nora), [nora, sam])


def test_terms_in_force_for_a_role(agreement, alice, south):
    counts = [
        ({"staff"}, 0),
        ({"counselor"}, 1),
        ({"records_custodian"}, 2),
        ({"staff", "counselor"}, 1),
        (set(), 0),
        (None, 2),
    ]
    with acting_as(alice):
        for roles, count in counts:
            assert mou_queries.terms_in_force(asking=south, roles=roles).count() == count


def test_a_role_that_no_flow_names_may_not_ask(agreement, compose, alice, sign_in):
    draft = compose()
    with acting_as(alice), pytest.raises(RefusedInput) as refusal:
        actions.submit(draft, by=alice)
    assert "Attendance" in refusal.value.message
    assert "Records custodian, School counselor" in refusal.value.message
    page = sign_in(alice).post(f"/requests/{draft.pk}/draft/check/").content.decode()
    assert "Ask a colleague in one of these roles" in page
    answer = sign_in(alice).post(f"/api/requests/{draft.pk}/submit/", **JSON)
    assert answer.status_code == 400
    assert "Records custodian" in answer.content.decode()
    with acting_as(alice):
        draft.refresh_from_db()
    assert draft.state == "draft"


def test_one_category_of_two_is_told_apart(agreement, compose, alice, south, operator):
    cody = factories.member("cody", south, ["counselor"], by=operator)
    draft = compose("attendance", "discipline")
    with acting_as(cody):
        mine = actions.compose(by=cody, holder=draft.holding_agency, **_same(draft))
        actions.edit(mine, by=cody, wanted=[actions.asking.Wanted("attendance")])
        assert actions.submit(mine, by=cody).state == "submitted"
        both = actions.compose(by=cody, holder=draft.holding_agency, **_same(draft))
        actions.edit(
            both, by=cody, wanted=[actions.asking.Wanted(code) for code in ("attendance", "discipline")]
        )
        with pytest.raises(
            RefusedInput, match="Discipline for this purpose: Records custodian\\."
        ) as refusal:
            actions.submit(both, by=cody)
        assert refusal.value.detail["uncovered"] == ["Discipline"]


def test_what_no_flow_covers_is_still_said_so(agreement, compose, alice):
    draft = compose("attendance", "medical")
    with acting_as(alice), pytest.raises(RefusedInput, match="No agreement in force"):
        actions.submit(draft, by=alice)


def test_whom_one_may_ask_depends_on_the_role(agreement, alice, north, south, operator, sign_in):
    cody = factories.member("cody", south, ["counselor"], by=operator)
    assert sign_in(alice).get("/api/holders/").json()["results"] == []
    assert [row["name"] for row in sign_in(cody).get("/api/holders/").json()["results"]] == [north.name]
    page = sign_in(alice).get("/requests/new/").content.decode()
    assert page.index("No agreement lets you ask") < page.index(f">{north.name}<")
    page = sign_in(cody).get("/requests/new/").content.decode()
    assert page.index(f">{north.name}<") < page.index("No agreement lets you ask")


def test_an_emergency_needs_no_flow(agreement, compose, alice):
    reason = "She wrote to a friend that she will not be alive tomorrow morning."
    draft = compose(basis="emergency", reason=reason, evidence={"emergency.imminent": True})
    with acting_as(alice):
        assert actions.submit(draft, by=alice).state == "submitted"


def _same(draft):
    names = ("first_name", "last_name", "birth_date", "purpose", "reason", "basis")
    return {name: getattr(draft, name) for name in names}
