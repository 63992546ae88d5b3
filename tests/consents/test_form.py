"""The wording that families sign: complete, in two languages, and never changed once published."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connections, transaction

from consents.models import ConsentForm
from consents.publish import after_migrate, publish_forms
from consents.wording import KINDS, LANGUAGES, VERSION, spanish, statements, words
from law.forms import UNIFORM_FORM_VERSIONS
from law.vocabulary import Category


def test_a_code_is_called_what_the_form_in_each_language_calls_it():
    assert words(Category.ATTENDANCE, "es") == "Asistencia"
    assert words(Category.ATTENDANCE, "en") == "Attendance"


@pytest.mark.data_layer
def test_migrating_publishes_every_kind_in_two_languages_of_one_version(db):
    published = ConsentForm.objects.values_list("kind", "version", "language", "statements")
    expected = [(kind, VERSION, tongue, statements(tongue, kind)) for kind in KINDS for tongue in LANGUAGES]
    assert sorted(published, key=str) == sorted(expected, key=str)
    assert set(KINDS) == set(ConsentForm.Kind.values)


def test_an_agreement_can_adopt_exactly_the_versions_that_are_published(db):
    uniform = ConsentForm.objects.filter(kind="uniform").order_by("published_on")
    assert tuple(dict.fromkeys(uniform.values_list("version", flat=True))) == UNIFORM_FORM_VERSIONS


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
