"""What scripts describe objects with: dictionaries, which IPRoute's calls take as keywords."""

from __future__ import annotations

from typing import Any

__all__ = ["IPLinkRequest", "IPRouteRequest"]


class IPRouteRequest(dict):  # type: ignore[type-arg]
    """A route, described by pyroute2's keywords."""

    def __init__(self, obj: Any = ()) -> None:
        super().__init__(obj)


class IPLinkRequest(dict):  # type: ignore[type-arg]
    """A link, described by pyroute2's keywords."""

    def __init__(self, *argv: Any, **kwarg: Any) -> None:
        super().__init__(*argv, **kwarg)
