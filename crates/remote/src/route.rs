//! Whether this computer has a network at all, by the system's own table of routes: nothing is sent, and nobody is asked.
//! Used when a request could not leave, to tell a missing network from a wrong address.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
};

/// Public addresses, Cloudflare's own: any would do, since the system only looks for the way there.
const BY_V4: IpAddr = IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1));
const BY_V6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1111));

/// Whether there surely is no way to the internet. Does not wait.
pub(crate) fn is_offline() -> bool {
    leads_nowhere(&way(Ipv4Addr::UNSPECIFIED.into(), BY_V4), &way(Ipv6Addr::UNSPECIFIED.into(), BY_V6))
}

/// A UDP socket is connected without a packet: the system finds the route, and no more.
fn way(from: IpAddr, to: IpAddr) -> io::Result<()> {
    UdpSocket::bind((from, 0))?.connect((to, 53))
}

/// The failure of `v4` has to say why: a program out of sockets is not offline. Any failure of `v6` counts, since each system
/// says in its own way that it has none.
fn leads_nowhere(v4: &io::Result<()>, v6: &io::Result<()>) -> bool {
    let unreachable = |error: &io::Error| {
        matches!(error.kind(), ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown)
    };
    v4.as_ref().is_err_and(unreachable) && v6.is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_system_without_any_route_is_offline() {
        let no = |kind: ErrorKind| Err(io::Error::from(kind));
        for (v4, v6, offline) in [
            (no(ErrorKind::NetworkUnreachable), no(ErrorKind::NetworkUnreachable), true),
            (no(ErrorKind::NetworkUnreachable), no(ErrorKind::AddrNotAvailable), true),
            (no(ErrorKind::HostUnreachable), no(ErrorKind::Unsupported), true),
            (no(ErrorKind::NetworkUnreachable), Ok(()), false),
            (Ok(()), no(ErrorKind::NetworkUnreachable), false),
            (no(ErrorKind::PermissionDenied), no(ErrorKind::NetworkUnreachable), false),
        ] {
            assert_eq!(leads_nowhere(&v4, &v6), offline, "{v4:?} {v6:?}");
        }
    }
}
