"""What a right person would send to each address that takes a POST or PATCH, by the address's name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.mous.agreements import scan_file
from tests.security.world import World
from tests.youth.oneroster_bundles import bundle

Body = Callable[[World], dict[str, Any]]

BORN = {"birth_date_month": "3", "birth_date_day": "4", "birth_date_year": "2011"}
YOUTH = {"first_name": "Maya", "last_name": "Torres", **BORN}
ITEM = {"category": "attendance", "occurred_on": "2026-10-30", "title": "Absences", "text": "Absent."}
GUARDIAN = {"first_name": "Ana", "last_name": "Torres", "relation": "mother", "authority": "unknown"}
CONTACT = {"purpose": "head", "name": "Hal Head", "phone": "509 555 0101", "backup_after_minutes": "15"}
PROFILE = {"legal_statuses": "ferpa_bound", "time_zone": "America/Los_Angeles", "phone": "509 555 0102"}
AGENCY = {**PROFILE, "name": "New Agency", "kind": "school_district", "us_state": "WA"}
ADMINISTRATOR = {"administrator_email": "new@portal.example", "administrator_name": "New Person"}


def _roster(world: World) -> dict[str, Any]:
    path = bundle(world.files, as_zip=True)
    return {"file": SimpleUploadedFile("roster.zip", path.read_bytes(), "application/zip")}


def _days() -> dict[str, str]:
    today = timezone.localdate()
    return {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=200)).isoformat()}


def _until() -> dict[str, str]:
    return {"until": (timezone.localdate() + timedelta(days=100)).isoformat(), "order": "any"}


def _places(world: World) -> dict[str, str]:
    return {f"place-{world.id_of(key)}": str(place) for place, key in enumerate(("north", "south"), start=1)}


def _flows(world: World) -> dict[str, Any]:
    return {
        "flows-TOTAL_FORMS": "1",
        "flows-INITIAL_FORMS": "0",
        "flows-0-cells": "care_coordination:attendance",
        "flows-0-roles": "staff",
        "flows-0-authority": "Written consent",
        "flows-0-need": "They work with the young person.",
    }


def _signature(world: World) -> dict[str, Any]:
    return {
        "typed_name": world.people["nora"].name,
        "title": "Director",
        "attested": "on",
        "text_sha256": world.things["offer"].text_sha256,
        "agency": world.id_of("north"),
    }


def _confirmation(world: World) -> dict[str, Any]:
    changes = {"typed_name": world.people["ada"].name, "text_sha256": world.things["entered"].text_sha256}
    return {**_signature(world), **changes}


def _term(world: World) -> dict[str, Any]:
    return {
        "from_agency": str(world.id_of("north")),
        "to_agency": str(world.id_of("south")),
        "categories": ["attendance"],
        "purposes": ["care_coordination"],
        "authority": "Written consent",
        "need": "They work with the young person.",
    }


def _joining(world: World) -> dict[str, Any]:
    changes = {
        "typed_name": world.people["jo"].name,
        "text_sha256": world.things["joinder"].exhibit_sha256,
        "agency": world.id_of("empty"),
    }
    return {**_signature(world), **changes}


def _signer(world: World) -> dict[str, Any]:
    who = f"guardian:{world.id_of('mother')}"
    return {"who": who, "form": world.things["consent"].form_id, "method": "on_screen"}


def _asked(world: World) -> dict[str, Any]:
    flow = {
        "discloser": str(world.id_of("north")),
        "recipient": str(world.id_of("south")),
        "categories": ["attendance"],
        "purposes": ["care_coordination"],
        "latest": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    return {"youth": str(world.id_of("maya")), "guardian": str(world.id_of("mother")), "offer": [flow]}


LINK = {"email": "ana@portal.example", "check": "code", "language": "es"}
BODIES: dict[str, Body] = {
    "set_language": lambda world: {"language": "es"},
    "accounts:settings": lambda world: {"name": "New Name", "title": "", "language": "en"},
    "agencies:invite": lambda world: {"email": "n@portal.example", "name": "New", "roles": "staff"},
    "agencies:member": lambda world: {"roles": "staff"},
    "agencies:contact_edit": lambda world: CONTACT,
    "agencies:contact_add": lambda world: CONTACT,
    "agencies:onboard": lambda world: {**AGENCY, **ADMINISTRATOR},
    "agencies:edit": lambda world: PROFILE,
    "agencies:administrator_invite": lambda world: ADMINISTRATOR,
    "youth:record_new": lambda world: YOUTH,
    "youth:record_edit": lambda world: YOUTH,
    "youth:roster_list": _roster,
    "youth:assign": lambda world: {"receiver": world.id_of("nell")},
    "youth:guardian_new": lambda world: GUARDIAN,
    "youth:item_new": lambda world: ITEM,
    "youth:item_correct": lambda world: {**ITEM, "correction_reason": "Wrong day."},
    "consents:step": _signer,
    "consents:compare": lambda world: {"same": "on"},
    "consents:send_back": lambda world: {"reason": "Discipline has no initials."},
    "consents:copy_given": lambda world: {"method": "handed"},
    "consents:disagree": lambda world: {"guardian": world.id_of("mother"), "words": "I disagree."},
    "mous:draft": lambda world: {"title": "Another agreement", "start": "template", **_days()},
    "mous:edit": lambda world: {"title": "Another agreement", **_days()},
    "mous:parties": lambda world: {"agencies": world.id_of("south")},
    "mous:pair": _flows,
    "mous:attest": lambda world: {"answer": "complete", "note": "Section 9 of our text."},
    "mous:section": lambda world: {"heading": "Heading", "text": "Text.", "number": "2"},
    "mous:section_add": lambda world: {"heading": "Insurance"},
    "mous:section_lock": lambda world: {"do": "edit"},
    "mous:section_move": lambda world: {"do": "down"},
    "mous:restore": lambda world: {"version": "1", "number": "2"},
    "mous:invitations": lambda world: {"agencies": world.id_of("south")},
    "mous:import": lambda world: {
        "file": SimpleUploadedFile("old.md", b"# Purpose\nTo help.", "text/markdown")
    },
    "mous:comments": lambda world: {"text": "Why so?"},
    "mous:comment_state": lambda world: {"do": "resolve"},
    "mous:paper": lambda world: {"file": scan_file(), "signed_on": "2026-01-15"},
    "mous:confirm": _confirmation,
    "mous:sign": _signature,
    "mous:review": lambda world: {"text_sha256": world.things["reviewed"].text_sha256},
    "mous:send": lambda world: {**_until(), **_places(world), "confirm": "1"},
    "mous:ask_again": lambda world: _until(),
    "mous:decline": lambda world: {"reason": "Our board said no."},
    "mous:deputy_add": lambda world: {
        "deputy": world.id_of("nick"),
        "signatory": world.id_of("nora"),
        "evidence": "Resolution 14",
        **_days(),
    },
    "mous:send_back": lambda world: {"reason": "A word is wrong."},
    "disclosures:withdraw_from": lambda world: {"reason": "We no longer need it."},
    "disclosures:end_agreement": lambda world: {"reason": "We no longer need it."},
    "mous:offer": lambda world: {"agency": world.id_of("west"), "like": world.id_of("south")},
    "mous:join": _joining,
    "mous:decline_to_join": lambda world: {"reason": "Not this year."},
    "mous:cancel": lambda world: {"reason": "We no longer need it."},
    "disclosures:compose": lambda world: {**YOUTH, "holder": world.id_of("north")},
    "disclosures:draft": lambda world: {**YOUTH, "holder": world.id_of("north")},
    "disclosures:answer": lambda world: {"text": "North High."},
    "disclosures:withdraw": lambda world: {"reason": "Not needed."},
    "disclosures:match": lambda world: {"youth": world.id_of("maya")},
    "disclosures:ask": lambda world: {"text": "Which school?"},
    "disclosures:approve": lambda world: {"categories": "attendance", "reason": "Not needed."},
    "disclosures:refuse": lambda world: {"reason": "scope"},
    "disclosures:release": lambda world: {"items": world.id_of("item"), "step": "release"},
    "disclosures:recall": lambda world: {"reason": "Sent in error."},
    "disclosures:record_event": lambda world: {"event": "leaves_school"},
    "disclosures:edit_guardian": lambda world: GUARDIAN,
    "disclosures:revoke_consent": lambda world: {"scope": "all", "how": "written"},
    "consents:send_link": lambda world: LINK,
    "consents:page_link": lambda world: LINK,
    "disclosures:wish": lambda world: {"answer": "We corrected it."},
    "family:enter": lambda world: {"code": "123456"},
    "api-consent-drafts": _asked,
    "api-consent-draft": lambda world: {"guardian": str(world.id_of("mother"))},
    "api-consent-draft-record": lambda world: {"signed_on": timezone.localdate().isoformat()},
    "api-guardian": lambda world: {"phone": "555 0100"},
    "api-consent-draft-links": lambda world: {"email": "ana@portal.example", "check_by": "code"},
    "api-consent-links": lambda world: {"email": "ana@portal.example", "check_by": "birth_date"},
    "api-consent-send-back": lambda world: {"reason": "The last day differs."},
    "api-consent-event": lambda world: {"event": "leaves_school"},
    "api-consent-copies": lambda world: {"method": "handed"},
    "api-wish-answer": lambda world: {"answer": "We corrected it."},
    "api-objections": lambda world: {
        "youth": str(world.id_of("maya")),
        "guardian": str(world.id_of("mother")),
        "words": "I disagree.",
    },
    "api-agreements": lambda world: {"title": "Another agreement", **_days()},
    "api-agreement": lambda world: {"title": "Another title"},
    "api-deputies": lambda world: {
        "deputy": str(world.id_of("nick")),
        "signatory": str(world.id_of("nora")),
        "evidence": "Resolution 14",
        **_days(),
    },
    "api-agreement-parties": lambda world: {"agencies": [str(world.id_of("south"))]},
    "api-agreement-invitations": lambda world: {"agencies": [str(world.id_of("south"))]},
    "api-agreement-flows": lambda world: {"pairs": [], "flows": []},
    "api-agreement-terms": lambda world: _term(world),
    "api-agreement-change": lambda world: _term(world),
    "api-agreement-sections": lambda world: {"heading": "Insurance"},
    "api-agreement-edit": lambda world: {"heading": "Heading", "text": "Text.", "number": 2},
    "api-agreement-restore": lambda world: {"version": 1, "number": 2},
    "api-agreement-move": lambda world: {"up": False},
    "api-agreement-comments": lambda world: {"text": "Why so?"},
    "api-agreement-answer": lambda world: {"text": "So."},
    "api-agreement-take-over": lambda world: {
        "parts": [{"heading": "Insurance", "text": "Each party is insured."}]
    },
    "api-agreement-ask-again": lambda world: {"until": _until()["until"]},
    "api-agreement-attest": lambda world: {
        "item": 21,
        "answer": "complete",
        "note": "Section 9 of our text.",
    },
    "api-agreement-take-back-attestation": lambda world: {"item": 21},
    "api-agreement-approve": lambda world: {"text_sha256": world.things["reviewed"].text_sha256},
    "api-agreement-send-back": lambda world: {"reason": "A word is wrong."},
    "api-agreement-sign": lambda world: {**_signature(world), "agency": str(world.id_of("north"))},
    "api-agreement-decline": lambda world: {"reason": "Our board said no."},
    "api-agreement-offers": lambda world: {
        "agency": str(world.id_of("west")),
        "like": str(world.id_of("south")),
    },
    "api-agreement-decline-to-join": lambda world: {"reason": "Not this year."},
    "api-agreement-join": lambda world: {**_joining(world), "agency": str(world.id_of("empty"))},
    "api-agreement-withdraw": lambda world: {"reason": "We no longer need it."},
    "api-agreement-end": lambda world: {"reason": "We no longer need it."},
    "api-requests": lambda world: {"holder": str(world.id_of("north")), "first_name": "M", "last_name": "T"},
    "api-request": lambda world: {"details": "Goes to North High."},
    "api-answer": lambda world: {"text": "North High."},
    "api-withdraw": lambda world: {"reason": "Not needed."},
    "api-match": lambda world: {"youth": str(world.id_of("maya"))},
    "api-evidence": lambda world: {"confirmed": []},
    "api-ask": lambda world: {"text": "Which school?"},
    "api-approve": lambda world: {"categories": ["attendance"], "reason": "Not needed."},
    "api-refuse": lambda world: {"reason": "More is asked for than needed."},
    "api-release": lambda world: {"items": [str(world.id_of("item"))]},
    "api-recall": lambda world: {"reason": "Sent in error."},
    "api-revoke-consent": lambda world: {"reason": ""},
}


def body_of(address: str, world: World) -> dict[str, Any]:
    """The fields to send; none for an address that needs none."""
    return BODIES[address](world) if address in BODIES else {}
