"""Runs pyroute2 0.5.19's own tests of IPDB against route2, each in a network namespace of its own.

    python run.py [--tests PATH] [--jobs N] [--all] [NAME ...]

The tests are another project's, and not kept here. `tests/utils.py` comes with the source archive of pyroute2 0.5.19, which
pip fetches. `tests/general/test_ipdb.py` is in pyroute2's repository (tag 0.5.19), and in no archive of PyPI: `--tests`, or
PYROUTE2_TESTS in the environment, says where a checkout of that is, or the file. Without it, nothing is run, and the exit
code is 77.

`conformance.txt` lists the tests that must pass, `exceptions.tsv` those that need not, each with its reason.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
VERSION = "0.5.19"
SKIPPED = 77
#: pytest 8 does not know nose's `setup` and `teardown` any more.
TOOLS = ["pytest<8", "netaddr", "setuptools<80"]
#: What is no longer there of nose, and what makes `import pyroute2` route2.
FILES = {
    "nose/__init__.py": "",
    "nose/plugins/__init__.py": "",
    "nose/plugins/skip.py": "from unittest import SkipTest\n",
    "nose/tools.py": """\
        import functools

        def make_decorator(func):
            return functools.wraps(func)
        """,
    "conftest.py": """\
        from route2 import _alias

        _alias.install()
        """,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="pyroute2's own tests of IPDB, against route2")
    parser.add_argument("--tests", type=Path, default=os.environ.get("PYROUTE2_TESTS"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="print what failing tests print")
    parser.add_argument("--all", action="store_true", help="tests that are not in the list, too: they need not pass")
    parser.add_argument("names", nargs="*", help="parts of names: all in the list where none is said")
    args = parser.parse_args()
    source = None if args.tests is None else tests_in(Path(args.tests))
    if source is None:
        print("skipped: PyPI has no archive with pyroute2's tests/general/test_ipdb.py; say --tests CHECKOUT")
        return SKIPPED
    exceptions = dict(line.split("\t", 1) for line in lines("exceptions.tsv"))
    with tempfile.TemporaryDirectory(prefix="pyroute2-suite-") as work:
        python = environment()
        prepare(Path(work), source)
        names = lines("conformance.txt")
        if args.all:
            names = collected(python, Path(work))
            exceptions.update((name, "not in the list") for name in set(names).difference(lines("conformance.txt")))
        names = [name for name in names if not args.names or any(part in name for part in args.names)]
        with ThreadPoolExecutor(args.jobs) as pool:
            results = list(pool.map(lambda name: run(python, Path(work), name), names))
    return report(names, results, exceptions, args.verbose)


def tests_in(path: Path) -> Path | None:
    """The file with the tests, in a checkout or as it is."""
    for file in (path / "tests/general/test_ipdb.py", path / "test_ipdb.py", path):
        if file.is_file():
            return file
    return None


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def environment() -> Path:
    """A Python with what the tests need, which route2 is visible to."""
    venv = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "pyroute2-suite"
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", *TOOLS], check=True)
    return python


def prepare(work: Path, source: Path) -> None:
    """Lays out the tests, and what they import."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    archive = ["download", "--no-deps", "--no-binary", ":all:", "pyroute2==" + VERSION]
    subprocess.run([*pip, *archive, "--dest", work], check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(work / ("pyroute2-%s.tar.gz" % VERSION)) as tar:
        member = tar.extractfile("pyroute2-%s/tests/utils.py" % VERSION)
        assert member is not None
        (work / "utils.py").write_bytes(member.read())
    text = source.read_text(encoding="utf-8")
    if not has_kind("dummy"):
        text = text.replace("kind='dummy'", "kind='ifb'").replace("'dummy')", "'ifb')")
    (work / "test_ipdb.py").write_text(text, encoding="utf-8")
    for name, content in FILES.items():
        file = work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(content))


def has_kind(kind: str) -> bool:
    """Can links of this kind be made here?"""
    command = ["unshare", "-n", "ip", "link", "add", "probe0", "type", kind]
    return subprocess.run(command, capture_output=True).returncode == 0


def command(python: Path, work: Path, arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a network namespace of its own."""
    pytest = "exec %s -m pytest -q -p no:cacheprovider --tb=short -rs %s" % (python, arguments)
    inside = ["unshare", "-n", "-m", "sh", "-c", "ip link set lo up; " + pytest]
    path = os.pathsep.join([str(HERE.parents[1] / "python"), str(work)])
    environ = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(inside, cwd=work, env=environ, capture_output=True, text=True, timeout=120)


def collected(python: Path, work: Path) -> list[str]:
    """All tests."""
    done = command(python, work, "--collect-only test_ipdb.py")
    return [line.split("::", 1)[1] for line in done.stdout.splitlines() if line.startswith("test_ipdb.py::")]


def run(python: Path, work: Path, name: str) -> tuple[str, str]:
    """Runs a test in a network namespace of its own: `passed`, `skipped`, `failed`, and what it printed."""
    try:
        done = command(python, work, "'test_ipdb.py::%s'" % name)
    except subprocess.TimeoutExpired:
        return "failed", "it does not end"
    if done.returncode != 0:
        return "failed", done.stdout + done.stderr
    return ("skipped" if " skipped" in done.stdout.splitlines()[-1] else "passed"), done.stdout


def report(names: list[str], results: list[tuple[str, str]], exceptions: dict[str, str], verbose: bool) -> int:
    wrong = 0
    for name, (result, output) in zip(names, results):
        if result == "passed" and name in exceptions:
            print("passed, though it need not: %s" % name)
        elif result != "passed":
            wrong += name not in exceptions
            reason = exceptions.get(name)
            last = [line for line in output.splitlines() if line.startswith(("E ", "SKIPPED"))]
            print("%s: %s: %s" % (result, name, reason or " ".join(last[-1:])))
            if verbose:
                print(textwrap.indent(output, "    "))
    passed = sum(result == "passed" for result, _ in results)
    print("%d passed, %d failed" % (passed, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    if shutil.which("unshare") is None:
        sys.exit("unshare is needed (util-linux)")
    sys.exit(main())
