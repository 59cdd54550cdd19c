"""`import pyroute2` as `import route2.pyroute2`, for scripts that know nothing of route2."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Optional

_NAME = "pyroute2"


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds pyroute2's modules in route2, whatever else is installed."""

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname != _NAME and not fullname.startswith(_NAME + "."):
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        try:
            module = importlib.import_module("route2." + spec.name)
        except ModuleNotFoundError as error:
            what = "route2 has no `%s`" % spec.name
            raise ModuleNotFoundError(what, name=spec.name) from error
        # One module under two names: it keeps the specification that it was loaded with.
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        if spec is not None and spec.loader is self:
            module.__spec__ = spec.loader_state


def install() -> None:
    """From now on, pyroute2 is route2's."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
