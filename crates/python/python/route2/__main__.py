"""`python -m route2 SCRIPT.py [ARG...]` runs a script that says `import pyroute2` on route2."""

from __future__ import annotations

import os
import runpy
import sys

USAGE = """\
usage: python -m route2 SCRIPT.py [ARG...]
       python -m route2 -m MODULE [ARG...]
       python -m route2 -c CODE [ARG...]

Runs a Python program with route2 in place of pyroute2: what it imports from
`pyroute2`, it gets from `route2.pyroute2`."""


def main(args: list[str]) -> int:
    if args[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if not args or args[0].startswith("-") and (args[0] not in ("-m", "-c") or len(args) < 2):
        print(USAGE, file=sys.stderr)
        return 2
    from route2 import _alias

    _alias.install()
    if args[0] == "-m":
        sys.argv = args[1:]
        sys.path.insert(0, os.getcwd())
        runpy.run_module(args[1], run_name="__main__", alter_sys=True)
    elif args[0] == "-c":
        sys.argv = ["-c", *args[2:]]
        sys.path.insert(0, "")
        exec(compile(args[1], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = args
        sys.path.insert(0, os.path.dirname(os.path.abspath(args[0])))
        runpy.run_path(args[0], run_name="__main__")
    return 0


if __name__ == "__main__":
    # (`-m` has put the directory that it was started in before all others: a script has its own.)
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    sys.exit(main(sys.argv[1:]))
