"""The guardian of a transaction that is to be confirmed: `python -m route2._guard JOURNAL`."""

from __future__ import annotations

import os
import signal
import sys

from route2 import _native


def main(journal: str) -> int:
    """Rolls the transaction back unless it is confirmed in time; at SIGTERM at once."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _native.guard(journal, reader)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
