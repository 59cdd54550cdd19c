//! The kernel proper inside a bzImage.
//!
//! Debian ships a bzImage, whose own unpacking code costs an emulated processor seconds of every
//! boot. QEMU can start the bare kernel instead (through its PVH entry), so that it is unpacked
//! only once, on the host. Where it lies is told by the header of the x86 boot protocol.

use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};

/// How the kernel is compressed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Compression {
    /// As by gzip.
    Gzip,
    /// As by xz.
    Xz,
    /// As by zstd.
    Zstd,
}

impl Compression {
    /// The program that undoes it.
    pub(super) fn program(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    /// How many bytes the kernel's build appends to the compressor's output: the unpacked size,
    /// except after gzip, whose format ends in that size by itself.
    fn appended(self) -> usize {
        match self {
            Self::Gzip => 0,
            Self::Xz | Self::Zstd => 4,
        }
    }

    fn of(data: &[u8]) -> Option<Self> {
        match data {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0xfd, b'7', b'z', b'X', b'Z', ..] => Some(Self::Xz),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Where in a bzImage the compressed kernel lies, and how it is compressed.
pub(super) fn locate(image: &[u8]) -> Result<(Range<usize>, Compression)> {
    ensure!(field::<4>(image, 0x202)? == *b"HdrS", "this is no bzImage");
    let version = u16::from_le_bytes(field(image, 0x206)?);
    ensure!(version >= 0x208, "boot protocol {version:#x} does not tell where the kernel lies");
    let [sectors] = field(image, 0x1f1)?;
    // One more sector than the header counts, and 0 stands for the 4 of old.
    let setup = (if sectors == 0 { 4 } else { usize::from(sectors) } + 1) * 512;
    let offset = u32::from_le_bytes(field(image, 0x248)?) as usize;
    let length = u32::from_le_bytes(field(image, 0x24c)?) as usize;
    let start = setup.saturating_add(offset);
    let data = image.get(start..start.saturating_add(length)).context("the image is cut short")?;
    let Some(compression) = Compression::of(data) else {
        bail!("the kernel is compressed in an unknown way: {:02x?}", &data[..length.min(6)]);
    };
    let length = length.saturating_sub(compression.appended());
    Ok((start..start + length, compression))
}

fn field<const N: usize>(image: &[u8], offset: usize) -> Result<[u8; N]> {
    let bytes = image.get(offset..offset + N).context("the image is shorter than its header")?;
    Ok(bytes.try_into()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bzImage whose compressed part is `payload`, 16 bytes after the setup code.
    fn image(sectors: u8, payload: &[u8]) -> Vec<u8> {
        let setup = if sectors == 0 { 4 } else { usize::from(sectors) };
        let mut image = vec![0; (setup + 1) * 512 + 16];
        image[0x1f1] = sectors;
        image[0x202..0x206].copy_from_slice(b"HdrS");
        image[0x206..0x208].copy_from_slice(&0x20f_u16.to_le_bytes());
        image[0x248..0x24c].copy_from_slice(&16_u32.to_le_bytes());
        image[0x24c..0x250].copy_from_slice(&u32::try_from(payload.len()).unwrap().to_le_bytes());
        image.extend_from_slice(payload);
        image.extend_from_slice(b"what follows the kernel");
        image
    }

    #[test]
    fn the_kernel_is_found_without_the_appended_size() {
        let xz = image(27, b"\xfd7zXZ\0 data+len");
        assert_eq!(locate(&xz).unwrap(), (14352..14363, Compression::Xz));
        assert_eq!(&xz[14352..14363], b"\xfd7zXZ\0 data");
        let zstd = image(39, b"\x28\xb5\x2f\xfd data+len");
        assert_eq!(locate(&zstd).unwrap(), (20496..20505, Compression::Zstd));
    }

    #[test]
    fn gzip_keeps_its_own_size_field() {
        let (range, compression) = locate(&image(27, b"\x1f\x8b data+len")).unwrap();
        assert_eq!((range.len(), compression), (11, Compression::Gzip));
    }

    #[test]
    fn no_setup_sectors_mean_four() {
        assert_eq!(locate(&image(0, b"\x1f\x8b data")).unwrap().0.start, 5 * 512 + 16);
    }

    #[test]
    fn other_files_are_refused() {
        let complaint = |image: &[u8]| locate(image).unwrap_err().to_string();
        assert!(complaint(b"").contains("shorter than its header"));
        assert!(complaint(&[0; 1024]).contains("no bzImage"));
        assert!(complaint(&image(27, b"\x02\x21\x4c\x18 lz4 ")).contains("unknown way"));
        assert!(complaint(&image(27, b"")).contains("unknown way"));
        let mut old = image(27, b"\x1f\x8b data");
        old[0x206] = 7;
        assert!(complaint(&old).contains("0x207"));
        let whole = image(27, b"\x1f\x8b data");
        assert!(complaint(&whole[..whole.len() - 30]).contains("cut short"));
    }
}
