"""The wording that families sign: complete, in two languages, and never changed once published."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connections, transaction

from consents.models import ConsentForm
from consents.publish import after_migrate, publish_forms
from consents.wording import LANGUAGES, STATED, VERSION, spanish, statements, words
from law import STORED_CATEGORIES
from law.vocabulary import Category, Element, Purpose, SignerCapacity

FILLED_IN = {
    Element.PATIENT_NAME,
    Element.DISCLOSER,
    Element.DESCRIPTION,
    Element.RECIPIENT,
    Element.PURPOSE,
    Element.EXPIRATION,
    Element.SIGNATURE,
    Element.DATE,
}


def test_every_element_of_every_law_is_stated_or_filled_in():
    assert FILLED_IN | set(STATED) == set(Element)
    codes = [statement["code"] for statement in statements("en")]
    assert {code for stated in STATED.values() for code in stated} < set(codes)


def test_both_languages_say_the_same_statements_in_the_same_order():
    assert [s["code"] for s in statements("es")] == [s["code"] for s in statements("en")]
    assert all(s["heading"] and s["text"] for language in LANGUAGES for s in statements(language))


def test_spanish_has_a_word_for_everything_that_can_be_filled_in():
    wanted = [*STORED_CATEGORIES, *SignerCapacity, *(set(Purpose) - {Purpose.UNKNOWN, Purpose.MARKETING})]
    assert [code.value for code in wanted if code.value not in spanish.CODES] == []
    assert words(Category.ATTENDANCE, "es") == "Asistencia"
    assert words(Category.ATTENDANCE, "en") == "Attendance"


@pytest.mark.data_layer
def test_migrating_publishes_one_version_in_two_languages(db):
    published = ConsentForm.objects.order_by("language").values_list("version", "language", "statements")
    assert list(published) == [(VERSION, "en", statements("en")), (VERSION, "es", statements("es"))]


@pytest.mark.data_layer
def test_the_application_cannot_change_published_wording(form):
    for change in (lambda: ConsentForm.objects.update(title="Other"), lambda: form.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_publishing_twice_adds_nothing_and_a_changed_word_is_refused(committed_db, monkeypatch):
    try:
        assert publish_forms("owner") == []
        after_migrate(using="owner")
        changed = ((spanish.STATEMENTS[0][0], "Otro título", "Otro texto"), *spanish.STATEMENTS[1:])
        monkeypatch.setattr(spanish, "STATEMENTS", changed)
        with pytest.raises(ImproperlyConfigured, match="make a new version"):
            publish_forms("owner")
    finally:
        connections["owner"].close()
