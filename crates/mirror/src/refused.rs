//! The kernel's no.

use route2_schema::netlink::{
    ExtAck, NLMSGERR_ATTR_MISS_NEST, NLMSGERR_ATTR_MISS_TYPE, NLMSGERR_ATTR_MSG, NLMSGERR_ATTR_OFFS,
};
use route2_schema::rtnl::Object;
use route2_wire::{Attrs, Messages};
use std::{fmt, io};

const EIO: i32 = 5;

/// A request that the kernel refused: which, why, and what in it was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The kernel's name of the request: `RTM_NEWLINK`.
    pub request: &'static str,
    /// The error's number (`errno`), positive.
    pub errno: i32,
    /// The kernel's own words.
    pub message: Option<String>,
    /// The attribute that was wrong, from the outermost nest in; empty where the kernel named none.
    pub attribute: Vec<&'static str>,
    /// The attribute that is required and was missing; where its nest does not know its number, that.
    pub missing: Option<String>,
}

impl Refused {
    pub(crate) fn new(request: &[u8], code: i32, ext_ack: Attrs<'_, ExtAck>) -> Self {
        let object = Messages::new(request).next().and_then(Result::ok).and_then(Object::new);
        // The kernel's own attributes: what is malformed in them is treated as not said.
        let number = |key| ext_ack.get(key).ok().flatten();
        let at = |offset: u32| object.and_then(|object| object.attribute_at(offset as usize));
        let missing = number(NLMSGERR_ATTR_MISS_TYPE).map(|missing| {
            let nest = number(NLMSGERR_ATTR_MISS_NEST);
            object
                .and_then(|object| object.attribute_in(nest.map(|n| n as usize), missing))
                .map_or_else(|| format!("attribute {missing}"), str::to_owned)
        });
        Self {
            request: object.map_or("request", |object| object.event()),
            errno: code.checked_neg().unwrap_or(EIO),
            message: ext_ack.get(NLMSGERR_ATTR_MSG).ok().flatten().map(str::to_owned),
            attribute: number(NLMSGERR_ATTR_OFFS).and_then(at).unwrap_or_default(),
            missing,
        }
    }

    /// Of an errno, without the kernel's words.
    pub fn of_errno(request: &[u8], errno: i32) -> Self {
        Self::new(request, -errno, Attrs::new(&[]))
    }

    /// An answer that is too short to say anything.
    pub(crate) fn unreadable(request: &[u8]) -> Self {
        Self {
            message: Some("the kernel's answer is too short to be read".into()),
            ..Self::new(request, -EIO, Attrs::new(&[]))
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = io::Error::from_raw_os_error(self.errno);
        write!(f, "the kernel refused {}: {error}", self.request)?;
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        if !self.attribute.is_empty() {
            write!(f, " (attribute {})", self.attribute.join(" > "))?;
        }
        if let Some(missing) = &self.missing {
            write!(f, " (missing: {missing})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
