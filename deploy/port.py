"""The demonstration's port. `python -m deploy.port` says whether it is free; it needs nothing but Python."""

import os
import socket
import sys

PORT = os.environ.get("PORT") or "8000"
ADDRESS = f"http://127.0.0.1:{PORT}"
PORT_BUSY = 18


def port_refusal() -> str | None:
    """Why the port cannot be used, or None."""
    if not PORT.isdigit() or not 0 < int(PORT) < 65536:
        return f"PORT={PORT} is not a port number."
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except PermissionError:
            return f"Port {PORT} needs more rights than you have. Choose another: PORT=8001 ./run demo"
        except OSError:
            return f"Port {PORT} is in use by another program. Choose another: PORT={int(PORT) % 65535 + 1} ./run demo"
    return None


def main() -> int:
    """0 when the port is free, else 18 with the reason and a way out."""
    refusal = port_refusal()
    if refusal:
        print(refusal, file=sys.stderr)
    return PORT_BUSY if refusal else 0


if __name__ == "__main__":
    sys.exit(main())
