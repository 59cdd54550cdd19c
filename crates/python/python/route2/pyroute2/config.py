"""pyroute2's settings. Nothing here depends on them; scripts that set them go on."""

from __future__ import annotations

import os
import sys

uname = tuple(os.uname())
machine = os.uname().machine
arch = "64bit" if sys.maxsize > 1 << 32 else "32bit"
kernel = [int("".join(c for c in part if c.isdigit()) or 0) for part in os.uname().release.split("-")[0].split(".")]

async_qsize = 4096
commit_barrier = 0.0
gc_timeout = 60
db_transaction_limit = 1
ipdb_nl_async = True
nlm_generator = False
nla_via_getattr = False
cache_expire = 60
signal_stop_remote = None
mock_iproute = False
mock_netlink = False
nested_transactions = False
