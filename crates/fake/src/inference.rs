//! One inference, whichever way it was asked: the rules first, then the fault that it was told to have, then the day's
//! allowance, then the picture.

use axum::response::Response;
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
    wire,
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
        let model = Model::find(self.model).ok_or(refusal::NO_MODEL)?;
        let order = order(model, &input)?;
        let fault = day.next_fault();
        match fault {
            Some(Fault::Refuse(refusal)) if !refusal.made => return Err(refusal.into()),
            Some(Fault::Hang) => std::future::pending().await,
            Some(fault) => {
                if let Some(reply) = wire::without_picture(&self.way, fault, self.ticket) {
                    return Ok(reply);
                }
            }
            None => {}
        }
        let nth = day.spend(self.account, model.path, order.neurons)?;
        let picture = picture(day, model, &order, nth)?;
        // facts, Cloudflare §2.4: who hangs up meanwhile may still be billed.
        if let Some(Fault::Slow(time)) = fault {
            tokio::time::sleep(time).await;
        }
        let says_neurons = model.says_neurons() && self.says_neurons(day);
        let neurons = says_neurons.then_some(order.neurons);
        let reply = |picture| wire::picture(&self.way, model, picture, neurons);
        match fault {
            Some(Fault::Refuse(refusal)) => Err(refusal.into()),
            Some(Fault::NotAPicture) => Ok(reply(Picture::of(b"This is no picture.".to_vec()))),
            Some(Fault::NotBase64) => Ok(reply(Picture::of_text("*** no base64 ***"))),
            Some(Fault::WrongType) => Ok(wire::mistype(reply(picture))),
            Some(Fault::BreakOff) => Ok(break_off(reply(picture)).await),
            Some(Fault::BreakOffRefusal) => {
                Ok(break_off(wire::refuse(&self.way, &refusal::FLAGGED.into(), self.ticket)).await)
            }
            _ => Ok(reply(picture)),
        }
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
