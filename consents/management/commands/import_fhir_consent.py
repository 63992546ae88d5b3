"""Read a FHIR R4 Consent: shows what is understood, and makes a draft of it unless it is a dry run."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from audit.record import record
from consents.actions import check_import, import_consent
from consents.fhir.reading import LARGEST, NotTaken
from consents.fhir.understanding import Understood
from sharing_portal.errors import PortalError
from sharing_portal.rls.context import acting_for
from youth import queries as youth_queries
from youth.models import YouthRecord


class Command(BaseCommand):
    """Acts in the name of a member who may record consents, with her permissions and no others."""

    help = (
        "Make a draft of a FHIR R4 Consent (JSON) for the member to check; --dry-run only shows what it says."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, help="legal name of the agency")
        parser.add_argument("--by", required=True, help="e-mail of the member in whose name it is done")
        parser.add_argument(
            "--youth", type=UUID, help="id of the youth record, where the file does not name it"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what is understood and change nothing"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        agency: str,
        by: str,
        youth: UUID | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        """Exit code 1, with a line for each reason, when the file is refused."""
        user = User.objects.filter(email=by.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {by}.")
        with acting_for(user_id=user.pk):
            found = Agency.objects.filter(name=agency).first()
        if found is None:
            raise CommandError(f"There is no agency named {agency}.")
        try:
            with acting_as(user, found), transaction.atomic():
                self._run(file, user, youth, dry_run)
        except NotTaken as refusal:
            lines = [f"{code}: {message}" for code, message in refusal.problems]
            raise CommandError("\n".join(["Refused; nothing was changed.", *lines])) from None
        except PortalError as error:
            raise CommandError(error.message) from None

    def _run(self, file: Path, user: User, youth: UUID | None, dry_run: bool) -> None:
        about = self._youth(user, youth)
        content = _bytes(file)
        if dry_run:
            understood = check_import(content, by=user, youth=about)
            self._show(understood)
            record("consent.import_checked", by=user, on=understood.youth, youth_id=understood.youth.pk)
            self.stdout.write("Nothing was changed. Leave --dry-run out to make the draft.")
            return
        draft, understood = import_consent(content, by=user, name=file.name, youth=about)
        self._show(understood)
        self.stdout.write(
            self.style.SUCCESS(
                f"Draft made for record {draft.youth_id}. It is no consent until it is signed here."
            )
        )

    def _youth(self, user: User, pk: UUID | None) -> YouthRecord | None:
        if pk is None:
            return None
        found = youth_queries.visible_to(user).filter(pk=pk).select_related("agency").first()
        if found is None:
            raise CommandError(f"There is no youth record {pk} that {user} may see.")
        return found

    def _show(self, understood: Understood) -> None:
        """What is in the draft, without names of people."""
        capacity = understood.signer.capacity
        self.stdout.write(
            f"Signed on {understood.signed_on} by: {capacity.label if capacity else 'not said'}"
        )
        for line in understood.lines:
            ways = " and ".join([*["send"] * line.may_send, *["talk"] * line.may_talk])
            sooner = f" or sooner: {line.ends_when}" if line.ends_when else ""
            self.stdout.write(
                f"  {line.discloser} -> {line.recipient}: {line.category} for {', '.join(line.purposes)}, "
                f"{ways}, {line.starts_on} to {line.expires_on}{sooner}"
            )
        for remark in understood.not_taken:
            self.stdout.write(f"  check: {remark}")


def _bytes(file: Path) -> bytes:
    """At most one byte more than a consent may have: enough to refuse it."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
