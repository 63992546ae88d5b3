"""Two custodians decide the same request at once, or one releases while another revokes: one order, never half."""

from agencies.acting import acting_as
from consents.models import ConsentGrant
from disclosures import actions
from disclosures.models import Decision, DisclosureRequest, Release
from disclosures.queries import open_among
from disclosures.states import Ended, State
from sharing_portal.errors import InvalidTransition, PortalError, StaleState
from tests.faults.at_once import at_once

DECISIONS = 20
REVOCATIONS = 30


def copies(request, count=2):
    """The request as each person has read it before anybody acted."""
    return [DisclosureRequest.objects.get(pk=request.pk) for _ in range(count)]


def decide_at_once(cast, request, *verbs):
    """bob and beth, each with the request as she read it; give the winners' and the losers' answers."""
    with acting_as(cast.bob):
        read = copies(request)
    steps = [
        (person, lambda user, verb=verb, found=found: verb(found, user))
        for person, verb, found in zip((cast.bob, cast.beth), verbs, read, strict=True)
    ]
    answers = at_once(*steps)
    losers = [answer for answer in answers if isinstance(answer, PortalError)]
    return [answer for answer in answers if answer not in losers], losers


def approve(request, by):
    actions.approve(request, by=by, categories=["attendance"])
    return by


def refuse(request, by):
    actions.refuse(request, by=by, reason="We cannot share records on this description.")
    return by


def assert_one_decision(cast, request, winners, losers):
    assert len(winners) == 1
    assert [type(error) for error in losers] == [StaleState]
    with acting_as(cast.bob):
        request.refresh_from_db()
        decided = Decision.objects.get(request=request)
    assert decided.decided_by_id == winners[0].pk
    kept = "approved" if decided.approved_categories else "refused"
    assert request.state == kept
    assert cast.kinds_logged(request) == [kept, "requested"]


def test_two_approvals_are_one(cast):
    cast.consented()
    for _ in range(DECISIONS):
        request = cast.matched()
        assert_one_decision(cast, request, *decide_at_once(cast, request, approve, approve))


def test_an_approval_and_a_refusal_are_one_decision(cast):
    cast.consented()
    for number in range(DECISIONS):
        request = cast.matched()
        verbs = (approve, refuse) if number % 2 else (refuse, approve)
        assert_one_decision(cast, request, *decide_at_once(cast, request, *verbs))


def test_two_releases_are_one(cast):
    cast.consented()
    for _ in range(5):
        request = cast.approved()
        winners, losers = decide_at_once(cast, request, *[release(cast)] * 2)
        assert [type(error) for error in losers] == [StaleState]
        with acting_as(cast.bob):
            assert list(Release.objects.filter(request=request)) == winners
        assert cast.kinds_logged(request) == ["approved", "released", "requested"]


def release(cast):
    return lambda request, by: actions.release(request, by=by, items=[cast.item])


def test_no_release_outlives_a_consent_revoked_at_the_same_moment(cast):
    seen = set()
    for number in range(REVOCATIONS):
        consent = cast.consented()
        request = cast.approved()
        releasing = (cast.bob, lambda user, request=request: release(cast)(request, user))
        revoking = (cast.beth, lambda user, consent=consent: actions.revoke_consent(consent, by=user))
        if number % 2:
            made, closed = at_once(releasing, revoking)
        else:
            closed, made = at_once(revoking, releasing)
        seen.add(assert_not_open(cast, request, made, closed))
    assert seen <= {"refused", "closed"}


def assert_not_open(cast, request, made, closed):
    with acting_as(cast.bob):
        assert not ConsentGrant.objects.filter(revoked_at=None).exists()
        found = Release.objects.filter(request=request).first()
        request.refresh_from_db()
    with acting_as(cast.alice):
        assert open_among(Release.objects.all()) == set()
    if found is None:
        assert isinstance(made, StaleState | InvalidTransition)
        assert (request.state, closed) == (State.SUBMITTED, [])
        assert cast.kinds_logged(request) == ["approved", "reopened", "requested"]
        return "refused"
    assert (found.pk, closed) == (made.pk, [found.pk])
    assert (found.end_reason, found.ended_at is not None) == (Ended.REVOKED, True)
    assert cast.kinds_logged(request) == ["approved", "ended", "released", "requested"]
    return "closed"
