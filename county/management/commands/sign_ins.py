"""Prints who one can be in the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from county.offices import PASSWORD
from county.sign_ins import rows


class Command(BaseCommand):
    """Needs no database."""

    help = "Print the demonstration's sign-ins and what each person is for."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        people = rows()
        widths = [max(len(str(person[column])) for person in people) for column in ("email", "agency")]
        self.stdout.write(f"The password of all: {PASSWORD}\n\n")
        for person in people:
            self.stdout.write(
                f"{person['email']:<{widths[0]}}  {person['agency']!s:<{widths[1]}}  {person['what_for']}"
            )
