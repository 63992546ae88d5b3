"""Sending, signing and sending back: the exact text, one signature a party, and the last one completes it."""

import json
import threading

import pytest
from django.db import connections

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from mous import actions, queries
from mous.document import document_of, fingerprint
from mous.models import Mou, MouSignature
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from tests import factories
from tests.mous import agreements


def sign(mou, person, **changes):
    statement = {
        "typed_name": person.name,
        "title": "Director",
        "attested": True,
        "text_sha256": mou.text_sha256,
    }
    with acting_as(person):
        return actions.sign(mou, by=person, **{**statement, **changes})


def test_sending_freezes_the_text_and_tells_the_signatories(sent, sam, south, dana):
    assert fingerprint(sent.frozen_text) == sent.text_sha256
    with acting_as(sam):
        seen = queries.visible_to(sam).get()
        assert list(queries.awaiting_signature(sam)) == [seen]
        document = document_of(seen)
        assert document == json.loads(seen.frozen_text)
        assert document["terms"][0]["categories"] == ["Attendance", "Discipline"]
        assert Notice.objects.get(user=sam).kind == "mou.to_sign"
    with acting_as(dana), pytest.raises(InvalidTransition, match="no longer a draft"):
        actions.send_for_review(sent, by=dana)


def test_an_incomplete_draft_is_not_sent(draft, dana):
    with acting_as(dana):
        actions.remove_term(draft.terms.get(), by=dana)
        with pytest.raises(RefusedInput, match="at least one flow") as refusal:
            actions.send_for_review(draft, by=dana)
        assert len(refusal.value.detail["missing"]) == 1
        draft.refresh_from_db()
        assert (draft.state, draft.text_sha256) == ("draft", "")


def test_only_the_drafting_agency_sends(draft, bob):
    with acting_as(bob), pytest.raises(Forbidden):
        actions.send_for_review(draft, by=bob)


def test_nothing_of_a_sent_agreement_can_be_edited(sent, dana, west, north, south):
    attempts = [
        lambda: actions.edit(sent, by=dana, title="x", starts_on=sent.starts_on, ends_on=sent.ends_on),
        lambda: actions.set_parties(sent, by=dana, agencies=[west]),
        lambda: agreements.reword(sent, dana, "purpose", text="y"),
        lambda: actions.remove_term(sent.terms.get(), by=dana),
        lambda: actions.add_term(
            sent, by=dana, from_agency=south, to_agency=north, categories=["medical"], purposes=["treatment"],
            authority="x",
        ),
    ]  # fmt: skip
    with acting_as(dana):
        for attempt in attempts:
            with pytest.raises(InvalidTransition):
                attempt()
        assert sent.terms.get().categories == ["attendance", "discipline"]


def test_the_last_signature_completes_it(sent, nora, sam, dana):
    first = sign(sent, nora)
    assert sent.state == "sent"
    with acting_as(nora):
        assert not queries.awaiting_signature(nora).exists()
    sign(sent, sam, typed_name="Dr. SAM")
    with acting_as(sam):
        sent.refresh_from_db()
        assert sent.state == "signed"
        assert list(queries.signatures_on(sent).values_list("typed_name", flat=True)) == ["Nora", "Dr. SAM"]
        assert "South Community Mental Health" in sent.signatures.get(signed_by=sam).attestation
        assert [event.kind for event in sent.events.all()] == [
            "completed",
            "signed",
            "signed",
            "sent",
            "reviewed",
            "reviewed",
            "sent_for_review",
            "drafted",
        ]
        assert set(Notice.objects.filter(user=sam).values_list("kind", flat=True)) == {
            "mou.to_sign",
            "mou.completed",
        }
    assert first.signed_at is not None


def test_a_double_click_signs_once(sent, nora, sam):
    first, second = sign(sent, nora), sign(sent, nora)
    assert first == second
    sign(sent, sam)
    assert sign(sent, sam).typed_name == "Sam"
    with acting_as(sam):
        assert MouSignature.objects.count() == 2


def test_a_colleague_cannot_sign_again(sent, nora, north, operator):
    sign(sent, nora)
    nick = factories.member("nick", north, ["signatory"], by=operator)
    with pytest.raises(InvalidTransition, match="Nora has already signed"):
        sign(sent, nick)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"typed_name": "Somebody Else"}, RefusedInput, "your own name"),
        ({"typed_name": " "}, RefusedInput, "your own name"),
        ({"title": " "}, RefusedInput, "title"),
        ({"attested": False}, RefusedInput, "Tick"),
        ({"text_sha256": "0" * 64}, StaleState, "changed since"),
    ],
)
def test_what_is_no_signature_is_refused(sent, nora, change, error, message):
    with pytest.raises(error, match=message):
        sign(sent, nora, **change)
    with acting_as(nora):
        assert not MouSignature.objects.exists()


def test_only_signatories_of_a_party_sign(sent, bob, dana, wendy):
    for person in (bob, dana):
        with pytest.raises(Forbidden):
            sign(sent, person)
    # To a stranger it does not exist, so there is nothing to lock.
    with pytest.raises(StaleState):
        sign(sent, wendy)


def test_a_draft_and_a_signed_one_cannot_be_signed(draft, nora, signed, north, operator):
    assert draft == signed
    nick = factories.member("nick", north, ["signatory"], by=operator)
    with pytest.raises(InvalidTransition, match="not out for signature"):
        sign(signed, nick)


def test_one_person_never_signs_for_two_parties(sent, nora, north, south, operator):
    sign(sent, nora)
    factories.member("nora", south, ["signatory"], by=operator)
    with acting_as(nora, south), pytest.raises(RefusedInput, match="another party"):
        actions.sign(
            sent, by=nora, typed_name="Nora", title="Director", attested=True, text_sha256=sent.text_sha256
        )


def test_sending_back_voids_the_signatures_of_the_old_text(sent, nora, sam, dana, bob, south):
    old = sent.text_sha256
    sign(sent, nora)
    with acting_as(bob), pytest.raises(Forbidden):
        actions.send_back(sent, by=bob, reason="No.")
    with acting_as(sam):
        with pytest.raises(RefusedInput, match="Say why"):
            actions.send_back(sent, by=sam, reason=" ")
        actions.send_back(sent, by=sam, reason="Please name the steward.")
        assert not queries.visible_to(sam).exists()
    with acting_as(dana):
        sent.refresh_from_db()
        assert (sent.state, sent.version, sent.text_sha256) == ("draft", 2, "")
        assert sent.events.first().note == "Please name the steward."
        assert Notice.objects.get(user=dana, kind="mou.returned")
        agreements.reword(sent, dana, "governance", text="The steward is Ann.")
    agreements.sent(sent, dana)
    with acting_as(dana):
        assert sent.text_sha256 != old
        assert not queries.signatures_on(sent).exists()
    with pytest.raises(StaleState):
        sign(sent, nora, text_sha256=old)
    agreements.signed(sent, [nora, sam])
    assert sent.state == "signed"
    with acting_as(sam), pytest.raises(InvalidTransition):
        actions.send_back(sent, by=sam, reason="Too late.")


def test_a_sent_agreement_can_be_called_back_or_cancelled(sent, dana, sam):
    with acting_as(dana):
        actions.send_back(sent, by=dana, reason="A wrong date.")
    agreements.sent(sent, dana)
    with acting_as(dana):
        actions.cancel(sent, by=dana, reason="No longer wanted.")
    with acting_as(sam):
        assert queries.visible_to(sam).get().state == "cancelled"
        assert Notice.objects.filter(user=sam, kind="mou.cancelled").exists()
    with pytest.raises(InvalidTransition):
        sign(sent, sam)


def _people() -> list[User]:
    """A signatory for each of two agencies."""
    operator = factories.operator()
    agencies = [
        factories.agency(name, "school_district", ["ferpa_bound"], by=operator, address="1 Main Street")
        for name in ("North", "South")
    ]
    for agency in agencies:
        agreements.give_address(agency, by=operator)
    return [
        factories.member(f"signer{index}", agency, ["signatory"], by=operator)
        for index, agency in enumerate(agencies)
    ]


def _sent_by(person: User) -> Mou:
    with acting_as(person):
        agencies = list(Agency.objects.order_by("name"))
    flow = (agencies[0], agencies[1], ["attendance"], ["treatment"])
    return agreements.sent(agreements.drafted(person, agencies, [flow]), person)


def _race(mou: Mou, people: list[User]) -> list[str]:
    barrier, outcomes = threading.Barrier(len(people)), []

    def run(person: User) -> None:
        try:
            barrier.wait(10)
            # An account of its own, as two requests have: whom one acts for is kept on the account.
            sign(Mou(pk=mou.pk, text_sha256=mou.text_sha256), User.objects.get(pk=person.pk))
            outcomes.append("signed")
        except (InvalidTransition, StaleState) as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_two_last_signatures_at_once_complete_it_once(committed_db):
    people = _people()
    for _ in range(5):
        mou = _sent_by(people[0])
        assert _race(mou, people) == ["signed", "signed"]
        with acting_as(people[0]):
            mou.refresh_from_db()
            assert mou.state == "signed"
            assert mou.events.filter(kind="completed").count() == 1
            assert mou.signatures.count() == 2


def test_two_clicks_at_once_sign_once(committed_db):
    person = _people()[0]
    mou = _sent_by(person)
    assert _race(mou, [person, person]) == ["signed", "signed"]
    with acting_as(person):
        assert mou.signatures.count() == 1
