from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.verify import verify, witness


class Command(BaseCommand):
    """Ends non-zero and names the place when any entry was changed, removed, reordered or cut off."""

    help = "Verify the audit events and the disclosure log against their chains and the witnessed heads."

    def handle(self, *args: Any, **options: Any) -> None:
        read, findings = verify()
        for finding in findings:
            self.stderr.write(f"{finding.chain} entry {finding.place}: {finding.reason}")
        if findings:
            raise CommandError(f"{len(findings)} findings in {read} entries", returncode=1)
        witness()
        self.stdout.write(f"verified {read} entries; heads witnessed")
