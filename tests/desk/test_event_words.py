"""Every event that the portal records has words, and none has words that nothing records."""

import ast
from uuid import UUID

from django.apps import apps
from django.utils import translation

from audit.models import AuditEvent
from audit.words import WORDS, in_words
from deploy.places import ROOT
from desk.event_words import OBJECTS, about, choices

APPS = (
    "accounts",
    "agencies",
    "audit",
    "consents",
    "desk",
    "disclosures",
    "family",
    "guide",
    "mous",
    "notices",
    "youth",
)
WORDS_FILE = ROOT / "audit" / "words.py"
ID = UUID("0f9a6d52-0000-4000-8000-000000000000")


def codes():
    """What the sources hand to the function that records, as far as it stands there as a constant."""
    for source in (path for app in (*APPS, "sharing_portal") for path in (ROOT / app).rglob("*.py")):
        if source == WORDS_FILE or "migrations" in source.parts:
            continue
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "record",
                "record_event",
                "_record",
            ):
                # Also the two constants of a choice, and a mapping that the code is taken from.
                yield from (
                    (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
                    if node.args
                    else ()
                )


def test_every_recorded_event_has_words():
    recorded = {code for code in codes() if isinstance(code, str) and "." in code}
    assert len(recorded) > 80
    assert recorded - set(WORDS) == set()


def test_no_words_for_what_nothing_records():
    sources = "".join(
        path.read_text("utf-8")
        for app in (*APPS, "sharing_portal")
        for path in (ROOT / app).rglob("*.py")
        if path != WORDS_FILE
    )
    assert [code for code in WORDS if f'"{code}"' not in sources] == []


def test_what_they_are_about_exists():
    assert [
        name for name in OBJECTS if name not in {model._meta.label_lower for model in apps.get_models()}
    ] == []


def test_words_numbers_and_the_filter():
    event = AuditEvent(event="disclosure.viewed", object_type="disclosures.disclosurerequest", object_id=ID)
    assert (in_words(event), about(event)) == ("Looked at a request", "Request R-0F9A-6D52")
    assert about(AuditEvent(event="log.viewed")) == ""
    assert in_words(AuditEvent(event="of.another_version")) == "of.another_version"
    with translation.override("es"):
        assert in_words(event) == "Miró una solicitud"
    assert next(group for group, events in choices()) == ""
    assert sum(len(events) for group, events in choices()[1:]) == len(WORDS)
