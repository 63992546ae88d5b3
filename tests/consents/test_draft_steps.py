"""What a draft keeps is checked by the verb, whichever door it comes through."""

from datetime import timedelta
from uuid import uuid4

import pytest

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import begin_draft, compare_paper, discard, keep_scan, renew, save_step
from consents.actions.drafting import new_draft
from consents.models import ConsentDraft, ConsentGrant
from sharing_portal.errors import InvalidTransition, RefusedInput
from tests import factories
from tests.consents.recorder import scan_file


@pytest.fixture
def signer(mother, form):
    """`signer(**fields)`: the answers of the first step."""

    def _signer(**fields):
        return {
            "who": f"guardian:{mother.pk}",
            "signer_name": str(mother),
            "authority_evidence": "",
            "minor_also_signed": False,
            "form": str(form.pk),
            "interpreter": "",
            "method": "link",
        } | fields

    return _signer


@pytest.fixture
def asked(north, south):
    """`asked(**fields)`: one flow that a family is asked about."""

    def _asked(**fields):
        return {
            "discloser": str(north.pk),
            "recipient": str(south.pk),
            "categories": ["attendance"],
            "purposes": ["care_coordination"],
            "latest": (north.today() + timedelta(days=60)).isoformat(),
        } | fields

    return _asked


@pytest.fixture
def draft(bob, maya, signer):
    """Maya's mother is to sign."""
    with acting_as(bob):
        return save_step(begin_draft(maya, by=bob), by=bob, step="signer", answers=signer())


def kept(bob):
    with acting_as(bob):
        return ConsentDraft.objects.get().answers


def test_who_may_not_decide_is_not_kept_as_signer(draft, bob, maya, guardian_of, signer):
    barred = guardian_of(maya, first_name="Rex", rights_revoked=True)
    before = kept(bob)
    with acting_as(bob):
        for answers in (
            signer(who=f"guardian:{barred.pk}", signer_name="Rex Torres"),
            signer(who="parent", signer_name="Rex Torres", authority_evidence="Says so"),
            signer(who="parent", signer_name="Kim Lee"),
            signer(who="adult_youth", signer_name="Maya Torres"),
        ):
            with pytest.raises(RefusedInput):
                save_step(draft, by=bob, step="signer", answers=answers)
    assert kept(bob) == before


def test_a_parent_who_was_typed_in_stands_on_file_whichever_way_the_family_signs(draft, bob, maya, signer):
    typed = signer(who="caretaker", signer_name="Kim Lee", authority_evidence="Letter of the agency, seen")
    answers = typed
    with acting_as(bob):
        for method in ("link", "on_screen", "paper"):
            given = {**answers, "method": method}
            answers = save_step(draft, by=bob, step="signer", answers=given).answers["signer"]
            kim = maya.guardians.get(last_name="Lee")
            assert answers["who"] == f"guardian:{kim.pk}"
            assert (str(kim), kim.authority) == ("Kim Lee", "acting_parent")
        with pytest.raises(RefusedInput, match="Kim Lee is on file"):
            save_step(draft, by=bob, step="signer", answers=typed)


def test_the_same_person_signs_for_brothers_and_sisters_or_it_is_not_kept(draft, bob, guardian_of, signer):
    luz, stranger = factories.youth(bob, "Luz", "Torres"), factories.youth(bob, "Sol", "Reyes")
    with acting_as(bob):
        for wrong in (stranger.pk, uuid4(), luz.pk):
            with pytest.raises(RefusedInput) as refusal:
                save_step(draft, by=bob, step="signer", answers=signer(), siblings=[wrong])
            assert refusal.value.detail == {"field": "siblings"}
    guardian_of(luz)
    court = signer(who="court_appointed", signer_name="Kim Lee", authority_evidence="Order seen")
    with acting_as(bob):
        save_step(draft, by=bob, step="signer", answers=signer(), siblings=[luz.pk])
        with pytest.raises(RefusedInput, match="for Luz Torres"):
            save_step(draft, by=bob, step="signer", answers=court, siblings=[luz.pk])
        assert ConsentDraft.objects.get().siblings == [luz.pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"latest": "2999-01-01"},
        {"latest": "2020-01-01"},
        {"purposes": ["accreditation"]},
        {"purposes": []},
        {"categories": ["psychotherapy_notes"]},
        {"recipient": "the same"},
    ],
)
def test_what_could_never_be_valid_is_not_kept(draft, bob, asked, wrong, north):
    if "recipient" in wrong:
        wrong = {"recipient": str(north.pk)}
    paper = {**asked(**wrong), "expires_on": asked(**wrong)["latest"]}
    with acting_as(bob):
        save_step(draft, by=bob, step="offer", answers=[asked()])
        for step, flow in (("offer", asked(**wrong)), ("sharing", paper)):
            with pytest.raises(RefusedInput):
                save_step(draft, by=bob, step=step, answers=[flow])
        with pytest.raises(RefusedInput, match="listed twice"):
            save_step(draft, by=bob, step="offer", answers=[asked(), asked(purposes=["treatment"])])
    assert (kept(bob)["offer"], "sharing" in kept(bob)) == ([asked()], False)


def test_a_line_can_be_taken_away_whatever_the_others_have_become(draft, bob, asked, west):
    with acting_as(bob):
        both = [asked(), asked(recipient=str(west.pk))]
        save_step(draft, by=bob, step="offer", answers=both)
        over = [{**flow, "latest": "2020-01-01"} for flow in both]
        ConsentDraft.objects.update(answers={**draft.answers, "offer": over})
        draft.refresh_from_db()
        save_step(draft, by=bob, step="offer", answers=over[1:])
        save_step(draft, by=bob, step="offer", answers=[])
    assert kept(bob)["offer"] == []


def test_a_paper_takes_initials_beside_every_kind_of_record(draft, bob, asked, signer, north):
    flow = {**asked(), "expires_on": asked()["latest"]}
    with acting_as(bob):
        with pytest.raises(InvalidTransition, match="no consent on paper"):
            compare_paper(draft, by=bob, signed_on=north.today(), initials=[])
        save_step(draft, by=bob, step="signer", answers=signer(method="paper"))
        save_step(draft, by=bob, step="sharing", answers=[flow])
        keep_scan(draft, by=bob, file=scan_file())
        for marks in ({}, {"attendance": " "}, {"attendance": "AT", "medical": "AT"}):
            with pytest.raises(RefusedInput, match="initials"):
                compare_paper(draft, by=bob, signed_on=north.today(), initials=[marks])
        compare_paper(draft, by=bob, signed_on=north.today(), initials=[{"attendance": "AT"}])
    assert "sign" in kept(bob)


def test_each_step_is_in_the_log_and_that_it_was_thrown_away(draft, bob, maya, asked):
    with acting_as(bob):
        save_step(draft, by=bob, step="offer", answers=[asked()])
        with pytest.raises(RefusedInput):
            save_step(draft, by=bob, step="offer", answers=[asked(), asked(purposes=["accreditation"])])
        discard(draft, by=bob)
        discard(draft, by=bob)
        written = AuditEvent.objects.filter(youth_id=maya.pk, actor_id=bob.pk, event__startswith="consent.")
        assert sorted(written.values_list("event", "details__step")) == [
            ("consent.draft_discarded", None),
            ("consent.drafted", "begin"),
            ("consent.drafted", "offer"),
            ("consent.drafted", "signer"),
        ]


def test_who_signs_is_said_before_anything_is_asked(bob, maya, asked):
    with acting_as(bob):
        draft = new_draft(maya, by=bob, answers={"offer": [asked()]})
        with pytest.raises(RefusedInput, match="Say first who signs"):
            save_step(draft, by=bob, step="offer", answers=[asked(purposes=["treatment"])])


@pytest.mark.parametrize("wrong", [{"purposes": ["accreditation"]}, {"categories": ["deidentified"]}])
def test_no_draft_begins_with_what_nobody_can_be_asked(bob, maya, asked, wrong):
    with acting_as(bob):
        with pytest.raises(RefusedInput):
            new_draft(maya, by=bob, answers={"offer": [asked(**wrong)]})
        assert not ConsentDraft.objects.exists()


def test_a_purpose_for_which_no_family_is_asked_any_more_is_not_asked_again(
    consented, line, bob, monkeypatch
):
    monkeypatch.setattr("consents.actions.recording.check_lines", lambda *args, **rest: None)
    consent = consented(
        line(purposes=["treatment", "accreditation"]), line("discipline", purposes=["accreditation"])
    )
    with acting_as(bob):
        assert ConsentGrant.objects.count() == 2
        (flow,) = renew(consent, by=bob).answers["offer"]
    assert (flow["categories"], flow["purposes"]) == (["attendance"], ["treatment"])


def test_a_guardian_without_rights_is_refused_by_the_api_too(draft, bob, maya, guardian_of, sign_in):
    barred = guardian_of(maya, first_name="Rex", authority="none")
    address = f"/api/consents/drafts/{draft.pk}/"
    refused = sign_in(bob).patch(address, {"guardian": str(barred.pk)}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "refused_input")
    assert "no right to decide" in refused.json()["message"]
    assert kept(bob)["signer"]["signer_name"] == "Ana Torres"
