"""Who may do what with an agreement. Questions only; whether its state allows it the verbs decide."""

from django.db.models.expressions import RawSQL

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from mous.models import Mou, MouComment, MouJoinder, MouScan, SigningDeputy
from mous.states import State


def is_party(user: User, mou: Mou) -> bool:
    """Whether the agency she acts for is bound by it and has not withdrawn."""
    agency_id = user.acting_agency_id
    return agency_id is not None and mou.parties.filter(agency_id=agency_id, withdrawn_at=None).exists()


def signs_today(user: User) -> bool:
    """Whether she signs agreements for the agency she acts for: as its signatory, or today in the place of one."""
    return may(user, Duty.SIGN_AGREEMENT) or deputy_today(user) is not None


def deputy_today(user: User) -> SigningDeputy | None:
    """The paper by which she signs in another's place today: it holds, and that signatory still is one."""
    if user.acting_agency_id is None:
        return None
    papers = RawSQL("SELECT unnest(portal.deputy_papers(%s))", [user.acting_agency_id])
    held = SigningDeputy.objects.filter(pk__in=papers, deputy=user).select_related("signatory")
    return held.order_by("at").first()


def can_name_deputies(user: User) -> bool:
    """Name who signs in an absent signatory's place: signatories, and who looks after the agency."""
    duties = (Duty.SIGN_AGREEMENT, Duty.EDIT_AGENCY)
    return user.acting_agency_id is not None and any(may(user, duty) for duty in duties)


def can_draft(user: User) -> bool:
    """Begin an agreement for the agency she acts for."""
    return user.acting_agency_id is not None and may(user, Duty.DRAFT_AGREEMENT)


def can_replace(user: User, mou: Mou) -> bool:
    """Begin a new version of it: drafters of any agency that it binds."""
    return can_draft(user) and is_party(user, mou)


def can_edit(user: User, mou: Mou) -> bool:
    """Write, send and cancel it: drafters of the agency that began it."""
    return can_draft(user) and mou.agency_id == user.acting_agency_id


def can_word(user: User, mou: Mou) -> bool:
    """Write its sections while it is a draft: its drafters, and those of a party that was invited to draft together."""
    if can_edit(user, mou):
        return True
    return (
        can_draft(user) and is_party(user, mou) and mou.invitations.filter(agency=user.acting_agency).exists()
    )


def can_comment(user: User, mou: Mou) -> bool:
    """Comment on it while it is drafted and reviewed: everyone who can read it there."""
    drafting = mou.agency_id == user.acting_agency_id
    return can_read(user, Reach.AGREEMENTS) and (drafting or is_party(user, mou))


def can_resolve(user: User, thread: MouComment) -> bool:
    """Close a thread, or open it again: who began it, and while it is a draft everyone who may word it."""
    began = thread.by_id == user.pk and thread.agency_id == user.acting_agency_id
    return began or (thread.mou.state == State.DRAFT and can_word(user, thread.mou))


def can_confirm(user: User, mou: Mou) -> bool:
    """Confirm that an agreement on paper is entered as it was signed: a signatory of another party, or a second person
    of the agency that entered it. Never who entered it."""
    entered = {mou.drafted_by_id, *MouScan.objects.filter(mou=mou).values_list("by_id", flat=True)}
    if not mou.on_paper or user.pk in entered or not is_party(user, mou):
        return False
    return signs_today(user) or can_edit(user, mou)


def can_review(user: User, mou: Mou) -> bool:
    """Review its text for a party before anyone is asked to sign."""
    return may(user, Duty.REVIEW_AGREEMENT) and is_party(user, mou)


def can_sign(user: User, mou: Mou) -> bool:
    """Sign it for a party, and withdraw that party from it: its signatories, and the deputies they named for today."""
    return signs_today(user) and is_party(user, mou)


def can_join(user: User, offer: MouJoinder) -> bool:
    """Answer an offer to join: those who sign for the agency that it was made to."""
    return signs_today(user) and offer.agency_id == user.acting_agency_id


def can_send_back(user: User, mou: Mou) -> bool:
    """Ask for a change instead of agreeing: any party's counsel or signatory, or the drafters themselves."""
    return can_edit(user, mou) or can_review(user, mou) or can_sign(user, mou)
