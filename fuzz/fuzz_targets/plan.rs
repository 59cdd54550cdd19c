//! Any messages as the state that is and the state that was, and any words as what is wanted: a plan is made or
//! refused, what it asks for is messages, and where there is nothing to do for the state that was, it is there.
//!
//! Each message has a byte before it, which says what it is for.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use route2_mirror::{Goal, KEPT, Mirror, Plan, Planning, Snapshot, Wish};
use route2_schema::rtnl::{TABLES, Wanted};
use route2_schema::wire::{Given, Header, Message, Messages};
use std::time::Duration;

const GOALS: [Goal; 8] = [
    Goal::Add,
    Goal::Replace,
    Goal::Change,
    Goal::Append,
    Goal::Absent,
    Goal::Gone,
    Goal::As,
    Goal::Along,
];

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let (mut is, mut was) = (filled(), filled());
    let mut wishes = Vec::new();
    let mut rest = bytes;
    while let [what, message @ ..] = rest {
        let length = Header::read(message).map_or(0, |header| header.length as usize);
        let Some(one) = message.get(..length).filter(|one| one.len() >= Header::SIZE) else {
            break;
        };
        let view = Message { header: Header::read(one).unwrap_or_default(), bytes: one };
        match what % 4 {
            0 => is.handle_event(view, &mut |_| ()),
            1 => was.handle_event(view, &mut |_| ()),
            _ => wishes.extend(Wish::of_message(GOALS[usize::from(what >> 2) % 8], one.to_vec())),
        }
        rest = message.get(length..).unwrap_or_default();
    }
    let words = String::from_utf8_lossy(rest);
    wishes.extend(described(&words));
    let (now, then) = (is.snapshot(), was.snapshot());
    check(&now, wishes);
    check(&now, Wish::to_revert(&now, &then, &|_| true));
    assert!(Wish::to_revert(&now, &now, &|_| true).is_empty(), "a state differs from itself");
    if bytes.len() == rest.len() { Corpus::Reject } else { Corpus::Keep }
});

/// A mirror that has been filled with nothing.
fn filled() -> Mirror {
    let (mut mirror, mut now) = (Mirror::new(KEPT), Duration::from_secs(3600));
    while !mirror.is_settled() {
        now += now;
        while let Some(question) = mirror.poll_question(now) {
            let table = question.filling().finish();
            mirror.handle_answer(question.number, table, true, now, &mut |_| ());
        }
    }
    mirror
}

/// What words want: `add link ifname=br0 kind=bridge`, a line each.
fn described(words: &str) -> Vec<Wish> {
    let of_line = |line: &str| {
        let mut words = line.split_whitespace();
        let goal = GOALS[words.next()?.len() % 8];
        let table = TABLES.iter().find(|table| Some(table.name) == words.clone().next())?;
        let pairs: Vec<(String, Given)> = words
            .filter_map(|word| word.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect();
        let mut wanted = Wanted::new(table);
        let _ = wanted.set_all(&pairs, &|name| Some(name.len() as u32));
        Wish::new(goal, wanted)
    };
    words.lines().filter_map(of_line).collect()
}

fn check(now: &Snapshot, wishes: Vec<Wish>) {
    for planning in [
        Planning::default(),
        Planning { take_down: (0..8).collect(), kernels_own: true, bare: 1, ..Planning::default() },
        Planning { kernels_own: true, bare: 2, ..Planning::default() },
    ] {
        let Ok(plan) = Plan::new(now, wishes.iter().cloned(), &planning) else { continue };
        assert_eq!(plan.lines(now).len(), plan.steps().len());
        let again = Plan::from_bytes(&plan.to_bytes()).expect("a plan's own bytes");
        assert_eq!(again.to_bytes(), plan.to_bytes());
        assert_eq!(again.steps().len(), plan.steps().len());
        for step in plan.steps() {
            let mut messages = Messages::new(&step.request);
            let is_message = matches!(messages.next(), Some(Ok(_))) && messages.next().is_none();
            assert!(is_message, "a request is no message");
        }
        let _ = Plan::new(now, plan.inverse(|_| true), &planning);
    }
}
