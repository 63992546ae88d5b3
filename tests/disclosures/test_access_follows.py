"""Access follows the agreement: for every state of it, what the pages let one ask, approve, release and open.

One request each that could be sent, approved, released and read while an agreement was in force; then the agreement
goes on to the state of the line, and each is tried through HTTP.
"""

from datetime import timedelta

import pytest

from agencies.acting import acting_as
from disclosures import actions
from mous import actions as mou_actions
from tests import factories
from tests.disclosures.agreement_states import AHEAD, BEHIND, County
from tests.mous import agreements

TABLE = """
state                           ask  approve  release  open
in_force                        yes  yes      yes      yes
one_party_agreed_to_end         yes  yes      yes      yes
replaced_later_by_narrower      yes  yes      yes      yes
superseded_by_wider             yes  yes      yes      yes
superseded_by_narrower          no   no       no       no
asker_withdrew                  no   no       no       no
holder_withdrew                 no   no       no       no
third_party_withdrew            yes  yes      yes      yes
withdrew_but_another_covers     yes  yes      yes      yes
withdrew_another_covers_less    no   no       no       no
ended_by_all                    no   no       no       no
expired                         no   no       no       no
last_day                        yes  yes      yes      yes
holder_suspended                no   -        -        no
then_draft                      no   no       no       no
then_review                     no   no       no       no
then_sent                       no   no       no       no
then_cancelled                  no   no       no       no
then_upcoming                   no   no       no       no
then_paper_unconfirmed          no   no       no       no
then_signed_anew                yes  yes      yes      no
"""
LINES = [line.split() for line in TABLE.strip().splitlines()[1:]]


class Moves:
    """What brings an agreement of all three into the state that a line of the table names."""

    def __init__(self, county: County) -> None:
        self.county = county

    def in_force(self, mou):
        pass

    def one_party_agreed_to_end(self, mou):
        self.county.end(mou, self.county.nora)

    def replaced_later_by_narrower(self, mou):
        self.county.replace(mou, ("discipline",), starts_on=self.county.north.today() + timedelta(days=9))

    def superseded_by_wider(self, mou):
        self.county.replace(mou, ("attendance", "discipline", "special_education"))

    def superseded_by_narrower(self, mou):
        self.county.replace(mou, ("discipline",))

    def asker_withdrew(self, mou):
        self.county.withdraw(mou, self.county.sam)

    def holder_withdrew(self, mou):
        self.county.withdraw(mou, self.county.nora)

    def third_party_withdrew(self, mou):
        self.county.withdraw(mou, self.county.wendy)

    def withdrew_but_another_covers(self, mou):
        self.county.sign(title="The other one")
        self.county.withdraw(mou, self.county.nora)

    def withdrew_another_covers_less(self, mou):
        self.county.sign(title="The other one", categories=("discipline",))
        self.county.withdraw(mou, self.county.nora)

    def ended_by_all(self, mou):
        self.county.end(mou, self.county.nora, self.county.sam, self.county.wendy)

    def expired(self, mou):
        self.county.live_in(AHEAD)

    def last_day(self, mou):
        pass

    def holder_suspended(self, mou):
        self.county.suspend(self.county.north)

    def then_draft(self, mou):
        self.county.withdraw(mou, self.county.nora)
        return self.county.draft()

    def then_review(self, mou):
        draft = self.then_draft(mou)
        with acting_as(self.county.nora):
            mou_actions.send_for_review(draft, by=self.county.nora)

    def then_sent(self, mou):
        return agreements.sent(self.then_draft(mou), self.county.nora)

    def then_cancelled(self, mou):
        out = self.then_sent(mou)
        with acting_as(self.county.nora):
            mou_actions.cancel(out, by=self.county.nora)

    def then_upcoming(self, mou):
        self.county.withdraw(mou, self.county.nora)
        today = self.county.north.today()
        self.county.sign(starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=99))

    def then_paper_unconfirmed(self, mou):
        self.county.withdraw(mou, self.county.nora)
        draft = paper(self.county)
        with acting_as(self.county.nora):
            assert draft.state == "sent"

    def then_signed_anew(self, mou):
        self.county.withdraw(mou, self.county.nora)
        self.county.sign()


def paper(county):
    """An agreement on paper of North and South that nobody has confirmed yet."""
    today, nora = county.north.today(), county.nora
    adam = factories.member("adam", county.north, ["agency_admin"], by=county.operator)
    with acting_as(nora):
        mou = mou_actions.draft(
            by=nora, title="Our paper", starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=30),
            start=mou_actions.Start.PAPER,
        )  # fmt: skip
        mou_actions.put_in_scan(
            mou, by=nora, file=agreements.scan_file(), signed_on=today - timedelta(days=20)
        )
        mou_actions.set_parties(mou, by=nora, agencies=[county.south])
        mou_actions.add_term(
            mou, by=nora, from_agency=county.north, to_agency=county.south, categories=["attendance"],
            purposes=["care_coordination"], authority=agreements.AUTHORITY, need=agreements.NEED,
        )  # fmt: skip
        mou_actions.ask_to_confirm(mou, by=nora)
    assert adam.name
    return mou


def requests(compose, consent_for, items, maya, alice, bob):
    """One request in each of the four states, with a consent for all."""
    consent_for("attendance")
    drafts = [compose("attendance", reason=f"We plan her care and need her absences, {n}.") for n in range(4)]
    _draft, approve, release, opened = drafts
    with acting_as(alice):
        for draft in drafts[1:]:
            actions.submit(draft, by=alice)
    with acting_as(bob):
        for waiting in drafts[1:]:
            actions.match(waiting, maya, by=bob)
        for waiting in (release, opened):
            actions.approve(waiting, by=bob, categories=["attendance"])
        made = actions.release(opened, by=bob, items=items[:1])
    return drafts[0], approve, release, made


def answers(stake, items, sign_in, alice, bob):
    """What each of the four doors says: yes, or no."""
    ask, approve, release, made = stake
    asker, holder = sign_in(alice), sign_in(bob)
    opened = asker.get(f"/requests/releases/{made.pk}/")
    asked = asker.post(f"/requests/{ask.pk}/draft/check/")
    approved = holder.post(f"/requests/{approve.pk}/approve/", {"categories": ["attendance"]})
    released = holder.post(
        f"/requests/{release.pk}/release/", {"items": [str(items[0].pk)], "step": "release"}
    )
    assert opened.status_code in (200, 403)
    return {
        "ask": asked.status_code == 302,
        "approve": approved.status_code == 302,
        "release": released.status_code == 302,
        "open": opened.status_code == 200,
    }


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_access_follows(line, county, compose, consent_for, items, maya, alice, bob, sign_in):
    state, *wanted = line
    today = county.north.today()
    ends_on = today + timedelta(days=200)
    if state in ("expired", "last_day"):
        county.live_in(BEHIND)
        ends_on = county.north.today()
    mou = county.sign(three=True, starts_on=today - timedelta(days=30), ends_on=ends_on)
    stake = requests(compose, consent_for, items, maya, alice, bob)
    getattr(Moves(county), state)(mou)
    found = answers(stake, items, sign_in, alice, bob)
    for door, answer in zip(("ask", "approve", "release", "open"), wanted, strict=True):
        if answer != "-":
            assert (door, found[door]) == (door, answer == "yes")
