"""The web container's health check: /healthz, asked as the proxy in front would ask."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    """0 when the web process answers 200; everything else ends with its error and a code that is not 0."""
    public = urlsplit(os.environ["PORTAL_URL"])
    asked = urllib.request.Request(
        "http://127.0.0.1:8000/healthz",
        headers={"Host": public.netloc, "X-Forwarded-Proto": public.scheme},
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
