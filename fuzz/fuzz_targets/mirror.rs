//! Any messages as notifications and as answers to questions: what a mirror tells adds up to what it has, and an
//! answer that says what it has changes nothing.
//!
//! Each message has a byte before it, which says what is done with it.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use route2_mirror::{Happening, KEPT, Mirror, Snapshot};
use route2_schema::rtnl::Object;
use route2_schema::wire::{Header, Message};
use std::time::Duration;

/// Later than any question has to wait.
const LATER: Duration = Duration::from_secs(3600);

#[derive(Default)]
struct Kernel {
    /// What it lists.
    listed: Vec<Vec<u8>>,
    /// How many more objects there are than at the start, as the mirror tells it.
    balance: i64,
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let (mut mirror, mut kernel) = (Mirror::new(KEPT), Kernel::default());
    kernel.answer_all(&mut mirror, None);
    let start = mirror.snapshot();
    let mut rest = bytes;
    let mut messages = 0;
    while let [what, message @ ..] = rest {
        let length = Header::read(message).map_or(0, |header| header.length as usize);
        let Some(one) = message.get(..length).filter(|one| one.len() >= Header::SIZE) else {
            break;
        };
        let next = what & 1 == 0;
        match what % 4 {
            0 | 1 => mirror.handle_event(view(one), &mut |happening| kernel.count(happening)),
            2 => kernel.listed.push(one.to_vec()),
            _ => mirror.handle_overrun(),
        }
        if next {
            kernel.answer(&mut mirror, what & 16 == 0);
        }
        messages += 1;
        rest = message.get(length..).unwrap_or_default();
    }
    check(&mirror, &start, &kernel);
    // Now the kernel lists what the mirror has.
    let now = mirror.snapshot();
    mirror.handle_overrun();
    let before = kernel.balance;
    kernel.answer_all(&mut mirror, Some(&now));
    assert_eq!(kernel.balance, before, "an answer that says what is there changes something");
    assert_eq!(mirror.revision(), now.revision());
    if messages == 0 { Corpus::Reject } else { Corpus::Keep }
});

fn view(bytes: &[u8]) -> Message<'_> {
    Message { header: Header::read(bytes).unwrap_or_default(), bytes }
}

impl Kernel {
    fn count(&mut self, happening: Happening<'_>) {
        self.balance += i64::from(happening.new.is_some()) - i64::from(happening.old.is_some());
    }

    /// Answers one question, if there is one.
    fn answer(&mut self, mirror: &mut Mirror, coherent: bool) {
        let Some(question) = mirror.poll_question(LATER) else { return };
        let mut filling = question.filling();
        for bytes in &self.listed {
            if let Some(object) = Object::new(view(bytes)) {
                filling.push(object);
            }
        }
        let mut count = |happening: Happening<'_>| {
            self.balance += i64::from(happening.new.is_some()) - i64::from(happening.old.is_some())
        };
        mirror.handle_answer(question.number, filling.finish(), coherent, LATER, &mut count);
    }

    /// Answers all questions with what a snapshot has, or with nothing.
    fn answer_all(&mut self, mirror: &mut Mirror, with: Option<&Snapshot>) {
        let mut now = LATER;
        for _ in 0..1000 {
            let Some(question) = mirror.poll_question(now) else {
                if mirror.is_settled() {
                    return;
                }
                now += LATER;
                continue;
            };
            let mut filling = question.filling();
            if let Some(snapshot) = with {
                snapshot.table(question.kept()).objects().for_each(|found| filling.push(*found));
            }
            let mut count = |happening: Happening<'_>| {
                self.balance +=
                    i64::from(happening.new.is_some()) - i64::from(happening.old.is_some())
            };
            mirror.handle_answer(question.number, filling.finish(), true, now, &mut count);
        }
        panic!("the questions do not end");
    }
}

fn check(mirror: &Mirror, start: &Snapshot, kernel: &Kernel) {
    let now = mirror.snapshot();
    let mut length = 0;
    for table in now.tables() {
        assert_eq!(table.objects().count(), table.len());
        assert!(table.objects().all(|found| found.revision <= now.revision()));
        length += table.len() as i64;
    }
    assert_eq!(length, kernel.balance, "what was told does not add up to what there is");
    let mut balance = 0;
    start.changes_to(&now, &mut |happening| {
        balance += i64::from(happening.new.is_some()) - i64::from(happening.old.is_some());
    });
    assert_eq!(length, balance);
}
