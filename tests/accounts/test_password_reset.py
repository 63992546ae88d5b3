"""Choosing a new password: the link, the mail, and what neither tells."""

import re

from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests.conftest import PortalClient

NEW = "a rather different password"


def ask(email: str, **extra: str):
    return PortalClient().post("/accounts/password/reset/", {"email": email}, **extra)


def mails() -> list[OutboxEntry]:
    with acting_for(principal="outbox"):
        return list(OutboxEntry.objects.order_by("created_at"))


def link(body: str) -> str:
    return re.search(r"https?://\S+", body).group()


def test_the_link_sets_a_new_password_once(alice, type_in, settings, recorded):
    ask(alice.email)
    (mail,) = mails()
    path = link(mail.body).removeprefix(settings.PORTAL_URL)
    client = PortalClient()
    page = client.get(path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert ("account.password_reset", None, alice) in recorded
    assert type_in(alice, NEW).get("/accounts/settings/").status_code == 200
    again = PortalClient().get(path, follow=True)
    assert again.context["token_fail"]


def test_a_weak_password_is_refused(alice, settings, type_in):
    ask(alice.email)
    client = PortalClient()
    page = client.get(link(mails()[0].body).removeprefix(settings.PORTAL_URL), follow=True)
    response = client.post(page.redirect_chain[-1][0], {"password1": "short", "password2": "short"})
    assert response.context["form"].errors
    assert type_in(alice).get("/accounts/settings/").status_code == 200


def test_the_page_reads_the_same_for_a_known_and_an_unknown_address(alice):
    known, unknown = ask(alice.email), ask("nobody@portal.example")
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]


def test_the_mail_to_an_unknown_address_leaks_nothing(alice, south, settings):
    ask("nobody@portal.example")
    (mail,) = mails()
    assert mail.to_address == "nobody@portal.example"
    text = mail.subject + mail.body
    for secret in (alice.email, alice.name, south.name, "testserver", "signup"):
        assert secret not in text


def test_a_forged_host_does_not_lead_the_link_elsewhere(alice, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(alice.email, HTTP_HOST="evil.example")
    (mail,) = mails()
    assert link(mail.body).startswith(settings.PORTAL_URL + "/accounts/password/reset/key/")
    assert "evil.example" not in mail.subject + mail.body


def test_the_mail_names_nobody(alice, south):
    ask(alice.email)
    (mail,) = mails()
    for name in (alice.name, south.name):
        assert name not in mail.subject + mail.body
