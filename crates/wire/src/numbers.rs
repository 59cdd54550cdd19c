//! Which attributes are there, by their numbers.

/// Some numbers of attributes. (No set that is declared has higher ones than 255.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers([u64; 4]);

impl Numbers {
    /// None.
    pub const NONE: Self = Self([0; 4]);

    /// All there are.
    pub const ALL: Self = Self([u64::MAX; 4]);

    /// Adds a number: false where it was there.
    #[inline]
    pub const fn insert(&mut self, number: u16) -> bool {
        // Most sets have no more: those stay in a register.
        if number < 64 {
            let is_new = self.0[0] & 1 << number == 0;
            self.0[0] |= 1 << number;
            return is_new;
        }
        let (word, bit) = Self::place(number);
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    /// Is the number there?
    #[inline]
    pub const fn contains(&self, number: u16) -> bool {
        let (word, bit) = Self::place(number);
        self.0[word] & bit != 0
    }

    const fn place(number: u16) -> (usize, u64) {
        ((number as usize / 64) % 4, 1 << (number % 64))
    }
}
