"""Every address of the portal, asked for by every kind of person (the table: addresses.py; the world: world.py)."""

import runpy
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency, Membership
from agencies.states import AgencyState, MembershipState
from sharing_portal.rls.context import acting_for
from tests.factories import PASSWORD
from tests.masking import masked
from tests.security.addresses import LINES, Line
from tests.security.opened import Visits
from tests.security.visits import Visitor, routes, undone
from tests.security.world import MEMBERS

REDIRECTS = {
    "/accounts/login/": "sign-in",
    "/agencies/choose/": "choose",
    "/accounts/reauthenticate/": "prove",
}
# Partners are looked up, so that one knows whom to call: a member may see that they exist.
KNOWN_TO_ALL = ("agencies:profile", "agencies:edit", "agencies:contact_")
# What somebody reaches who must still set up or pass a second factor. Signed in or not, these open nothing else.
BEFORE_THE_SECOND_FACTOR = ("account_", "mfa_", "guide:", "accounts:stay", "set_language", "alive", "ready")

RIGHT_PEOPLE = {line.right for line in LINES}


def answer(response: HttpResponse) -> str:
    """The status, and for a redirect out of the way, where to."""
    if response.status_code != 302:
        return str(response.status_code)
    return REDIRECTS.get(response["Location"].split("?")[0], "302")


def ask(world, people: dict[str, Visitor], name: str, line: Line) -> str:
    """What this person is answered at this line's address."""
    visitor = people.setdefault(name, None) or Visitor(world, name)
    people[name] = visitor
    return answer(visitor.visit(line.method, line.address, line.things))


def test_every_address_is_in_the_table():
    """The gallery of components is there in the demo alone: see below."""
    assert {line.address for line in LINES} == {name for name, _pattern in routes()} - {"components"}


@pytest.mark.parametrize(("demo", "debug"), [(False, False), (True, False), (False, True)])
def test_the_gallery_is_there_in_the_demo_alone(settings, demo, debug):
    settings.PORTAL_DEMO, settings.DEBUG = demo, debug
    module = runpy.run_path(str(Path(django_settings.BASE_DIR) / "sharing_portal" / "urls.py"))
    names = {getattr(pattern, "name", "") for pattern in module["urlpatterns"]}
    assert ("components" in names) is (demo or debug)


@pytest.mark.parametrize("kind", ["anonymous", "ivy", "wes"])
def test_the_wrong_people_are_answered_as_the_table_says(visits, kind):
    assert other_than_expected(visits, [(kind, line) for line in LINES]) == []


def test_colleagues_and_the_right_people_are_answered_as_the_table_says(visits):
    inside = [(name, line) for line in LINES for name in set(line.answers) - {"anonymous", "ivy", "wes"}]
    assert other_than_expected(visits, inside) == []


def other_than_expected(visits: Visits, asked: list[tuple[str, Line]]) -> list[str]:
    """Who is answered something else than the table says, in words."""
    got = [(name, line, answer(visits.see(name, line).response)) for name, line in asked]
    return [
        f"{line.method} {line.address} {line.things} by {name}: {found}, not {line.answers[name]}"
        for name, line, found in got
        if found != line.answers[name]
    ]


def test_nobody_reaches_by_get_what_takes_a_post(visits):
    pages = {line.address for line in LINES if line.method == "GET"}
    verbs = [line for line in LINES if line.address not in pages]
    got = {line.address: visits.see(line.right, line, "GET").response.status_code for line in verbs}
    assert set(got.values()) == {405}, got


def test_to_a_stranger_what_is_hidden_and_what_is_not_are_the_same(visits, world):
    stranger, differing, compared = Visitor(world, "wes"), [], 0
    for line in LINES:
        ids = [world.id_of(thing) for thing in line.things if thing in world.things]
        hidden_from_him = line.answers["wes"] in ("403", "404") and not line.address.startswith(KNOWN_TO_ALL)
        if not ids or not hidden_from_him:
            continue
        absent = [uuid4() if thing in world.things else thing for thing in line.things]
        there = visits.see("wes", line).response
        nowhere = stranger.visit(line.method, line.address, absent)
        compared += 1
        if masked(there, *ids) != masked(nowhere, *(each for each in absent if isinstance(each, UUID))):
            differing.append(f"{line.method} {line.address}")
    assert differing == []
    assert compared > 100


def test_a_password_alone_opens_what_is_open_to_everybody_and_the_second_question(world, settings):
    """Password given, second factor not yet: the session belongs to nobody."""
    settings.LOGIN_REDIRECT_URL = "accounts:settings"
    bob = world.people["bob"]
    bob.authenticator_set.create(type="totp", data={"secret": "x"})
    half = Visitor(world, "anonymous")
    answered = half.client.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert answered["Location"].startswith(reverse("mfa_authenticate"))
    half.cookies = half.client.cookies.copy()
    people, opened = {"half": half}, {}
    for line in LINES:
        if (got := ask(world, people, "half", line)) != line.answers["anonymous"]:
            opened[line.address] = got
    # Both ways to sign in lead back to the second question.
    assert opened == {"account_login": "302", "mfa_authenticate": "200", "mfa_login_webauthn": "302"}


def test_without_a_second_factor_a_custodian_reaches_nothing_else(world, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    bob, opened = Visitor(world, "bob"), []
    for line in LINES:
        response = bob.visit(line.method, line.address, line.things)
        sent_away = (response.status_code, response.headers.get("Location")) == (302, reverse("mfa_index"))
        if not sent_away and not line.address.startswith(BEFORE_THE_SECOND_FACTOR):
            opened.append(line.address)
    # What the portal never offers answers 404 before anybody is asked who she is, or leads to the same page.
    assert set(opened) <= {"accounts:email_closed", "accounts:confirm_email_closed"}


def _suspended(world):
    by_operator = acting_for(user_id=world.people["olive"].pk)
    with by_operator:
        Agency.objects.filter(pk=world.id_of("north")).update(state=AgencyState.SUSPENDED)
        Agency.objects.filter(pk=world.id_of("south")).update(state=AgencyState.SUSPENDED)


def _members_in(state: MembershipState):
    def _end(world):
        for administrator in ("ada", "sia"):
            with acting_as(world.people[administrator]):
                others = Membership.objects.exclude(user=world.people[administrator])
                others.filter(state=MembershipState.ACTIVE).update(
                    state=state, state_changed_at=timezone.now()
                )

    return _end


# Somebody without any agency stays what she is.
ENDINGS = {
    "the agency is suspended": _suspended,
    "the member is suspended": _members_in(MembershipState.SUSPENDED),
    "the membership has ended": _members_in(MembershipState.REMOVED),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_from_the_next_request_a_former_member_is_nobodys_member(world, ending):
    """Sessions opened before; each line by its right person, unless it is open to people of no agency."""
    people = {name: Visitor(world, name) for name in RIGHT_PEOPLE}
    ENDINGS[ending](world)
    wrong = []
    for line in LINES:
        # The administrators end the others; jo's agency has none, and goes on.
        if line.right not in MEMBERS or line.right in ("ada", "sia", "jo"):
            continue
        got, wanted = ask(world, people, line.right, line), line.answers["ivy"]
        if got != wanted and not line.address.startswith(("account", "mfa")):
            wrong.append(f"{line.method} {line.address} by {line.right}: {got}, not {wanted}")
    assert wrong == []


def test_from_the_next_request_an_inactive_account_is_nobodys(world):
    people = {name: Visitor(world, name) for name in RIGHT_PEOPLE}
    User.objects.filter(is_active=True).update(is_active=False)
    wrong = [
        f"{line.method} {line.address} by {line.right}"
        for line in LINES
        if ask(world, people, line.right, line) != line.answers["anonymous"]
    ]
    assert wrong == []


def test_a_visit_leaves_the_world_as_it_was(world):
    """What the other tests rest on."""
    with undone():
        User.objects.update(is_active=False)
    assert User.objects.filter(is_active=False).count() == 0
