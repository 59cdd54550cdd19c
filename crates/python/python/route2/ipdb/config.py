"""What pyroute2's users can set for all IPDBs (`pyroute2.config`)."""

#: How long to wait after each commit, in seconds. There is no reason to: when a commit returns, all has been seen.
commit_barrier: float = 0
#: These are pyroute2's, and do nothing here.
ipdb_nl_async = True
nlm_generator = False
async_qsize = 4096
gc_timeout = 60
