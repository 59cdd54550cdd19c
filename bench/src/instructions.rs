//! Instructions for decoding a message, counted by valgrind: the same on a busy machine as on a quiet one.

use crate::decode::{ROWS, Recording};
use crate::table::{Table, number};
use crate::world::{Kind, Subject, Worlds};
use crate::{Options, measure};
use anyhow::{Context, Result, ensure};
use std::process::Command;

/// The same work so many times more, so that what happens once can be subtracted.
const TIMES: [u32; 2] = [1, 6];

/// The section.
pub(crate) fn section(options: &Options, worlds: &mut Worlds) -> Result<Vec<Table>> {
    let (kinds, messages) = match options.quick {
        false => (&Kind::ALL[..], 200),
        true => (&Kind::ALL[..1], 10),
    };
    let mut table = Table::new("Decoding in memory: instructions a message");
    for kind in kinds.iter().copied() {
        let subject = Subject { kind, count: messages };
        let recording = Recording::make(subject, messages, worlds)?;
        let mut cells = Vec::new();
        for row in ROWS {
            let [once, often] = TIMES.map(|times| count(&recording, row.title, times));
            let more = f64::from((TIMES[1] - TIMES[0]) * recording.messages);
            cells.push((row.title.to_owned(), number((often? - once?) / more)));
        }
        table.add(kind.table().name, cells.into_iter());
    }
    Ok(vec![table])
}

/// The instructions of a whole process.
fn count(recording: &Recording, title: &str, times: u32) -> Result<f64> {
    let run = measure::own_command()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(run.get_program())
        .args(run.get_args())
        .args(recording.arguments(title, &[&times.to_string()]))
        .output()
        .context("cannot start valgrind")?;
    let text = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{title}: {text}");
    let collected =
        text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    collected.with_context(|| format!("valgrind counted nothing: {text}"))
}
