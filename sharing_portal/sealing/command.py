"""The command that verifies a file; apps give it a name and a word of help."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharing_portal.sealing.verify import Verdict, verify


class VerifyCommand(BaseCommand):
    """Ends with 0 only when the file is, byte for byte, one that the portal sealed and keeps."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        found = verify(content)
        for seal in found.seals:
            state = "holds" if seal.holds else "DOES NOT HOLD"
            self.stdout.write(f"seal of {seal.sealed_at} {state}: {seal.reason}")
        self.stdout.write(f"SHA-256 {found.sha256}")
        if found.verdict != Verdict.GENUINE:
            raise CommandError(found.verdict.label, returncode=1)
        assert found.sealed_at is not None, "a genuine file has a time at which it was sealed"
        self.stdout.write(f"{found.verdict.label}, on {found.sealed_at:%Y-%m-%d %H:%M} UTC")
