"""What a file from elsewhere allowed is all that a family is asked: one way, from a day on, until an event."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from agencies.acting import acting_as
from consents import queries
from consents.actions import choose_how, import_consent
from consents.fhir.writing import bundle
from consents.models import Consent, ConsentDraft
from sharing_portal.errors import RefusedInput
from tests.family.conftest import as_family, flow


@pytest.fixture
def limited(north, south):
    """`limited(**fields)`: people may talk, from next week on, until the case closes."""

    def _limited(**fields):
        limits = {
            "may_send": False,
            "may_talk": True,
            "starts_on": (north.today() + timedelta(days=7)).isoformat(),
            "ends_when": "case_closes",
        }
        return flow(north, south, **{**limits, **fields})

    return _limited


def test_the_family_answers_within_the_limits(prepared, linked, limited, family, bob, north):
    link, _code = linked(prepared(offer=[limited()]))
    family.come(link)
    family.choose("attendance")
    page = family.get("/family/how/0/")
    fields = page.context["form"].fields
    assert [code for code, _name in fields["ways"].choices] == ["may_talk"]
    assert [code for code, _name in fields["ends_when"].choices] == ["case_closes"]
    assert family.choose("attendance", ways=["may_send"], ends_when="case_closes").status_code == 200
    assert family.choose("attendance", ways=["may_talk"], ends_when="").status_code == 200
    assert family.choose("attendance", ways=["may_talk"], ends_when="case_closes").status_code == 302
    starts_on = north.today() + timedelta(days=7)
    assert (
        f"{starts_on:%B} {starts_on.day}, {starts_on.year}" in family.get("/family/summary/").content.decode()
    )
    family.cookies["django_language"] = "es"
    in_spanish = family.get("/family/summary/").content.decode()
    family.cookies["django_language"] = "en"
    for words in (">Desde<", ">Hasta<", "Hablar de esto entre sí", "podrá mostrar a"):
        assert words in in_spanish, words
    assert family.sign().status_code == 302
    with acting_as(bob):
        grant = Consent.objects.get().grants.get()
    assert (grant.may_send, grant.may_talk, grant.ends_when) == (False, True, "case_closes")
    assert grant.starts_on == starts_on


@pytest.mark.parametrize(
    "further",
    [
        {"may_send": True},
        {"may_talk": False, "may_send": True},
        {"ends_when": ""},
        {"ends_when": "leaves_school"},
    ],
)
def test_the_verb_lets_it_go_no_further(prepared, linked, limited, family, north, further):
    draft = prepared(offer=[limited()])
    link, _code = linked(draft)
    family.come(link)
    family.choose("attendance")
    asked = {"may_send": False, "may_talk": True, "ends_when": "case_closes"}
    with as_family(link):
        opened = type(link).objects.select_related("draft__youth__agency").get(pk=link.pk)
        with pytest.raises(RefusedInput):
            choose_how(
                opened.draft,
                by=opened,
                number=0,
                purposes=["care_coordination"],
                expires_on=north.today() + timedelta(days=20),
                **{**asked, **further},
            )


@pytest.mark.parametrize(
    ("further", "within"),
    [
        ({}, True),
        ({"sends": True}, False),
        ({"since": 0}, False),
        ({"since": 9}, True),
        ({"event": ""}, False),
        ({"event": "leaves_school"}, False),
        ({"until": 201}, False),
    ],
)
def test_the_database_lets_it_go_no_further(prepared, linked, limited, family, north, south, further, within):
    link, _code = linked(prepared(offer=[limited()]))
    family.come(link)
    given = {"sends": False, "talks": True, "since": 7, "until": 100, "event": "case_closes", **further}
    days = {name: north.today() + timedelta(days=given[name]) for name in ("since", "until")}
    with as_family(link), connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal.is_asked_for(%(n)s, %(s)s, 'attendance', ARRAY['care_coordination'], %(until)s,"
            " %(since)s, %(sends)s, %(talks)s, %(event)s)",
            {"n": north.pk, "s": south.pk, **given, **days},
        )
        assert cursor.fetchone() == (within,)


def test_staff_see_the_limits_and_keep_them(prepared, limited, bob, maya, sign_in, north, south):
    prepared(offer=[limited()])
    client, step = sign_in(bob), reverse("consents:step", args=[maya.pk, "offer"])
    page = client.get(step).content.decode()
    for words in ("Talk with each other", "or sooner", "From"):
        assert words in page
    assert "Send documents" not in page
    less = {
        "discloser": north.pk,
        "recipient": south.pk,
        "categories": ["attendance"],
        "purposes": ["treatment"],
        "latest": north.today() + timedelta(days=30),
    }
    assert client.post(f"{step}?line=0", less).status_code == 302
    with acting_as(bob):
        (kept,) = ConsentDraft.objects.get().answers["offer"]
    assert kept == limited(**{name: kept[name] for name in ("categories", "purposes", "latest")})
    assert kept["purposes"] == ["treatment"]


def test_what_is_read_from_a_file_is_asked_with_its_limits(prepared, linked, limited, family, bob):
    """Out of this portal and back in: the question is what was agreed, and no wider."""
    link, _code = linked(prepared(offer=[limited()]))
    family.come(link)
    family.choose("attendance", "discipline", ways=["may_talk"], ends_when="case_closes")
    assert family.sign().status_code == 302
    with acting_as(bob):
        content = json.dumps(bundle(queries.visible_to(bob).get())).encode()
        draft, _understood = import_consent(content, by=bob, name="a.json")
        (asked,) = draft.answers["offer"]
    wanted = limited(categories=["attendance", "discipline"])
    for name in ("may_send", "may_talk", "starts_on", "ends_when", "categories"):
        assert asked[name] == wanted[name], name
