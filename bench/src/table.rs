//! Results as Markdown.

use crate::measure::{Sample, Series};
use std::fmt;

/// A table: a row a contestant, a column a subject.
#[derive(Debug, Default)]
pub(crate) struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

impl Table {
    /// An empty one.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a column. Rows are those of the first one.
    pub(crate) fn add(
        &mut self,
        title: impl Into<String>,
        cells: impl Iterator<Item = (String, String)>,
    ) {
        self.columns.push(title.into());
        for (row, (title, cell)) in cells.enumerate() {
            if row == self.rows.len() {
                self.rows.push((title, Vec::new()));
            }
            self.rows[row].1.push(cell);
        }
    }

    /// Adds a column of what `cell` makes of each row.
    pub(crate) fn add_each(
        &mut self,
        title: impl Into<String>,
        series: &[Series],
        cell: impl Fn(&Series) -> String,
    ) {
        self.add(title, series.iter().map(|row| (row.title.clone(), cell(row))));
    }

    /// Adds a column of ratios to the row `base`, whose own absolute value stands in brackets.
    pub(crate) fn add_ratios(
        &mut self,
        title: impl Into<String>,
        series: &[Series],
        base: usize,
        of: impl Fn(&Sample) -> f64,
        absolute: impl Fn(f64) -> String,
    ) {
        let cells = series.iter().enumerate().map(|(at, row)| {
            let ratio = number(row.ratio(&series[base], &of));
            let cell = match at == base {
                true => format!("{ratio} ({})", absolute(row.median(&of))),
                false => ratio,
            };
            (row.title.clone(), cell)
        });
        self.add(title, cells);
    }
}

/// Three digits, as many as a measurement deserves.
pub(crate) fn number(n: f64) -> String {
    match n.abs() {
        _ if n.is_nan() => String::new(),
        0.0..10.0 => format!("{n:.2}"),
        10.0..100.0 => format!("{n:.1}"),
        _ => format!("{n:.0}"),
    }
}

/// A time in the unit that suits it.
pub(crate) fn time(ns: f64) -> String {
    match ns {
        0.0..1e4 => format!("{} ns", number(ns)),
        1e4..1e6 => format!("{} µs", number(ns / 1e3)),
        _ => format!("{} ms", number(ns / 1e6)),
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n", self.title)?;
        writeln!(f, "| | {} |", self.columns.join(" | "))?;
        writeln!(f, "| --- |{}", " --- |".repeat(self.columns.len()))?;
        for (title, cells) in &self.rows {
            writeln!(f, "| {title} | {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}
