"""What the law engine says, in the reader's language."""

from django.utils.translation import gettext as _

from law.message import Message


def words(message: Message) -> str:
    """A message of the engine: its template is translated, then filled with its values, themselves translated."""
    values = {
        name: words(value) if isinstance(value, Message) else _(str(value)) for name, value in message.values
    }
    return _(message.template) % values
