"""IPDB: the network state as objects, live, and changed by transactions."""

from route2.ipdb.exceptions import (
    CommitException,
    CreateException,
    DeprecationException,
    PartialCommitException,
    ShutdownException,
)
from route2.ipdb.main import IPDB

__all__ = [
    "CommitException",
    "CreateException",
    "DeprecationException",
    "IPDB",
    "PartialCommitException",
    "ShutdownException",
]
