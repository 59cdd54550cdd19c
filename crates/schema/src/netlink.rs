//! Messages that every netlink family shares (linux/netlink.h): errors and acknowledgements with their
//! extended acknowledgement, and the end of a dump.

use route2_wire::{Attrs, Bytes, Header, Message, Str, align, attrs, flag, message_type};

attrs! {
    /// The extended acknowledgement: `NLMSGERR_ATTR_*`.
    pub struct ExtAck {
        /// What was wrong, in the kernel's own words.
        1 = NLMSGERR_ATTR_MSG       => msg: Str [ro],
        /// Where in the request the attribute begins that was wrong, counted from the netlink header.
        2 = NLMSGERR_ATTR_OFFS      => offs: u32 [ro],
        /// What the kernel hands back on success; its meaning is the subsystem's.
        3 = NLMSGERR_ATTR_COOKIE    => cookie: Bytes [ro],
        /// What the attribute that was wrong must be like.
        4 = NLMSGERR_ATTR_POLICY    => policy: Policy [ro],
        /// The number of an attribute that is required and was missing.
        5 = NLMSGERR_ATTR_MISS_TYPE => miss_type: u32 [ro],
        /// Where in the request the nest begins in which it was missing.
        6 = NLMSGERR_ATTR_MISS_NEST => miss_nest: u32 [ro],
    }
}

attrs! {
    /// What an attribute must be like: `NL_POLICY_TYPE_ATTR_*`.
    pub struct Policy {
        /// `NL_ATTR_TYPE_*`.
        1  = NL_POLICY_TYPE_ATTR_TYPE            => r#type: u32 [ro],
        2  = NL_POLICY_TYPE_ATTR_MIN_VALUE_S     => min_value_s: i64 [ro],
        3  = NL_POLICY_TYPE_ATTR_MAX_VALUE_S     => max_value_s: i64 [ro],
        4  = NL_POLICY_TYPE_ATTR_MIN_VALUE_U     => min_value_u: u64 [ro],
        5  = NL_POLICY_TYPE_ATTR_MAX_VALUE_U     => max_value_u: u64 [ro],
        6  = NL_POLICY_TYPE_ATTR_MIN_LENGTH      => min_length: u32 [ro],
        7  = NL_POLICY_TYPE_ATTR_MAX_LENGTH      => max_length: u32 [ro],
        8  = NL_POLICY_TYPE_ATTR_POLICY_IDX      => policy_idx: u32 [ro],
        9  = NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE  => policy_maxtype: u32 [ro],
        10 = NL_POLICY_TYPE_ATTR_BITFIELD32_MASK => bitfield32_mask: u32 [ro],
        11 = NL_POLICY_TYPE_ATTR_PAD             => pad: Bytes [ro],
        12 = NL_POLICY_TYPE_ATTR_MASK            => mask: u64 [ro],
    }
}

/// `NLMSG_ERROR`, the answer to a request: an error, or an acknowledgement where `code` is 0.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// 0, or an errno as a negative number.
    pub code: i32,
    /// The header of the request that is answered.
    pub request: Header,
    /// The extended acknowledgement; empty where there is none.
    pub ext_ack: Attrs<'a, ExtAck>,
}

impl<'a> Answer<'a> {
    /// Reads `NLMSG_ERROR`; `None` where the message is another, or too short.
    ///
    /// The kernel repeats the request in its answer, whole or (`NLM_F_CAPPED`) its header alone; the
    /// extended acknowledgement lies behind that.
    pub fn read(message: Message<'a>) -> Option<Self> {
        let payload = message.payload();
        let code = i32::from_ne_bytes(*payload.first_chunk::<4>()?);
        let request = Header::read(payload.get(4..)?)?;
        (message.header.message_type == message_type::ERROR).then_some(())?;
        let repeated = match message.header.flags & flag::CAPPED {
            0 => (request.length as usize).max(Header::SIZE),
            _ => Header::SIZE,
        };
        let ext_ack = match message.header.flags & flag::ACK_TLVS {
            0 => &[],
            _ => payload.get(4 + align(repeated)..).unwrap_or_default(),
        };
        Some(Self { code, request, ext_ack: Attrs::new(ext_ack) })
    }
}

/// `NLMSG_DONE`, the end of a dump.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// 0, or the errno, as a negative number, that ended the dump early.
    pub code: i32,
    /// The extended acknowledgement; empty where there is none.
    pub ext_ack: Attrs<'a, ExtAck>,
}

impl<'a> End<'a> {
    /// Reads `NLMSG_DONE`; `None` where the message is another. Some kernels send no code: 0.
    pub fn read(message: Message<'a>) -> Option<Self> {
        (message.header.message_type == message_type::DONE).then_some(())?;
        let payload = message.payload();
        let code = payload.first_chunk::<4>().map_or(0, |code| i32::from_ne_bytes(*code));
        let ext_ack = match message.header.flags & flag::ACK_TLVS {
            0 => &[],
            _ => payload.get(4..).unwrap_or_default(),
        };
        Some(Self { code, ext_ack: Attrs::new(ext_ack) })
    }
}
