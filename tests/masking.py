"""Two answers are the same to the person when they differ only in what differs in any two answers."""

import re
from typing import Any

from django.http import HttpResponse

TOKENS = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"')


def masked(response: HttpResponse, *ids: Any) -> str:
    """The status and body with these ids, the CSRF tokens and the request id replaced."""
    text = response.content.decode()
    for known in (*ids, response["X-Request-ID"]):
        text = text.replace(str(known), "ID")
    return f"{response.status_code}\n{TOKENS.sub('TOKEN', text)}"
