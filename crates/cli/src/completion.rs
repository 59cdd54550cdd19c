//! `route2 completion SHELL`: what makes a shell complete the command line.

use crate::error::Failure;
use crate::{args, output};
use clap::ArgMatches;
use clap_complete::{Shell, generate};
use std::io::Write;

/// What follows bash's script: no space belongs behind the `=` of a filter.
const BASH_NO_SPACE: &str = r#"
_route2_filters() {
    _route2 "$@"
    if [[ ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _route2_filters -o bashdefault -o default route2
"#;

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let Some(shell) = matches.get_one::<Shell>("shell") else { return Ok(()) };
    let mut script = Vec::new();
    generate(*shell, &mut args::command(), "route2", &mut script);
    if *shell == Shell::Bash {
        script.extend_from_slice(BASH_NO_SPACE.as_bytes());
    }
    let mut out = output::buffered();
    out.write_all(&script)?;
    out.flush()?;
    Ok(())
}
