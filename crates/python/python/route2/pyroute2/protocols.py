"""Numbers of protocols of Ethernet, as pyroute2 names them (linux/if_ether.h)."""

ETH_P_LOOP = 0x0060
ETH_P_IP = 0x0800
ETH_P_X25 = 0x0805
ETH_P_ARP = 0x0806
ETH_P_RARP = 0x8035
ETH_P_8021Q = 0x8100
ETH_P_IPX = 0x8137
ETH_P_IPV6 = 0x86DD
ETH_P_PAUSE = 0x8808
ETH_P_SLOW = 0x8809
ETH_P_MPLS_UC = 0x8847
ETH_P_MPLS_MC = 0x8848
ETH_P_PPP_DISC = 0x8863
ETH_P_PPP_SES = 0x8864
ETH_P_PAE = 0x888E
ETH_P_8021AD = 0x88A8
ETH_P_MACSEC = 0x88E5
ETH_P_802_3 = 0x0001
ETH_P_AX25 = 0x0002
ETH_P_ALL = 0x0003
ETH_P_802_2 = 0x0004
ETH_P_SNAP = 0x0005

__all__ = [name for name in dir() if name.startswith("ETH_P_")]
