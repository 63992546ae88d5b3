"""One round each of opening against revoking, and of releasing against revoking, and what must hold after them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from audit.verify import verify
from tests import factories
from tests.faults.cast import Cast
from tests.faults.processes import Browser
from tests.soak.copies import Case, copy_of, reseal
from tests.soak.lanes import Caller, Lane, in_lanes

LANES = 8
# A word of the released record, which no other answer holds.
CONTENT = b"Absent 6 of 22 school days"


@dataclass
class Tally:
    """What was seen: openings that got the content while they raced, releases made, and rules that were broken."""

    opened: dict[UUID, int] = field(default_factory=dict)
    released: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.opened |= other.opened
        self.released += other.released
        self.broken += other.broken

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.broken.append(what)


class Soak:
    """The cast's two prepared cases: a release that is open, and a request that is approved."""

    def __init__(self, cast: Cast, cursor: Any) -> None:
        self.cast, self.cursor, self.done = cast, cursor, 0
        self.opened_consent, made = cast.consented().pk, cast.released()
        self.release = made.pk
        self.open_case = Case.found(cursor, cast.maya.pk, made.request_id)
        cast.maya = factories.youth(cast.bob, first="Maya")
        cast.item = factories.item(cast.bob, cast.maya)
        cast.mother = cast.guardian()
        self.approved_consent, request = cast.consented().pk, cast.approved()
        self.request, self.item = request.pk, cast.item.pk
        self.approved_case = Case.found(cursor, cast.maya.pk, request.pk)

    def prepare(self, count: int) -> range:
        """The next `count` cases of both kinds."""
        numbers = range(self.done, self.done + count)
        self.done += count
        for case in (self.open_case, self.approved_case):
            case.copy(self.cursor, numbers.start, count)
        reseal(self.cursor, self.cast.bob, [copy_of(self.release, number) for number in numbers])
        return numbers

    def run(self, bob: Browser, alice: Browser, numbers: Sequence[int], tally: Tally) -> None:
        """A round for each number, opening and releasing in turns."""
        callers = [(Caller(bob), Caller(bob), Caller(alice), Caller(alice)) for _ in range(LANES)]

        def play(place: int, lane: Lane, number: int) -> None:
            if number % 2:
                self._open_against_revoke(tally, number, lane, *callers[place])
            else:
                self._release_against_revoke(tally, number, lane, *callers[place])

        for _ in in_lanes(LANES, numbers, play):
            pass
        for caller in (one for lane in callers for one in lane):
            caller.close()

    def _open_against_revoke(
        self, tally: Tally, number: int, lane: Lane, bob: Caller, _: Caller, alice: Caller, later: Caller
    ) -> None:
        release = copy_of(self.release, number)
        consent = copy_of(self.opened_consent, number)

        def revoke() -> tuple[int, bytes]:
            answer = bob.post(f"/api/consents/{consent}/revoke/", reason="")
            # The answer to the revocation is here: from now on not a byte.
            after = later.get(f"/api/releases/{release}/")
            tally.expect(
                CONTENT not in after[1] and after[0] >= 400, f"{release}: opened after the revocation"
            )
            return answer

        revoked, racing = lane.race("open", revoke, lambda: alice.get(f"/api/releases/{release}/"))
        tally.expect(revoked[0] == 200, f"{consent}: not revoked, {revoked[0]} {revoked[1][:200]!r}")
        tally.expect(
            (racing[0] == 200) == (CONTENT in racing[1]), f"{release}: {racing[0]} {racing[1][:200]!r}"
        )
        tally.expect(racing[0] in (200, 403, 404, 409, 410), f"{release}: {racing[0]} {racing[1][:200]!r}")
        tally.opened[release] = int(CONTENT in racing[1])
        lane.settled("open", first_won=CONTENT not in racing[1])

    def _release_against_revoke(
        self, tally: Tally, number: int, lane: Lane, bob: Caller, beth: Caller, alice: Caller, _: Caller
    ) -> None:
        request = copy_of(self.request, number)
        consent, item = copy_of(self.approved_consent, number), copy_of(self.item, number)
        revoked, made = lane.race(
            "release",
            lambda: bob.post(f"/api/consents/{consent}/revoke/", reason=""),
            lambda: beth.post(f"/api/requests/{request}/release/", items=[str(item)]),
        )
        tally.expect(revoked[0] == 200, f"{consent}: not revoked, {revoked[0]} {revoked[1][:200]!r}")
        tally.expect(made[0] in (200, 201, 403, 409, 422), f"{request}: {made[0]} {made[1][:200]!r}")
        lane.settled("release", first_won=made[0] >= 400)
        if made[0] in (200, 201):
            tally.released += 1
            after = alice.get(f"/api/releases/{json.loads(made[1])['id']}/")
            tally.expect(
                CONTENT not in after[1] and after[0] >= 400, f"{request}: opened after the revocation"
            )

    def check(self, numbers: Sequence[int], tally: Tally) -> None:
        """What the database says of these rounds: each end once, and no line of an opening after it."""
        releases = [str(copy_of(self.release, number)) for number in numbers if number % 2]
        self.cursor.execute(
            """SELECT r.id, r.ended_at IS NOT NULL AND r.end_reason = 'revoked',
                 (SELECT array_agg(e.kind || ':' || l.position ORDER BY l.position) FROM disclosures_logentry e
                  JOIN audit_chainlink l ON l.entry_id = e.id
                  WHERE e.release_id = r.id AND e.agency_id = r.agency_id)
               FROM disclosures_release r WHERE r.id = ANY (%s::uuid[])""",
            [releases],
        )
        for release, ended, lines in self.cursor.fetchall():
            kinds = [line.split(":")[0] for line in lines or []]
            wanted = ["released"] + ["opened"] * tally.opened[UUID(str(release))] + ["ended"]
            tally.expect(
                ended and kinds == wanted, f"{release}: ended {ended}, logged {lines}, wanted {wanted}"
            )
        requests = [str(copy_of(self.request, number)) for number in numbers if not number % 2]
        self.cursor.execute(
            """SELECT count(*), count(*) FILTER (WHERE ended_at IS NOT NULL AND end_reason = 'revoked')
               FROM disclosures_release WHERE request_id = ANY (%s::uuid[])""",
            [requests],
        )
        made, ended = self.cursor.fetchone()
        tally.expect(
            made == ended == tally.released, f"{tally.released} released, {made} stored, {ended} ended"
        )
        self.cursor.execute(
            """SELECT e.disclosure_request_id, array_agg(e.kind ORDER BY l.position)
               FROM disclosures_logentry e JOIN audit_chainlink l ON l.entry_id = e.id
               WHERE e.disclosure_request_id = ANY (%s::uuid[])
               GROUP BY e.disclosure_request_id, e.agency_id""",
            [requests],
        )
        logged = self.cursor.fetchall()
        for request, kinds in logged:
            tally.expect(
                kinds in (["approved", "reopened"], ["approved", "released", "ended"]),
                f"{request}: logged {kinds}",
            )
        ended = sum("ended" in kinds for _, kinds in logged)
        tally.expect(
            (len(logged), ended) == (2 * len(requests), 2 * tally.released),
            f"{len(requests)} requests, {tally.released} released; {len(logged)} logs, {ended} of an end",
        )


def chain_faults() -> list[str]:
    """What is wrong with any chain of the audit trail and the log."""
    return [str(finding) for finding in verify()[1]]
