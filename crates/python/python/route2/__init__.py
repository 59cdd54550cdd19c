"""The Linux kernel's network state, live."""

from route2._native import VERSION as __version__
from route2._native import Message

__all__ = ["Message", "__version__"]
