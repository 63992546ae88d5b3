"""The second wall against members who want more than was agreed, and what the verbs refuse beside it."""

import json
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connections

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from mous import actions, queries
from mous.document import fingerprint
from mous.models import Mou, MouComment, MouJoinder
from sharing_portal.errors import InvalidTransition, RefusedInput
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements
from tests.mous.test_agreement_rows import GRANT, POLICY, refused, run
from tests.mous.test_join import joined, offer, open_one, signature  # noqa: F401 -- two are fixtures

pytestmark = pytest.mark.data_layer
FREEZE = (
    "UPDATE mous_mou SET state = 'review', frozen_text = %(text)s, text_sha256 = %(hash)s WHERE id = %(mou)s"
)
TERM = """INSERT INTO mous_mouterm (id, mou_id, from_agency_id, to_agency_id, categories, purposes, roles, authority, need,
  conditions) VALUES (gen_random_uuid(), %(mou)s, %(holder)s, %(asker)s, '{medical}', '{care_coordination}', '{staff}', 'x',
  '', '')"""


def frozen(mou, **changes):
    text = json.dumps({**json.loads(mou.frozen_text), **changes})
    return {"mou": mou.pk, "text": text, "hash": fingerprint(text)}


def test_a_draft_is_changed_and_sent_by_its_own_drafters_alone(draft, dana, north, south, sam, operator):
    with acting_as(dana):
        actions.invite_to_draft(draft, by=dana, agencies=[south])
    invited = factories.member("ana", south, ["agency_admin"], by=operator)
    for person in (sam, invited, agreements.counsel_of(south), agreements.counsel_of(north)):
        refused("only those who drafted|" + POLICY, person, "UPDATE mous_mou SET title = 'x'")
        refused(
            "only those who drafted|" + POLICY,
            person,
            FREEZE,
            mou=draft.pk,
            text="{}",
            hash=fingerprint("{}"),
        )
    assert run(dana, "UPDATE mous_mou SET title = 'x'") == 1


def test_reviews_and_signatures_of_an_earlier_version_do_not_count_again(signed_once, dana, north, south):
    """Back in the draft, its drafter adds a flow and sends the text that all had approved and one had signed."""
    mou, before = signed_once
    assert run(dana, TERM, mou=mou.pk, holder=north.pk, asker=south.pk) == 1
    refused("not of this version", dana, FREEZE, **before)


@pytest.fixture
def signed_once(sent, nora, sam):
    """Approved by all and signed by North, then sent back by South; with the text as it went out."""
    agreements.signed(sent, [nora])
    before = frozen(sent)
    before |= {"text": sent.frozen_text, "hash": sent.text_sha256}
    with acting_as(sam):
        actions.send_back(Mou.objects.get(pk=sent.pk), by=sam, reason="Not yet.")
    return sent, before


def test_nobody_agrees_to_a_text_that_hides_a_flow(draft, dana, north, south):
    with acting_as(dana):
        actions.send_for_review(draft, by=dana)
        text = frozen(draft, version=2)
        actions.send_back(draft, by=dana, reason="Another word.")
    assert run(dana, TERM, mou=draft.pk, holder=north.pk, asker=south.pk) == 1
    assert run(dana, FREEZE, **text) == 1
    with acting_as(agreements.counsel_of(south)) as counsel:
        mou = Mou.objects.get(pk=draft.pk)
        with pytest.raises(InvalidTransition, match="as they are entered"):
            actions.approve_text(mou, by=counsel, text_sha256=mou.text_sha256)


def test_no_flow_or_party_is_slipped_in_once_it_was_sent(sent, dana, north, south, west):
    party = "INSERT INTO mous_mouparty (id, mou_id, agency_id, withdrawal_reason) VALUES (gen_random_uuid(), %(mou)s, %(of)s, '')"
    refused(POLICY, dana, TERM, mou=sent.pk, holder=north.pk, asker=south.pk)
    refused(POLICY, dana, party, mou=sent.pk, of=west.pk)


def test_nor_while_it_is_just_being_sent(committed_db):
    """The flow's transaction begins first and sees a draft; the agreement is sent before the flow is written."""
    operator = factories.operator()
    north, south = (
        factories.agency(name, "school_district", ["ferpa_bound"], by=operator) for name in ("North", "South")
    )
    dana = factories.member("dana", north, ["signatory"], by=operator)
    factories.member("sam", south, ["signatory"], by=operator)
    parties = [agreements.give_address(agency, by=operator) for agency in (north, south)]
    draft = agreements.drafted(dana, parties, [(north, south, ["attendance"], ["care_coordination"])])
    values = {"mou": draft.pk, "holder": north.pk, "asker": south.pk}
    frozen, written, errors = Event(), Event(), []

    def send() -> None:
        try:
            with acting_as(dana):
                mou = Mou.objects.get(pk=draft.pk)
                actions.send_for_review(mou, by=dana)
                frozen.set()
                # Long enough for the flow to be written, were it not made to wait.
                written.wait(2)
        except BaseException as error:
            errors.append(error)
        finally:
            frozen.set()
            connections.close_all()

    sender = Thread(target=send)
    sender.start()
    assert frozen.wait(60)
    assert not errors
    try:
        refused("no draft any more", dana, TERM, **values)
    finally:
        written.set()
        sender.join()
    assert not errors
    with acting_as(dana):
        assert draft.terms.count() == 1


def test_no_party_is_put_in_as_one_that_has_left(draft, dana, west):
    party = """INSERT INTO mous_mouparty (id, mou_id, agency_id, withdrawn_at, withdrawn_by_id, withdrawal_reason)
      VALUES (gen_random_uuid(), %(mou)s, %(of)s, now(), %(by)s, '')"""
    refused(POLICY, dana, party, mou=draft.pk, of=west.pk, by=dana.pk)


def test_a_lock_stays_with_its_section(draft, dana):
    with acting_as(dana):
        actions.take_lock(draft.sections.select_related("mou").first(), by=dana)
    refused(GRANT, dana, "UPDATE mous_mousectionlock SET section_id = gen_random_uuid()")


def test_naming_two_agencies_in_a_draft_tells_nothing_of_what_is_between_them(wendy, north, south, west):
    draft = agreements.drafted(wendy, [north, south], [])
    for function in ("close_releases_without_agreement", "requests_without_agreement"):
        refused("only a party", wendy, f"SELECT * FROM portal.{function}(%(mou)s)", mou=draft.pk)


def test_what_was_replaced_does_not_come_back(signed, dana, nora, sam, north):
    """The second version ends; a third, of the first, begins next week. The first stays replaced."""
    second = _next(signed, dana, nora, sam)
    replaced_on = second.starts_on
    for person in (nora, sam):
        with acting_as(person):
            actions.agree_to_end(Mou.objects.get(pk=second.pk), by=person, reason="Over.")
    third = _by_sql(signed, dana, north)
    agreements.signed(agreements.sent(third, dana), [nora, sam])
    with acting_as(nora):
        signed.refresh_from_db()
        assert signed.superseded_on == replaced_on
    supersede = "UPDATE mous_mou SET superseded_on = %(day)s WHERE id = %(mou)s"
    refused("does not come back", nora, supersede, mou=signed.pk, day=third.starts_on)


def _next(mou: Mou, dana: User, *signatories: User) -> Mou:
    with acting_as(dana):
        new = actions.amend(mou, by=dana)
    return agreements.signed(agreements.sent(new, dana), signatories)


def _by_sql(mou: Mou, by: User, agency: Agency) -> Mou:
    """A draft that replaces the agreement, from next week; the verb would refuse it."""
    with acting_as(by):
        new = Mou.objects.create(
            agency=agency, title="Third", version=3, replaces=mou, drafted_by=by,
            starts_on=agency.today() + timedelta(days=7), ends_on=mou.ends_on, consent_form=mou.consent_form,
        )  # fmt: skip
        actions.drafting.copy_terms(mou, new)
        actions.sections.write_sections(new, mou.sections.values("code", "heading", "text"), by=by)
    return new


def test_who_is_offered_to_join_does_not_read_what_was_said(offer, open_one, wendy, nora):  # noqa: F811
    kept = ("mous_mousectionversion", "mous_moureview", "mous_moufrozentext")
    for table in kept:
        assert run(nora, f"SELECT FROM {table}") > 0
        assert run(wendy, f"SELECT FROM {table}") == 0
    with acting_as(wendy):
        assert queries.visible_to(wendy).get() == open_one
        assert open_one.sections.exists()
        assert not MouComment.objects.exists()


def test_nobody_joins_by_a_second_account(offer, sam, wendy, operator):  # noqa: F811
    """Wendy's account has Sam's address for messages, and his name is typed."""
    with acting_for(user_id=wendy.pk):
        User.objects.filter(pk=wendy.pk).update(notice_email=sam.email, name=sam.name)
    wendy.refresh_from_db()
    with acting_as(wendy):
        found = MouJoinder.objects.select_related("mou", "agency", "like").get(pk=offer.pk)
        with pytest.raises(RefusedInput, match="another party"):
            actions.join(found, by=wendy, **{**signature(offer, wendy), "typed_name": sam.name})
    close = """UPDATE mous_moujoinder SET state = 'joined', closed_at = now(), closed_by_id = %(by)s,
      typed_name = %(name)s, title = 'x', attestation = 'x'"""
    refused("for two parties", wendy, close, by=wendy.pk, name=sam.name.upper())


def test_joining_adds_only_what_the_exhibit_lists(offer, open_one, nora, north, south, west, wendy, operator):  # noqa: F811
    """East joins on North's terms after West was offered South's: West has flows with North alone."""
    east = factories.agency("East Schools", "school_district", ["ferpa_bound"], by=operator)
    agreements.give_address(east, by=operator)
    erik = factories.member("erik", east, ["signatory"], by=operator)
    with acting_as(nora):
        other = actions.offer_to_join(open_one, by=nora, agency=east, like=north)
    joined(other, erik)
    joined(offer, wendy)
    with acting_as(wendy):
        flows = open_one.terms.filter(to_agency=west).values_list("from_agency__name", flat=True)
        assert list(flows) == [north.name]


def test_an_exhibit_that_hides_a_flow_is_not_signed(open_one, nora, west, south, north, wendy):  # noqa: F811
    with acting_as(nora):
        made = actions.offer_to_join(open_one, by=nora, agency=west, like=south)
        exhibit = json.loads(made.exhibit_text) | {"terms": []}
        actions.take_back_offer(made, by=nora)
        text = json.dumps(exhibit)
        fake = MouJoinder.objects.create(
            mou=open_one, agency=west, like=south, offered_for=north, offered_by=nora, exhibit_text=text,
            exhibit_sha256=fingerprint(text),
        )  # fmt: skip
    with acting_as(wendy):
        found = MouJoinder.objects.select_related("mou", "agency", "like").get(pk=fake.pk)
        with pytest.raises(InvalidTransition, match="new offer"):
            actions.join(found, by=wendy, **signature(fake, wendy))


def test_the_deputy_of_a_closed_account_does_not_sign(sent, sam, south, operator):
    dan = factories.member("dan", south, ["staff"], by=operator)
    admin = factories.member("ines", south, ["agency_admin"], by=operator)
    day = south.today()
    with acting_as(admin):
        actions.name_deputy(
            by=admin, deputy=dan, signatory=sam, starts_on=day, ends_on=day, evidence="Resolution 14"
        )
    papers = "SELECT FROM unnest(portal.deputy_papers(%(of)s)) paper"
    assert run(dan, papers, of=south.pk) == 1
    with acting_for(user_id=operator.pk):
        assert User.objects.filter(pk=sam.pk).update(is_active=False)
    assert run(dan, papers, of=south.pk) == 0
