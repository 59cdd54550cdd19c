//! Plans as bytes: netlink messages, which anything that reads those can read too (`route2 decode`).
//!
//! Each step is its request, and behind it what undoes it: `RTM_NEW...` as it was, `RTM_DEL...` where nothing was.
//! The sequence numbers, which mean nothing before a request is sent, say which is which.

use super::{Inverse, Plan, Step, Wish};
use route2_wire::{Header, Messages};

/// Bits of the sequence number.
const REQUEST: u32 = 1;
const TOLERANT: u32 = 2;
/// It is undone by removing what it made.
const REMOVE: u32 = 4;

impl Plan {
    /// The plan as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for step in &self.steps {
            let (removes, undo) = match &step.inverse {
                Inverse::Remove => (REMOVE, &[][..]),
                Inverse::Restore(wishes) => (0, wishes.as_slice()),
            };
            let tolerant = if step.tolerant { TOLERANT } else { 0 };
            append(&mut out, &step.request, REQUEST | removes | tolerant);
            let messages = undo.iter().filter_map(Wish::to_message);
            messages.for_each(|message| append(&mut out, &message, 0));
        }
        out
    }

    /// The plan that was made into bytes; `None` where these are something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut plan = Self::default();
        for message in Messages::new(bytes) {
            let message = message.ok()?;
            let role = message.header.sequence;
            if role & REQUEST == 0 {
                let Some(Inverse::Restore(wishes)) = plan.steps.last_mut().map(|s| &mut s.inverse)
                else {
                    return None;
                };
                wishes.push(Wish::from_message(message)?);
                continue;
            }
            let mut request = message.bytes.to_vec();
            number(&mut request, 0);
            let inverse = match role & REMOVE {
                0 => Inverse::Restore(Vec::new()),
                _ => Inverse::Remove,
            };
            plan.steps.push(Step { request, inverse, tolerant: role & TOLERANT != 0 });
        }
        Some(plan)
    }
}

fn append(out: &mut Vec<u8>, message: &[u8], role: u32) {
    let start = out.len();
    out.extend_from_slice(message);
    number(&mut out[start..], role);
    out.resize(route2_wire::align(out.len()), 0);
}

fn number(message: &mut [u8], sequence: u32) {
    if let Some(header) = Header::read(message) {
        message[..Header::SIZE].copy_from_slice(&Header { sequence, ..header }.bytes());
    }
}
