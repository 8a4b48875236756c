//! The built-in service by the program's own client: without a socket, and over one.

use std::sync::Arc;

use contract::{Code, Fields, Format, GenerateRequest, JobKey, Key, Record, Size, model::PAINTER};
use home::{BuiltIn, Settings, Socket, make_key};
use remote::{Address, Client, Https, Kind};

fn request(prompt: &str, seed: Option<i64>) -> GenerateRequest {
    let fields =
        Fields { prompt: Some(prompt.to_owned()), width: Some(320), height: Some(256), seed, ..Fields::default() };
    GenerateRequest::parse(fields, &PAINTER).unwrap()
}

async fn picture(client: &Client, request: &GenerateRequest, job: &str) -> (Record, Vec<u8>) {
    let mut incoming = client.generate(request, &JobKey::parse(job).unwrap()).await.unwrap();
    let (record, format, mut file) = (incoming.record.clone(), incoming.format, Vec::new());
    while let Some(chunk) = incoming.chunk().await.unwrap() {
        file.extend_from_slice(&chunk);
    }
    assert!(format.is_whole(&file));
    assert_eq!((format, format.dimensions(&file)), (Format::Jpeg, Some(Size::new(320, 256))));
    (record, file)
}

async fn is_a_whole_service(client: &Client) {
    assert!(client.health().await.is_ok());
    let ids: Vec<_> = client.models().await.unwrap().models.into_iter().map(|model| model.id).collect();
    assert_eq!(ids, ["painter"]);
    let (record, file) = picture(client, &request("夜の海", None), "job-1").await;
    assert_eq!((record.prompt.as_str(), record.size(), record.neurons), ("夜の海", Size::new(320, 256), Some(0.0)));
    // The seed that was chosen for us makes the same picture again.
    let seed = record.seed.unwrap();
    let (again, same_file) = picture(client, &request("夜の海", Some(seed.into())), "job-2").await;
    assert_eq!((again.seed, &same_file), (Some(seed), &file));
    // A repeat is the same job, whichever seed it would have drawn.
    assert_eq!(picture(client, &request("夜の海", None), "job-1").await, (record, file));
    let usage = client.usage(1).await.unwrap().usage;
    assert_eq!((usage.total, usage.days[0].by_model["painter"].count), (2, 2));
}

#[tokio::test]
async fn in_the_process() {
    let folder = tempfile::tempdir().unwrap();
    is_a_whole_service(&BuiltIn::open(&folder.path().join("state.db")).unwrap().client()).await;
}

#[tokio::test]
async fn over_a_socket_with_its_key_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let home = BuiltIn::open(&folder.path().join("state.db")).unwrap();
    let socket = Socket::bind(0).await.unwrap();
    let (address, key) = (Address::parse(&socket.address().to_string()).unwrap(), make_key().unwrap());
    let serving = tokio::spawn({
        let key = key.clone();
        async move { socket.serve(&home, Settings::keyed(vec![key]), std::future::pending()).await }
    });
    let wire = Arc::new(Https::new().unwrap());
    is_a_whole_service(&Client::to(address.clone(), key, Arc::clone(&wire) as _)).await;
    let stranger = Client::to(address, Key::parse("guessed").unwrap(), wire);
    assert_eq!(stranger.usage(1).await.unwrap_err().kind, Kind::Refused(Code::Unauthorized));
    serving.abort();
}
