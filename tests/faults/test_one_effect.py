"""A double click is one effect with a clear answer, and a broker that is away delays work without losing any."""

import time
from collections import Counter

import pytest
from django.utils import timezone

from agencies.acting import acting_as
from disclosures.models import Decision, DisclosureRequest, Release
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests.e2e.portal import web, worker
from tests.faults.cast import outbox, until
from tests.faults.processes import Browser, broker, click_at_once, environment, signed_in

pytestmark = pytest.mark.processes

MAIL, PACKAGE = "notices.tasks.send_mail", "disclosures.tasks.render_package"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="module")
def broker_socket(folder):
    return folder / "broker.sock"


@pytest.fixture(scope="module")
def seen_by_processes(folder, database, broker_socket):
    return environment(database, folder, REDIS_URL=f"redis+socket://{broker_socket}")


@pytest.fixture(scope="module")
def browsers(module_cast, seen_by_processes, folder, broker_socket):
    """alice and bob at a live server, whose broker goes away once they are in; a consent covers what is asked."""
    module_cast.consented()
    with web(seen_by_processes, folder) as (address, _):
        with broker(broker_socket):
            browsers = [signed_in(address, person) for person in (module_cast.alice, module_cast.bob)]
        yield browsers


@pytest.fixture
def alice(browsers) -> Browser:
    return browsers[0]


@pytest.fixture
def bob(browsers) -> Browser:
    return browsers[1]


def three_clicks(browser, path, form_action="", **fields):
    """Two clicks at once and one later, all from pages opened before; what they queued counts from here on."""
    *at_once, late = [browser.tab(path) for _ in range(3)]
    with acting_for(principal="outbox"):
        OutboxEntry.objects.filter(done_at=None).update(done_at=timezone.now())
    click_at_once(at_once, form_action, **fields)
    late.submit(form_action, **fields)
    return sorted(at_once, key=lambda page: page.status), late


def assert_refused(page, words):
    assert page.status == 409
    assert words in page.text
    assert "Nothing was changed" in page.text


def queued():
    """What waits to be done, by task."""
    return Counter(entry["task"] for entry in outbox(done_at=None))


def test_submit(module_cast, alice):
    draft = module_cast.drafted()
    clicks, late = three_clicks(alice, f"/requests/{draft.pk}/draft/check/")
    for page in (*clicks, late):
        assert page.status == 200
        assert page.url.endswith((f"/requests/{draft.pk}/sent/", f"/requests/{draft.pk}/"))
    assert module_cast.kinds_logged(draft) == ["requested"]
    assert queued() == {MAIL: 2}


def test_approve(module_cast, bob):
    request = module_cast.matched()
    (first, second), late = three_clicks(
        bob, f"/requests/{request.pk}/decide/", "approve/", categories=["attendance"]
    )
    assert (first.status, first.url.endswith(f"/requests/{request.pk}/release/")) == (200, True)
    assert second.status == 409
    assert_refused(late, "already “Approved, not yet released”")
    with acting_as(module_cast.bob):
        assert Decision.objects.filter(request=request).count() == 1
    assert module_cast.kinds_logged(request) == ["approved", "requested"]
    assert queued() == {MAIL: 1}


def test_release(module_cast, bob):
    request = module_cast.approved()
    (first, second), late = three_clicks(
        bob, f"/requests/{request.pk}/release/", items=[str(module_cast.item.pk)], step="release"
    )
    with acting_as(module_cast.bob):
        made = Release.objects.get(request=request)
    assert (first.status, first.url.endswith(f"/releases/{made.pk}/")) == (200, True)
    assert second.status == 409 or second.url.endswith(f"/requests/{request.pk}/decide/")
    assert (late.status, late.url.endswith(f"/requests/{request.pk}/decide/")) == (200, True)
    assert module_cast.kinds_logged(request) == ["approved", "released", "requested"]
    assert queued() == {MAIL: 1, PACKAGE: 1}


def test_acknowledge(module_cast, alice):
    release = module_cast.released()
    (first, second), late = three_clicks(alice, f"/requests/releases/{release.pk}/", "acknowledge/")
    assert (first.status, "Thank you" in first.text) == (200, True)
    for page in (second, late):
        assert_refused(page, "acknowledged already")
    assert module_cast.kinds_logged(release.request).count("acknowledged") == 1
    assert queued() == {MAIL: 1}


def test_nobody_can_sign_in_without_the_count_of_tries_and_is_told_to_come_back(alice):
    stranger = Browser(alice.base)
    stranger.open("/accounts/login/").submit(login="stranger@portal.example", password="wrong")
    assert (stranger.status, stranger.headers["Retry-After"]) == (503, "30")


def test_a_broker_that_comes_back_finds_the_work_waiting(
    module_cast, alice, seen_by_processes, folder, broker_socket
):
    drafts = [module_cast.drafted() for _ in range(2)]
    with acting_for(principal="outbox"):
        OutboxEntry.objects.filter(done_at=None).update(done_at=timezone.now())
    assert submitted_in_seconds(module_cast, alice, drafts[0]) < 5
    assert {entry["attempts"] for entry in outbox(done_at=None)} == {0}
    with broker(broker_socket), worker(seen_by_processes, folder):
        # The server needs no restart: the next verb's message wakes the relay for everything that waits.
        submitted_in_seconds(module_cast, alice, drafts[1])
        until(lambda: not outbox(done_at=None))
    assert {(entry["attempts"], entry["failed_at"]) for entry in outbox()} == {(0, None), (1, None)}
    assert mails(folder) == {module_cast.bob.email: 2, module_cast.beth.email: 2}


def submitted_in_seconds(module_cast, alice, draft):
    """How long the person waits for her answer, which is the right one."""
    tab = alice.tab(f"/requests/{draft.pk}/draft/check/")
    start = time.monotonic()
    tab.submit()
    assert (tab.status, tab.url.endswith("/sent/")) == (200, True)
    with acting_as(module_cast.alice):
        assert DisclosureRequest.objects.get(pk=draft.pk).state == "submitted"
    return time.monotonic() - start


def mails(folder):
    """How many mails each person got."""
    texts = [path.read_text() for path in (folder / "mail").iterdir()]
    lines = [line for text in texts for line in text.splitlines()]
    return Counter(line.removeprefix("To: ") for line in lines if line.startswith("To: "))
