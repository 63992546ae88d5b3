"""What of a request or a release the agreements in force cover today. Emergencies and court orders need none."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from disclosures.evidence import WITHOUT_AGREEMENT
from disclosures.models import DisclosureRequest, Release
from disclosures.queries import OPEN
from disclosures.states import Answer
from mous import queries as mou_queries


def uncovered(requests: Iterable[DisclosureRequest]) -> dict[UUID, list[str]]:
    """Of those of these requests that are open: the kinds of record that no agreement lets be asked for any more.

    Names only what was not refused. A request that is covered, is answered or needs no agreement is not in it. Asks the
    database two questions and one more for each further calendar day that it is where the holders are.
    """
    resting = [one for one in requests if one.state in OPEN and one.basis not in WITHOUT_AGREEMENT]
    prefetch_related_objects(resting, "categories")
    flows = {day: list(mou_queries.flows_on(day)) for day in {one.holding_agency.today() for one in resting}}
    found = {}
    for one in resting:
        covered = {
            category
            for term in flows[one.holding_agency.today()]
            if (term.from_agency_id, term.to_agency_id) == (one.holding_agency_id, one.asking_agency_id)
            and one.purpose in term.purposes
            for category in term.categories
        }
        wanted = [row for row in one.categories.all() if row.answer != Answer.REFUSED]
        if lacking := [str(row) for row in wanted if row.category not in covered]:
            found[one.pk] = lacking
    return found


def why_uncovered(request: DisclosureRequest) -> str:
    """The same of one request, in a sentence for either side; empty where nothing is lacking."""
    lacking = uncovered([request]).get(request.pk)
    if not lacking:
        return ""
    return _(
        "No agreement in force lets %(asker)s ask %(holder)s for %(what)s for this purpose any more. "
        "It cannot be approved or released while that is so."
    ) % {"asker": request.asking_agency, "holder": request.holding_agency, "what": ", ".join(lacking)}


def without_agreement(releases: Iterable[Release]) -> set[UUID]:
    """Ids of those of these releases that have lost the agreement they rested on: the database's own answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal.releases_without_agreement(%s::uuid[])",
            [[str(release.pk) for release in releases]],
        )
        return set(cursor.fetchone()[0] or [])
