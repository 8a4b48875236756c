//! Decodes what the window wants to show: a few named threads, the most wanted first. The window says every frame what it
//! still misses; what is no longer wanted is never decoded, so that a fast scroll costs nothing.

use std::{
    collections::HashSet,
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::Waker,
};

use library::{Entry, PictureId, Pixels, Places, Thumb};

/// A picture to decode.
#[derive(Debug, Clone)]
pub struct Want {
    /// Which.
    pub entry: Entry,
    /// A thumbnail of this size; `None` for the picture itself.
    pub thumb: Option<Thumb>,
    /// Pixels; a picture with a longer side is scaled down to it, since no graphics card takes any size.
    pub longest_side: u32,
}

/// A decoded picture.
#[derive(Debug)]
pub struct Loaded {
    /// Which.
    pub id: PictureId,
    /// As in [`Want`].
    pub thumb: Option<Thumb>,
    /// The pixels, or why there are none.
    pub pixels: Result<Pixels, library::Error>,
}

/// The threads that decode.
pub struct Loader {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    wanted: Condvar,
    places: Places,
    waker: Waker,
}

#[derive(Default)]
struct Queue {
    /// The most wanted last, where it is cheap to take.
    wants: Vec<Want>,
    /// Being decoded, or decoded and not fetched.
    busy: HashSet<(PictureId, Option<Thumb>)>,
    done: Vec<Loaded>,
    /// Nobody wants anything any more.
    closed: bool,
}

impl Loader {
    /// `waker`: woken after something was decoded.
    pub(crate) fn start(places: Places, waker: Waker) -> io::Result<Self> {
        let shared = Arc::new(Shared { queue: Mutex::default(), wanted: Condvar::new(), places, waker });
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        for n in 0..cores.saturating_sub(1).clamp(1, 4) {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new().name(format!("easel-decode-{n}")).spawn(move || shared.decode())?;
        }
        Ok(Self { shared })
    }

    /// Replaces what is wanted, the most wanted first.
    pub fn want(&self, wants: impl IntoIterator<Item = Want>) {
        let mut queue = self.shared.lock();
        let Queue { wants: waiting, busy, .. } = &mut *queue;
        waiting.clear();
        waiting.extend(wants.into_iter().filter(|want| !busy.contains(&(want.entry.id, want.thumb))));
        waiting.reverse();
        drop(queue);
        self.shared.wanted.notify_all();
    }

    /// What was decoded since the last call, at most `most` pictures.
    pub fn take(&self, most: usize) -> Vec<Loaded> {
        let mut queue = self.shared.lock();
        let most = most.min(queue.done.len());
        let taken: Vec<Loaded> = queue.done.drain(..most).collect();
        for loaded in &taken {
            queue.busy.remove(&(loaded.id, loaded.thumb));
        }
        taken
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.wanted.notify_all();
    }
}

impl Shared {
    fn decode(&self) {
        while let Some(want) = self.next() {
            let pixels = match want.thumb {
                Some(thumb) => library::thumbnail(&self.places, &want.entry, thumb),
                None => library::decode(&self.places.file(&want.entry), Some(want.longest_side)),
            };
            self.lock().done.push(Loaded { id: want.entry.id, thumb: want.thumb, pixels });
            self.waker.wake_by_ref();
        }
    }

    /// Waits for it; `None` at the end.
    fn next(&self) -> Option<Want> {
        let mut queue = self.lock();
        while !queue.closed {
            if let Some(want) = queue.wants.pop() {
                queue.busy.insert((want.entry.id, want.thumb));
                return Some(want);
            }
            queue = self.wanted.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // No code panics while it holds the lock; were it so, the queue would still be whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
