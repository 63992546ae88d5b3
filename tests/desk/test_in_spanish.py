"""The portal in Spanish: pages, dates, the law's own words."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, localize

from deploy import messages
from disclosures.forms import RecordsForm
from law.vocabulary import Category
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests.conftest import PortalClient


@pytest.fixture(autouse=True, scope="module")
def compiled():
    """The catalogue as it is now, whoever starts the tests."""
    assert messages.main() == 0


@pytest.fixture
def spanish(bob, sign_in):
    client = sign_in(bob)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    return client


def test_a_signed_in_page_is_in_spanish(spanish):
    page = spanish.get(reverse("desk:work"))
    assert '<html lang="es"' in page.text
    labels = [link["label"] for link in page.context["navigation"]]
    assert labels[:3] == ["Pendientes", "Jóvenes", "Solicitudes"]
    assert "Work list" not in page.text


def test_the_way_back_to_english_stands_on_the_page(spanish):
    assert 'lang="en"' in spanish.get(reverse("desk:work")).text


def test_dates_and_times_are_written_as_in_spanish():
    moment = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
    with translation.override("es"), timezone.override("America/Los_Angeles"):
        assert date_format(date(2026, 11, 21)) == "21 de noviembre de 2026"
        shown = Template('{{ at|date:"DATETIME_FORMAT" }}').render(Context({"at": moment}))
        assert shown == "21 de noviembre de 2026, 12:05 p.m. PST"
        assert localize(1234.5) == "1234.5"


def test_a_browsers_date_field_gets_the_date_it_understands():
    with translation.override("es"):
        field = RecordsForm(initial={"period_start": date(2026, 11, 21)})["period_start"]
        assert 'value="2026-11-21"' in str(field)


def test_the_words_of_the_law_engine_are_translated():
    with translation.override("es"):
        assert translation.gettext(Category.MENTAL_HEALTH.label) == "Salud mental"


def test_mail_about_an_account_is_in_the_readers_language(bob):
    visitor = PortalClient()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    visitor.post(reverse("account_reset_password"), {"email": bob.email})
    with acting_for(principal="outbox"):
        subjects = list(OutboxEntry.objects.values_list("subject", flat=True))
    assert subjects == ["Elija una contraseña nueva para el Portal Compartir"]
