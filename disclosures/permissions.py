"""Who may do what with a request and a release. Questions only; the verbs enforce them."""

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from disclosures.models import DisclosureRequest, FamilyWish, Release


def _asks(user: User, request: DisclosureRequest) -> bool:
    return user.acting_agency_id is not None and user.acting_agency_id == request.asking_agency_id


def _holds(user: User, request: DisclosureRequest) -> bool:
    return user.acting_agency_id is not None and user.acting_agency_id == request.holding_agency_id


def can_compose(user: User) -> bool:
    """Anyone with the duty to request, for the agency she acts for."""
    return user.acting_agency_id is not None and may(user, Duty.REQUEST)


def can_edit(user: User, request: DisclosureRequest) -> bool:
    """The author of the request, acting for the agency that asks."""
    return _asks(user, request) and request.requested_by_id == user.pk and may(user, Duty.REQUEST)


def can_answer_question(user: User, request: DisclosureRequest) -> bool:
    """The author, or someone who sees all of the asking agency's requests."""
    return (
        _asks(user, request)
        and may(user, Duty.REQUEST)
        and (request.requested_by_id == user.pk or can_read(user, Reach.REQUESTS))
    )


def can_withdraw(user: User, request: DisclosureRequest) -> bool:
    """The same people who may answer the holder's questions."""
    return can_answer_question(user, request)


def can_decide(user: User, request: DisclosureRequest) -> bool:
    """A decider of the holding agency, never the person who asked, whatever other agency she also acts for."""
    return _holds(user, request) and may(user, Duty.DECIDE) and request.requested_by_id != user.pk


def can_release(user: User, request: DisclosureRequest) -> bool:
    """A releaser of the holding agency, never the person who asked."""
    return _holds(user, request) and may(user, Duty.RELEASE) and request.requested_by_id != user.pk


def can_read_release(user: User, release: Release) -> bool:
    """At the recipient: those it was opened to by name, and those who see all releases. Ends are checked apart."""
    return user.acting_agency_id == release.recipient_agency_id and (
        can_read(user, Reach.RELEASES) or user.has_perm("disclosures.view_release", release)
    )


def can_recall(user: User, release: Release) -> bool:
    """A releaser of the agency that released it."""
    return user.acting_agency_id == release.agency_id and may(user, Duty.RELEASE)


def can_answer_wish(user: User, wish: FamilyWish) -> bool:
    """A decider of the agency whose record the family asks about."""
    return user.acting_agency_id == wish.agency_id and may(user, Duty.DECIDE)
