//! Several commands at a time, as many as there are processors. What one prints is shown when it has ended.

use anyhow::{Result, ensure};
use std::io::Write;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// Runs all of them, each under its name, beginning with the first.
///
/// # Errors
/// Where some fail, with their names; the others are run all the same.
pub(crate) fn run(commands: Vec<(String, Command)>) -> Result<()> {
    let count = thread::available_parallelism().map_or(1, usize::from);
    let (waiting, failed) = (Mutex::new(commands.into_iter()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                // Not in the head of a `while let`, which would hold the lock while the command runs.
                loop {
                    let Some((name, command)) = lock(&waiting).next() else { break };
                    if !succeeds(&name, command) {
                        lock(&failed).push(name);
                    }
                }
            });
        }
    });
    let failed = lock(&failed);
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

/// Runs one, and shows what it printed and how it ended.
fn succeeds(name: &str, mut command: Command) -> bool {
    let start = Instant::now();
    let output = command.output();
    let took = start.elapsed().as_secs();
    let mut stdout = std::io::stdout().lock();
    // Where nobody reads it any more, the status still tells.
    let _ = match &output {
        Ok(output) => stdout
            .write_all(&output.stdout)
            .and_then(|()| stdout.write_all(&output.stderr))
            .and_then(|()| writeln!(stdout, "{name}: {} after {took} s", output.status)),
        Err(error) => writeln!(stdout, "{name}: cannot be started: {error}"),
    };
    output.is_ok_and(|output| output.status.success())
}

/// Takes a lock, whatever became of who had it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::run;
    use std::process::Command;

    fn shell(name: &str, script: &str) -> (String, Command) {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        (name.to_owned(), command)
    }

    #[test]
    fn all_are_run_and_failures_are_named() {
        let file = std::env::temp_dir().join(format!("lanes-{}", std::process::id()));
        let note = format!("echo run >> '{}'", file.display());
        let commands = vec![
            shell("a", &note),
            shell("b", "exit 3"),
            shell("c", &note),
            shell("d", "kill -9 $$"),
            ("none".to_owned(), Command::new("/no/such/program")),
            shell("e", &note),
        ];
        let error = run(commands).unwrap_err().to_string();
        let lines = std::fs::read_to_string(&file).unwrap_or_default();
        let _ = std::fs::remove_file(&file);
        let mut names: Vec<_> = error.trim_start_matches("failed: ").split(", ").collect();
        names.sort_unstable();
        assert_eq!((lines.lines().count(), names), (3, vec!["b", "d", "none"]), "{error}");
        assert!(run(Vec::new()).is_ok());
    }
}
