"""A file that may be anybody's, read as FHIR R4 JSON: bounded in size and depth, and nothing it points to is fetched."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.organization import Organization
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.provenance import Provenance
from fhir.resources.R4B.relatedperson import RelatedPerson
from pydantic import ValidationError

from sharing_portal.errors import RefusedInput

LARGEST = 1024 * 1024
DEEPEST = 30
MOST_RESOURCES = 200
# A NUL, or half of a character: nothing that stores or sends text takes them.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
Resource = dict[str, Any]
MODELS: dict[str, Any] = {
    model.__name__: model for model in (Consent, Organization, Patient, Provenance, RelatedPerson)
}


class NotTaken(RefusedInput):
    """A FHIR Consent that cannot become a draft; `problems` are a code and a sentence each."""

    code = "consent_not_understood"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        shown = [{"code": code, "message": message} for code, message in problems]
        super().__init__(" ".join(message for _code, message in problems), problems=shown)


@dataclass(frozen=True)
class Document:
    """One Consent, with what came in the same file and can be pointed to; `ignored` names what is of no use here."""

    consent: Resource
    beside: dict[str, Resource] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def found(self, reference: Resource) -> Resource | None:
        """What a reference points to inside this file. Nothing is looked up anywhere else."""
        return self.beside.get(reference.get("reference") or "")

    def of_kind(self, kind: str) -> list[Resource]:
        """The resources of one kind, each once."""
        return list(
            {id(each): each for each in self.beside.values() if each["resourceType"] == kind}.values()
        )


def read(content: bytes) -> Document:
    """The one Consent of a file, alone or in a bundle, every part of it valid by FHIR R4; or raise `NotTaken`."""
    given = _parsed(content)
    ignored: list[str] = []
    beside: dict[str, Resource] = {}
    consents: list[Resource] = []
    for address, resource in _resources(given):
        if not _is_known(resource):
            ignored.append(str(resource.get("resourceType"))[:60])
            continue
        inside = resource.pop("contained", None)
        checked = _checked(resource)
        consents += [checked] if checked["resourceType"] == "Consent" else []
        beside |= _addresses(address, checked)
        for each in inside if isinstance(inside, list) else []:
            if isinstance(each, dict) and _is_known(each):
                beside[f"#{each.get('id')}"] = _checked(each)
    if len(consents) != 1:
        raise _unreadable(
            _("It holds %(number)d consents. One file is one consent.") % {"number": len(consents)}
        )
    return Document(consents[0], beside, tuple(dict.fromkeys(ignored)))


def _parsed(content: bytes) -> Resource:
    if len(content) > LARGEST:
        raise _unreadable(_("It is larger than a consent can be."), code="too_large")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _unreadable(_("It is XML. Save it as FHIR JSON."), code="xml")
    try:
        given = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _unreadable(_("It is not JSON."), code="not_json") from error
    if not isinstance(given, dict) or not isinstance(given.get("resourceType"), str):
        raise _unreadable(_("It is not a FHIR resource."))
    if _is_deeper(given, DEEPEST):
        raise _unreadable(_("Its parts are nested deeper than a consent can be."), code="too_deep")
    if any(NO_TEXT.search(text) for text in _texts(given)):
        raise _unreadable(_("It holds characters that are no text."))
    return given


def _resources(given: Resource) -> Iterator[tuple[str, Resource]]:
    """Every resource with its address in the bundle."""
    if given["resourceType"] != "Bundle":
        yield "", given
        return
    entries = given.get("entry")
    if not isinstance(entries, list) or len(entries) > MOST_RESOURCES:
        raise _unreadable(_("Its list of entries is missing or too long."))
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
            raise _unreadable(_("An entry of the bundle holds nothing."))
        yield str(entry.get("fullUrl") or ""), entry["resource"]


def _is_known(resource: Resource) -> bool:
    kind = resource.get("resourceType")
    return isinstance(kind, str) and kind in MODELS


def _checked(resource: Resource) -> Resource:
    """The same by the standard's own model, in its normal form."""
    try:
        model = MODELS[resource["resourceType"]].model_validate(resource)
        checked: Resource = json.loads(model.model_dump_json())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        words = {"kind": resource["resourceType"], "place": place[:80], "what": first["msg"][:120]}
        raise _unreadable(_("Its %(kind)s is not valid FHIR R4: %(place)s: %(what)s.") % words) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable(_("It is not valid FHIR R4.")) from error
    return checked


def _addresses(address: str, resource: Resource) -> dict[str, Resource]:
    kind, pk = resource["resourceType"], resource.get("id")
    found = {f"{kind}/{pk}": resource} if pk else {}
    return {**found, address: resource} if address else found


def _is_deeper(given: Any, limit: int) -> bool:
    level = [given]
    for _depth in range(limit):
        level = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def _texts(given: Resource) -> Iterator[str]:
    """Every name and every text in a document."""
    waiting: list[Any] = [given]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part


def _once(pairs: list[tuple[str, Any]]) -> Resource:
    """A name that stands twice could be read in two ways."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _unreadable(message: str, *, code: str = "unreadable") -> NotTaken:
    return NotTaken([(code, _("This file cannot be read.") + " " + message)])
