"""Release exactly the approved items; open, acknowledge and download them; end access."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.facts import state_pack
from audit.record import record
from consents import queries as consent_queries
from consents.models import ConsentGrant
from disclosures import content, grants
from disclosures.actions.deciding import basis_text, chosen_match, no_basis_text
from disclosures.agreements import why_uncovered, without_agreement
from disclosures.facts import facts_for, grants_for
from disclosures.log import Kind, log_end, log_release
from disclosures.models import DisclosureRequest, Release, ReleaseBasis, ReleasedItem
from disclosures.permissions import can_read_release, can_recall, can_release
from disclosures.queries import open_among
from disclosures.states import TRANSITIONS, Answer, Ended, State
from law import Decision, decide
from notices.actions import queue, tell
from sharing_portal.errors import (
    InvalidTransition,
    NoLegalBasis,
    PortalError,
    RefusedInput,
    StaleState,
    require,
)
from sharing_portal.transitions import move
from youth.models import RecordItem


class AccessEnded(PortalError):
    """The release was recalled, a consent or the agreement it rests on has ended, or its last day is past."""

    code = "access_ended"
    status = 403


class ViewOnly(PortalError):
    """The release is read on screen; no copy of it leaves the portal."""

    code = "view_only"
    status = 403


class ContentChanged(PortalError):
    """What is stored is no longer what was released; it is not shown."""

    code = "content_changed"
    status = 503


@transaction.atomic
def release(request: DisclosureRequest, *, by: User, items: Iterable[RecordItem]) -> Release:
    """Give the asker these items, or raise and change nothing.

    The engine decides again on locked facts: an approval is worth nothing once its basis has fallen. Items outside
    the approved categories and periods are refused. The notices that law requires are stored with the snapshot.
    """
    require(can_release(by, request))
    if request.state != State.APPROVED:
        raise InvalidTransition(_("Only an approved request can be released."), state=request.state)
    match = chosen_match(request)
    decision, categories = _decide_again(request)
    chosen = _chosen_items(request, items)
    relied = content.relied_on_grants(decision, categories, grants_for(request, match, lock=True))
    if len(consent_queries.standing_among(relied)) < len(relied):
        raise NoLegalBasis(_("A consent that this release would rest on does not stand now."))
    move(request, State.RELEASED, TRANSITIONS)
    made = _snapshot(request, decision, categories, relied, chosen, by=by)
    grants.give_release(made, request.requested_by)
    log_release(
        Kind.RELEASED,
        made,
        by=by,
        records=_records_text(request, chosen),
        item_count=len(chosen),
        basis=basis_text(decision, categories),
        consent_ids=sorted({grant.consent_id for grant in relied}),
        notices=", ".join(notice["id"] for notice in made.notices),
        threat=request.reason if request.basis == DisclosureRequest.Basis.EMERGENCY else "",
        approved_by=_approver(request),
    )
    record("disclosure.released", by=by, on=made, youth_id=match.youth_id, items=len(chosen))
    tell([request.requested_by], "release.received", agency_id=request.asking_agency_id, on=made)
    if not made.view_only:
        queue(
            "disclosures.tasks.render_package",
            key=f"package:{made.pk}",
            agency_id=request.holding_agency_id,
            reference=made.pk,
        )
    return made


def _approver(request: DisclosureRequest) -> str:
    return ", ".join(str(decision.decided_by) for decision in request.decisions.all()[:1])


def _chosen_items(request: DisclosureRequest, items: Iterable[RecordItem]) -> list[RecordItem]:
    allowed = {item.pk: item for item in content.releasable_items(request)}
    chosen = [item.pk for item in items]
    if not chosen:
        raise RefusedInput(_("Choose at least one item to release."))
    if set(chosen) - set(allowed):
        raise RefusedInput(
            _("Some of these items are outside what was approved, or have been corrected since.")
        )
    return [allowed[pk] for pk in dict.fromkeys(chosen)]


def _decide_again(request: DisclosureRequest) -> tuple[Decision, set[str]]:
    decision = decide(facts_for(request, lock=True), state_pack(request.holding_agency))
    rows = list(request.categories.all())
    categories = {row.category for row in rows if row.answer == Answer.APPROVED}
    if not categories:
        raise StaleState(
            _("The approval has just been taken back. Look at the request again before you go on.")
        )
    fallen = categories - {str(category) for category in decision.permitted_categories}
    if fallen:
        raise NoLegalBasis(why_uncovered(request) or no_basis_text(rows, fallen), decision)
    return decision, categories


def _snapshot(
    request: DisclosureRequest,
    decision: Decision,
    categories: set[str],
    relied: list[ConsentGrant],
    chosen: list[RecordItem],
    *,
    by: User,
) -> Release:
    made = Release(
        request=request,
        agency=request.holding_agency,
        recipient_agency=request.asking_agency,
        released_by=by,
        access_until=content.access_end(relied, state_pack(request.holding_agency)),
        notices=content.notice_texts(decision, categories),
        consent_copy=content.consent_copy(decision, categories, relied),
    )
    copies = [
        ReleasedItem(
            release=made,
            agency=request.holding_agency,
            recipient_agency=request.asking_agency,
            item_id=item.pk,
            **{
                name: getattr(item, name)
                for name in (
                    "category",
                    "occurred_on",
                    "title",
                    "text",
                    "source",
                    "file",
                    "file_name",
                    "file_type",
                    "file_sha256",
                )
            },
        )
        for item in chosen
    ]
    made.content_sha256 = content.content_hash(copies, made.notices, made.consent_copy)
    made.save(force_insert=True)
    ReleasedItem.objects.bulk_create(copies)
    ReleaseBasis.objects.bulk_create(
        ReleaseBasis(release=made, agency=request.holding_agency, grant=grant) for grant in relied
    )
    return made


def _records_text(request: DisclosureRequest, chosen: list[RecordItem]) -> str:
    days = sorted(item.occurred_on for item in chosen)
    names = ", ".join(sorted({item.get_category_display() for item in chosen}))
    return f"{names}, {days[0].isoformat()} to {days[-1].isoformat()}"


@transaction.atomic
def open_release(release: Release, *, by: User, on_screen: bool = True) -> list[ReleasedItem]:
    """The items, for a person of the recipient who may read them: logged in the same transaction.

    Raises `AccessEnded` with the reason once it has ended, `ContentChanged` when the copy is not what was released, and
    `ViewOnly` when another program would take what may only be read on screen.
    """
    items = _readable_items(release, by=by, on_screen=on_screen)
    Release.objects.filter(pk=release.pk, opened_at=None).update(opened_at=timezone.now())
    log_release(Kind.OPENED, release, by=by, item_count=len(items), party_person=str(by))
    record("release.opened", by=by, on=release, items=len(items))
    return items


def _readable_items(release: Release, *, by: User, on_screen: bool = True) -> list[ReleasedItem]:
    require(can_read_release(by, release))
    _hold(release)
    if release.pk not in open_among([release]):
        raise AccessEnded(_("Access has ended.") + " " + why_ended(release))
    if release.view_only and not on_screen:
        raise ViewOnly(_("These records are read on screen, in the portal. No copy of them is given out."))
    # What is checked is what is shown: whoever reads `release.items` afterwards is given these.
    prefetch_related_objects([release], "items")
    items = list(release.items.all())
    if not content.is_intact(release, items):
        record("release.integrity_failed", by=by, on=release)
        raise ContentChanged(_("This release cannot be shown: its content does not match what was released."))
    return items


def _hold(release: Release) -> None:
    """Whoever ends the access waits for this reading and its line in the log, or it waits for the end and then sees it."""
    held = Release.objects.select_for_update(no_key=True).filter(pk=release.pk)
    if now := held.values_list("ended_at", "end_reason").first():
        release.ended_at, release.end_reason = now


def why_ended(release: Release) -> str:
    """Why the recipient can no longer read the release, in a sentence she may be shown."""
    if release.end_reason:
        return {
            Ended.REVOKED: _("The consent it rests on was revoked."),
            Ended.RECALLED: _("The agency that released it has recalled it."),
            Ended.AGREEMENT: _("The agreement it rested on has ended."),
            Ended.EVENT: _("The consent has ended: what the family named as its end has happened."),
            Ended.SIGNER: _(
                "The person who signed the consent does not have the right to decide for this young person."
            ),
            Ended.TURNED_18: _("The young person is 18 now. What a parent agreed to has stopped."),
            Ended.LAST_DAY: _("Its last day is past."),
        }[Ended(release.end_reason)]
    if release.access_until <= timezone.now():
        return _("Its last day is past.")
    if without_agreement([release]):
        return _("The agreement it rested on has ended.")
    return _("The consent it rests on no longer stands.")


@transaction.atomic
def acknowledge(release: Release, *, by: User) -> Release:
    """Confirm that the recipient has received it and read the notices. Once; a second time is a 409."""
    _readable_items(release, by=by)
    changed = Release.objects.filter(pk=release.pk, acknowledged_at=None).update(
        acknowledged_at=timezone.now(), acknowledged_by=by
    )
    if not changed:
        raise InvalidTransition(_("This release has been acknowledged already."))
    log_release(Kind.ACKNOWLEDGED, release, by=by, party_person=str(by))
    record("release.acknowledged", by=by, on=release)
    tell([release.released_by], "release.acknowledged", agency_id=release.agency_id, on=release)
    return release


@transaction.atomic
def download(release: Release, *, by: User, what: str = "package") -> list[ReleasedItem]:
    """Log a download before its first byte leaves; `what` is the package or an item's id. `ViewOnly` as for opening."""
    items = _readable_items(release, by=by, on_screen=False)
    log_release(Kind.DOWNLOADED, release, by=by, party_person=str(by), records=what, delivery="download")
    record("release.downloaded", by=by, on=release, what=what)
    return items


@transaction.atomic
def recall(release: Release, *, by: User, reason: str) -> Release:
    """End the recipient's access now. The release and its log stay."""
    require(can_recall(by, release))
    if not reason.strip():
        raise RefusedInput(_("Say why you recall it."))
    changed = Release.objects.filter(pk=release.pk, ended_at=None).update(
        ended_at=timezone.now(), end_reason=Ended.RECALLED
    )
    if not changed:
        raise InvalidTransition(_("Access to this release has ended already."))
    release.refresh_from_db()
    log_end(release, reason=reason)
    record("release.recalled", by=by, on=release)
    tell([release.request.requested_by], "release.ended", agency_id=release.recipient_agency_id, on=release)
    return release
