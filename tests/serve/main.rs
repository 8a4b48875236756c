//! `easel serve --workers-ai` as whoever starts it sees it: the real program, on the stand-in for Cloudflare.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use contract::{Fields, GenerateRequest, JobKey, Key, model::CATALOGUE};
use fake::Fake;
use remote::{Address, Client, Https};

/// The program, with no variable of ours set but these.
fn easel(data_dir: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_easel"));
    let read = ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "CF_ACCOUNT_LIST", "CF_TRANSLATE_MODEL"];
    for name in read.iter().chain(&["CLOUDFLARE_API_BASE_URL"]) {
        command.env_remove(name);
    }
    command.args(["serve", "--workers-ai", "--port", "0", "--key", "k", "--data-dir"]).arg(data_dir);
    command.envs(variables.iter().copied());
    command
}

/// Stops with the test, also when that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Asks for a picture; its neurons and its size in bytes, and the neurons of the day.
async fn ask(client: &Client) -> (f64, usize, f64) {
    let fields = Fields { prompt: Some("a fox".to_owned()), ..Fields::default() };
    let request = GenerateRequest::parse(fields, CATALOGUE.first().unwrap()).unwrap();
    let mut incoming = client.generate(&request, &JobKey::parse("job-1").unwrap()).await.unwrap();
    let mut file = Vec::new();
    while let Some(chunk) = incoming.chunk().await.unwrap() {
        file.extend_from_slice(&chunk);
    }
    assert!(incoming.format.is_whole(&file));
    let day = client.usage(1).await.unwrap().usage.days.remove(0);
    (incoming.record.neurons.unwrap(), file.len(), day.neurons)
}

#[test]
fn it_makes_pictures_on_the_account_that_the_environment_names() {
    let (cloudflare, folder) = (Fake::start().unwrap(), tempfile::tempdir().unwrap());
    let account = fake::FIRST;
    let variables = [
        ("CLOUDFLARE_ACCOUNT_ID", account.id),
        ("CLOUDFLARE_API_TOKEN", account.token),
        ("CLOUDFLARE_API_BASE_URL", &cloudflare.rest()),
    ];
    let mut running = Running(easel(folder.path(), &variables).stdout(Stdio::piped()).spawn().unwrap());
    let said = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<_> = said.take(2).collect();
    let [paid, listens] = said.as_slice() else { panic!("{said:?}") };
    assert!(paid.contains("Workers AI") && !paid.contains(account.token), "{paid}");
    let address = Address::parse(listens.strip_prefix("Easel listens on ").unwrap()).unwrap();
    let client = Client::to(address, Key::parse("k").unwrap(), Arc::new(Https::new().unwrap()));

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (neurons, bytes, counted) = runtime.block_on(ask(&client));
    assert!(neurons > 0.0 && (neurons - cloudflare.spent(account)).abs() < 0.01, "{neurons}");
    assert_eq!(runtime.block_on(ask(&client)), (neurons, bytes, counted), "the same job is not paid twice");
    assert_eq!((cloudflare.runs(), counted), (1, neurons));
}

#[test]
fn what_is_missing_or_wrong_in_the_environment_is_said_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    for (variables, named) in [
        (vec![], "--workers-ai needs CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN in the environment"),
        (vec![("CLOUDFLARE_API_TOKEN", "sesame")], "CLOUDFLARE_ACCOUNT_ID is not"),
        (vec![("CF_ACCOUNT_LIST", r#"{"token": "sesame"}"#)], "CF_ACCOUNT_LIST: the list must be JSON"),
        (
            vec![
                ("CLOUDFLARE_ACCOUNT_ID", fake::FIRST.id),
                ("CLOUDFLARE_API_TOKEN", "sesame"),
                ("CF_TRANSLATE_MODEL", "@cf/qwen/qwen1.5-14b-chat-awq"),
            ],
            "CF_TRANSLATE_MODEL names no text model that Easel knows; it knows qwen3-30b-a3b-fp8, ",
        ),
    ] {
        let output = easel(folder.path(), &variables).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(named) && !said.contains("sesame"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing is made before the accounts are known");
}
