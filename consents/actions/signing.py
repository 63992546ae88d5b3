"""A family chooses from what it is asked, and signs: one consent for each young person, or says no."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.record import record
from consents.actions.acting import actor
from consents.actions.links import drop_answers
from consents.actions.recording import record_drafted
from consents.choices import INITIALS_LENGTH, Flow, answered, begun
from consents.drafting import Drafted, check_flows, joint_hash, texts
from consents.models import Consent, ConsentDraft, FamilyLink
from consents.permissions import can_record
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from youth.names import joined

# What the second page of a flow asks.
HOW = ("purposes", "may_send", "may_talk", "expires_on", "ends_when")


@transaction.atomic
def choose_records(
    draft: ConsentDraft, *, by: FamilyLink, number: int, initials: dict[str, str]
) -> ConsentDraft:
    """Keep which kinds of record may be shared in one flow, each with the initials of who agrees; none is an answer."""
    offered = draft.answers["offer"][number]
    if set(initials) - set(offered["categories"]):
        raise RefusedInput(_("This was not asked. Choose again."))
    marks = {code: mark.strip()[:INITIALS_LENGTH] for code, mark in initials.items()}
    if not all(marks.values()):
        raise RefusedInput(_("Write your initials beside each kind of record that you choose."))
    before = begun(draft, number) or {}
    kept = {name: before[name] for name in HOW if name in before} if marks else {}
    flow = {
        "discloser": offered["discloser"],
        "recipient": offered["recipient"],
        "categories": [code for code in offered["categories"] if code in marks],
        "initials": marks,
        **{name: offered[name] for name in ("starts_on",) if offered.get(name)},
        **kept,
    }
    return _keep(draft, number, flow, by=by)


@transaction.atomic
def choose_how(
    draft: ConsentDraft,
    *,
    by: FamilyLink,
    number: int,
    purposes: Sequence[str],
    may_send: bool,
    may_talk: bool,
    expires_on: date,
    ends_when: str = "",
) -> ConsentDraft:
    """Keep for what, in which way and until when: at most what was asked. Refuses what could never be valid."""
    offered = draft.answers["offer"][number]
    if not purposes or set(purposes) - set(offered["purposes"]):
        raise RefusedInput(_("Choose at least one reason."))
    if not (may_send or may_talk):
        raise RefusedInput(_("Choose at least one way: send documents, or talk."))
    if (may_send and not offered.get("may_send", True)) or (may_talk and not offered.get("may_talk", True)):
        raise RefusedInput(_("This way was not asked. Choose again."), field="ways")
    if offered.get("ends_when") and ends_when != offered["ends_when"]:
        raise RefusedInput(_("It was asked that it end sooner, on this event. Choose it."), field="ends_when")
    if expires_on > date.fromisoformat(offered["latest"]):
        raise RefusedInput(_("This day is later than what was asked. Choose an earlier one."))
    flow = {
        **(begun(draft, number) or {}),
        "purposes": [code for code in offered["purposes"] if code in purposes],
        "may_send": may_send,
        "may_talk": may_talk,
        "expires_on": expires_on.isoformat(),
        "ends_when": ends_when,
    }
    _keep(draft, number, flow, by=by)
    check_flows(draft, draft.answers["sharing"])
    return draft


@transaction.atomic
def sign(
    draft: ConsentDraft,
    *,
    by: FamilyLink,
    typed_name: str,
    text_sha256: str,
    minor_names: Sequence[str] = (),
    drawing: str = "",
) -> list[Consent]:
    """Sign what was read, and use up the link. `minor_names` are typed by the young people where they sign, too.

    Raises `RefusedInput` when a name is not the one on the form, or when the text is not the one that was read.
    """
    require(can_record(by, draft.youth))
    now = timezone.now()
    signed = texts(draft, draft.youth.agency.day_of(now))
    if text_sha256 != joint_hash(signed):
        raise RefusedInput(_("The text has changed since this page was opened. Read it again and sign."))
    _check_names(signed, typed_name, minor_names)
    evidence = {
        "check": by.check_by,
        "verified_at": by.verified_at.isoformat() if by.verified_at else "",
        "signed_at": now.isoformat(),
        "language": signed[0].form.language,
        "typed": True,
        "drawn": bool(drawing),
    }
    consents = [
        record_drafted(one, by=by, signed_at=now, drawing=drawing, evidence=evidence) for one in signed
    ]
    # Emptied, not deleted: only through its draft may this link open it.
    draft.answers, draft.siblings = {}, []
    draft.save(update_fields=["answers", "siblings", "updated_at"])
    tell([draft.author], "consent.signed", agency_id=draft.agency_id, on=consents[0], key=str(by.pk))
    _use_up(by, now)
    return consents


@transaction.atomic
def refuse(draft: ConsentDraft, *, by: FamilyLink) -> None:
    """Say no: nothing is shared, whoever asked is told, and the link is used up. No reason is asked for."""
    require(can_record(by, draft.youth))
    drop_answers(draft)
    draft.save(update_fields=["answers", "updated_at"])
    record("consent.refused", **actor(by), on=by, youth_id=draft.youth_id, method=by.kind)
    tell([draft.author], "consent.refused", agency_id=draft.agency_id, on=draft.youth, key=str(by.pk))
    _use_up(by, timezone.now())


def _keep(draft: ConsentDraft, number: int, flow: Flow, *, by: FamilyLink) -> ConsentDraft:
    """With what is agreed to so far as `sharing`, from which the text is written."""
    require(can_record(by, draft.youth))
    draft.answers.setdefault("chosen", {})[str(number)] = flow
    answers = [answered(draft, place) for place in range(len(draft.answers["offer"]))]
    draft.answers["sharing"] = [answer for answer in answers if answer and answer["categories"]]
    _save(draft)
    return draft


def _save(draft: ConsentDraft) -> None:
    """Another text must be read anew."""
    draft.answers.pop("read", None)
    draft.save(update_fields=["answers", "updated_at"])


def _check_names(signed: Sequence[Drafted], typed_name: str, minor_names: Sequence[str]) -> None:
    expected = [signed[0].signing.signer_name]
    expected += [one.signing.youth_name for one in signed if one.signing.minor_also_signed]
    places = ["typed_name", *(f"minor-{number}" for number in range(len(minor_names)))]
    for place, name, typed in zip(places, expected, [typed_name, *minor_names], strict=True):
        if joined(name) != joined(typed):
            words = _("Type the name as it stands on the form: %(name)s")
            raise RefusedInput(words % {"name": name}, field=place)


def _use_up(link: FamilyLink, at: datetime) -> None:
    """A link signs once, or refuses once."""
    if not FamilyLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise InvalidTransition(_("This link was used already."))
