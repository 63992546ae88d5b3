"""The audit trail in words: each event's code, and what it was done to. The codes stay in the record for good."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import AuditEvent
from consents.models import Consent
from disclosures.models import DisclosureRequest

# By what an event is about; within each group in the order in which things happen.
EVENTS: dict[Promise, dict[str, Promise]] = {
    _("Requests"): {
        "disclosure.composed": _("Began a request"),
        "disclosure.draft_opened": _("Opened a draft of a request"),
        "disclosure.consent_attached": _("Attached a consent to a request"),
        "disclosure.submitted": _("Sent a request"),
        "disclosure.withdrawn": _("Withdrew a request"),
        "disclosure.listed": _("Looked at the list of requests"),
        "disclosure.viewed": _("Looked at a request"),
        "disclosure.considered": _("Looked at a request to decide it"),
        "disclosure.candidates_viewed": _("Looked for the record that is meant"),
        "disclosure.difference_shown": _("Looked at how a record differs from the description"),
        "disclosure.matched": _("Chose the record that is meant"),
        "disclosure.evidence_confirmed": _("Confirmed what the asker stated"),
        "disclosure.more_needed": _("Asked the asker a question"),
        "disclosure.question_answered": _("Answered the holder’s question"),
        "disclosure.approved": _("Approved a request"),
        "disclosure.refused": _("Refused a request"),
        "disclosure.decision_downloaded": _("Downloaded a decision"),
        "disclosure.items_viewed": _("Looked at what can be released"),
        "disclosure.release_checked": _("Checked what a release sends out"),
        "disclosure.released": _("Released records"),
    },
    _("Releases"): {
        "release.listed": _("Looked at the list of releases"),
        "release.opened": _("Opened a release"),
        "release.closed_viewed": _("Tried to open a release that has ended"),
        "release.acknowledged": _("Confirmed receipt of a release"),
        "release.downloaded": _("Downloaded a release"),
        "release.reviewed": _("Looked at what was released"),
        "release.recalled": _("Recalled a release"),
        "release.integrity_failed": _("A release was not what had been released"),
    },
    pgettext_lazy("several", "Youth"): {
        "youth.listed": _("Looked at the list of youth"),
        "youth.searched": _("Searched for a youth"),
        "youth.caseload_listed": _("Looked at a caseload"),
        "youth.form_opened": _("Opened a form about a youth"),
        "youth.created": _("Added a youth"),
        "youth.viewed": _("Opened a youth’s record"),
        "youth.edited": _("Changed a youth’s record"),
        "youth.history_viewed": _("Looked at what was done to a youth’s record"),
        "youth.sharing_viewed": _("Looked at what was shared about a youth"),
        "youth.guardian_added": _("Added a guardian"),
        "youth.guardian_edited": _("Changed a guardian’s entry"),
        "youth.item_added": _("Added to a youth’s record"),
        "youth.item_viewed": _("Opened an item of a youth’s record"),
        "youth.item_corrected": _("Corrected an item of a youth’s record"),
        "youth.file_opened": _("Opened a file of a youth’s record"),
        "youth.file_refused": _("A file was refused"),
        "youth.assigned": _("Put a youth on a caseload"),
        "youth.unassigned": _("Took a youth off a caseload"),
        "youth.handed_over": _("Handed over a caseload"),
    },
    _("Rosters"): {
        "roster.checked": _("Checked a roster"),
        "roster.refused": _("A roster was refused"),
        "roster.viewed": _("Looked at an import of a roster"),
        "roster.compared": _("Compared a roster with the records"),
        "roster.applied": _("Imported a roster"),
        "roster.discarded": _("Discarded a roster"),
    },
    _("Consents"): {
        "consent.drafted": _("Began a consent"),
        "consent.printed": _("Printed a consent form"),
        "consent.recorded": _("Recorded a consent"),
        "consent.sealed": _("A consent was sealed"),
        "consent.listed": _("Looked at the list of consents"),
        "consent.viewed": _("Opened a consent"),
        "consent.downloaded": _("Downloaded a consent"),
        "consent.reminded": _("Reminded people that a consent ends"),
        "consent.family_reminded": _("Reminded the family that a consent ends"),
        "consent.week_viewed": _("Looked at the weekly overview of consents"),
        "consent.revocation_considered": _("Opened the page to stop sharing"),
        "consent.revoked": _("Recorded that a consent was revoked"),
        "disclosure.consent_revoked": _("Closed the releases that rested on a revoked consent"),
    },
    _("Agreements"): {
        "mou.listed": _("Looked at the list of agreements"),
        "mou.viewed": _("Opened an agreement"),
        "mou.drafted": _("Began an agreement"),
        "mou.changed": _("Changed a draft of an agreement"),
        "mou.attested": _("Settled an item of an agreement’s checklist with a note"),
        "mou.attestation_taken_back": _("Took back a note on an agreement’s checklist"),
        "mou.opening_viewed": _("Looked at what an agreement would open"),
        "mou.sent_for_review": _("Sent an agreement to counsel for review"),
        "mou.reviewed": _("Approved the text of an agreement as counsel"),
        "mou.sent": _("Sent an agreement for signature"),
        "mou.asked_again": _("Asked again for signatures on an agreement"),
        "mou.wants_time": _("Asked for more time to sign an agreement"),
        "mou.reminded": _("Reminded people of an agreement"),
        "mou.declined": _("Declined to sign an agreement"),
        "mou.deputy_named": _("Named a deputy who signs agreements"),
        "mou.deputy_revoked": _("Ended a deputy’s power to sign"),
        "mou.signed": _("Signed an agreement"),
        "mou.completed": _("An agreement was signed by all"),
        "mou.invited": _("Let parties into a draft, or out of it"),
        "mou.imported": _("Imported a document into a draft"),
        "mou.editing_taken_over": _("Took over a section that another was editing"),
        "mou.commented": _("Commented on an agreement"),
        "mou.comment_resolved": _("Resolved a comment"),
        "mou.comment_reopened": _("Reopened a comment"),
        "mou.scan_put_in": _("Put in the scan of an agreement signed on paper"),
        "mou.scan_downloaded": _("Downloaded the scan of an agreement signed on paper"),
        "mou.confirm_asked": _("Asked the parties to confirm an agreement signed on paper"),
        "mou.confirmed": _("Confirmed an agreement signed on paper"),
        "mou.sealed": _("An agreement was sealed"),
        "mou.exhibit_sealed": _("An exhibit of an agreement was sealed"),
        "mou.returned": _("Sent an agreement back"),
        "mou.cancelled": _("Cancelled an agreement"),
        "mou.publication_agreed": _("Agreed to publish an agreement"),
        "mou.publication_taken_back": _("No longer agrees to publish an agreement"),
        "mou.calendar_made": _("Made a calendar address for agreements"),
        "mou.calendar_removed": _("Removed a calendar address for agreements"),
        "mou.withdrawn": _("Withdrew from an agreement"),
        "mou.end_agreed": _("Agreed to end an agreement"),
        "mou.end_retracted": _("Took back that an agreement shall end"),
        "mou.ended": _("An agreement ended"),
        "mou.superseded": _("An agreement was replaced by a new version"),
        "mou.joinder_offered": _("Invited an agency to join an agreement"),
        "mou.joinder_taken_back": _("Took back an invitation to join an agreement"),
        "mou.joinder_declined": _("Declined to join an agreement"),
        "mou.joined": _("Joined an agreement"),
        "disclosure.agreement_ended": _("Closed the releases that rested on an agreement that ended"),
        "mou.downloaded": _("Downloaded an agreement"),
        "mou.evidence_downloaded": _("Downloaded the proof of an agreement’s signatures"),
    },
    _("Log"): {
        "log.viewed": _("Looked at the disclosure log"),
        "log.entry_viewed": _("Opened an entry of the disclosure log"),
        "log.exported": _("Exported the disclosure log"),
        "audit.viewed": _("Looked at the audit trail"),
        "audit.verified": _("Checked the chain of the log"),
    },
    _("Members and agencies"): {
        "membership.invited": _("Invited a member"),
        "membership.invitation_resent": _("Sent an invitation again"),
        "membership.accepted": _("Accepted an invitation"),
        "membership.declined": _("Declined an invitation"),
        "membership.roles_changed": _("Changed a member’s roles"),
        "membership.suspended": _("Suspended a member"),
        "membership.resumed": _("Let a member back in"),
        "membership.removed": _("Removed a member"),
        "agency.entered": _("Began to act for the agency"),
        "agency.onboarded": _("Added an agency"),
        "agency.activated": _("Activated an agency"),
        "agency.suspended": _("Suspended an agency"),
        "agency.resumed": _("Opened a suspended agency again"),
        "agency.profile_edited": _("Changed the agency’s profile"),
        "contact.added": _("Added a contact"),
        "contact.edited": _("Changed a contact"),
        "contact.moved": _("Moved a contact in the chain"),
        "contact.verified": _("Checked that a contact is right"),
        "contact.removed": _("Removed a contact"),
    },
    _("Signing in"): {
        "account.signed_in": _("Signed in"),
        "account.signed_out": _("Signed out"),
        "account.sign_in_failed": _("A sign-in failed"),
        "account.second_factor_failed": _("A second step failed"),
        "account.second_factor_added": _("Added a second step"),
        "account.second_factor_removed": _("Removed a second step"),
        "account.second_factor_reset": _("Made new recovery codes"),
        "account.password_changed": _("Changed the password"),
        "account.password_reset": _("Set a new password by mail"),
        "account.other_sessions_ended": _("Signed out everywhere else"),
        "account.settings_changed": _("Changed own settings"),
        "desk.viewed": _("Looked at the work list"),
        "access.denied": _("Was refused a page"),
    },
}
WORDS = {code: words for group in EVENTS.values() for code, words in group.items()}
OBJECTS: dict[str, Promise] = {
    "accounts.user": _("Person"),
    "agencies.agency": _("Agency"),
    "agencies.agencycontact": _("Contact"),
    "agencies.membership": _("Member"),
    "consents.consent": _("Consent"),
    "consents.consentdraft": _("Consent"),
    "disclosures.decision": _("Decision"),
    "disclosures.disclosurerequest": _("Request"),
    "disclosures.logentry": _("Log entry"),
    "disclosures.release": _("Release"),
    "mous.mou": _("Agreement"),
    "mous.calendarfeed": _("Calendar"),
    "mous.signingdeputy": _("Deputy"),
    "youth.guardian": _("Guardian"),
    "youth.recorditem": _("Record item"),
    "youth.rosterimport": _("Import of a roster"),
    "youth.youthrecord": _("Youth"),
}
# People call these by a number that is made from the id.
REFERENCES = {model._meta.label_lower: model for model in (Consent, DisclosureRequest)}


def in_words(event: AuditEvent) -> str:
    """What happened; the code itself where a later or an earlier version of the portal wrote it."""
    return str(WORDS.get(event.event, event.event))


def about(event: AuditEvent) -> str:
    """What it was done to, with the number people call it by; nothing where it was done to nothing."""
    name = str(OBJECTS.get(event.object_type, event.object_type))
    model = REFERENCES.get(event.object_type)
    return f"{name} {model(pk=event.object_id).reference}" if model else name


def choices() -> list[tuple[str, object]]:
    """Of the filter: anything, then each event under its group."""
    groups: list[tuple[str, object]] = [("", _("Anything"))]
    return groups + [(str(group), list(events.items())) for group, events in EVENTS.items()]
