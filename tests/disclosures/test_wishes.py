"""South recorded the consent, North released under it: the family's link is South's, and North answers for its record."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import make_page_link
from consents.models import FamilyLink
from desk.work import work_list
from disclosures import actions
from disclosures.models import FamilyWish, Release
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.family.conftest import Family, as_family

WORDS, DONE = "The dates are of another child.", "We corrected the dates."


@pytest.fixture
def consent(county, souths_consent_for):
    county.sign()
    return souths_consent_for("attendance")


@pytest.fixture
def link(consent, cora):
    """The mother's page at South, verified."""
    with acting_as(cora):
        made, _code = make_page_link(
            consent, by=cora, check=FamilyLink.Check.BIRTH_DATE, email="ana@family.example"
        )
    assert Family().come(made).status_code == 302
    return made


@pytest.fixture
def release(consent, compose, alice, bob, maya, items):
    request = compose("attendance")
    with acting_as(alice):
        actions.attach_consent(request, consent, by=alice)
        actions.submit(request, by=alice)
    with acting_as(bob):
        actions.match(request, maya, by=bob)
        actions.approve(request, by=bob, categories=["attendance"])
        return actions.release(request, by=bob, items=items[:1])


def ask(link, consent, release=None, kind="correction", words=WORDS):
    with as_family(link):
        made = release and Release(pk=release.pk, agency_id=release.agency_id)
        return actions.ask_agency(consent, by=link, kind=kind, words=words, release=made)


def waiting(user):
    with acting_as(user) as acting:
        groups = {group.heading: group.tasks for group in work_list(acting).waiting}
    return [task.what for task in groups.get("What families ask", [])]


def told(user, wish):
    with acting_as(user):
        return Notice.objects.filter(user=user, object_id=wish.pk).count()


def test_both_are_told_and_whose_record_it_is_answers(consent, link, release, sign_in, bob, cora, maya):
    wish = ask(link, consent, release)
    assert [told(user, wish) for user in (bob, cora)] == [1, 1]
    assert [waiting(user) for user in (bob, cora)] == [["Maya Torres"], []]
    address = reverse("disclosures:wish", args=[wish.pk])
    souths, norths = sign_in(cora), sign_in(bob)
    assert WORDS in souths.get(address).content.decode()
    assert souths.post(address, {"answer": DONE}).status_code == 403
    assert WORDS in norths.get(address).content.decode()
    assert norths.post(address, {"answer": DONE}).status_code == 302
    assert DONE in souths.get(address).content.decode()
    assert norths.post(address, {"answer": DONE}).status_code == 409
    family = Family()
    family.come(link)
    assert DONE in family.get("/family/page/").content.decode()
    with acting_as(bob):
        viewed = AuditEvent.objects.filter(event="consent.wish_viewed")
        assert set(viewed.values_list("youth_id", flat=True)) == {maya.pk}
    with acting_as(cora):
        viewed = AuditEvent.objects.filter(event="consent.wish_viewed")
        assert set(viewed.values_list("youth_id", flat=True)) == {consent.youth_id}


def test_by_the_api_too(consent, link, release, sign_in, bob, cora, north):
    wish = ask(link, consent, release, kind="copy", words="")
    client, answer = sign_in(bob), reverse("api-wish-answer", args=[wish.pk])
    (listed,) = client.get(reverse("api-wishes")).json()["results"]
    due = north.today() + timedelta(days=45)
    assert (listed["id"], listed["kind"], listed["due_on"]) == (str(wish.pk), "copy", due.isoformat())
    assert sign_in(cora).post(answer, {"answer": DONE}, content_type="application/json").status_code == 403
    assert client.post(answer, {"answer": DONE}, content_type="application/json").json()["answer"] == DONE
    assert client.post(answer, {"answer": DONE}, content_type="application/json").status_code == 409


def test_the_api_shows_a_familys_words_one_at_a_time_and_logs_it(
    consent, link, release, sign_in, bob, cora, maya
):
    wish = ask(link, consent, release)
    for user, youth_id in ((bob, maya.pk), (cora, consent.youth_id)):
        client = sign_in(user)
        (listed,) = client.get(reverse("api-wishes")).json()["results"]
        assert not {"words", "answer"} & set(listed)
        assert client.get(reverse("api-wish", args=[wish.pk])).json()["words"] == WORDS
        with acting_as(user):
            viewed = AuditEvent.objects.get(event="consent.wish_viewed", actor_id=user.pk)
            assert (viewed.object_id, viewed.youth_id) == (wish.pk, youth_id)


def test_who_neither_holds_nor_decides_sees_nothing_of_it(
    consent, link, release, alice, carol, operator, north
):
    wish = ask(link, consent, release)
    auditor = factories.member("iris", north, ["auditor"], by=operator)
    for user in (alice, carol, auditor):
        assert told(user, wish) == 0
        with acting_as(user):
            assert not FamilyWish.objects.exists()
            with pytest.raises(Forbidden):
                actions.answer_wish(wish, by=user, answer=DONE)


def test_it_is_answered_once_and_in_words(consent, link, release, bob):
    wish = ask(link, consent, release)
    with pytest.raises(RefusedInput, match="already"):
        ask(link, consent, release)
    with acting_as(bob):
        with pytest.raises(RefusedInput, match="what was done"):
            actions.answer_wish(wish, by=bob, answer="  ")
        actions.answer_wish(wish, by=bob, answer=DONE)
        with pytest.raises(InvalidTransition):
            actions.answer_wish(wish, by=bob, answer="Nothing.")
    assert ask(link, consent, release).pk != wish.pk


ASK = """INSERT INTO disclosures_familywish (id, agency_id, recording_agency_id, consent_id, release_id, link_id,
  youth_name, person_name, kind, words, answer, answered_at, answered_by_id)
  VALUES (gen_random_uuid(), %(agency)s, %(recording)s, %(consent)s, %(release)s, %(link)s, 'x', 'x', 'copy', '', %(answer)s,
  %(answered)s, %(by)s)"""


@pytest.mark.data_layer
def test_the_database_lets_a_family_ask_about_its_own_alone(
    consent, link, release, consent_for, compose, alice, items, maya, bob, north, south, west
):
    """Not an agency that has nothing to do with it, not about what rests on others' consents, and not with an answer."""
    others = consent_for("discipline")
    request = compose("discipline")
    with acting_as(alice):
        actions.submit(request, by=alice)
    with acting_as(bob):
        actions.match(request, maya, by=bob)
        actions.approve(request, by=bob, categories=["discipline"])
        norths_own = actions.release(request, by=bob, items=items[2:])
    own = {
        "agency": north.pk, "recording": south.pk, "consent": consent.pk, "release": release.pk, "link": link.pk,
        "answer": "", "answered": None, "by": None,
    }  # fmt: skip
    for changed in (
        {"agency": west.pk},
        {"agency": north.pk, "release": None},
        {"release": norths_own.pk},
        {"consent": others.pk},
        {"recording": north.pk},
        {"answer": "Done.", "answered": "2026-11-22", "by": bob.pk},
    ):
        with pytest.raises(DatabaseError, match=r"row-level security|violates"), transaction.atomic():
            _insert(link, own | changed)
    _insert(link, own)
    with as_family(link), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_familywish SET answer = 'x', answered_at = now()")
        assert cursor.rowcount == 0
    with acting_as(bob), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        FamilyWish.objects.update(words="Nothing is wrong.")


def _insert(link, values):
    with as_family(link), connection.cursor() as cursor:
        cursor.execute(ASK, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_long_list_has_pages(consent, link, release, sign_in, bob, monkeypatch):
    monkeypatch.setattr("disclosures.views.wishes.A_PAGE", 1)
    asked = [ask(link, consent, release), ask(link, consent, release, kind="copy", words="")]
    # Asked in one transaction and so at one time: then the ids decide.
    addresses = [reverse("disclosures:wish", args=[pk]) for pk in sorted(wish.pk for wish in asked)]
    pages = [
        sign_in(bob).get(reverse("disclosures:wishes"), {"page": number}).content.decode()
        for number in (1, 2)
    ]
    assert [[address in page for address in addresses] for page in pages] == [[True, False], [False, True]]
    assert "Page 1 of 2" in pages[0]
