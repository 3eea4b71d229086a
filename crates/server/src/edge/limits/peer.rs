//! Where a request comes from, as far as limits go.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// One client's address: of IPv6 the network, since each household or office has a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address(IpAddr);

impl Address {
    /// The address behind a connection. A trusted proxy says for whom it asks; nobody else is believed.
    #[must_use]
    pub fn of(peer: Peer, headers: &HeaderMap, proxy: Option<IpAddr>) -> Self {
        let peer = peer.0.to_canonical();
        if proxy.is_some_and(|proxy| proxy.to_canonical() == peer) {
            let named = headers.get_all("x-forwarded-for").iter().next_back();
            let last = named.and_then(|named| named.to_str().ok()).and_then(|named| named.rsplit(',').next());
            if let Some(client) = last.and_then(|last| last.trim().parse::<IpAddr>().ok()) {
                return client.into();
            }
        }
        peer.into()
    }
}

impl Address {
    /// As a number.
    #[must_use]
    pub const fn ip(self) -> IpAddr {
        self.0
    }
}

impl From<IpAddr> for Address {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(six) => Self(IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX)))),
            four => Self(four),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &str, proxy: Option<&str>) -> Address {
        let address = |text: &str| text.parse::<IpAddr>().expect("address");
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-forwarded-for"),
            forwarded.parse().expect("header"),
        )]);
        Address::of(Peer(address(peer)), &headers, proxy.map(address))
    }

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_asks_and_only_what_it_added_itself_counts() {
        let address = |text: &str| Address(text.parse().expect("address"));
        assert_eq!(of("10.0.0.1", "192.0.2.7", None), address("10.0.0.1"));
        assert_eq!(of("10.0.0.9", "192.0.2.7", Some("10.0.0.1")), address("10.0.0.9"));
        assert_eq!(of("10.0.0.1", "198.51.100.1, 192.0.2.7", Some("10.0.0.1")), address("192.0.2.7"));
        assert_eq!(of("::ffff:10.0.0.1", "nonsense", Some("10.0.0.1")), address("10.0.0.1"));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        assert_eq!(of("2001:db8:1:2::5", "", None), of("2001:db8:1:2:ffff::1", "", None));
        assert_ne!(of("2001:db8:1:2::5", "", None), of("2001:db8:1:3::5", "", None));
    }
}
