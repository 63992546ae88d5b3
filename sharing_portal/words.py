"""What the law engine says, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from law.message import Message


def words(message: Message) -> str:
    """A message of the engine: its own translation, or its template translated and filled with translated values."""
    own = dict(message.translations).get((get_language() or "").split("-")[0])
    if own is not None:
        return own
    values = {
        name: words(value) if isinstance(value, Message) else _(str(value)) for name, value in message.values
    }
    return _(message.template) % values
