"""Our consents as FHIR R4: valid, naming no person, saying what stands today, and read back as the same lines."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent as R4Consent

from agencies.acting import acting_as
from consents.actions import record_event, revoke
from consents.actions.importing import check_import
from consents.fhir import codes
from consents.fhir.reading import NotTaken
from consents.fhir.writing import bundle
from consents.lines import CONSENT_PURPOSES
from consents.models import Consent, ConsentGrant, ConsentSeal
from consents.queries import visible_to
from law.vocabulary import STORED_CATEGORIES, Category, Purpose, SignerCapacity
from sharing_portal.errors import DamagedFile
from tests import factories
from tests.sealing import work_off


@pytest.fixture
def out(bob):
    """`out(consent)`: what bob gets of it, by resource type."""

    def _out(consent):
        with acting_as(bob):
            made = bundle(visible_to(bob).get(pk=consent.pk))
        Bundle.model_validate(made)
        return made

    return _out


def part(made, kind):
    return next(entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind)


def permits(made):
    return part(made, "Consent").get("provision", {}).get("provision", [])


@pytest.fixture
def back(bob):
    """`back(made)`: the lines that bob would get of it, as those that he may have recorded."""

    def _back(made):
        with acting_as(bob):
            return check_import(json.dumps(made).encode(), by=bob)

    return _back


def test_a_consent_says_who_may_share_what_with_whom(consented, line, out, north, south, maya, mother):
    consent = consented(
        line("substance_use", discloser=south, recipient=north, purposes=["treatment", "educational_support"], may_talk=True),
        minor_also_signed=True,
    )  # fmt: skip
    made = out(consent)
    found = part(made, "Consent")
    assert (made["type"], found["status"]) == ("collection", "active")
    assert found["scope"]["coding"][0]["code"] == "patient-privacy"
    assert [kind["coding"][0]["code"] for kind in found["category"]] == ["59284-0", "uniform"]
    assert found["policyRule"]["coding"][0]["code"] == "OPTIN"
    assert [law["uri"].rsplit("/", 1)[1] for law in found["policy"]] == [
        "section-99.30",
        "section-164.508",
        "section-2.31",
    ]
    assert found["patient"] == {"reference": f"urn:uuid:{maya.pk}"}
    assert [who["reference"] for who in found["performer"]] == [
        f"urn:uuid:{mother.pk}",
        f"urn:uuid:{maya.pk}",
    ]
    assert found["verification"][0]["verified"] is True
    assert "type" not in found["provision"]
    today = north.today()
    assert found["provision"]["provision"] == [
        {
            "type": "permit",
            "period": {"start": today.isoformat(), "end": (today + timedelta(days=90)).isoformat()},
            "actor": [
                {
                    "role": {"coding": [{"system": codes.PART, "code": role}]},
                    "reference": {"reference": f"urn:uuid:{agency.pk}"},
                }
                for role, agency in (("CST", south), ("IRCP", north))
            ],
            "action": [
                {"coding": [{"system": codes.ACTION, "code": "disclose"}]},
                {"coding": [{"system": codes.ACTIONS, "code": "talk", "display": "Talk with each other"}]},
            ],
            "securityLabel": [
                {"system": codes.CONFIDENTIALITY, "code": "R"},
                {"system": codes.ACT, "code": "ETH"},
            ],
            "purpose": [
                {"system": codes.PURPOSES, "code": "treatment", "display": "Treatment"},
                {"system": codes.REASON, "code": "TREAT"},
                {"system": codes.PURPOSES, "code": "educational_support", "display": "Educational support"},
            ],
            "class": [{"system": codes.RECORDS, "code": "substance_use", "display": "Substance use"}],
        }
    ]


def test_a_kind_of_record_that_hl7_has_several_labels_for_comes_back_as_one(
    consented, line, out, back, south, north
):
    grant = line("sexual_health", discloser=south, recipient=north, purposes=["treatment"])
    made = out(consented(grant, minor_also_signed=True))
    labels = part(made, "Consent")["provision"]["provision"][0]["securityLabel"]
    assert [label["code"] for label in labels] == ["R", "HIV", "SEX", "STD"]
    assert [found.category for found in back(made).lines] == ["sexual_health"]


def test_the_signature_is_told_without_the_signature(consented, out, maya, mother):
    consent = consented(minor_also_signed=True)
    found = part(out(consent), "Provenance")
    assert found["target"] == [{"reference": f"urn:uuid:{consent.pk}"}]
    assert [agent["role"][0]["coding"][0]["code"] for agent in found["agent"]] == ["parent", "minor"]
    signed = [(each["who"]["reference"], each["when"], each.get("data")) for each in found["signature"]]
    when = consent.signed_at.isoformat()
    assert signed == [(f"urn:uuid:{mother.pk}", when, None), (f"urn:uuid:{maya.pk}", when, None)]
    assert found["signature"][0]["type"][0]["code"] == "1.2.840.10065.1.12.1.7"
    assert found["entity"][0]["what"]["identifier"]["value"] == consent.text_sha256


def test_no_person_is_named(consented, guardian_of, out, north, south):
    text = json.dumps(out(consented(minor_also_signed=True, interpreter="Rosa Díaz")))
    for word in ("Maya", "Torres", "Ana", "Rosa", "2011", "bob"):
        assert word not in text
    assert north.name in text
    assert south.name in text


def test_the_sealed_file_is_named_by_its_hashes(consented, out, bob, seal_key, settings):
    consent = consented()
    assert "sourceAttachment" not in part(out(consent), "Consent")
    work_off()
    with acting_as(bob):
        seal = ConsentSeal.objects.get()
    with default_storage.open(seal.file.name) as file:
        content = file.read()
    found = part(out(consent), "Consent")["sourceAttachment"]
    assert base64.b64decode(found["hash"]) == hashlib.sha1(content).digest()
    assert found["extension"][0]["valueString"] == hashlib.sha256(content).hexdigest()
    assert found["url"] == f"{settings.PORTAL_URL}/consents/{consent.pk}/consent.pdf"
    assert "data" not in found
    default_storage.delete(seal.file.name)
    with pytest.raises(DamagedFile):
        out(consent)


def test_only_what_stands_is_permitted(consented, line, out, bob, south, west):
    consent = consented(line(), line("discipline"), line("medical", recipient=west))
    with acting_as(bob):
        revoke(Consent.objects.get(pk=consent.pk), by=bob, recipient=west)
    made = out(consent)
    assert [rule["class"][0]["code"] for rule in permits(made)] == ["attendance", "discipline"]
    assert west.name not in json.dumps(made)
    with acting_as(bob):
        revoke(Consent.objects.get(pk=consent.pk), by=bob)
    made = out(consent)
    assert (part(made, "Consent")["status"], permits(made)) == ("inactive", [])


def test_what_has_not_begun_is_active_with_its_period_and_what_ended_is_not(consented, line, out, north):
    consent = consented(line(starts_on=north.today() + timedelta(days=7)))
    assert part(out(consent), "Consent")["status"] == "active"
    with time_machine.travel(datetime.now(UTC) + timedelta(days=100)):
        made = out(consent)
    assert (part(made, "Consent")["status"], permits(made)) == ("inactive", [])


def test_a_paper_is_proposed_until_a_second_person_confirmed_it(consented, out):
    made = out(consented(method=Consent.Method.PAPER, signed_at=timezone.now()))
    found = part(made, "Consent")
    assert (found["status"], permits(made)) == ("proposed", [])
    assert found["verification"][0]["verified"] is False


def test_a_line_that_ends_on_an_event_says_so_in_a_way_nobody_may_overlook(consented, line, out, back, bob):
    consent = consented(line(ends_when=ConsentGrant.EndsWhen.LEAVES_SCHOOL))
    made = out(consent)
    assert permits(made)[0]["modifierExtension"] == [{"url": codes.ENDS_WHEN, "valueCode": "leaves_school"}]
    assert back(made).lines[0].ends_when == "leaves_school"
    with acting_as(bob):
        record_event(Consent.objects.get(pk=consent.pk), by=bob, event="leaves_school")
    assert permits(out(consent)) == []


def recorded(consent, bob):
    with acting_as(bob):
        rows = consent.grants.values_list(
            "discloser", "recipient", "category", "purposes", "starts_on", "expires_on", "may_send", "may_talk",
            "ends_when",
        )  # fmt: skip
        return sorted(map(str, rows))


def read_back(lines):
    return sorted(
        str((
            line.discloser.pk, line.recipient.pk, line.category, line.purposes, line.starts_on, line.expires_on,
            line.may_send, line.may_talk, line.ends_when,
        ))
        for line in lines
    )  # fmt: skip


def test_a_round_trip_gives_the_same_lines_signer_and_day(consented, line, out, back, bob, north, south, west, maya, mother):  # fmt: skip
    consent = consented(
        line(purposes=["educational_support", "care_coordination"], may_talk=True),
        line("discipline", may_send=False, may_talk=True, ends_when="case_closes"),
        line("mental_health", discloser=south, recipient=north, purposes=["treatment"]),
        line("education", recipient=west, starts_on=north.today() + timedelta(days=5), initials="AT"),
    )
    found = back(out(consent))
    assert read_back(found.lines) == recorded(consent, bob)
    assert (found.youth, found.signer.guardian, found.signer.capacity) == (maya, mother, "parent")
    assert found.signed_on == north.day_of(consent.signed_at)
    assert found.not_taken == ()


def test_every_kind_of_record_and_every_purpose_of_a_consent_survives_the_round_trip(
    consented, line, out, back, bob, monkeypatch
):
    monkeypatch.setattr("consents.actions.recording.check_lines", lambda *args, **rest: None)
    purposes = [purpose.value for purpose in CONSENT_PURPOSES]
    consent = consented(*(line(category.value, purposes=purposes) for category in STORED_CATEGORIES))
    found = back(out(consent)).lines
    assert read_back(found) == recorded(consent, bob)
    assert {line.category for line in found} == set(STORED_CATEGORIES)


def test_who_signed_alone_is_read_back_in_the_same_capacity(consented, out, back, bob):
    adult = factories.youth(bob, "Sam", "Okafor", born=datetime.now(UTC).date() - timedelta(days=365 * 19))
    own = consented(youth=adult, guardian=None, capacity="adult_youth", signer_name="Sam Okafor")
    assert back(out(own)).signer.capacity == "adult_youth"
    assert [entry["resource"]["resourceType"] for entry in out(own)["entry"]].count("RelatedPerson") == 0


@pytest.mark.parametrize("capacity", ["child_welfare_agency", "court_appointed"])
def test_a_signer_on_no_file_is_read_back_by_the_capacity_alone(consented, out, back, capacity):
    signer = {"signer_name": "Kim Lee", "authority_evidence": "Order of May 2", "grounds": ["custody"]}
    consent = consented(guardian=None, capacity=capacity, **signer)
    signer = back(out(consent)).signer
    assert (signer.capacity, signer.name, signer.guardian) == (SignerCapacity(capacity), "", None)


def test_what_is_over_does_not_come_back(consented, out, bob, back):
    consent = consented()
    with acting_as(bob):
        revoke(Consent.objects.get(pk=consent.pk), by=bob)
    with pytest.raises(NotTaken, match="Its status is “inactive”"):
        back(out(consent))


def test_hl7s_own_words_are_used_only_where_they_say_the_same():
    """A wider word of HL7 beside ours would allow more to whoever knows only HL7's."""
    assert set(codes.V3_PURPOSES) | set(codes.SENSITIVITY) <= set(Purpose) | set(Category)
    assert len(codes.PURPOSE_OF_V3) == len(codes.V3_PURPOSES)
    assert R4Consent.__module__.startswith("fhir.resources.R4B")
    assert all(re.fullmatch(r"[A-Z]+", code) for code in codes.V3_PURPOSES.values())
