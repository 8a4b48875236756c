//! The Durable Object `Recipes`, one in all: the shelf by recipe. What the very same request made before is found here, as long
//! as it is young enough and there is room. It promises nothing: whatever fails here costs another picture and no error.

use contract::Recipe;
use serde::{Deserialize, Serialize};
use service::{Facts, Made};
use web_sys::ResponseInit;
use worker::{DurableObject, Env, ObjectNamespace, Request, Response, Result, State, Storage, durable_object};

use crate::{
    home::now,
    object::{ask, ask_by_address, asked_by_address},
    parcel,
    picture::JsPicture,
};

mod rows;

use rows::Rows;

/// The object's name: there is one.
const NAME: &str = "recipes";
/// The status of a reply that has no picture.
const NO_CONTENT: u16 = 204;

/// What it can be asked, with the recipe's text.
#[derive(Serialize, Deserialize)]
enum Question {
    /// The picture. Answered with a parcel, whose letter is [`Facts`], or with nothing.
    Find(String),
    /// To keep the picture, which comes with it in such a parcel.
    Keep(String),
}

impl Question {
    fn text(&self) -> String {
        // A string: it always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The picture of `recipe` in the object of the class `objects`; or why nobody knows.
pub(crate) async fn find(
    objects: &ObjectNamespace,
    recipe: &Recipe,
) -> std::result::Result<Option<Made<JsPicture>>, String> {
    let response = ask_by_address(objects, NAME, &Question::Find(recipe.to_string()).text()).await?;
    if response.status() == NO_CONTENT {
        return Ok(None);
    }
    let headers = response.headers();
    let facts = parcel::letter(&headers)?;
    let picture = JsPicture::of(parcel::picture(response.body(), &headers).await?);
    Ok(Some(Made { picture, facts }))
}

/// Keeps the picture of `recipe` there; or why that failed.
pub(crate) async fn keep(
    objects: &ObjectNamespace,
    recipe: &Recipe,
    made: &Made<JsPicture>,
) -> std::result::Result<(), String> {
    let headers = parcel::headers(&made.facts).map_err(|thrown| crate::fault::message(&thrown))?;
    let question = Question::Keep(recipe.to_string()).text();
    ask(objects, NAME, &question, &headers, made.picture.file().into()).await.map(drop)
}

/// The object.
#[durable_object(alarm)]
pub struct Recipes {
    storage: Storage,
    rows: Rows,
}

impl DurableObject for Recipes {
    fn new(state: State, _: Env) -> Self {
        let storage = state.storage();
        Self { rows: Rows::open(storage.sql()), storage }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match serde_json::from_str(&asked_by_address(&request))? {
            Question::Find(recipe) => self.find(&recipe),
            Question::Keep(recipe) => self.keep(&recipe, &request).await,
        }
    }

    /// Forgets what is too old.
    async fn alarm(&self) -> Result<Response> {
        self.rows.forget(now())?;
        self.wake().await?;
        Response::empty()
    }
}

impl Recipes {
    fn find(&self, recipe: &str) -> Result<Response> {
        let Some(Made { picture, facts }) = self.rows.find(recipe, now())? else {
            return Ok(Response::empty()?.with_status(NO_CONTENT));
        };
        let init = ResponseInit::new();
        init.set_headers(parcel::headers(&facts)?.as_ref());
        let response = web_sys::Response::new_with_opt_js_u8_array_and_init(Some(picture.file()), &init)?;
        Ok(response.into())
    }

    async fn keep(&self, recipe: &str, request: &Request) -> Result<Response> {
        let request: &web_sys::Request = request.inner();
        let headers = request.headers();
        let facts: Facts = parcel::letter(&headers)?;
        let picture = JsPicture::of(parcel::picture(request.body(), &headers).await?);
        self.rows.keep(recipe, &Made { picture, facts }, now())?;
        // Cloudflare gives an alarm up that has failed six times, so that one which should be there is not believed to.
        if self.storage.get_alarm().await?.is_none() {
            self.wake().await?;
        }
        Response::empty()
    }

    /// Sets the alarm for the oldest. There is only one alarm.
    async fn wake(&self) -> Result<()> {
        match self.rows.due(now())? {
            Some(wait) => self.storage.set_alarm(wait).await,
            None => Ok(()),
        }
    }
}
