"""Import a OneRoster 1.1 bundle: shows what would change, and changes it only with --apply."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from audit.record import record as record_event
from sharing_portal.errors import PortalError, require
from sharing_portal.rls.context import acting_for
from youth.actions import apply_roster, check_roster
from youth.oneroster import Problem, RosterRefused, read_roster
from youth.permissions import acting_agency, can_import_roster
from youth.roster import RosterDiff, diff
from youth.words import UNUSABLE

FIRST_ROWS = 5


class Command(BaseCommand):
    """Acts in the name of a member who may import rosters, with her permissions and no others."""

    help = "Show what a OneRoster 1.1 bundle (folder or zip) would change; --apply changes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="folder or zip file")
        parser.add_argument("--agency", required=True, help="legal name of the agency")
        parser.add_argument("--by", required=True, help="e-mail of the member in whose name it is done")
        parser.add_argument("--apply", action="store_true", help="write the changes")

    def handle(self, *args: Any, path: Path, agency: str, by: str, apply: bool, **options: Any) -> None:
        """Exit code 1, with a line for each problem, when the bundle is refused."""
        user = User.objects.filter(email=by.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {by}.")
        with acting_for(user_id=user.pk):
            found = Agency.objects.filter(name=agency).first()
        if found is None:
            raise CommandError(f"There is no agency named {agency}.")
        try:
            with acting_as(user, found):
                self._run(path, user, apply)
        except RosterRefused as refusal:
            raise CommandError("\n".join(_lines(refusal))) from None
        except PortalError as error:
            raise CommandError(error.message) from None

    def _run(self, path: Path, user: User, apply: bool) -> None:
        require(can_import_roster(user), f"{user} may not import rosters for this agency.")
        difference = diff(read_roster(path), acting_agency(user))
        self._show(difference)
        if not apply:
            record_event("roster.compared", by=user, counts=difference.counts())
            self.stdout.write("Nothing was changed. Add --apply to import.")
            return
        apply_roster(check_roster(path, by=user), by=user)
        self.stdout.write(self.style.SUCCESS("Imported."))

    def _show(self, difference: RosterDiff) -> None:
        for name, number in difference.counts().items():
            self.stdout.write(f"{name.replace('_', ' '):18} {number:>7}")
        for change in difference.changed[:FIRST_ROWS]:
            self.stdout.write(f"  changed: record {change.row.pk}: {', '.join(change.fields)}")
        for student in difference.unusable[:FIRST_ROWS]:
            self.stdout.write(f"  cannot be imported: {student.student_id}: {UNUSABLE[student.reason]}")
        if difference.loses_many:
            self.stdout.write("  careful: more than one youth in five would be marked as having left")


def _lines(refusal: RosterRefused) -> Iterator[str]:
    yield "The bundle was refused; nothing was changed."
    problem: Problem
    for problem in refusal.problems:
        yield str(problem)
    if refusal.omitted:
        yield f"... and {refusal.omitted} more"
