//! One table of requests and expected replies, which runs unchanged against the service in each of its homes. The homes'
//! tests and `cargo xtask check worker` use it; it must know nothing of any home.
