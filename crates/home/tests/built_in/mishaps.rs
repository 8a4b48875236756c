//! What must not become of a picture that is paid for, when something goes wrong after the model was asked: the caller hangs
//! up and the service is stopped, the work panics, the file cannot be encoded again.

use contract::{Key, Record};
use home::{Settings, Socket};
use tokio::{net::TcpStream, runtime::Runtime, sync::oneshot, task::spawn_blocking};

use crate::{
    exchange::{KEY, generate, get, in_process, over_socket},
    studio::{JPEG, Studio},
};

const FOX: &str = r#"{"prompt": "a fox"}"#;

fn settings() -> Settings {
    Settings::keyed(vec![Key::parse(KEY).unwrap()])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_for_the_picture_of_a_caller_who_hung_up() {
    let studio = Studio::closed();
    let (home, (stop, stopped), (tell, told)) = (studio.built_in(), oneshot::channel::<()>(), oneshot::channel());
    // A runtime of its own, which ends with the service as that of a program does.
    let serving = spawn_blocking(move || {
        Runtime::new().unwrap().block_on(async {
            let socket = Socket::bind(0).await.unwrap();
            tell.send(socket.address()).unwrap();
            socket.serve(&home, settings(), async { drop(stopped.await) }).await
        })
    });
    let address = told.await.unwrap();
    let caller = tokio::spawn(over_socket(address, generate(Some("job-1"), FOX)));
    studio.sitter.begun.acquire().await.unwrap().forget();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    drop(stop);
    while TcpStream::connect(address).await.is_ok() {}
    studio.sitter.gate.add_permits(1);
    serving.await.unwrap().unwrap();

    let again = studio.again();
    let reply = in_process(&again.router(), generate(Some("job-1"), FOX)).await;
    assert_eq!((reply.header("idempotency-replayed"), reply.body.as_slice()), (Some("true"), JPEG));
    assert_eq!((studio.runs(), again.runs()), (1, 0));
    assert_eq!(in_process(&again.router(), get("/usage?days=1")).await.json()["total"], 1);
}

#[tokio::test]
async fn work_that_panics_may_be_billed_and_its_words_stay_here() {
    let studio = Studio::closed();
    // Whoever waits at it panics.
    studio.sitter.gate.close();
    let reply = in_process(&studio.built_in().router(settings()), generate(None, FOX)).await;
    assert_eq!(reply.code(), (500, "internal".to_owned(), "maybe".to_owned()));
    let error = &reply.json()["error"];
    assert_eq!(error["message"], "the request was cut off");
    assert!(error["hint"].as_str().unwrap().contains("usage"));
}

#[tokio::test]
async fn what_cannot_be_encoded_goes_out_as_it_came() {
    let studio = Studio::new();
    let mut request = generate(None, FOX);
    *request.uri_mut() = "/generate?format=png".parse().unwrap();
    // The model's file begins and ends as a JPEG, and is none between.
    let reply = in_process(&studio.router(), request).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("image/jpeg")));
    assert_eq!(reply.body, JPEG);
    let record = Record::from_header(reply.header("x-easel-record").unwrap()).unwrap();
    assert_eq!(record.content_type.as_deref(), Some("image/jpeg"));
}
