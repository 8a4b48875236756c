//! `cargo xtask check deploy`: the packed Worker is deployed to the stand-in for Cloudflare as the program does it, and what was
//! uploaded runs on the real workerd: a picture is made by it, an update keeps its key and its count, another key locks the old
//! one out, and all of it can be removed. wrangler deploys the same, and the window of the packaged program goes the whole way by keys.

mod by_wrangler;
mod stage;
pub(crate) mod window;

use std::{fs, sync::Arc, time::Instant};

use anyhow::{Context as _, Result, bail, ensure};
use bytes::Bytes;
use contract::{AccountId, Fields, GenerateRequest, Health, JobKey, Key, Model};
use fake::{FIRST, token};
use packer::Bundle;
use remote::{Address, Client, Cloud, Https, Kind, Subdomain, Upload, WorkerName};
use tokio::runtime::{Builder, Runtime};

use stage::Stage;

const KEY: &str = "the-deployment's-first-key";
const NEXT_KEY: &str = "the-deployment's-next-key";

pub(crate) fn run() -> Result<()> {
    let bundle = packer::pack()?;
    println!("{bundle}");
    let stage = Stage::start()?;
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let wire = Arc::new(Https::new()?);
    let check = Check {
        cloud: Cloud::at(Address::parse(&stage.fake().rest())?, Key::parse(token::DEPLOYER)?, Arc::clone(&wire) as _),
        account: AccountId::parse(FIRST.id)?,
        name: WorkerName::parse(&bundle.worker.name)?,
        subdomain: Subdomain::parse("studio")?,
        bundle,
        stage,
        wire,
        begun: Instant::now(),
    };
    check.run(&runtime)
}

struct Check {
    bundle: Bundle,
    stage: Stage,
    cloud: Cloud,
    wire: Arc<Https>,
    account: AccountId,
    name: WorkerName,
    subdomain: Subdomain,
    begun: Instant,
}

impl Check {
    fn run(&self, runtime: &Runtime) -> Result<()> {
        runtime.block_on(self.deploy())?;
        self.stage.settled()?;
        runtime.block_on(self.works(KEY, 1))?;
        let first = self.stage.fake().uploaded().context("nothing was uploaded")?;

        runtime.block_on(self.upload())?;
        self.stage.settled()?;
        runtime.block_on(self.works(KEY, 2))?;
        self.done("an update keeps the key and the count");

        let next = Key::parse(NEXT_KEY)?;
        runtime.block_on(self.cloud.set_key(&self.account, &self.name, &next))?;
        self.stage.settled()?;
        runtime.block_on(self.works(NEXT_KEY, 3))?;
        let old = runtime.block_on(self.client(KEY)?.usage(1));
        ensure!(old.is_err(), "the old key still opens the Worker");
        self.done("another key locks the old one out");

        runtime.block_on(self.remove())?;
        self.stage.settled()?;

        let theirs = by_wrangler::deploys(&self.bundle, KEY)?;
        let ours = self.stage.fake();
        ensure!(ours.uploaded().is_none(), "something is left");
        by_wrangler::compare(&first, &theirs)?;
        self.done("wrangler deploys the same to the stand-in, with the same words");

        window::deploys(&Stage::start()?, &self.bundle)?;
        self.done("the window of the packaged program deploys by keys alone, and the Worker makes its first picture");
        Ok(())
    }

    /// Each step as the program takes it, on an account that has nothing.
    async fn deploy(&self) -> Result<()> {
        let (cloud, account) = (&self.cloud, &self.account);
        ensure!(cloud.subdomain(account).await?.is_none(), "the account has a subdomain already");
        ensure!(cloud.is_free(account, &self.subdomain).await?, "the subdomain is taken");
        cloud.claim(account, &self.subdomain).await?;
        self.upload().await?;
        cloud.set_key(account, &self.name, &Key::parse(KEY)?).await?;
        let early = self.client(KEY)?.health().await;
        ensure!(early.is_err_and(|error| error.kind == Kind::NotOurs), "it answers before it is switched on");
        cloud.enable(account, &self.name).await?;
        self.done("a Worker is uploaded with its bindings, has a key, and is switched on");
        Ok(())
    }

    async fn upload(&self) -> Result<()> {
        let worker = &self.bundle.worker;
        let read = |module: &contract::bundle::Module| fs::read(self.bundle.folder.join(&module.name)).map(Bytes::from);
        let files = worker.modules.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let namespace = self.cloud.namespace(&self.account, &self.name.namespace_title()).await?;
        let standing = self.cloud.standing(&self.account, &self.name).await?;
        ensure!(standing.as_ref().is_none_or(|standing| standing.is_ours), "it is not ours: {standing:?}");
        let upload = Upload { bundle: worker, files: &files, namespace: &namespace, standing: standing.as_ref() };
        Ok(self.cloud.upload(&self.account, &self.name, upload).await?)
    }

    fn client(&self, key: &str) -> Result<Client> {
        let address = self.cloud.worker_address(&self.name, &self.subdomain);
        Ok(Client::to(address, Key::parse(key)?, Arc::clone(&self.wire) as _))
    }

    /// It is there in the version that was packed, and makes a picture, the `nth` of the day.
    async fn works(&self, key: &str, nth: u64) -> Result<()> {
        let client = self.client(key)?;
        let Health { version, instance, .. } = client.health().await?;
        ensure!(version == self.bundle.worker.version, "version {version} answers");
        ensure!(instance.is_some(), "what answers was not started here");
        client.check().await?;
        let model = Model::find("flux-2-klein-4b").context("no such model")?;
        let fields = Fields { prompt: Some(format!("picture {nth}")), ..Fields::default() };
        let Ok(request) = GenerateRequest::parse(fields, model) else { bail!("the request is wrong") };
        let mut incoming = client.generate(&request, &JobKey::parse(format!("job-{nth}"))?).await?;
        let mut bytes = 0;
        while let Some(chunk) = incoming.chunk().await? {
            bytes += chunk.len();
        }
        ensure!(self.stage.fake().runs() == nth, "Cloudflare made {} pictures", self.stage.fake().runs());
        let today = client.usage(1).await?.usage.days.pop().context("no day")?;
        ensure!(today.count == nth, "the Worker counted {today:?}");
        self.done(&format!("a picture of {} kB comes from what was uploaded, and is counted: {nth}", bytes / 1000));
        Ok(())
    }

    async fn remove(&self) -> Result<()> {
        let namespace = self.cloud.namespace(&self.account, &self.name.namespace_title()).await?;
        self.cloud.remove_worker(&self.account, &self.name).await?;
        self.cloud.remove_namespace(&self.account, &namespace).await?;
        ensure!(self.client(NEXT_KEY)?.health().await.is_err(), "it answers after it was removed");
        let fake = self.stage.fake();
        ensure!(fake.workers(FIRST).is_empty() && fake.namespaces(FIRST).is_empty(), "something is left");
        self.done("all of it is removed");
        Ok(())
    }

    fn done(&self, what: &str) {
        println!("{:5.1} s  {what}", self.begun.elapsed().as_secs_f32());
    }
}
