"""Scripts that say `from pyroute2.ipdb.exceptions import CreateException`."""

from __future__ import annotations

from route2.ipdb.exceptions import (
    CommitException,
    CreateException,
    DeprecationException,
    PartialCommitException,
    ShutdownException,
)

__all__ = [
    "CommitException",
    "CreateException",
    "DeprecationException",
    "PartialCommitException",
    "ShutdownException",
]
