"""The checklist: computed where it can be, attested with a note where it cannot; what is needed stands in the way."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions
from mous.checklist import ITEMS, Status, findings, missing_from
from mous.models import Mou, MouChecklistNote, MouInvitation
from mous.wording import TEMPLATE
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests.mous import agreements


def how(mou, number):
    return next(found for found in findings(mou) if found.item.number == number)


def empty(mou, code):
    mou.sections.filter(code=code).update(text="", number=F("number") + 1)


def test_one_item_for_each_section_of_the_template():
    assert [item.number for item in ITEMS] == list(range(1, 29))
    assert [item.code for item in ITEMS] == [section.code for section in TEMPLATE]
    # Prohibited uses (26) the portal asks for too, though the list does not.
    assert {item.number for item in ITEMS if not item.needed} == {9, 19, 21, 23, 24, 28}


def test_a_whole_draft_lacks_only_the_review(draft, dana):
    with acting_as(dana):
        by_status = {}
        for found in findings(draft):
            by_status.setdefault(found.status, []).append(found.item.number)
        assert by_status[Status.INCOMPLETE] == [28]
        assert by_status[Status.NOT_APPLICABLE] == [17, 19]
        assert missing_from(draft) == []


@pytest.mark.parametrize("days", [30, 366, 367])
def test_the_review_comes_within_twelve_months(draft, dana, days):
    with acting_as(dana):
        review = draft.starts_on + timedelta(days=days)
        Mou.objects.filter(pk=draft.pk).update(
            ends_on=draft.starts_on + timedelta(days=500), review_on=review
        )
        draft.refresh_from_db()
        assert (how(draft, 28).status == Status.COMPLETE) == (days <= 366)


def test_a_flow_says_why_the_roles_need_it(draft, dana, north, south):
    with acting_as(dana):
        draft.terms.update(need="")
        (lack,) = missing_from(draft)
        assert (lack.item, lack.step) == (6, "terms")
        assert lack.url == reverse("mous:pair", args=[draft.pk, north.pk, south.pk])
        with pytest.raises(RefusedInput, match="Say why people at South"):
            actions.send_for_review(draft, by=dana)


def test_a_study_of_school_records_states_its_terms(draft, dana):
    with acting_as(dana):
        draft.terms.update(purposes=["study_for_school"])
        assert "an audit or a study" in how(draft, 17).lacks[0].text
        assert how(draft, 17).status == Status.INCOMPLETE
        draft.terms.update(conditions="Until June 2027, to improve attendance; destroyed after 30 days.")
        assert how(draft, 17).status == Status.COMPLETE


def test_a_flow_to_serve_before_adjudication_needs_the_certification(draft, dana):
    with acting_as(dana):
        draft.terms.update(purposes=["juvenile_services"])
        assert how(draft, 19).status == Status.COMPLETE
        empty(draft, "juvenile_certification")
        assert how(draft, 19).status == Status.INCOMPLETE
        assert not [lack for lack in missing_from(draft) if lack.item == 19]


@pytest.mark.parametrize(
    ("code", "text", "lacks"),
    [
        ("breach", "We tell each other soon.", "names no time"),
        ("breach", "Within 24 hours, and people within 90 days.", "90 days are longer"),
        ("breach", "Within 24 hours, and people within 60 days.", None),
        ("retention", "As long as needed.", "names no time"),
        ("training", "Every 12 months.", None),
    ],
)
def test_times_are_named_and_within_the_law(draft, dana, code, text, lacks):
    with acting_as(dana):
        agreements.reword(draft, dana, code, text=text)
        found = [lack.text for lack in missing_from(draft)]
        assert bool(found) == bool(lacks)
        assert not lacks or lacks in found[0]


def test_a_section_that_is_left_out_can_be_attested(draft, dana):
    with acting_as(dana):
        empty(draft, "security")
        assert [lack.item for lack in missing_from(draft)] == [13]
        actions.attest(draft, by=dana, item=13, answer="complete", note="Part 4 of our text.")
        assert how(draft, 13).status == Status.COMPLETE
        assert missing_from(draft) == []
        actions.attest(draft, by=dana, item=13, answer="complete", note="Part 5.")
        assert MouChecklistNote.objects.get().note == "Part 5."
        actions.take_back_attestation(draft, by=dana, item=13)
        actions.take_back_attestation(draft, by=dana, item=13)
        assert how(draft, 13).status == Status.INCOMPLETE


def test_what_the_portal_sees_no_note_settles(draft, dana, north):
    with acting_as(dana):
        draft.terms.update(need="")
        agreements.reword(draft, dana, "governance", text="Ask {name}, within 30 days.")
        for item in (6, 27):
            actions.attest(draft, by=dana, item=item, answer="complete", note="It is fine.")
            assert how(draft, item).status == Status.INCOMPLETE


def test_a_needed_item_is_never_left_out(draft, dana):
    with acting_as(dana):
        for answer, item, note in (
            ("not_applicable", 13, "We do not care."),
            ("complete", 13, " "),
            ("complete", 29, "x"),
            ("perhaps", 13, "x"),
            ("complete", 13, "x" * 501),
        ):
            with pytest.raises(RefusedInput):
                actions.attest(draft, by=dana, item=item, answer=answer, note=note)
        empty(draft, "aggregate")
        actions.attest(draft, by=dana, item=24, answer="not_applicable", note="No reports are made.")
        assert (how(draft, 24).status, how(draft, 24).reason) == (
            Status.NOT_APPLICABLE,
            "No reports are made.",
        )


def test_who_may_attest(draft, dana, bob, sam, north, south, nora):
    with acting_as(bob), pytest.raises(Forbidden):
        actions.attest(draft, by=bob, item=13, answer="complete", note="x")
    with acting_as(dana):
        MouInvitation.objects.create(mou=draft, agency=south, invited_by=dana)
    with acting_as(sam):
        actions.attest(draft, by=sam, item=21, answer="complete", note="In our leaflet.")
        assert MouChecklistNote.objects.get().agency == south
    agreements.reviewed(draft, dana)
    with acting_as(dana), pytest.raises(InvalidTransition):
        actions.attest(draft, by=dana, item=13, answer="complete", note="x")


def test_the_page_leads_to_what_completes_each_item(sign_in, draft, dana, bob, carol, north, south):
    with acting_as(dana):
        draft.terms.update(need="")
        empty(draft, "security")
    client, address = sign_in(dana), reverse("mous:checklist", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "2 needed items are still missing" in page
    assert page.index("Needed before it can go to review") < page.index("Not needed, but better settled")
    assert reverse("mous:pair", args=[draft.pk, north.pk, south.pk]) in page
    assert reverse("mous:section", args=[draft.pk, "security"]) in page
    attest = reverse("mous:attest", args=[draft.pk, 13])
    assert attest in page
    assert reverse("mous:attest", args=[draft.pk, 6]) not in page
    wrong = client.post(attest, {"answer": "complete", "note": ""})
    assert "Error:" in wrong.content.decode()
    saved = client.post(attest, {"answer": "complete", "note": "Part 4 of our text."})
    assert saved.url == address + "#item-13"
    assert "Part 4 of our text." in client.get(address).content.decode()
    assert client.get(reverse("mous:attest", args=[draft.pk, 29])).status_code == 404
    assert client.post(reverse("mous:take_back_attestation", args=[draft.pk, 13])).url == address
    reader = sign_in(bob).get(address)
    assert reader.status_code == 200
    assert "Complete it" not in reader.content.decode()
    assert sign_in(carol).get(address).status_code == 404


def test_counsel_reads_it_in_review(sign_in, draft, dana, south):
    agreements.reviewed(draft, dana)
    counsel = sign_in(agreements.counsel_of(south))
    page = counsel.get(reverse("mous:checklist", args=[draft.pk])).content.decode()
    assert "Everything that is needed is there." in page


def test_every_link_of_an_empty_draft_leads_somewhere(sign_in, dana, operator):
    with acting_as(dana):
        mou = actions.draft(by=dana, title="New", starts_on=dana.acting_agency.today(), ends_on=dana.acting_agency.today() + timedelta(days=3000))  # fmt: skip
        mou.sections.update(text="", number=F("number") + 1)
        links = {lack.url.split("#")[0] for found in findings(mou) for lack in found.lacks}
    client = sign_in(dana)
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link
