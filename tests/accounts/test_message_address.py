"""Messages may go to a shared mailbox; signing in and what concerns the account stay with one's own address."""

from django.urls import reverse

from accounts.actions import change_settings
from accounts.models import User
from agencies.acting import acting_as
from notices.actions import tell
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories

SHARED = "office@county.example"


def mails():
    with acting_for(principal="outbox"):
        return list(OutboxEntry.objects.order_by("created_at").values_list("to_address", flat=True))


def settings_of(user, **changes):
    return {
        "name": user.name,
        "title": user.title,
        "language": "en",
        "notice_email": user.notice_email,
        **changes,
    }


def test_two_people_share_a_mailbox(alice, bob, south):
    for person in (alice, bob):
        with acting_as(person):
            change_settings(by=person, name=person.name, title="", language="en", notice_email=SHARED.upper())
            tell([person], "mou.to_sign", agency_id=person.acting_agency_id, on=person.acting_agency)
    assert mails() == [alice.email, SHARED, bob.email, SHARED]
    assert User.objects.filter(notice_email=SHARED).count() == 2


def test_ones_own_address_is_no_other_address(alice):
    with acting_as(alice):
        change_settings(by=alice, name="Alice", title="", language="en", notice_email=alice.email.upper())
    alice.refresh_from_db()
    assert (alice.notice_email, alice.message_address) == ("", alice.email)
    assert mails() == []


def test_the_page_of_settings(sign_in, alice):
    client, page = sign_in(alice), reverse("accounts:settings")
    wrong = client.post(page, settings_of(alice, notice_email="nowhere"))
    assert "nowhere" in wrong.content.decode()
    assert client.post(page, settings_of(alice, notice_email=SHARED)).status_code == 302
    assert SHARED in client.get(page).content.decode()
    assert mails() == [alice.email]
    assert client.post(page, settings_of(alice, notice_email="")).status_code == 302
    alice.refresh_from_db()
    assert alice.message_address == alice.email


def test_a_new_password_is_mailed_to_the_address_that_signs_in(client, alice):
    User.objects.filter(pk=alice.pk).update(notice_email=SHARED)
    client.post(reverse("account_reset_password"), {"email": alice.email})
    assert mails() == [alice.email]
    assert client.login(email=SHARED, password=factories.PASSWORD) is False
