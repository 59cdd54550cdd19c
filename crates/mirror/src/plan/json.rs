//! Plans as JSON, for programs that look at a plan before it is done.

use super::text::Names;
use super::{Goal, Plan, Step, Wish, link, restore, wish};
use crate::Snapshot;
use crate::kept::Id;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::Link;
use route2_schema::rtnl::names::LinkFlags;
use route2_wire::{Json, Messages, Shape};

impl Plan {
    /// The steps as JSON, a map each.
    ///
    /// A step says its number (`step`, which is one `of` so many), what it `does` (`add`, `set`, `replace`, `append`,
    /// `del`) and to `what`, in which `table`, the `command` of the program that does the same, the `request` by key as
    /// lists show objects, and what is to be so again when it is undone (`undo`): what is not to be there (`remove`), and
    /// what is to be as it was (`restore`), in all that can be set. Interfaces are numbers in requests and objects, as they are in lists; `what` and `command` have
    /// their names.
    pub fn json_lines(&self, now: &Snapshot) -> Vec<String> {
        let mut names = Names::of_plan(self, now);
        let of = self.steps().len() as u64;
        let line = |(place, step): (usize, &Step)| {
            let command = names.line(step);
            let mut json = Json::default();
            json.map(|json| {
                json.key("step").uint(place as u64 + 1);
                json.key("of").uint(of);
                write_step(step, &command, &names, json);
            });
            json.into_string()
        };
        self.steps().iter().enumerate().map(line).collect()
    }
}

fn write_step(step: &Step, command: &str, names: &Names<'_>, json: &mut Json) {
    let message = Messages::new(&step.request).next().and_then(Result::ok);
    if let Some(object) = message.and_then(Object::new) {
        json.key("does").text(command.split(' ').next().unwrap_or_default());
        json.key("what").text(&names.what(object));
        json.key("table").text(object.table.name);
        json.key("command").text(command);
        json.key("request").map(|json| write_said(object, names, json));
    }
    let mut undo = step.undo();
    wish::without_repeats(&mut undo);
    // The kernel alone makes these.
    undo.retain(|wish| !restore::is_passing(wish.object()));
    json.key("undo").list(|json| {
        for wish in &undo {
            json.map(|json| {
                let is_removal = matches!(wish.goal(), Goal::Gone | Goal::Absent);
                json.key("does").text(if is_removal { "remove" } else { "restore" });
                json.key("what").text(&names.what(wish.object()));
                json.key("table").text(wish.kept().name);
                if !is_removal {
                    json.key("object").map(|json| write_settings(wish, names, json));
                }
            });
        }
    });
}

/// What of an object can be set, and is to be again.
fn write_settings(wish: &Wish, names: &Names<'_>, json: &mut Json) {
    let settings = match wish.kept().id {
        Id::Link => Some(link::request_of(wish)),
        Id::Port | Id::Mdb | Id::Vlan => None,
        _ => restore::request(wish.object(), 0),
    };
    let bytes = settings.as_deref().unwrap_or_else(|| wish.bytes());
    let message = Messages::new(bytes).next().and_then(Result::ok);
    message.and_then(Object::new).into_iter().for_each(|object| write_said(object, names, json));
}

/// An object by key, but for what its header leaves open.
fn write_said(object: Object<'_>, names: &Names<'_>, json: &mut Json) {
    let changed = object.of::<Link>().map(|(header, _)| header.change);
    object.each_key(&mut |key, value| {
        let is_member = object.header().get(key).is_some();
        let is_open = match (key, changed) {
            ("state", Some(changed)) => changed & LinkFlags::UP.0 == 0,
            ("flags", Some(changed)) => changed == 0,
            ("ifi_type" | "change", Some(_)) | ("refcnt", _) => true,
            _ => is_member && value.number() == Some(0),
        };
        match names.netns(key, value) {
            _ if is_open => {}
            Some(netns) => json.key(key).text(netns),
            None => json.key(key).value(value, Shape::Plain),
        }
    });
}
