//! `easel serve`: where it listens, what it says when it cannot, and that it stops.

use contract::Key;
use home::{BuiltIn, Settings, Socket, SocketError};
use tokio::{net::TcpStream, sync::oneshot};

use crate::exchange::{KEY, get, over_socket};

#[tokio::test]
async fn it_listens_on_this_machine_only_and_a_taken_port_is_told() {
    let socket = Socket::bind(0).await.unwrap();
    let address = socket.address();
    assert!(address.ip().is_loopback());
    let error = Socket::bind(address.port()).await.unwrap_err();
    assert!(matches!(error, SocketError::PortTaken { port } if port == address.port()), "{error:?}");
    assert_eq!(error.to_string(), format!("port {} is already in use", address.port()));
    assert!(error.hint().contains("--port"));
}

#[tokio::test]
async fn it_stops_when_it_is_told_to_and_the_port_is_free_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = BuiltIn::open(&folder.path().join("state.db")).unwrap();
    let socket = Socket::bind(0).await.unwrap();
    let address = socket.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        socket.serve(&home, Settings::keyed(vec![Key::parse(KEY).unwrap()]), stopped).await
    });
    assert_eq!(over_socket(address, get("/usage")).await.status, 200);
    drop(stop);
    serving.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
