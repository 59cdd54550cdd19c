//! Changes without a mirror: one request each, or a batch.

use crate::{Driver, Error};
use route2_schema::rtnl::link::{IFLA_ALT_IFNAME, IFLA_IFNAME, Link, LinkHeader};
use route2_schema::rtnl::{Object, Op, Table, Wanted, link};
use route2_schema::wire::{Given, Key, Put, Str, Unfit, Why, flag};
use std::cell::RefCell;

/// What a request is to do with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Make it; where there is one already, the kernel refuses.
    Add,
    /// Make it, or change the one that there is.
    Replace,
    /// Change the one that there is.
    Change,
    /// Make it, behind others with the same key.
    Append,
    /// Remove it.
    Del,
}

impl Verb {
    /// The request to do so with an object that is described by key. What is meant and was not said is added.
    pub fn request(self, wanted: &Wanted) -> Vec<u8> {
        let mut wanted = wanted.clone();
        if self == Self::Del {
            wanted.complete_removal();
            return wanted.message(Op::Del, 0);
        }
        wanted.complete();
        wanted.message(
            Op::New,
            match self {
                Self::Add => flag::CREATE | flag::EXCL,
                Self::Replace => flag::CREATE | flag::REPLACE,
                // A link's request without a flag changes it; of other objects, the kernel wants to hear it.
                Self::Change if wanted.table().name == link::TABLE.name => 0,
                Self::Change => flag::REPLACE,
                Self::Append => flag::CREATE | flag::APPEND,
                Self::Del => 0,
            },
        )
    }
}

impl Driver {
    /// An object described by key, of which the names of interfaces are looked up.
    ///
    /// # Errors
    /// Where a key is unknown or read-only, does not take its value, or an interface is not there.
    pub fn describe<K: Into<String>, V: Into<Given>>(
        &mut self,
        table: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Wanted, Error> {
        let pairs: Vec<_> =
            pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        let known = Table::named(table).ok_or_else(|| Unfit::new(table, Why::Unknown))?;
        let mut wanted = Wanted::new(known);
        let driver = RefCell::new(self);
        wanted.set_all(&pairs, &|name| driver.borrow_mut().index_of(name).ok().flatten())?;
        Ok(wanted)
    }

    /// Asks the kernel to do something with an object, and waits for its yes.
    ///
    /// ```no_run
    /// use route2::{Driver, Netns, Verb};
    ///
    /// let mut driver = Driver::open(&Netns::Current)?;
    /// let route = driver.describe("route", [("dst", "10.9.0.0/16"), ("gateway", "10.0.0.254")])?;
    /// driver.change(Verb::Add, &route)?;
    /// # Ok::<(), route2::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Refused`] is the kernel's no.
    pub fn change(&mut self, verb: Verb, wanted: &Wanted) -> Result<(), Error> {
        self.request(verb.request(wanted))
    }

    /// The index of the link with this name or alternative name; `None` where there is none.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn index_of(&mut self, name: &str) -> Result<Option<u32>, Error> {
        /// `IFNAMSIZ`, with the NUL: what is longer can only be an alternative name.
        const NAME_BYTES: usize = 16;
        if name.len() < NAME_BYTES {
            match self.index_by(IFLA_IFNAME, name) {
                // It can be an alternative name too.
                Err(Error::Refused(refused)) if refused.errno == libc::ENODEV => {}
                other => return other,
            }
        }
        match self.index_by(IFLA_ALT_IFNAME, name) {
            // (A kernel without alternative names knows none.)
            Err(Error::Refused(refused))
                if refused.errno == libc::ENODEV || name.len() < NAME_BYTES =>
            {
                Ok(None)
            }
            other => other,
        }
    }

    fn index_by(&mut self, key: Key<Link, Str>, name: &str) -> Result<Option<u32>, Error> {
        let get = link::TABLE.message_type(Op::Get);
        let mut put = Put::<Link>::message::<LinkHeader>(get, 0, &LinkHeader::default());
        put.put(key, name);
        let index = |object: Object<'_>| Some(object.of::<Link>()?.0.index as u32);
        Ok(self.get(put.finish()?)?.objects().find_map(index))
    }
}
