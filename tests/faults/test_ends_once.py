"""The end of access with a consent, when two record it at the same moment, or one while another releases."""

from agencies.acting import acting_as
from disclosures import actions
from disclosures.models import Release
from disclosures.queries import open_among
from notices.models import Notice
from sharing_portal.errors import PortalError
from tests.faults.at_once import at_once
from youth.models import Guardian

ROUNDS = 6
PARENT = {"authority": "parent", "authority_evidence": "Birth certificate seen", "rights_revoked": False}


def sweep(_user):
    return actions.end_what_lost_its_consent()


def test_two_runs_of_the_sweep_end_each_release_once(cast):
    cast.consented()
    made = [cast.released() for _ in range(3)]
    with acting_as(cast.bob):
        Guardian.objects.filter(pk=cast.mother.pk).update(rights_revoked=True)
    found = at_once((cast.bob, sweep), (cast.beth, sweep))
    assert sorted(found) == [0, 3]
    assert sweep(None) == 0
    for release in made:
        assert cast.kinds_logged(release.request).count("ended") == 1
    told = cast.seen_by(cast.alice, Notice.objects.filter(user=cast.alice, kind="release.ended"))
    assert sorted(notice.object_id for notice in told) == sorted(release.pk for release in made)


def test_no_release_outlives_the_rights_of_the_signer(cast):
    """Whichever comes first: what was released meanwhile cannot be opened, and its end is recorded once."""
    cast.consented()
    for number in range(ROUNDS):
        request = cast.approved()
        releasing = (
            cast.bob,
            lambda user, request=request: actions.release(request, by=user, items=[cast.item]),
        )
        barring = (cast.beth, lambda user: actions.edit_guardian(cast.mother, {"authority": "none"}, by=user))
        if number % 2:
            made, _barred = at_once(releasing, barring)
        else:
            _barred, made = at_once(barring, releasing)
        with acting_as(cast.alice):
            assert open_among(Release.objects.all()) == set()
        sweep(None)
        ended = 0 if isinstance(made, PortalError) else 1
        assert cast.kinds_logged(request).count("ended") == ended
        with acting_as(cast.bob):
            actions.edit_guardian(cast.mother, PARENT, by=cast.bob)
