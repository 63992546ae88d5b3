"""Texts that a person reads, kept apart from the values put into them so that they can be translated.

`template` is a message id with named places, `%(name)s`. The English text is `str(message)`; the portal
translates the template first. Write texts as `_("...")`, so that message extraction finds them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or more in plain English, with the values that go into its places.

    `translations` holds the text in other languages where it is in no catalogue, as with a state pack's texts:
    they carry no values.
    """

    template: str
    values: tuple[tuple[str, "str | Message"], ...] = ()
    translations: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template % {name: str(value) for name, value in self.values}


def message(template: str, **values: "str | Message") -> Message:
    """Build a message; import it as `_` so that the extraction of texts sees the template."""
    return Message(template, tuple(sorted(values.items())))


def gettext_noop(text: str) -> str:
    """Mark a plain label for translation and return it unchanged."""
    return text
