"""The kinds of notice: one sentence each, and the page it leads to.

A sentence holds no name of a youth and no fact about one: the page behind it shows what the person may see.
"""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.models import Notice

KINDS: dict[str, Promise] = {
    "request.received": _("A request for records has come in."),
    "request.more_needed": _("A question was asked about your request."),
    "request.question_answered": _("Your question about a request was answered."),
    "request.approved": _("Your request was approved."),
    "request.refused": _("Your request was refused."),
    "request.agreement_ended": _("No agreement covers an open request any more."),
    "request.consent_ended": _("A consent that an open request rests on has ended."),
    "request.withdrawn": _("A request made to your agency was withdrawn."),
    "release.received": _("Records were released to you."),
    "release.acknowledged": _("The receipt of records you released was acknowledged."),
    "release.ended": _("Access to released records has ended."),
    "release.consent_revoked": _("The consent for records that you received before was revoked."),
    "consent.ends_soon": _("A consent ends soon."),
    "consent.turns_18": _("A young person turns 18 soon. Ask what may be shared from then on."),
    "consent.turned_18": _(
        "A young person is 18 now. What a parent agreed to has stopped: ask the young person."
    ),
    "consent.digest": _("The overview of this week’s consents is ready."),
    "consent.sent_back": _("A consent that you typed off a paper was sent back."),
    "consent.revoked": _("A consent was revoked."),
    "consent.signed": _("A family signed what it was asked."),
    "consent.refused": _("A family said no to what it was asked."),
    "consent.copy_asked": _("A family asks for a copy of what was shared."),
    "consent.correction_asked": _("A family says that something in what was shared is wrong."),
    "mou.to_review": _("An agreement waits for your agency's counsel."),
    "mou.reviewed": _("Counsel of every party has approved an agreement."),
    "mou.to_sign": _("An agreement waits for your agency's signature."),
    "mou.wants_time": _("A party needs more time to sign an agreement."),
    "mou.review_reminder": _("An agreement still waits for your agency's counsel."),
    "mou.sign_reminder": _("The time to sign an agreement is running out."),
    "mou.declined": _("A party declined to sign an agreement."),
    "mou.deputy_named": _("A deputy was named to sign agreements for your agency."),
    "mou.deputy_revoked": _("A deputy no longer signs agreements for your agency."),
    "mou.returned": _("An agreement was sent back for changes."),
    "mou.invited": _("Your agency was invited to draft an agreement together."),
    "mou.invitation_ended": _("A draft that your agency worked on was closed to it."),
    "mou.commented": _("Somebody commented on a draft of an agreement."),
    "mou.answered": _("Somebody answered your comment on an agreement."),
    "mou.to_confirm": _("An agreement signed on paper waits for your agency's confirmation."),
    "mou.completed": _("Every party has signed an agreement."),
    "mou.redrafted": _("A party has begun a new version of an agreement."),
    "mou.superseded": _("An agreement was replaced by a new version."),
    "mou.joinder_offered": _("Your agency is invited to join an agreement."),
    "mou.joinder_closed": _("An invitation to join an agreement is closed."),
    "mou.joined": _("An agency has joined an agreement."),
    "mou.ends_soon": _("An agreement ends soon."),
    "mou.review_due": _("An agreement is due for its yearly review."),
    "mou.end_agreed": _("A party agrees to end an agreement."),
    "mou.end_retracted": _("A party no longer agrees to end an agreement."),
    "mou.ended": _("All parties have agreed to end an agreement, so it has ended."),
    "mou.withdrawn": _("A party has withdrawn from an agreement."),
    "mou.to_publish": _("A party agrees to publish an agreement: say whether your agency does."),
    "mou.published": _("An agreement stands in the public register."),
    "mou.unpublished": _("An agreement is no longer in the public register."),
    "mou.cancelled": _("An agreement was called off before everybody had signed."),
    "membership.roles_changed": _("Your roles at the agency were changed."),
}
# What a notice is about, and the page that shows it. A table of names: this app imports none of the others.
PAGES: dict[str, str] = {
    "disclosures.disclosurerequest": "disclosures:detail",
    "disclosures.release": "disclosures:open",
    "disclosures.familywish": "disclosures:wish",
    "consents.consent": "consents:detail",
    "mous.mou": "mous:detail",
    "youth.youthrecord": "youth:record",
    "agencies.agency": "agencies:profile",
}
# Things without a page of their own lead to the one that lists them.
LISTS: dict[str, str] = {
    "agencies.membership": "agencies:choose",
    "consents.digest": "consents:week",
    "mous.mouparty": "mous:list",
    "mous.signingdeputy": "mous:deputies",
}


def sentence(notice: Notice) -> str:
    """What has happened, in the language of the reader."""
    return str(KINDS.get(notice.kind, _("Something that concerns you has changed.")))


def address(notice: Notice) -> str:
    """The page the notice leads to; the list of notices when there is none."""
    if name := LISTS.get(notice.object_type):
        return reverse(name)
    try:
        return reverse(PAGES[notice.object_type], args=[notice.object_id])
    except (KeyError, NoReverseMatch):
        return reverse("notices:list")
