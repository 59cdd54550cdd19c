//! neli: every message becomes a structure, attributes stay buffers in a list.

use crate::world::Kind;
use anyhow::Result;
use neli::consts::nl::{NlType, NlTypeWrapper, NlmF};
use neli::consts::rtnl::{Ntf, Nud, RtAddrFamily, RtScope, RtTable, Rtm, Rtn, Rtprot};
use neli::consts::socket::NlFamily;
use neli::nl::{NlPayload, Nlmsghdr, NlmsghdrBuilder};
use neli::rtnl::{
    Ifaddrmsg, IfaddrmsgBuilder, Ifinfomsg, IfinfomsgBuilder, Ndmsg, NdmsgBuilder, Rtmsg,
    RtmsgBuilder,
};
use neli::socket::synchronous::NlSocketHandle;
use neli::utils::Groups;
use neli::{FromBytes, FromBytesWithInput, Size, ToBytes};
use std::fmt::Debug;
use std::hint::black_box;
use std::io::Cursor;

/// Parses all messages into a `Vec`.
pub(crate) fn decode(kind: Kind, bytes: &[u8]) -> Result<u64> {
    match kind {
        Kind::Link => decode_as::<Ifinfomsg>(bytes),
        Kind::Addr => decode_as::<Ifaddrmsg>(bytes),
        Kind::Route => decode_as::<Rtmsg>(bytes),
        Kind::Neigh => decode_as::<Ndmsg>(bytes),
    }
}

fn decode_as<P: Size + FromBytesWithInput<Input = usize> + Debug>(bytes: &[u8]) -> Result<u64> {
    let mut all = Vec::new();
    let mut cursor = Cursor::new(bytes);
    while (cursor.position() as usize) < bytes.len() {
        all.push(Nlmsghdr::<Rtm, P>::from_bytes(&mut cursor)?);
    }
    Ok(black_box(&all).len() as u64)
}

/// Collects a dump.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    match kind {
        Kind::Link => {
            let header = IfinfomsgBuilder::default().ifi_family(RtAddrFamily::Unspecified);
            dump_as(Rtm::Getlink, header.build()?)
        }
        Kind::Addr => {
            let header = IfaddrmsgBuilder::default()
                .ifa_family(RtAddrFamily::Unspecified)
                .ifa_prefixlen(0)
                .ifa_scope(RtScope::Universe)
                .ifa_index(0);
            dump_as(Rtm::Getaddr, header.build()?)
        }
        Kind::Route => {
            let header = RtmsgBuilder::default()
                .rtm_family(RtAddrFamily::Inet)
                .rtm_dst_len(0)
                .rtm_src_len(0)
                .rtm_tos(0)
                .rtm_table(RtTable::Unspec)
                .rtm_protocol(Rtprot::Unspec)
                .rtm_scope(RtScope::Universe)
                .rtm_type(Rtn::Unspec);
            dump_as(Rtm::Getroute, header.build()?)
        }
        Kind::Neigh => {
            let header = NdmsgBuilder::default()
                .ndm_family(RtAddrFamily::Unspecified)
                .ndm_index(0)
                .ndm_state(Nud::empty())
                .ndm_flags(Ntf::empty())
                .ndm_type(Rtn::Unspec);
            dump_as(Rtm::Getneigh, header.build()?)
        }
    }
}

fn dump_as<P>(message_type: Rtm, header: P) -> Result<u64>
where
    P: Size + ToBytes + FromBytesWithInput<Input = usize> + Debug,
    Rtm: NlType,
{
    let socket = NlSocketHandle::connect(NlFamily::Route, None, Groups::empty())?;
    let request = NlmsghdrBuilder::default()
        .nl_type(message_type)
        .nl_flags(NlmF::REQUEST | NlmF::DUMP)
        .nl_payload(NlPayload::Payload(header))
        .build()?;
    socket.send(&request)?;
    let mut all: Vec<Nlmsghdr<NlTypeWrapper, P>> = Vec::new();
    loop {
        let (messages, _) = socket.recv::<NlTypeWrapper, P>()?;
        for message in messages {
            let message = message?;
            if message.get_payload().is_none() {
                return Ok(black_box(&all).len() as u64);
            }
            all.push(message);
        }
    }
}
