#! /usr/bin/env python3

import pprint
import pyroute2

pp = pprint.PrettyPrinter(indent=2)
ipdb = pyroute2.IPDB()

for event in ipdb.eventloop():
    for attr in event.get("attrs", []):
        if attr[0] == "IFLA_IFNAME" and attr[1].startswith("ppp"):
            print("- event : {}".format(event["event"]))
            pp.pprint(event)
            print("")
