"""Run one command as a step that people can watch: its label, the seconds it takes, its last words if it fails.

    python -m deploy.step "Installing the Python packages" var/log/setup.log COMMAND...

Everything the command says goes to the log. The exit code is the command's own.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

TICK = 5.0


def step(
    label: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    explain: bool = True,
) -> int:
    """Run the command, tell how long it takes, and return its exit code; with `explain` show why it failed."""
    print(f"  {label} ...", end="", flush=True)
    begun = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        offset = file.tell()
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=env
        ) as process:
            try:
                code = _wait(process, begun)
            except BaseException:
                process.terminate()
                process.wait()
                print(" stopped", flush=True)
                raise
    print(f" {'done' if code == 0 else 'failed'} ({time.monotonic() - begun:.1f} s)", flush=True)
    if code != 0 and explain:
        said = log.read_bytes()[offset:].decode(errors="replace").strip().splitlines()
        print("".join(f"    | {line[:200]}\n" for line in said[-12:]), end="", file=sys.stderr, flush=True)
    return code


def _wait(process: "subprocess.Popen[bytes]", begun: float) -> int:
    """Wait for the end, printing the seconds so far at every tick."""
    while True:
        try:
            return process.wait(timeout=TICK)
        except subprocess.TimeoutExpired:
            print(f" {time.monotonic() - begun:.0f} s", end="", flush=True)


@contextlib.contextmanager
def timed(label: str) -> Iterator[None]:
    """Show a step that runs in this process, with the seconds it took."""
    print(f"  {label} ...", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" done ({time.monotonic() - begun:.1f} s)", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(step(sys.argv[1], sys.argv[3:], Path(sys.argv[2])))
    except KeyboardInterrupt:
        sys.exit(130)
