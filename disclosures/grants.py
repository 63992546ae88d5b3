"""The only place where access to a release is given to a person: guardian rows that PostgreSQL's policies read.

Nothing takes them: access ends with the release.
"""

from django.contrib.auth.models import Permission

from accounts.models import User
from disclosures.models import Release, ReleaseGrant


def _permission() -> Permission:
    return Permission.objects.get(content_type__app_label="disclosures", codename="view_release")


def give_release(release: Release, user: User) -> None:
    """Open the release to one person of the recipient agency; giving twice changes nothing.

    guardian's `assign_perm` would bind the row to the giver's agency; a release is opened for the recipient's.
    """
    ReleaseGrant.objects.get_or_create(
        permission=_permission(),
        user=user,
        content_object=release,
        defaults={"agency_id": release.recipient_agency_id},
    )
