"""Brothers and sisters for whom the same person signs in one sitting: one consent each."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from consents.expiry import is_adult
from sharing_portal.errors import RefusedInput
from youth import queries as youth_queries
from youth.models import Guardian, YouthRecord
from youth.names import joined

Authority = Guardian.Authority
MAY_DECIDE = Q(
    authority__in=[Authority.PARENT, Authority.GUARDIAN, Authority.ACTING_PARENT], rights_revoked=False
)


def siblings_of(user: User, youth: YouthRecord) -> list[YouthRecord]:
    """The minors the person may see who have a parent or guardian of the same name on file, who may decide."""
    same = Q(pk__in=[])
    for person in youth.guardians.filter(MAY_DECIDE):
        same |= Q(first_name__iexact=person.first_name, last_name__iexact=person.last_name)
    shared = Guardian.objects.filter(MAY_DECIDE, same, agency_id=youth.agency_id).exclude(youth=youth)
    found = youth_queries.visible_to(user).filter(pk__in=shared.values("youth")).select_related("agency")
    today = youth.agency.today()
    return [other for other in found.order_by("first_name") if not is_adult(other.birth_date, today)]


def same_signer(sibling: YouthRecord, guardian: Guardian | None, grounds: Sequence[str]) -> Guardian:
    """The same person on the file of a brother or sister; refused where that person may not decide for both.

    An order, or who agreed to care, is about one young person: what it gives for one is not known of the other.
    """
    if grounds:
        raise RefusedInput(
            _("What you said under “By what right?” is about one young person. Prepare a form for each."),
            field="siblings",
        )
    if guardian is not None:
        for person in sibling.guardians.filter(MAY_DECIDE, authority=guardian.authority):
            if joined(str(person)) == joined(str(guardian)):
                return person
    raise RefusedInput(
        _("The person who signs is not on file as one who may decide for %(name)s, too.")
        % {"name": sibling.full_name}
    )
