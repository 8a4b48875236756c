//! Chance that can be repeated: a small random generator and a hash of the prompt.
//!
//! The whole painter draws its choices from here. Never the standard library's hashers or a clock: they differ between
//! releases and runs, and the same prompt, size and seed must give the same bytes.

/// Splitmix64: eight bytes of state, good enough for where a cloud goes.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Starts from a prompt and a seed; the text's case does not matter.
    pub(crate) fn of(prompt: &str, seed: u64) -> Self {
        let mut own = Self(seed ^ 0x5eed_ca5e_1eaf_cafe);
        let mixed = own.next();
        Self(mixed ^ fnv(prompt))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0.0..1.0
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    /// low..high
    pub(crate) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// 0..n; 0 where n is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }

    /// True once in 1/p times.
    pub(crate) fn happens(&mut self, p: f32) -> bool {
        self.unit() < p
    }

    /// 1.0 or -1.0
    pub(crate) fn sign(&mut self) -> f32 {
        if self.happens(0.5) { 1.0 } else { -1.0 }
    }

    /// One of the list, or `otherwise` where it is empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T], otherwise: T) -> T {
        let at = self.below(list.len());
        list.get(at).copied().unwrap_or(otherwise)
    }
}

/// FNV-1a over the case-folded text.
fn fnv(text: &str) -> u64 {
    text.chars()
        .flat_map(char::to_lowercase)
        .fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// Smooth noise along a line, made of values at whole numbers; for ridges, shores and wobbling edges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wave(u32);

impl Wave {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        Self(chance.next() as u32)
    }

    /// -1.0..1.0, with bends about one unit apart.
    pub(crate) fn at(self, x: f32) -> f32 {
        let cell = x.floor();
        let t = x - cell;
        let t = t * t * (3.0 - 2.0 * t);
        let left = self.knot(cell);
        left + (self.knot(cell + 1.0) - left) * t
    }

    /// Like [`Wave::at`] with finer and finer bends laid over it.
    pub(crate) fn rough(self, x: f32, octaves: u32) -> f32 {
        let (mut sum, mut size, mut step) = (0.0, 0.5, 1.0);
        for octave in 0..octaves {
            sum += size * self.at(x * step + octave as f32 * 17.3);
            size *= 0.5;
            step *= 2.03;
        }
        sum
    }

    /// -1.0..1.0 over the plane.
    pub(crate) fn plane(self, x: f32, y: f32) -> f32 {
        let row = y.floor();
        let t = y - row;
        let t = t * t * (3.0 - 2.0 * t);
        let above = self.at(x + row * 57.0);
        above + (self.at(x + (row + 1.0) * 57.0) - above) * t
    }

    fn knot(self, cell: f32) -> f32 {
        (scramble((cell as i64 as u32).wrapping_mul(0x9e37_79b1) ^ self.0) >> 8) as f32 / 8_388_608.0 - 1.0
    }
}

/// Spreads the bits of a number; the paper's grain and the noise stand on it.
pub(crate) fn scramble(n: u32) -> u32 {
    let n = (n ^ (n >> 16)).wrapping_mul(0x7feb_352d);
    let n = (n ^ (n >> 15)).wrapping_mul(0x846c_a68b);
    n ^ (n >> 16)
}
