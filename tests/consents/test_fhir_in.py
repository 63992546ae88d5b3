"""FHIR Consents of others: each official example is read or refused with its reasons, and no file does harm."""

import json
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import check_import, import_consent
from consents.fhir import rules
from consents.fhir.elements import MOST_IDENTIFIERS
from consents.fhir.reading import DEEPEST, LARGEST, MOST_RESOURCES, NotTaken
from consents.fhir.understanding import MOST_AGENTS, MOST_SIGNERS, understand
from consents.models import Consent, ConsentDraft
from sharing_portal.errors import Forbidden, InvalidTransition
from tests import factories

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "fhir-r4-consent" / "examples"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="../shared/data/fhir-r4-consent is not here"
)
HL7 = "http://terminology.hl7.org/CodeSystem/"

# Example → every reason why it is refused, in the order in which they are found.
REFUSED = {
    "Emergency": ["kind", "unknown_signer", "any_and_all"],
    "Out": ["unknown_signer", "any_and_all"],
    "grantor": ["kind", "unknown_signer", "any_and_all"],
    "notThis": ["unknown_signer", "narrower", "any_agency", "any_and_all", "any_purpose", "other_action", "ended"],
    "pkb": ["unknown_signer", "any_and_all"],
    "signature": [
        "kind", "narrower", "any_agency", "unknown_agency", "unknown_category", "any_purpose", "other_action", "ended",
    ],
    "smartonfhir": ["unknown_signer", "any_agency", "unknown_category", "any_purpose", "other_action", "ended"],
}  # fmt: skip


def actor(role, **reference):
    return {
        "role": {"coding": [{"system": HL7 + "v3-ParticipationType", "code": role}]},
        "reference": reference,
    }


@pytest.fixture
def foreign(north, south):
    """A consent of another system that says all that is needed, in FHIR's own codes."""
    today = north.today()
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": HL7 + "consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/77"},
        "dateTime": (today - timedelta(days=3)).isoformat(),
        "performer": [{"display": "Ana Torres"}],
        "policyRule": {"coding": [{"system": HL7 + "v3-ActCode", "code": "OPTIN"}]},
        "provision": {
            "period": {"end": (today + timedelta(days=30)).isoformat()},
            "provision": [
                {
                    "type": "permit",
                    "actor": [actor("CST", display=south.name.upper()), actor("IRCP", display=north.name)],
                    "action": [{"coding": [{"system": HL7 + "consentaction", "code": "disclose"}]}],
                    "securityLabel": [{"system": HL7 + "v3-ActCode", "code": "PSY"}],
                    "purpose": [{"system": HL7 + "v3-ActReason", "code": "COC"}],
                }
            ],
        },
    }


@pytest.fixture
def read(bob, maya):
    """`read(given)`: what bob would get of it for Maya."""

    def _read(given, youth=maya):
        content = given if isinstance(given, bytes) else json.dumps(given).encode()
        with acting_as(bob):
            return check_import(content, by=bob, youth=youth)

    return _read


@pytest.fixture
def reasons(read):
    """`reasons(given)`: the codes of its refusal."""

    def _reasons(given, **rest):
        with pytest.raises(NotTaken) as refusal:
            read(given, **rest)
        assert all(message for _code, message in refusal.value.problems)
        return list(dict.fromkeys(code for code, _message in refusal.value.problems))

    return _reasons


@needs_examples
def test_every_official_example_is_refused_with_exactly_these_reasons(reasons):
    files = {
        file.stem.removeprefix("Consent-consent-example-"): file for file in EXAMPLES.glob("Consent-*.json")
    }
    assert {name: reasons(file.read_bytes()) for name, file in files.items()} == REFUSED


@needs_examples
def test_a_signer_is_known_when_the_relative_comes_in_the_same_file(reasons):
    names = ("Consent-consent-example-smartonfhir", "RelatedPerson-peter")
    parts = [{"resource": json.loads((EXAMPLES / f"{name}.json").read_text())} for name in names]
    together = {"resourceType": "Bundle", "type": "collection", "entry": parts}
    assert reasons(together) == REFUSED["smartonfhir"][1:]


def test_what_is_understood_and_what_is_not(read, foreign, north, south, maya):
    found = read(foreign)
    (line,) = found.lines
    assert (line.discloser, line.recipient, line.category) == (south, north, "mental_health")
    assert (line.purposes, line.may_send, line.may_talk) == (["care_coordination"], True, False)
    # From the signature, for nothing says when it begins.
    assert (line.starts_on, line.expires_on) == (
        north.today() - timedelta(days=3),
        north.today() + timedelta(days=30),
    )
    assert (found.youth, found.signer.name, found.signer.capacity) == (maya, "Ana Torres", None)
    assert found.not_taken == ("The file calls the young person “Patient/77”. Check who that is.",)


def test_a_purpose_for_which_no_family_is_asked_is_left_out_and_said(read, foreign):
    rule = foreign["provision"]["provision"][0]
    both = [*rule["purpose"], {"system": HL7 + "v3-ActReason", "code": "HACCRED"}]
    found = read(change(foreign, (*RULE, "purpose"), both))
    assert found.lines[0].purposes == ["care_coordination"]
    assert found.not_taken[-1] == "Left out: “Accreditation”. A family is not asked for it here."


def test_a_relative_on_file_is_recognized_and_another_is_a_name(read, foreign, mother):
    relative = {
        "resourceType": "RelatedPerson",
        "id": str(mother.pk),
        "patient": {"reference": "Patient/77"},
        "relationship": [{"coding": [{"system": HL7 + "v3-RoleCode", "code": "MTH"}]}],
    }
    foreign |= {"contained": [relative], "performer": [{"reference": f"#{mother.pk}"}]}
    signer = read(foreign).signer
    assert (signer.guardian, signer.name, signer.capacity) == (mother, "Ana Torres", "parent")
    relative |= {"id": "p1", "name": [{"given": ["Ana", "Maria"], "family": "Torres"}]}
    foreign["performer"] = [{"reference": "#p1"}]
    signer = read(foreign).signer
    assert (signer.guardian, signer.name, signer.capacity) == (None, "Ana Maria Torres", "parent")


def change(given, path, value):
    """A copy with one place changed, or without it."""
    made = deepcopy(given)
    place = made
    *way, last = path
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return made


def places(given, way=()):
    """The way to every part of a document."""
    parts = given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    for name, part in parts:
        yield (*way, name)
        yield from places(part, (*way, name))


ODD = (None, [], {}, "", 5, [None], [{}], {"resourceType": []}, "9999-12-31")


def test_no_odd_part_of_a_file_ends_in_anything_but_a_reason(read, foreign, mother):
    """Whatever stands in one place, the file is read, or refused with a reason."""
    relative = {"resourceType": "RelatedPerson", "id": "p1", "patient": {"reference": "Patient/77"}}
    relative["name"] = [{"given": ["Ana"], "family": "Torres"}]
    relative["relationship"] = [{"coding": [{"system": HL7 + "v3-RoleCode", "code": "MTH"}]}]
    agent = {"who": {"reference": "#p1"}, "role": [{"coding": [{"system": "urn:x", "code": "parent"}]}]}
    origin = {
        "resourceType": "Provenance",
        "target": [{"display": "the consent"}],
        "recorded": "2026-11-01T10:00:00Z",
        "agent": [agent],
    }
    foreign |= {"contained": [relative, origin], "performer": [{"reference": "#p1"}]}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": foreign}]}
    assert read(bundle).signer.capacity == "parent"
    tried = 0
    for way in places(bundle):
        for odd in ODD:
            given = deepcopy(bundle)
            place = given
            for step in way[:-1]:
                place = place[step]
            place[way[-1]] = odd
            tried += 1
            try:
                read(given)
            except NotTaken:
                continue
            except Exception as error:
                pytest.fail(f"{way} {odd!r}: {error!r}")
    assert tried > 600


def test_a_status_that_an_extension_stands_in_for_is_none(reasons, foreign):
    del foreign["status"]
    absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    foreign["_status"] = {"extension": [{"url": absent, "valueCode": "unknown"}]}
    assert reasons(foreign) == ["status"]


RULE = ("provision", "provision", 0)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("status",), "inactive", ["status"]),
        (("status",), "anything", ["status"]),
        (("scope", "coding", 0, "code"), "research", ["scope"]),
        (("category", 0, "coding", 0, "code"), "1-8", ["kind"]),
        (("modifierExtension",), [{"url": "urn:other", "valueBoolean": True}], ["modifier"]),
        (("dateTime",), None, ["no_date"]),
        (("dateTime",), "2026-09", ["no_date"]),
        (("dateTime",), "2999-01-01", ["future_date"]),
        (("dateTime",), "9999-12-31", ["future_date"]),
        (("dateTime",), "9999-12-31T23:59:59-12:00", ["no_date"]),
        (("category",), [], ["kind"]),
        (("performer",), None, ["unknown_signer"]),
        (("performer",), [{"reference": "RelatedPerson/9"}], ["unknown_signer"]),
        (("performer",), [{"display": "Ana Torres"}, {"reference": "RelatedPerson/9"}], ["unknown_signer"]),
        (("policyRule", "coding", 0, "code"), "OPTOUT", ["any_and_all"]),
        (("provision",), {"type": "permit"}, ["any_and_all"]),
        (("provision",), None, ["deny_only"]),
        ((*RULE, "type"), "deny", ["deny_only"]),
        ((*RULE, "type"), None, ["deny_only"]),
        (("provision", "provision"), [{"type": "permit"}, {"type": "deny"}], ["exceptions", "any_agency"]),
        ((*RULE, "provision"), [{"type": "deny"}], ["exceptions"]),
        ((*RULE, "actor"), [], ["any_agency"]),
        ((*RULE, "actor", 0, "reference"), {"display": "Any agency"}, ["unknown_agency"]),
        ((*RULE, "actor", 0, "reference"), {"reference": "https://example.org/Organization/1"}, ["unknown_agency"]),
        ((*RULE, "actor", 0, "reference"), {"display": "North School District"}, ["same_agency"]),
        ((*RULE, "securityLabel"), None, ["any_and_all"]),
        ((*RULE, "securityLabel", 0, "code"), "HIV", ["unknown_category"]),
        ((*RULE, "class"), [{"system": "urn:sharing-portal:kind-of-record", "code": "psychotherapy_notes"}], ["refused_category"]),
        ((*RULE, "class"), [{"system": "urn:sharing-portal:kind-of-record", "code": "deidentified"}], ["unknown_category"]),
        ((*RULE, "purpose"), None, ["any_purpose"]),
        ((*RULE, "purpose", 0, "code"), "HMARKT", ["unknown_purpose"]),
        ((*RULE, "purpose", 0), {"system": "urn:sharing-portal:purpose", "code": "unknown"}, ["unknown_purpose"]),
        ((*RULE, "purpose", 0), {"system": "urn:sharing-portal:purpose", "code": "recruiting"}, ["unasked_purpose"]),
        ((*RULE, "purpose", 0, "code"), "HOPERAT", ["unasked_purpose"]),
        ((*RULE, "purpose", 0, "code"), "HACCRED", ["unasked_purpose"]),
        ((*RULE, "action"), None, ["other_action"]),
        ((*RULE, "action", 0, "coding", 0, "code"), "collect", ["other_action"]),
        ((*RULE, "data"), [{"meaning": "instance", "reference": {"reference": "Task/3"}}], ["narrower"]),
        ((*RULE, "dataPeriod"), {"start": "2026-01-01"}, ["narrower"]),
        ((*RULE, "modifierExtension"), [{"url": "urn:other", "valueBoolean": True}], ["modifier"]),
        ((*RULE, "modifierExtension"), [{"url": "urn:sharing-portal:ends-when", "valueCode": "rain"}], ["modifier"]),
        (("provision", "period", "end"), "2020-01-01", ["ended"]),
        (("provision", "period", "end"), "2029", ["unclear_period"]),
    ],
)  # fmt: skip
def test_what_could_never_be_a_consent_here_is_refused(reasons, foreign, path, value, expected):
    found = reasons(change(foreign, path, value))
    assert found[: len(expected)] == expected
    assert set(found) - set(expected) <= {"any_and_all", "any_purpose", "other_action"}


def test_about_another_or_an_unnamed_young_person_it_is_refused(reasons, foreign, maya, bob):
    assert reasons(foreign, youth=None) == ["unknown_patient"]
    other = factories.youth(bob, "Noah", "Reyes")
    foreign["patient"] = {"reference": f"urn:uuid:{other.pk}"}
    assert reasons(foreign) == ["other_patient"]
    foreign["patient"] = {"reference": "#p"}
    foreign["contained"] = [{"resourceType": "Patient", "id": "p", "birthDate": "2001-01-01"}]
    assert reasons(foreign) == ["other_patient"]


def test_the_same_allowed_twice_is_refused(reasons, foreign):
    foreign["provision"]["provision"] *= 2
    assert reasons(foreign) == ["twice"]


def test_a_file_that_multiplies_is_refused_before_it_is_multiplied(reasons, foreign):
    rule = foreign["provision"]["provision"][0]
    many = change(foreign, ("provision", "provision"), [rule] * 1000)
    assert reasons(many) == ["too_many"]
    wide = change(foreign, (*RULE, "actor"), rule["actor"] * 2000)
    assert reasons(wide) == ["too_many"]
    codes = [{"system": "urn:x", "code": str(number)} for number in range(5000)]
    assert reasons(change(foreign, (*RULE, "class"), codes)) == ["unknown_category"]


def test_what_the_root_says_for_all_is_not_copied_into_more_rules_than_it_can_have(
    reasons, foreign, monkeypatch
):
    def copied(*given):
        raise AssertionError("a rule was copied")

    monkeypatch.setattr(rules, "_within", copied)
    codes = [{"system": "urn:x", "code": str(number)} for number in range(5000)]
    for said in ({"actor": [actor("CST", display="A")] * 1000}, {"class": codes}):
        foreign["provision"] = {**said, "provision": [{"type": "permit"}] * 1000}
        assert reasons(foreign) == ["too_many"]


def test_more_signers_than_a_consent_has_are_not_looked_for(reasons, foreign):
    many = [{"display": f"Ana {number}"} for number in range(MOST_SIGNERS + 1)]
    assert reasons({**foreign, "performer": many}) == ["too_many"]
    origin = {
        "resourceType": "Provenance",
        "target": [{"display": "the consent"}],
        "recorded": "2026-11-01T10:00:00Z",
        "agent": [{"who": {"reference": "#p1"}}] * (MOST_AGENTS + 1),
    }
    assert reasons({**foreign, "contained": [origin]}) == ["too_many"]


def test_of_the_identifiers_of_an_agency_the_first_are_looked_at(reasons, read, foreign, south):
    known = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{south.pk}"}
    agency = {"resourceType": "Organization", "id": "o", "identifier": [{"value": "other"}, known]}
    foreign = change(foreign, (*RULE, "actor", 0, "reference"), {"reference": "#o"}) | {"contained": [agency]}
    assert read(foreign).lines[0].discloser == south
    agency["identifier"] = [{"value": "other"}] * MOST_IDENTIFIERS + [known]
    assert reasons(foreign) == ["unknown_agency"]


def test_an_agency_named_twice_in_a_rule_is_one(read, foreign):
    rule = foreign["provision"]["provision"][0]
    assert len(read(change(foreign, (*RULE, "actor"), rule["actor"] * 3)).lines) == 1


def test_no_consent_lasts_longer_than_one_may_here(read, foreign, north):
    del foreign["provision"]["period"]
    found = read(foreign)
    signed = north.today() - timedelta(days=3)
    assert found.lines[0].expires_on == signed.replace(year=signed.year + 1)
    assert "the latest here" in found.not_taken[-1]


def nested(depth):
    return b'{"resourceType": "Consent", "extension": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[]", "unreadable"),
        (b"{}", "unreadable"),
        (b'{"resourceType": "Consent"}', "unreadable"),
        (b'{"resourceType": "Patient"}', "unreadable"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "unreadable"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": 3}]}', "unreadable"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": []}}]}', "unreadable"),
        (b'{"resourceType": "Bundle", "entry": [' + b"{}," * MOST_RESOURCES + b"{}]}", "unreadable"),
        (b'{"resourceType": "Consent", "resourceType": "Patient"}', "not_json"),
        (b'{"resourceType": "Consent", "status": NaN}', "not_json"),
        (b'{"resourceType": "Consent", "n": ' + b"9" * 5000 + b"}", "not_json"),
        (nested(DEEPEST + 1), "too_deep"),
        (nested(200_000), "not_json"),
        (b" " * (LARGEST + 1), "too_large"),
        (rb'{"resourceType": "Consent", "status": "a\u0000b"}', "unreadable"),
        (rb'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "\ud800"}}]}', "unreadable"),
        (rb'{"resourceType": "Consent", "language": ["\udfff"]}', "unreadable"),
        (rb'{"resourceType": "Consent", "\ud800": 1}', "unreadable"),
        (b'\xef\xbb\xbf <Consent xmlns="http://hl7.org/fhir"/>', "xml"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "xml"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_is_no_consent_is_refused(reasons, content, code):
    assert reasons(content) == [code]


def test_two_consents_in_one_file_are_refused(reasons, foreign):
    both = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": foreign}, {"resource": foreign}],
    }
    assert reasons(both) == ["unreadable"]


def test_an_import_is_a_draft_that_offers_and_nothing_is_agreed(bob, maya, foreign, north, south):
    with acting_as(bob):
        draft, _understood = import_consent(
            json.dumps(foreign).encode(), by=bob, name="x/consent.json", youth=maya
        )
        kept = ConsentDraft.objects.get(pk=draft.pk)
        event = AuditEvent.objects.get(event="consent.imported")
        assert not Consent.objects.exists()
        with pytest.raises(InvalidTransition, match="unfinished consent"):
            import_consent(json.dumps(foreign).encode(), by=bob, name="again.json", youth=maya)
    assert kept.answers == {
        "offer": [
            {
                "discloser": str(south.pk),
                "recipient": str(north.pk),
                "categories": ["mental_health"],
                "purposes": ["care_coordination"],
                "latest": (north.today() + timedelta(days=30)).isoformat(),
                "may_send": True,
                "may_talk": False,
            }
        ]
    }
    assert (kept.source, kept.author) == ("x/consent.json", bob)
    assert (event.youth_id, event.details) == (maya.pk, {"lines": 1})


def test_only_who_records_consents_for_the_youth_imports(foreign, maya, north, operator, carol):
    content = json.dumps(foreign).encode()
    for person in (factories.member("ida", north, ["auditor"], by=operator), carol):
        with acting_as(person), pytest.raises(Forbidden):
            import_consent(content, by=person, name="a.json", youth=maya)


def test_for_whoever_records_no_consents_no_file_is_read(north, operator):
    ida = factories.member("ida", north, ["auditor"], by=operator)
    with acting_as(ida), pytest.raises(Forbidden):
        check_import(b"not even JSON", by=ida)


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
def test_characters_that_are_no_text_are_refused_wherever_they_stand(foreign, odd):
    def say(*way):
        with pytest.raises(NotTaken, match="characters that are no text"):
            understand(json.dumps(change(foreign, way, f"Ana {odd}")).encode(), by=None)

    say("performer", 0, "display")
    say(*RULE, "actor", 0, "reference", "display")
    say("language")


def test_the_command_shows_all_and_writes_only_without_dry_run(tmp_path, capsys, bob, maya, north, foreign):
    file = tmp_path / "consent.json"
    file.write_text(json.dumps(foreign))
    arguments = {"agency": north.name, "by": bob.email, "youth": maya.pk}
    call_command("import_fhir_consent", file, **arguments, dry_run=True)
    shown = capsys.readouterr().out
    assert "mental_health for care_coordination, send, " in shown
    assert "Nothing was changed" in shown
    with acting_as(bob):
        assert not ConsentDraft.objects.exists()
        assert AuditEvent.objects.filter(event="consent.import_checked", youth_id=maya.pk).count() == 1
    call_command("import_fhir_consent", file, **arguments)
    assert "Draft made" in capsys.readouterr().out
    with acting_as(bob):
        assert ConsentDraft.objects.get().source == "consent.json"


def test_whom_the_file_names_is_in_the_log(tmp_path, bob, maya, north, foreign):
    file = tmp_path / "consent.json"
    file.write_text(json.dumps(change(foreign, ("patient",), {"reference": f"urn:uuid:{maya.pk}"})))
    call_command("import_fhir_consent", file, agency=north.name, by=bob.email, dry_run=True)
    with acting_as(bob):
        event = AuditEvent.objects.get(event="consent.import_checked")
        assert (event.object_id, event.youth_id) == (maya.pk, maya.pk)


def test_the_command_says_why_a_file_is_refused(tmp_path, bob, maya, north, foreign):
    file = tmp_path / "consent.json"
    file.write_text(json.dumps(change(foreign, ("dateTime",), None)))
    arguments = {"agency": north.name, "by": bob.email, "youth": maya.pk}
    with pytest.raises(CommandError, match=r"no_date: It has no date on which it was signed\."):
        call_command("import_fhir_consent", file, **arguments)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_fhir_consent", tmp_path / "none.json", **arguments)
    with pytest.raises(CommandError, match="no youth record"):
        call_command("import_fhir_consent", file, **{**arguments, "youth": north.pk})


def test_whoever_goes_on_with_a_draft_is_told_where_it_came_from(sign_in, bob, maya, foreign):
    with acting_as(bob):
        import_consent(json.dumps(foreign).encode(), by=bob, name="<b>consent</b>.json", youth=maya)
    page = sign_in(bob).get(f"/consents/youth/{maya.pk}/record/", follow=True).content.decode()
    assert "Read from the file “&lt;b&gt;consent&lt;/b&gt;.json” of another system." in page
