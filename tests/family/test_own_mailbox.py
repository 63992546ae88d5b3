"""Who prepares a link knows what opens it, so that it goes to no mailbox of the agency's own people."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Membership
from consents.models import Consent, FamilyLink
from sharing_portal.errors import RefusedInput
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.family.conftest import Family

WORDS = "Somebody of your agency reads this mailbox"
JSON = {"content_type": "application/json"}


@pytest.fixture
def colleague(north, operator):
    """Berta of North, who has her messages sent elsewhere."""
    return factories.member("berta", north, ["staff"], by=operator, notice_email="Berta.B@mail.example")


def links(bob):
    with acting_as(bob):
        return FamilyLink.objects.count()


@pytest.mark.parametrize(
    "address",
    [
        "bob@portal.example",
        "berta@portal.example",
        "berta.b@mail.example",
        "BERTA@Portal.Example",
        " bob@portal.example ",
        "bob+ana.torres@portal.example",
        "Bob+a+b@PORTAL.example",
        '"bob"@portal.example',
        r'"b\ob"@portal.example',
    ],
)
def test_a_link_to_oneself_or_a_colleague_is_refused(prepared, linked, colleague, bob, address):
    draft = prepared()
    linked(draft)
    with pytest.raises(RefusedInput, match=WORDS):
        linked(draft, email=address)
    with acting_as(bob):
        assert FamilyLink.objects.get().closed_at is None, "and the link that was sent stays open"


@pytest.mark.parametrize("state", ["invited", "suspended", "removed"])
def test_of_whatever_state_the_membership_is(prepared, linked, north, operator, state):
    dora = User.objects.create_user("dora@portal.example", name="Dora")
    with acting_for(user_id=operator.pk):
        Membership.objects.create(user=dora, agency=north, roles=["staff"], state=state)
    with pytest.raises(RefusedInput, match=WORDS):
        linked(prepared(), email=dora.email)


@pytest.mark.parametrize(
    "address", ["bobby@portal.example", "bob@mail.example", "ana+bob@portal.example", "alice@portal.example"]
)
def test_any_other_mailbox_gets_it_and_nothing_is_told_of_other_agencies(prepared, linked, alice, address):
    link, _code = linked(prepared(), email=address)
    assert link.email == address


def test_the_page_says_so_at_the_field_and_loses_nothing(prepared, maya, bob, sign_in):
    prepared()
    address = reverse("consents:send_link", args=[maya.pk])
    given = {"email": "bob+ana@portal.example", "check": "birth_date", "language": "es"}
    page = sign_in(bob).post(address, given)
    form = page.context["form"]
    assert WORDS in str(form.errors["email"])
    assert {name: form[name].value() for name in given} == given
    assert links(bob) == 0


def test_the_link_to_a_page_and_the_api_refuse_it_too(signed, bob, sign_in):
    signed()
    with acting_as(bob):
        consent = Consent.objects.get()
    given = {"email": bob.email, "check": "code", "language": "en"}
    staff = sign_in(bob)
    assert WORDS in staff.post(reverse("consents:page_link", args=[consent.pk]), given).content.decode()
    body = {"email": bob.email, "check_by": "code"}
    refusal = staff.post(reverse("api-consent-links", args=[consent.pk]), body, **JSON)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "refused_input")
    assert links(bob) == 1, "the one that was signed through"


def test_a_device_needs_no_mailbox(prepared, bob, maya, sign_in):
    prepared()
    assert sign_in(bob).post(reverse("family:hand_over", args=[maya.pk]))["Location"] == "/family/"


LINK = """INSERT INTO consents_familylink (id, agency_id, youth_id, kind, check_by, person_name, guardian_id, language,
  email, draft_id, token_sha256, code_hash, created_by_id, expires_at, wrong_answers)
  SELECT gen_random_uuid(), agency_id, youth_id, 'sign', 'birth_date', 'Ana Torres', NULL, 'en', %s, id,
  repeat('0', 64), '', author_id, now() + interval '1 day', 0 FROM consents_consentdraft"""


def test_nor_by_sql(prepared, bob, colleague):
    prepared()
    for address in (bob.email, "Berta.b+x@MAIL.example"):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            acting_as(bob),
            connection.cursor() as cursor,
        ):
            cursor.execute(LINK, [address])
    with acting_as(bob), connection.cursor() as cursor:
        cursor.execute(LINK, ["ana@family.example"])
        assert cursor.rowcount == 1


def test_only_a_member_acting_for_the_agency_may_ask(bob, alice, operator):
    asked = "SELECT portal.is_colleagues_address(%s), portal.is_colleagues_address('')"
    answers = {}
    for name, acting in {
        "bob": acting_as(bob),
        "alice": acting_as(alice),
        "operator": acting_for(user_id=operator.pk),
        "nobody": acting_for(),
    }.items():
        with acting, connection.cursor() as cursor:
            cursor.execute(asked, [bob.email])
            answers[name] = cursor.fetchone()
    told = {name for name, answer in answers.items() if answer != (False, False)}
    assert (told, answers["bob"]) == ({"bob"}, (True, False))


def test_the_page_a_family_sends_itself_goes_to_none_of_them_either(prepared, linked, colleague, bob):
    """Who gets the device back before the family is done could have it sent to herself."""
    family = Family()
    family.come(linked(prepared())[0])
    family.choose("attendance")
    family.choose(number=1)
    family.sign()
    answered = family.post("/family/done/page/", {"email": '"Berta"@portal.example'})
    assert "Somebody of the agency reads this mailbox" in answered.content.decode()
    assert links(bob) == 1
    assert family.post("/family/done/page/", {"email": "ana@family.example"}).status_code == 302
    assert links(bob) == 2
