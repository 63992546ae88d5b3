"""The id of the request being answered: on every log line, audit event and response."""

import contextvars
import logging
import re

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    """Adds the request's id to every log line; a line never carries more about a request than that."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class SecretAddresses(logging.Filter):
    """Leaves the secrets out of addresses: of calendars and of families' links, 43 letters and digits each."""

    secret = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self.secret.search(message):
            record.msg, record.args = self.secret.sub("…", message), ()
        return True
