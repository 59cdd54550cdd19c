"""What IPDB raises beside the errors of the kernel and of route2."""

from __future__ import annotations


class DeprecationException(Exception):
    """What was asked for is not done any more."""


class CommitException(Exception):
    """A transaction cannot be committed, and nothing was done."""


class CreateException(Exception):
    """There is already what was to be made."""


class PartialCommitException(Exception):
    """A transaction with `partial` was committed in part; its `errors` say what was not."""


class ShutdownException(Exception):
    """The IPDB was released."""
