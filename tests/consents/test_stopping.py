"""A stop by word of mouth and its letter, an event that ends lines, and copies that were given."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents import actions, queries
from consents.models import ConsentCopy, ConsentGrant
from consents.pdf import stop_letter
from consents.states import GrantState
from sharing_portal.errors import Forbidden, InvalidTransition
from sharing_portal.pdf import HTML


def url(name, consent):
    return reverse(f"{'disclosures' if name == 'record_event' else 'consents'}:{name}", args=[consent.pk])


def test_a_phone_call_stops_at_once_and_is_confirmed_by_a_letter(sign_in, consented, line, bob, west):
    consent = consented(line(), line("discipline"), line(recipient=west))
    client = sign_in(bob)
    revoke = reverse("disclosures:revoke_consent", args=[consent.pk])
    stopped = client.post(revoke, {"scope": "of:discipline", "how": "spoken"})
    letter_page = url("confirm_in_writing", consent)
    assert stopped.headers["Location"] == letter_page
    with acting_as(bob):
        assert len(queries.standing_among(consent.grants.all())) == 2
    assert letter_page in client.get(reverse("desk:work")).content.decode()
    assert letter_page in client.get(url("detail", consent)).content.decode()
    page = client.get(letter_page).content.decode()
    assert "Discipline" in page
    assert "Attendance" not in page
    letter = client.get(url("letter", consent))
    assert letter.headers["Content-Disposition"] == f'attachment; filename="{consent.reference}-letter.pdf"'
    assert client.post(letter_page).headers["Location"] == url("detail", consent)
    assert client.get(letter_page).headers["Location"] == url("detail", consent)
    assert client.get(url("letter", consent)).status_code == 409
    detail = client.get(url("detail", consent)).content.decode()
    assert "Confirmed by letter on" in detail
    assert "written down by Bob (By phone or in person)" in detail
    with acting_as(bob):
        assert AuditEvent.objects.filter(event="consent.letter_sent").count() == 1


def test_what_was_asked_in_writing_needs_no_letter(sign_in, consented, bob):
    consent = consented()
    client = sign_in(bob)
    revoke = reverse("disclosures:revoke_consent", args=[consent.pk])
    stopped = client.post(revoke, {"scope": "all", "how": "written"}, follow=True)
    assert stopped.redirect_chain[-1][0] == url("detail", consent)
    with acting_as(bob), pytest.raises(InvalidTransition):
        actions.record_letter(consent, by=bob)


def test_the_letter_is_in_the_language_of_the_family_and_names_the_lines_alone(
    consented, line, bob, spanish_form, monkeypatch
):
    consent = consented(line("discipline"), form=spanish_form, authority_evidence="")
    written = []
    monkeypatch.setattr(
        "sharing_portal.pdf.HTML",
        lambda string, **rest: written.append(string) or HTML(string=string, **rest),
    )
    with acting_as(bob):
        actions.revoke(consent, by=bob, how="spoken", reason="He is moving out")
        letter = stop_letter(consent, queries.to_confirm_in_writing(consent))
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert str(pdf.Root.Lang) == "es"
    (text,) = written
    assert "South Community Mental Health" in text
    assert consent.reference in text
    for told in ("Maya", "Bob", "moving out", str(consent.youth_birth_date.year)):
        assert told not in text


def test_the_database_takes_one_letter_for_what_was_said(consented, line, bob):
    consent = consented(line(), line("discipline"))
    now = timezone.now()
    with acting_as(bob):
        actions.revoke(consent, by=bob, category="attendance", how="written")
        for category in ("attendance", "discipline"):
            grants = ConsentGrant.objects.filter(consent=consent, category=category)
            with pytest.raises(DatabaseError), transaction.atomic():
                grants.update(revocation_letter_at=now, revocation_letter_by=bob)


def test_an_event_ends_the_lines_that_name_it(sign_in, consented, line, bob):
    consent = consented(
        line(ends_when="leaves_school"), line("discipline", ends_when="case_closes"), line("education")
    )
    client = sign_in(bob)
    page = client.get(url("record_event", consent)).content.decode()
    assert "when the young person leaves the school" in page
    assert "custody" not in page
    assert client.post(url("record_event", consent), {"event": "custody_changes"}).status_code == 200
    assert client.post(url("record_event", consent), {"event": "leaves_school"}).status_code == 302
    with acting_as(bob):
        fresh = queries.visible_to(bob).get(pk=consent.pk)
        assert [state for _grant, state in queries.states_of(fresh)] == [
            GrantState.ENDED,
            GrantState.IN_FORCE,
            GrantState.IN_FORCE,
        ]
        with pytest.raises(InvalidTransition):
            actions.record_event(consent, by=bob, event="leaves_school")
    detail = client.get(url("detail", consent)).content.decode()
    assert "or sooner, when the case is closed" in detail
    assert "when the young person leaves the school (Bob)" in detail


def test_a_consent_without_an_event_has_no_such_page(sign_in, consented, bob):
    assert sign_in(bob).get(url("record_event", consented())).status_code == 409


def test_that_a_copy_was_given_is_written_down(sign_in, consented, bob, carol, alice):
    consent = consented()
    client = sign_in(bob)
    assert "None is written down" in client.get(url("detail", consent)).content.decode()
    assert client.post(url("copy_given", consent), {"method": "link"}).status_code == 302
    client.post(url("copy_given", consent), {"method": "handed"})
    assert "Printed and handed over" in client.get(url("detail", consent)).content.decode()
    with acting_as(bob):
        (copy,) = ConsentCopy.objects.all()
        assert (copy.by, copy.given_at > timezone.now() - timedelta(minutes=5)) == (bob, True)
    for user in (carol, alice):
        with acting_as(user), pytest.raises(Forbidden):
            actions.record_copy(consent, by=user, method="handed")
        with acting_as(user), pytest.raises(Forbidden):
            actions.record_letter(consent, by=user)
