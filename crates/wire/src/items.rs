//! The values of a list, one after the other.

use crate::value::Scope;
use crate::{Kind, Layout, Value};

/// The values of a list.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    layout: Layout,
    item: &'static Kind,
    rest: &'a [u8],
    scope: Scope<'a>,
}

impl<'a> Items<'a> {
    pub(crate) const fn new(
        layout: Layout,
        item: &'static Kind,
        rest: &'a [u8],
        scope: Scope<'a>,
    ) -> Self {
        Self { layout, item, rest, scope }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        let payload = match self.layout {
            Layout::Indexed(_) => {
                let attr = crate::attrs::split(&mut self.rest)?;
                if !attr.whole {
                    return Some(Value::Malformed(attr.payload));
                }
                attr.payload
            }
            Layout::Packed(size) => {
                if self.rest.is_empty() {
                    return None;
                }
                let (item, rest) = self.rest.split_at_checked(size.max(1) as usize)?;
                self.rest = rest;
                item
            }
            Layout::Chunked | Layout::Eights => {
                match crate::list::split_chunk(self.layout, &mut self.rest)? {
                    Ok(chunk) => chunk,
                    Err(rest) => return Some(Value::Malformed(rest)),
                }
            }
            Layout::Domains => match crate::domain::split(&mut self.rest)? {
                Ok(name) => name,
                Err(rest) => return Some(Value::Malformed(rest)),
            },
            Layout::Repeated(number) => loop {
                let attr = crate::attrs::split(&mut self.rest)?;
                match attr.number() == number {
                    true if attr.whole => break attr.payload,
                    true => return Some(Value::Malformed(attr.payload)),
                    false => {}
                }
            },
        };
        Some(self.item.value(payload, self.scope.around, self.scope))
    }
}
