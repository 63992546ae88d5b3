"""Drafting together: who is let in, sections and their versions, who is editing, and that no text is lost."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions, queries
from mous.document import compose
from mous.models import Mou, MouSectionVersion
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from tests import factories
from tests.mous import agreements


@pytest.fixture
def ana(south, operator):
    """Drafts at South."""
    return factories.member("ana", south, ["agency_admin"], by=operator)


@pytest.fixture
def shared(draft, dana, ana, south):
    with acting_as(dana):
        actions.invite_to_draft(draft, by=dana, agencies=[south])
    return draft


def part(mou, code="purpose"):
    return mou.sections.select_related("mou").get(code=code)


def url(name, mou, code="purpose"):
    return reverse(f"mous:{name}", args=[mou.pk, code] if code else [mou.pk])


def test_an_invited_party_reads_and_words_the_draft_but_nothing_else(shared, dana, ana, south):
    with acting_as(ana):
        assert queries.visible_to(ana).get() == shared
        agreements.reword(shared, ana, "purpose", text="To help.")
        for verb in (
            lambda: actions.set_parties(shared, by=ana, agencies=[]),
            lambda: actions.send_for_review(shared, by=ana),
            lambda: actions.invite_to_draft(shared, by=ana, agencies=[]),
            lambda: actions.edit(
                shared, by=ana, title="x", starts_on=shared.starts_on, ends_on=shared.ends_on
            ),
        ):
            with pytest.raises(Forbidden):
                verb()
        assert Notice.objects.filter(user=ana, kind="mou.invited").count() == 1
    with acting_as(dana):
        assert {"heading": "Why we share", "text": "To help."} in compose(shared)["sections"]
        version = part(shared).versions.first()
        assert (version.number, version.by, version.agency) == (2, ana, south)


def test_an_invitation_is_taken_back(shared, dana, ana):
    with acting_as(dana):
        actions.invite_to_draft(shared, by=dana, agencies=[])
    with acting_as(ana):
        assert not queries.visible_to(ana).exists()
        assert not MouSectionVersion.objects.exists()
        assert Notice.objects.filter(user=ana, kind="mou.invitation_ended").exists()


def test_only_parties_are_invited(draft, dana, west):
    with acting_as(dana), pytest.raises(RefusedInput, match="Only parties"):
        actions.invite_to_draft(draft, by=dana, agencies=[west])


def test_a_party_taken_out_leaves_the_draft(shared, dana, ana, west):
    with acting_as(dana):
        actions.set_parties(shared, by=dana, agencies=[west])
        assert not shared.invitations.exists()
    with acting_as(ana):
        assert not queries.visible_to(ana).exists()


def test_sections_are_added_moved_left_out_and_put_back(draft, dana):
    with acting_as(dana):
        first, second = list(draft.sections.all())[:2]
        actions.move_section(first, by=dana, up=True)
        actions.move_section(first, by=dana, up=False)
        assert [row.code for row in draft.sections.all()][:2] == [second.code, first.code]
        added = [actions.add_section(draft, by=dana, heading="Insurance", text="Yes.") for _twice in range(2)]
        assert [row.code for row in added] == ["insurance", "insurance-2"]
        assert draft.sections.last() == added[1]
        review = part(draft, "review")
        actions.leave_out(review, by=dana)
        assert part(draft, "review").text == ""
        actions.put_back(review, by=dana)
        assert part(draft, "review").text.startswith("The parties review")
        assert part(draft, "review").number == 3
        with pytest.raises(RefusedInput, match="must say something"):
            actions.leave_out(part(draft, "breach"), by=dana)


def test_a_version_is_restored_as_the_newest(draft, dana):
    with acting_as(dana):
        before = part(draft).text
        agreements.reword(draft, dana, "purpose", text="Wrong.")
        with pytest.raises(StaleState):
            actions.restore_version(part(draft), by=dana, version=1, number=1)
        actions.restore_version(part(draft), by=dana, version=1, number=2)
        assert (part(draft).text, part(draft).number) == (before, 3)
        assert part(draft).versions.count() == 3


def test_saving_the_same_words_makes_no_version(draft, dana):
    with acting_as(dana):
        section = part(draft)
        actions.edit_section(section, by=dana, heading=section.heading, text=section.text, number=1)
        assert part(draft).number == 1


def test_one_edits_at_a_time_until_the_time_is_over_or_another_takes_over(shared, dana, ana, later):
    with acting_as(dana):
        assert actions.take_lock(part(shared), by=dana).by == dana
        assert actions.take_lock(part(shared, "data"), by=dana).by == dana
    with acting_as(ana):
        assert actions.take_lock(part(shared), by=ana).by == dana
        with later(minutes=16):
            assert actions.take_lock(part(shared), by=ana).by == ana
    with acting_as(dana):
        assert actions.take_lock(part(shared), by=dana, take_over=True).by == dana
        actions.release_lock(part(shared), by=dana)
    with acting_as(ana):
        assert actions.take_lock(part(shared), by=ana).by == ana


def test_what_is_no_draft_is_not_worded(shared, dana, ana):
    agreements.reviewed(shared, dana)
    with acting_as(ana):
        for verb in (
            lambda: actions.add_section(Mou.objects.get(), by=ana, heading="x"),
            lambda: actions.take_lock(part(shared), by=ana),
            lambda: agreements.reword(shared, ana, "purpose", text="x"),
        ):
            with pytest.raises(InvalidTransition):
                verb()


def test_the_page_says_who_is_editing_and_lets_one_take_over(shared, dana, ana, sign_in):
    with acting_as(dana):
        actions.take_lock(part(shared), by=dana)
    client = sign_in(ana)
    page = client.get(url("section", shared)).content.decode()
    assert "Dana (North School District) is editing since" in page
    assert "<textarea" in page  # the comment; not the text
    assert 'name="heading"' not in page
    assert "is editing since" in client.get(url("text", shared, None)).content.decode()
    taken = client.post(url("section_lock", shared), {"do": "take_over"})
    assert taken.url == url("section", shared)
    assert 'name="heading"' in client.get(taken.url).content.decode()
    assert client.post(url("section_lock", shared)).json() == {"mine": True, "says": ""}
    with acting_as(dana):
        assert actions.take_lock(part(shared), by=dana).by == ana


def test_who_saves_second_sees_both_texts_and_saves_on_top(shared, dana, ana, sign_in):
    client = sign_in(ana)
    assert client.post(url("section_lock", shared), {"do": "edit"}).url == url("section", shared)
    assert 'name="heading"' in client.get(url("section", shared)).content.decode()
    mine = {"heading": "Why", "text": "To help **all** of them.", "number": "1"}
    with acting_as(dana):
        agreements.reword(shared, dana, "purpose", text="To help each child.")
    response = client.post(url("section", shared), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Saved by Dana, North School District" in page
    assert "each child" in page
    assert "To help **all** of them.</textarea>" in page
    assert 'name="number" value="2"' in page
    assert client.post(url("section", shared), {**mine, "number": "2"}).url == url("text", shared, None)
    with acting_as(dana):
        assert part(shared).text == mine["text"]
        assert part(shared).versions.get(number=2).text == "To help each child."


def test_words_typed_into_a_draft_that_was_closed_are_shown_to_copy(shared, dana, ana, sign_in):
    client = sign_in(ana)
    typed = {"heading": "Why", "text": "My long words.", "number": "1"}
    agreements.reviewed(shared, dana)
    response = client.post(url("section", shared), typed)
    assert (response.status_code, "My long words." in response.content.decode()) == (409, True)
    with acting_as(dana):
        actions.send_back(Mou.objects.get(), by=dana, reason="Later.")
        actions.invite_to_draft(Mou.objects.get(), by=dana, agencies=[])
    response = client.post(url("section", shared), typed)
    assert (response.status_code, "My long words." in response.content.decode()) == (404, True)


def test_preview_shows_harmless_html_and_keeps_the_words(draft, dana, sign_in):
    client = sign_in(dana)
    typed = {"heading": "Why", "text": "- one\n\n<script>x</script>", "number": "1", "preview": "yes"}
    page = client.post(url("section", draft), typed).content.decode()
    assert "<li>one</li>" in page
    assert "<script>x" not in page
    with acting_as(dana):
        assert part(draft).number == 1


def test_versions_are_compared_side_by_side_and_in_one_column(draft, dana, sign_in):
    with acting_as(dana):
        agreements.reword(draft, dana, "purpose", text="Within 24 hours.")
        agreements.reword(draft, dana, "purpose", text="Within 48 hours.")
    client = sign_in(dana)
    beside = client.get(url("versions", draft)).content.decode()
    assert "<del>" in beside
    assert "beside__changed" in beside
    column = client.get(url("versions", draft) + "?from=2&to=3&view=inline").content.decode()
    assert "24</del>" in column
    assert "48</ins>" in column
    for odd in ("?from=99&to=x", "?from=3&to=1", "?from=" + "9" * 40):
        assert client.get(url("versions", draft) + odd).status_code == 200
    restored = client.post(url("restore", draft), {"version": "1", "number": "3"})
    assert restored.url == url("versions", draft)
    assert client.post(url("restore", draft), {"version": "x"}).status_code == 404


def test_sections_are_moved_and_added_on_the_page(draft, dana, sign_in):
    client = sign_in(dana)
    moved = client.post(url("section_move", draft), {"do": "up"})
    assert moved.url == url("text", draft, None) + "#purpose"
    refused = client.post(url("section_move", draft, "breach"), {"do": "out"}, follow=True)
    assert "must say something" in refused.content.decode()
    assert client.post(url("section_move", draft), {"do": "sideways"}).status_code == 404
    added = client.post(url("section_add", draft, None), {"heading": "Insurance"})
    assert added.url == url("section", draft, "insurance")
    assert client.get(added.url).status_code == 200


def test_parties_are_let_in_on_the_page(draft, dana, ana, south, sign_in):
    client = sign_in(dana)
    assert client.get(url("invitations", draft, None)).status_code == 200
    client.post(url("invitations", draft, None), {"agencies": [str(south.pk)]})
    assert sign_in(ana).get(url("text", draft, None)).status_code == 200


@pytest.mark.parametrize("start", ["template", "blank", "file", "paper"])
def test_where_a_draft_begins(start, dana, sign_in, north):
    client = sign_in(dana)
    days = {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    response = client.post(reverse("mous:draft"), {"title": "New", "start": start, **days})
    with acting_as(dana):
        mou = Mou.objects.get()
        filled = [row for row in mou.sections.all() if row.text]
        assert (len(filled) > 20) == (start == "template")
        assert mou.on_paper == (start == "paper")
    step = {"file": "import", "paper": "paper"}.get(start, "parties")
    assert response.url == reverse(f"mous:{step}", args=[mou.pk])


def test_from_an_earlier_agreement_with_its_parties_and_flows(draft, dana, south, north, sign_in):
    with acting_as(dana):
        agreements.reword(draft, dana, "purpose", text="Our own words.")
    days = {"title": "Next", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "start": "earlier"}
    client = sign_in(dana)
    page = client.post(reverse("mous:draft"), days).content.decode()
    assert "Choose the agreement to start from." in page
    client.post(reverse("mous:draft"), {**days, "earlier": str(draft.pk), "with_terms": "on"})
    with acting_as(dana):
        mou = Mou.objects.get(title="Next")
        assert part(mou).text == "Our own words."
        assert {row.agency for row in mou.parties.all()} == {north, south}
        assert mou.terms.get().categories == draft.terms.get().categories
        assert draft.terms.count() == 1
