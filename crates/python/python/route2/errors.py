"""What can go wrong."""

from __future__ import annotations

import os
from typing import Any, Optional, Sequence


class Route2Error(Exception):
    """Any error of this package that is not an error of the system (OSError)."""


class NetlinkError(Route2Error):
    """The kernel refused a request. Its arguments are the error's number and its text, as pyroute2's are."""

    def __init__(
        self,
        code: int,
        msg: Optional[str] = None,
        request: Optional[str] = None,
        kernel_message: Optional[str] = None,
        attribute: Sequence[str] = (),
        missing: Optional[str] = None,
    ) -> None:
        text = msg or os.strerror(code)
        if kernel_message:
            text += ": " + kernel_message
        if attribute:
            text += " (attribute %s)" % " > ".join(attribute)
        if missing:
            text += " (missing: %s)" % missing
        super().__init__(code, text)
        #: The error's number (errno).
        self.code = code
        self.extra_code = 0
        #: The kernel's name of what was asked: RTM_NEWLINK.
        self.request = request
        #: The kernel's own words.
        self.kernel_message = kernel_message
        #: The attribute that was wrong, from the outermost nest in.
        self.attribute = list(attribute)
        #: The attribute that is required and was missing.
        self.missing = missing

    def __reduce__(self) -> Any:
        return (type(self), (self.code, self.args[1]), self.__dict__)


class NetlinkDumpInterrupted(NetlinkError):
    """pyroute2's: route2 repeats a dump that was interrupted, and does not raise it."""


class UnknownKey(Route2Error, KeyError):
    """No key, or table, is called so."""

    def __init__(self, key: str, what: Optional[str] = None) -> None:
        super().__init__(what or "no key is called `%s`" % key)
        self.key = key

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> Any:
        return (type(self), (self.key, self.args[0]))


class BadValue(Route2Error, ValueError):
    """A key does not take this value."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key

    def __reduce__(self) -> Any:
        return (type(self), (self.key, self.args[0]))


class MirrorEnded(Route2Error, RuntimeError):
    """The mirror has ended."""


class CommitError(Route2Error, RuntimeError):
    """A transaction was not committed; its cause, where it has one, is the error of the step."""

    def __init__(
        self,
        what: str,
        step: Optional[str] = None,
        number: Optional[int] = None,
        left: Sequence[str] = (),
        reason: Optional[BaseException] = None,
    ) -> None:
        super().__init__(what)
        #: The step that failed, as a command of the program.
        self.step = step
        #: Which it was, counted from 1.
        self.number = number
        #: What would have to be done for all to be as before; nothing where it is.
        self.left = list(left)
        #: The error of the step: a NetlinkError where the kernel refused it.
        self.reason = reason
