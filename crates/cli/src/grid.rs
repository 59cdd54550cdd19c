//! Aligned columns.

use crate::error::Failure;
use crate::output;
use std::io::Write;

/// Cells of text in columns of one width each. Columns in which nothing is said are left out.
pub(crate) struct Grid {
    titles: Vec<String>,
    /// All cells, one behind the other: a hundred thousand rows are not a million pieces of memory.
    text: String,
    ends: Vec<usize>,
}

impl Grid {
    /// Columns with these titles.
    pub(crate) fn new(titles: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let titles = titles.into_iter().map(|title| title.as_ref().to_uppercase()).collect();
        Self { titles, text: String::new(), ends: Vec::new() }
    }

    /// Adds a row, with a cell for each column.
    pub(crate) fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
    }

    /// Prints it.
    pub(crate) fn print(&self) -> Result<(), Failure> {
        let mut widths = vec![0; self.titles.len()];
        self.each_row(|cells| {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
            Ok(())
        })?;
        for (width, title) in widths.iter_mut().zip(&self.titles).filter(|(width, _)| **width > 0) {
            *width = title.chars().count().max(*width);
        }
        let mut out = output::buffered();
        if !self.ends.is_empty() {
            let titles: Vec<_> = self.titles.iter().map(String::as_str).collect();
            line(&titles, &widths, &mut out)?;
        }
        self.each_row(|cells| line(cells, &widths, &mut out))?;
        out.flush()?;
        Ok(())
    }

    fn each_row(
        &self,
        mut visit: impl FnMut(&[&str]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (mut start, mut cells) = (0, Vec::new());
        for row in self.ends.chunks(self.titles.len()) {
            cells.clear();
            for end in row {
                cells.push(&self.text[start..*end]);
                start = *end;
            }
            visit(&cells)?;
        }
        Ok(())
    }
}

fn line(cells: &[&str], widths: &[usize], out: &mut impl Write) -> Result<(), Failure> {
    let mut gap = 0;
    for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
        if !cell.is_empty() {
            write!(out, "{:gap$}{cell}", "")?;
            gap = 0;
        }
        gap += width + 2 - cell.chars().count();
    }
    out.write_all(b"\n")?;
    Ok(())
}
