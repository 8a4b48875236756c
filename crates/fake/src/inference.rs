//! One inference, whichever way it was asked: the rules first, then the fault that it was told to have, then the day's
//! allowance, then the picture or the text.

use axum::response::{IntoResponse as _, Response};
use serde_json::Map;

use crate::{
    account::Account,
    asked::{Asked, Way},
    break_off::break_off,
    day::{Day, Ticket},
    fault::Fault,
    form_rules,
    input::Input,
    json_rules,
    model::{Model, Reproduces, Takes},
    order::Order,
    picture::{self, Picture},
    refusal::{self, Refused},
    text::Written,
    text_answer::TextAnswer,
    text_model::TextModel,
    text_reply, text_rules, wire,
};

/// Who asks what.
#[derive(Debug)]
pub(crate) struct Inference<'a> {
    pub(crate) way: Way,
    pub(crate) account: Account,
    /// `@cf/…`.
    pub(crate) model: &'a str,
    pub(crate) ticket: Ticket,
}

impl Inference<'_> {
    /// Answers it, and notes that it was asked.
    pub(crate) async fn answer(&self, day: &Day, input: Result<Input, Refused>) -> Response {
        let (fields, files) = match &input {
            Ok(Input::Form { fields, files }) => (fields.clone(), files.clone()),
            Ok(Input::Json(fields)) => (fields.clone(), Vec::new()),
            Err(_) => (Map::new(), Vec::new()),
        };
        let asked = Asked { way: self.way.clone(), model: self.model.to_owned(), fields, files, status: None };
        day.ask(self.ticket, asked);
        let answered = self.run(day, input).await;
        let reply = answered.unwrap_or_else(|refused| wire::refuse(&self.way, &refused, self.ticket));
        day.answered(self.ticket, reply.status().as_u16());
        reply
    }

    async fn run(&self, day: &Day, input: Result<Input, Refused>) -> Result<Response, Refused> {
        let input = input?;
        match (Model::find(self.model), TextModel::find(self.model)) {
            (Some(model), _) => self.paint(day, model, &input).await,
            (None, Some(model)) => self.write(day, model, &input).await,
            (None, None) => Err(refusal::NO_MODEL.into()),
        }
    }

    async fn paint(&self, day: &Day, model: &'static Model, input: &Input) -> Result<Response, Refused> {
        let order = order(model, input)?;
        let fault = day.next_fault();
        if let Some(reply) = self.instead(fault).await? {
            return Ok(reply);
        }
        let nth = day.spend(self.account, model.path, order.neurons)?;
        let picture = match fault {
            Some(Fault::NotAPicture) => Picture::of(b"This is no picture.".to_vec()),
            Some(Fault::NotBase64) => Picture::of_text("*** no base64 ***"),
            _ => picture(day, model, &order, nth)?,
        };
        let neurons = (model.says_neurons() && self.says_neurons(day)).then_some(order.neurons);
        self.sent(fault, wire::picture(&self.way, model, picture, neurons)).await
    }

    async fn write(&self, day: &Day, model: &'static TextModel, input: &Input) -> Result<Response, Refused> {
        let order = text_rules::check(input)?;
        let told = day.next_text_answer();
        let fault = if let Some(TextAnswer::Fails(fault)) = told { Some(fault) } else { None };
        if let Some(reply) = self.instead(fault).await? {
            return Ok(reply);
        }
        let written = Written::of(model, &order, told.as_ref());
        let neurons = model.neurons(written.read, written.wrote);
        day.spend(self.account, model.path, neurons)?;
        let neurons = self.says_neurons(day).then_some(neurons);
        let reply = match told {
            Some(TextAnswer::NotJson) => "Here is your prompt:".into_response(),
            _ => wire::text(&self.way, &text_reply::result(model, &written, self.ticket)),
        };
        self.sent(fault, wire::said(reply, neurons)).await
    }

    /// What comes in the place of an answer, with nothing made.
    async fn instead(&self, fault: Option<Fault>) -> Result<Option<Response>, Refused> {
        match fault {
            Some(Fault::Refuse(refusal)) if !refusal.made => Err(refusal.into()),
            Some(Fault::Hang) => std::future::pending().await,
            Some(fault) => Ok(wire::without_answer(&self.way, fault, self.ticket)),
            None => Ok(None),
        }
    }

    /// What becomes of the answer on its way.
    async fn sent(&self, fault: Option<Fault>, reply: Response) -> Result<Response, Refused> {
        match fault {
            // facts, Cloudflare §2.4: who hangs up meanwhile may still be billed.
            Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
            Some(Fault::Refuse(refusal)) => return Err(refusal.into()),
            Some(Fault::WrongType) => return Ok(wire::mistype(reply)),
            Some(Fault::BreakOff) => return Ok(break_off(reply).await),
            Some(Fault::BreakOffRefusal) => {
                return Ok(break_off(wire::refuse(&self.way, &refusal::FLAGGED.into(), self.ticket)).await);
            }
            _ => {}
        }
        Ok(reply)
    }

    fn says_neurons(&self, day: &Day) -> bool {
        match self.way {
            Way::Rest { .. } => true,
            Way::Binding => day.binding_neurons() == crate::BindingNeurons::Said,
        }
    }
}

fn order(model: &Model, input: &Input) -> Result<Order, Refused> {
    match (&model.takes, input) {
        (Takes::Form, Input::Form { fields, files }) => form_rules::check(model.price, fields, files),
        // facts, Cloudflare §1.2: JSON for FLUX.2 is 400/5006, with these words.
        (Takes::Form, Input::Json(_)) => Err(refusal::BAD_INPUT.into()),
        (Takes::Json(rules), Input::Json(fields)) => json_rules::check(rules, model.price, fields),
        (Takes::Json(_), Input::Form { .. }) => Err(Refused::bad_input("required properties at '/' are 'prompt'")),
    }
}

/// `nth`: of all that were made, so that the same requests by any way get the same pictures.
fn picture(day: &Day, model: &Model, order: &Order, nth: u64) -> Result<Picture, Refused> {
    let made = match day.padded_picture(order) {
        Some(padded) => padded,
        None if model.reproduces == Reproduces::Always && order.seed.is_some() => picture::make(order, 0),
        None => picture::make(order, nth),
    };
    // No order has sides that JPEG has not.
    made.ok().ok_or_else(|| refusal::INTERNAL.into())
}
