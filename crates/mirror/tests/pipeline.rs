//! Many requests in few datagrams: what answers mean, lost ones and those of others too.
#![allow(clippy::unwrap_used)]

use route2_mirror::{Outcome, Pipeline};
use route2_wire::{Header, Messages, message_type};

const PORT: u32 = 77;
const FIRST: u32 = 1000;

/// `RTM_NEWROUTE`, and `RTM_NEWLINK`.
const ROUTE: u16 = 24;
const LINK: u16 = 16;

fn request(message_type: u16, length: usize) -> Vec<u8> {
    let header = Header { length: length as u32, message_type, flags: 1, ..Header::default() };
    let mut bytes = header.bytes().to_vec();
    bytes.resize(length, 0);
    bytes
}

/// The kernel's answer to a request: 0 is yes.
fn answer(place: u32, errno: i32) -> Vec<u8> {
    let header = Header {
        length: 36,
        message_type: message_type::ERROR,
        flags: 0x100,
        sequence: FIRST + place,
        port: PORT,
    };
    let mut bytes = header.bytes().to_vec();
    bytes.extend((-errno).to_ne_bytes());
    bytes.resize(36, 0);
    bytes
}

/// The sequence numbers of what is sent next, and for which of it an acknowledgement is asked.
fn sent(pipeline: &mut Pipeline<'_>) -> Vec<(u32, bool)> {
    let datagram = pipeline.poll_transmit().unwrap_or_default().to_vec();
    let messages = Messages::new(&datagram).map(Result::unwrap);
    messages
        .map(|message| (message.header.sequence - FIRST, message.header.flags & 4 != 0))
        .collect()
}

#[test]
fn windows_are_sent_in_order_and_asked_about_once() {
    let requests: Vec<_> = (0..300).map(|_| request(ROUTE, 60)).collect();
    let mut pipeline = Pipeline::new(requests.iter().map(Vec::as_slice).collect(), PORT, FIRST);
    let mut next = 0;
    while next < 300 {
        let window = sent(&mut pipeline);
        let last = window.last().unwrap().0;
        assert!(window.iter().map(|(place, _)| *place).eq(next..=last));
        assert!(window.iter().all(|(place, asks)| *asks == (*place == last)));
        assert!(pipeline.poll_transmit().is_none(), "one window at a time");
        pipeline.handle_input(&answer(last, 0), 0);
        next = last + 1;
    }
    assert!(pipeline.poll_transmit().is_none());
    assert!(pipeline.outcomes().iter().all(|outcome| *outcome == Outcome::Done));
}

#[test]
fn links_go_one_by_one() {
    let requests = [request(LINK, 32), request(LINK, 32), request(ROUTE, 60), request(ROUTE, 60)];
    let mut pipeline = Pipeline::new(requests.iter().map(Vec::as_slice).collect(), PORT, FIRST);
    let mut windows = Vec::new();
    while let Some((last, _)) = sent(&mut pipeline).last().copied() {
        windows.push(last);
        pipeline.handle_input(&answer(last, 0), 0);
    }
    assert_eq!(windows, [0, 1, 3]);
}

#[test]
fn refusals_in_the_middle_and_at_the_end() {
    let requests: Vec<_> = (0..5).map(|_| request(ROUTE, 60)).collect();
    let mut pipeline = Pipeline::new(requests.iter().map(Vec::as_slice).collect(), PORT, FIRST);
    sent(&mut pipeline);
    pipeline.handle_input(&[answer(1, 17), answer(3, 3)].concat(), 0);
    assert!(pipeline.is_waiting());
    pipeline.handle_input(&answer(4, 22), 0);
    assert!(!pipeline.is_waiting());
    let errno = |outcome: &Outcome| match outcome {
        Outcome::Refused(refused) => refused.errno,
        Outcome::Done => 0,
        other => panic!("{other:?}"),
    };
    assert!(pipeline.outcomes().iter().map(errno).eq([0, 17, 0, 3, 22]));
}

#[test]
fn lost_answers_are_not_known_and_late_ones_do_not_count() {
    let requests: Vec<_> = [ROUTE, ROUTE, ROUTE, LINK].map(|t| request(t, 60)).into();
    let mut pipeline = Pipeline::new(requests.iter().map(Vec::as_slice).collect(), PORT, FIRST);
    sent(&mut pipeline);
    pipeline.handle_input(&answer(0, 17), 0);
    pipeline.handle_overrun();
    assert!(!pipeline.is_waiting());
    assert!(matches!(pipeline.outcomes()[0], Outcome::Refused(_)));
    assert_eq!(pipeline.outcomes()[1..], [Outcome::Unknown, Outcome::Unknown, Outcome::NotSent]);
    // These were under way: a yes to the last says nothing of those before, a refusal is one.
    pipeline.handle_input(&[answer(1, 5), answer(2, 0)].concat(), 0);
    assert!(matches!(pipeline.outcomes()[1], Outcome::Refused(_)));
    assert_eq!(pipeline.outcomes()[2], Outcome::Unknown);
    assert_eq!(sent(&mut pipeline), [(3, true)]);
    pipeline.handle_input(&answer(2, 0), 0);
    assert!(pipeline.is_waiting());
    pipeline.handle_input(&answer(3, 0), 0);
    assert_eq!(pipeline.outcomes()[2..], [Outcome::Unknown, Outcome::Done]);
}

#[test]
fn what_is_not_an_answer_of_the_kernel_is_passed_over() {
    let requests = [request(ROUTE, 60), request(ROUTE, 60)];
    let mut pipeline = Pipeline::new(requests.iter().map(Vec::as_slice).collect(), PORT, FIRST);
    // Before anything is sent.
    pipeline.handle_input(&answer(1, 0), 0);
    sent(&mut pipeline);
    // Another sender, another port, another number, another type, garbage, half an answer.
    pipeline.handle_input(&answer(1, 0), 4711);
    let mut other = answer(1, 0);
    other[12] ^= 1;
    pipeline.handle_input(&other, 0);
    pipeline.handle_input(&answer(7, 0), 0);
    pipeline.handle_input(&request(ROUTE, 60), 0);
    for length in 0..36 {
        pipeline.handle_input(&vec![0xff; length], 0);
        pipeline.handle_input(&answer(1, 0)[..length], 0);
    }
    assert!(pipeline.is_waiting());
    assert!(pipeline.outcomes().iter().all(|outcome| *outcome == Outcome::NotSent));
    // An answer that is too short to say how it ended is no yes.
    let mut short = answer(0, 0);
    short.truncate(16);
    short[..4].copy_from_slice(&16u32.to_ne_bytes());
    pipeline.handle_input(&short, 0);
    assert!(matches!(pipeline.outcomes()[0], Outcome::Refused(_)));
    pipeline.handle_input(&answer(1, 0), 0);
    assert_eq!(pipeline.outcomes()[1], Outcome::Done);
}
