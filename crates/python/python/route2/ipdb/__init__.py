"""IPDB: the network state as objects, live, and changed by transactions."""

from route2.ipdb.main import IPDB

__all__ = ["IPDB"]
