"""Loads the demonstration's county; see county/story.py."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from county.load import load_county


class Command(BaseCommand):
    """Does nothing for what is already there, so it is safe to repeat."""

    help = "Load the invented county into the demonstration."
    # Checks would load every page first; the second run has to be quick.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="how many times over (default 1)")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError(
                "The county is for demonstrations: everybody in it has the same, published password. "
                "Set PORTAL_DEMO=1 if that is what you want."
            )
        if scale < 1:
            raise CommandError("--scale must be 1 or more.")
        started = time.monotonic()
        loaded = load_county(scale=scale, say=self.stdout.write)
        if loaded:
            self.stdout.write(f"Larkspur County is loaded ({time.monotonic() - started:.0f} seconds).")
        else:
            self.stdout.write("Larkspur County is loaded already.")
