"""Agreements between North, South and West in every state they can come to, for tests of what follows from it."""

from datetime import timedelta

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from disclosures import actions
from mous import actions as mou_actions
from mous.models import Mou
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements

PURPOSE = ["care_coordination"]
# Between these two it is never the same day: 25 hours lie between them.
BEHIND, AHEAD = "Pacific/Pago_Pago", "Pacific/Kiritimati"


class County:
    """North, South and West with a signatory each; `sign` makes an agreement of the first two, or of all three."""

    def __init__(self, north: Agency, south: Agency, west: Agency, operator: User) -> None:
        self.north, self.south, self.west, self.operator = north, south, west, operator
        self.nora, self.sam, self.wendy = (
            factories.member(name, agency, ["signatory"], by=operator)
            for name, agency in (("nora", north), ("sam", south), ("wendy", west))
        )
        for agency in (north, south, west):
            agreements.give_address(agency, by=operator)

    def draft(
        self, *, three: bool = False, categories: tuple[str, ...] = ("attendance", "discipline"), **dates
    ) -> Mou:
        """South may ask North for these; with `three`, West too, and West may ask South."""
        flows = [(self.north, self.south, list(categories), PURPOSE)]
        if three:
            flows.append((self.south, self.west, ["medical"], PURPOSE))
        parties = [self.north, self.south, *([self.west] if three else [])]
        today = self.north.today()
        days = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)} | dates
        return agreements.drafted(self.nora, parties, flows, **days)

    def sign(self, mou: Mou | None = None, **wishes) -> Mou:
        """Reviewed and signed by all its parties."""
        mou = mou or self.draft(**wishes)
        with acting_as(self.nora):
            third = mou.parties.count() == 3
        return agreements.signed(
            agreements.sent(mou, self.nora), [self.nora, self.sam, *([self.wendy] if third else [])]
        )

    def withdraw(self, mou: Mou, by: User) -> list:
        """One party leaves."""
        with acting_as(by):
            return actions.withdraw_from(mou, by=by, reason="The program closes.")

    def end(self, mou: Mou, *by: User) -> None:
        """These parties agree to end it."""
        for person in by:
            with acting_as(person):
                actions.agree_to_end(mou, by=person, reason="The grant is over.")

    def replace(self, mou: Mou, categories: tuple[str, ...], **dates) -> Mou:
        """An amendment that lets South ask North for these instead, signed by all."""
        with acting_as(self.nora):
            new = mou_actions.amend(mou, by=self.nora)
            if dates:
                kept = {"title": new.title, "starts_on": new.starts_on, "ends_on": new.ends_on}
                mou_actions.edit(new, by=self.nora, **{**kept, **dates})
            mou_actions.remove_term(new.terms.get(to_agency=self.south), by=self.nora)
            mou_actions.add_term(
                new, by=self.nora, from_agency=self.north, to_agency=self.south, categories=categories,
                purposes=PURPOSE, authority=agreements.AUTHORITY, need=agreements.NEED,
            )  # fmt: skip
        return self.sign(new)

    def live_in(self, zone: str) -> None:
        """Move all three to a time zone, so that another day begins."""
        with acting_for(user_id=self.operator.pk):
            for agency in (self.north, self.south, self.west):
                Agency.objects.filter(pk=agency.pk).update(time_zone=zone)
                agency.time_zone = zone

    def suspend(self, agency: Agency) -> None:
        """An operator suspends an agency."""
        with acting_for(user_id=self.operator.pk):
            Agency.objects.filter(pk=agency.pk).update(state="suspended")
