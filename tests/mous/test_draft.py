"""Writing an agreement: who may, what is refused, and what a draft still lacks."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from agencies.acting import acting_as
from agencies.models import Agency
from audit.models import AuditEvent
from mous import actions, queries
from mous.checklist import missing_from
from mous.document import compose
from mous.models import Mou
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements
from tests.mous.agreements import AUTHORITY

DATES = {"starts_on": date(2026, 12, 1), "ends_on": date(2027, 11, 30)}


def test_begins_in_the_portals_wording_with_the_drafter_as_party(dana, north):
    with acting_as(dana):
        mou = actions.draft(by=dana, title="Sharing", **DATES)
        assert [party.agency for party in mou.parties.all()] == [north]
        text = compose(mou)["sections"]
        assert len(text) == 28
        assert "December 1, 2026" in str(text)
        assert "{" not in str([part["text"] for part in text])
        assert [event.kind for event in mou.events.all()] == ["drafted"]
        assert queries.visible_to(dana).get() == mou


def test_the_same_form_sent_twice_begins_one_agreement(dana):
    with acting_as(dana):
        first, second = (actions.draft(by=dana, title="Sharing", once="a1", **DATES) for _click in range(2))
        other = actions.draft(by=dana, title="Sharing", once="b2", **DATES)
        assert first == second != other
        assert (Mou.objects.count(), first.parties.count(), first.events.count()) == (2, 1, 1)


def test_needs_the_duty(alice, bob):
    for person in (alice, bob):
        with acting_as(person), pytest.raises(Forbidden):
            actions.draft(by=person, title="Sharing", **DATES)


def test_refuses_an_end_before_the_start(dana):
    with acting_as(dana), pytest.raises(RefusedInput, match="after the first"):
        actions.draft(by=dana, title="Sharing", starts_on=DATES["ends_on"], ends_on=DATES["starts_on"])


def test_a_draft_is_its_agencys_own(draft, alice, sam, carol, bob):
    for person, sees in ((bob, [draft]), (alice, []), (sam, []), (carol, [])):
        with acting_as(person):
            assert list(queries.visible_to(person)) == sees
            assert list(Mou.objects.all()) == sees


def test_only_its_drafters_edit(draft, bob, sam):
    for person in (bob, sam):
        with acting_as(person), pytest.raises(Exception) as refusal:
            actions.edit(draft, by=person, title="Other", **DATES)
        assert refusal.value.status in (403, 409)


def test_edit_changes_title_and_dates(draft, dana):
    with acting_as(dana):
        actions.edit(draft, by=dana, title="Other", **DATES)
        draft.refresh_from_db()
        assert (draft.title, draft.starts_on, draft.ends_on) == ("Other", *DATES.values())


def test_a_party_taken_out_takes_its_flows_along(draft, dana, west, north):
    with acting_as(dana):
        actions.set_parties(draft, by=dana, agencies=[west])
        assert {party.agency for party in draft.parties.all()} == {north, west}
        assert not draft.terms.exists()


def test_a_party_must_be_active(draft, dana, operator):
    with acting_for(user_id=operator.pk):
        invited = Agency.objects.create(name="East", kind="school_district")
    with acting_as(dana), pytest.raises(RefusedInput, match="active"):
        actions.set_parties(draft, by=dana, agencies=[invited])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to_agency": "west"}, "must be parties"),
        ({"to_agency": "north"}, "one agency to another"),
        ({"categories": []}, "categories"),
        ({"categories": ["psychotherapy_notes"]}, "categories"),
        ({"categories": ["unheard_of"]}, "categories"),
        ({"purposes": []}, "purpose"),
        ({"purposes": ["immigration_enforcement"]}, "purpose"),
        ({"authority": "  "}, "law or consent"),
    ],
)
def test_a_flow_that_makes_no_sense_is_refused(draft, dana, north, south, west, change, message):
    agencies = {"north": north, "west": west}
    flow = {
        "from_agency": north,
        "to_agency": south,
        "categories": ["attendance"],
        "purposes": ["treatment"],
        "authority": AUTHORITY,
    }
    flow |= {
        name: agencies.get(value, value) if isinstance(value, str) else value
        for name, value in change.items()
    }
    with acting_as(dana), pytest.raises(RefusedInput, match=message):
        actions.add_term(draft, by=dana, **flow)
    with acting_as(dana):
        assert draft.terms.count() == 1


def test_a_flow_can_be_changed_and_removed(draft, dana, north, south):
    with acting_as(dana):
        term = draft.terms.get()
        actions.change_term(
            term,
            by=dana,
            from_agency=south,
            to_agency=north,
            categories=["medical"],
            purposes=["treatment"],
            authority=AUTHORITY,
            conditions="Only in a crisis.\r\n",
        )
        changed = draft.terms.get()
        assert (changed.from_agency, changed.categories, changed.conditions) == (
            south, ["medical"], "Only in a crisis.",
        )  # fmt: skip
        actions.remove_term(changed, by=dana)
        assert missing_from(draft)[0].text.startswith("Say what may be shared")


def test_sections_are_reworded_and_optional_ones_left_out(draft, dana):
    with acting_as(dana):
        agreements.reword(draft, dana, "purpose", heading="Why", text="To help.\r\nTogether.")
        agreements.reword(draft, dana, "aggregate", heading="Reports", text="")
        sections = compose(draft)["sections"]
        assert {"heading": "Why", "text": "To help.\nTogether."} in sections
        assert len(sections) == 27
        with pytest.raises(RefusedInput, match="must say something"):
            agreements.reword(draft, dana, "breach", text=" ")


def test_every_saving_of_a_section_is_a_version_and_a_stale_one_is_refused(draft, dana):
    with acting_as(dana):
        section = agreements.reword(draft, dana, "purpose", text="To help.")
        with pytest.raises(StaleState, match="Somebody else"):
            actions.edit_section(section, by=dana, heading="Why", text="Mine.", number=1)
        versions = section.versions.values_list("number", "text", "by__name")
        assert [version[0] for version in versions] == [2, 1]
        assert versions[0] == (2, "To help.", "Dana")
        section.refresh_from_db()
        assert (section.number, section.text) == (2, "To help.")


def test_what_is_missing_is_said(dana, north, operator):
    today = timezone.localdate()
    with acting_as(dana):
        mou = actions.draft(
            by=dana, title="Old", starts_on=today - timedelta(days=4000), ends_on=today - timedelta(days=2)
        )
        agreements.reword(mou, dana, "governance", text="Ask {name}.")
        missing = [(lack.step, lack.text) for lack in missing_from(mou)]
    assert missing == [
        ("edit", "The last day has passed. Choose a later one."),
        ("edit", "An agreement may last at most 5 years."),
        ("parties", "An agreement needs at least two parties."),
        ("parties", "North School District: its profile has no address."),
        (
            "parties",
            "North School District: nobody there can review it. It needs a member with the role “Agency counsel” or "
            "“Privacy officer”.",
        ),
        (
            "parties",
            "North School District: nobody there can sign. It needs a member with the role “Signatory”.",
        ),
        ("terms", "Say what may be shared: at least one flow."),
        ("text", "“Working together” still has a blank to fill: {name}"),
    ]


def test_a_suspended_party_and_an_empty_text_are_missing_too(draft, dana, south, operator):
    with acting_for(user_id=operator.pk):
        Agency.objects.filter(pk=south.pk).update(state="suspended")
    with acting_as(dana):
        draft.sections.update(text="", number=F("number") + 1)
        missing = [lack.text for lack in missing_from(draft)]
    assert missing[0] == "South Community Mental Health: is not active in the portal."
    assert "The section “When something goes wrong” is empty." in missing


def test_cancelling_a_draft_never_shows_it_to_the_others(draft, dana, sam, bob):
    with acting_as(bob), pytest.raises(Forbidden):
        actions.cancel(draft, by=bob)
    with acting_as(dana):
        actions.cancel(draft, by=dana)
        with pytest.raises(InvalidTransition):
            actions.edit(draft, by=dana, title="Other", **DATES)
    with acting_as(sam):
        assert not queries.visible_to(sam).exists()
        assert not Mou.objects.exists()


def test_every_step_is_recorded(draft, dana, north, operator):
    auditor = factories.member("aud", north, ["auditor"], by=operator)
    with acting_as(auditor):
        events = list(
            AuditEvent.objects.filter(object_id=draft.pk).order_by("at").values_list("event", flat=True)
        )
    assert events == ["mou.drafted", "mou.changed", "mou.changed"]
