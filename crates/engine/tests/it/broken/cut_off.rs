//! Connections that break, and those that fall silent. All of these left, and may have been billed.

use engine::Class;

use super::{
    Row, answer, good_head, sends,
    server::{
        Step::{self, Forever, Hang, Hear, Read, Reset, Send},
        chunk, head_of,
    },
    unknown,
};
use crate::crash::jpeg;

pub(super) fn faults() -> Vec<Row> {
    let good = good_head();
    let of_length = |length: usize| format!("{good}\nContent-Length: {length}");
    let (whole, network, reply) = (jpeg(), unknown(Class::Network), unknown(Class::Reply));
    let half = &whole[..whole.len() / 2];
    let sent = |bytes: Vec<u8>, end: Step| vec![Read, Send(bytes), end];
    let begun = [head_of(&of_length(whole.len())), half.to_vec()].concat();
    vec![
        ("reset before it is read", vec![Hear, Reset], network),
        ("closed before it is read", vec![Hear], network),
        ("reset once it is read", vec![Read, Reset], network),
        ("closed without a word", vec![Read], network),
        ("reset within the head", sent(b"HTTP/1.1 200 OK\r\nContent-".to_vec(), Reset), network),
        ("closed within the head", answer(*b"HTTP/1.1 200 OK\r\nContent-"), network),
        ("reset after the head", sent(head_of(&of_length(99)), Reset), network),
        ("closed after the head", sends(&of_length(99), b""), network),
        ("reset within the picture", sent(begun.clone(), Reset), network),
        ("closed within the picture", answer(begun), network),
        ("a length too long", sends(&of_length(whole.len() + 1), &whole), network),
        ("a length too short", sends(&of_length(whole.len() - 1), &whole), reply),
        ("no length, and cut short", sends(&good, half), reply),
        ("half a picture", super::answers(&good, half), reply),
        ("a chunk that is shorter than it says", chunked(&[b"ffff\r\n", half].concat()), network),
        ("a chunk that is longer than it says", chunked(&[b"4\r\n", half].concat()), network),
        ("a chunk's size is no number", chunked(b"zz\r\n"), network),
        ("a chunk of more bytes than there are numbers", chunked(b"fffffffffffffffff\r\n"), network),
        ("chunks that never end", chunked(&chunk(&whole)), network),
        ("a refusal cut short", sends("401 No\nContent-Length: 99", br#"{"error":"#), reply),
    ]
}

/// What never comes.
pub(super) fn silences() -> Vec<Row> {
    let timeout = unknown(Class::Timeout);
    let good = format!("{}\nContent-Length: 99999", good_head());
    let stops = |bytes: Vec<u8>| vec![Read, Send(bytes), Hang];
    // A byte at a time, as a slow line does it.
    let drops = |bytes: &[u8]| -> Vec<Step> { bytes.iter().map(|byte| Send(vec![*byte])).collect() };
    let drip = [vec![Read, Send(head_of(&good))], drops(&jpeg()[..20]), vec![Hang]].concat();
    vec![
        ("no answer", vec![Read, Hang], timeout),
        ("a head that stops", stops(b"HTTP/1.1 200 OK\r\nContent-".to_vec()), timeout),
        ("no first byte", stops(head_of(&good)), timeout),
        ("a slow drip that stops", drip, timeout),
        ("a refusal that stops", stops(head_of("500 Oops\nContent-Length: 9")), timeout),
        // Nothing of it is an answer.
        ("an endless promise to go on", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), timeout),
    ]
}

/// What never ends.
pub(super) fn floods() -> Vec<Row> {
    let (network, reply) = (unknown(Class::Network), unknown(Class::Reply));
    let megabyte = vec![b'x'; 1 << 20];
    let picture = [head_of(&good_head()), jpeg()].concat();
    let chunked = head_of(&format!("{}\nTransfer-Encoding: chunked", good_head()));
    vec![
        ("an endless head", endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"), reply),
        ("an endless header", endless(b"HTTP/1.1 200 OK\r\nX-More: ", &megabyte), reply),
        ("an endless picture", endless(&picture, &megabyte), reply),
        ("an endless refusal", endless(&head_of("500 Oops"), &megabyte), reply),
        ("an endless word after a chunk's size", endless(&[&chunked[..], b"4;"].concat(), &megabyte), network),
    ]
}

fn endless(begin: &[u8], more: &[u8]) -> Vec<Step> {
    vec![Read, Send(begin.to_vec()), Forever(more.to_vec())]
}

/// A good head, and these bytes of a chunked body.
fn chunked(bytes: &[u8]) -> Vec<Step> {
    sends(&format!("{}\nTransfer-Encoding: chunked", good_head()), bytes)
}
