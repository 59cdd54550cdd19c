//! The file system the kernel begins with: an archive in the "newc" format of cpio.

/// An archive under construction.
#[derive(Default)]
pub(super) struct Initrd {
    bytes: Vec<u8>,
    entries: u32,
}

impl Initrd {
    /// Adds a directory; those above it must have been added before.
    pub(super) fn directory(&mut self, path: &str) {
        self.entry(path, 0o040_755, &[]);
    }

    /// Adds a file that only root may read.
    pub(super) fn file(&mut self, path: &str, data: &[u8]) {
        self.entry(path, 0o100_600, data);
    }

    /// Adds a file that can be started.
    pub(super) fn program(&mut self, path: &str, data: &[u8]) {
        self.entry(path, 0o100_700, data);
    }

    /// The whole archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.entry("TRAILER!!!", 0, &[]);
        self.bytes
    }

    fn entry(&mut self, path: &str, mode: u32, data: &[u8]) {
        self.entries += 1;
        let links = if mode & 0o040_000 == 0 { 1 } else { 2 };
        let size = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let name_size = u32::try_from(path.len() + 1).unwrap_or(u32::MAX);
        // Inode, mode, owner, group, links, time, size, two device numbers of two parts each, the
        // name's length with its end, and a checksum that this variant of the format leaves out.
        let header = [self.entries, mode, 0, 0, links, 0, size, 0, 0, 0, 0, name_size, 0];
        let mut text = String::from("070701");
        for number in header {
            text.push_str(&format!("{number:08x}"));
        }
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(path.as_bytes());
        self.bytes.push(0);
        self.pad();
        self.bytes.extend_from_slice(data);
        self.pad();
    }

    fn pad(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_the_layout_of_newc() {
        let mut initrd = Initrd::default();
        initrd.directory("d");
        initrd.program("d/run", b"hello");
        let bytes = initrd.finish();
        let expected = [
            "070701",
            "00000001000041ed000000000000000000000002000000000000000000000000",
            "0000000000000000000000000000000200000000",
            "d\0",
            "070701",
            "00000002000081c0000000000000000000000001000000000000000500000000",
            "0000000000000000000000000000000600000000",
            "d/run\0",
            "hello",
            "\0\0\0",
        ]
        .concat();
        // A header and its name are padded to a multiple of four, as these are by chance.
        assert_eq!(String::from_utf8_lossy(&bytes[..expected.len()]), expected);
        assert!(bytes.ends_with(b"0000000b00000000TRAILER!!!\0\0\0\0"));
        assert_eq!(bytes.len() % 4, 0);
    }
}
