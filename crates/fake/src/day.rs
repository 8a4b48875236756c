//! What one stand-in remembers: what was asked of it, what it spent, and how it was told to behave. The server writes it and
//! the tests read it, so it stands behind one lock, which is never held across an `await`.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use image::ImageResult;

use crate::{
    account::Account,
    asked::Asked,
    fault::Fault,
    model::Model,
    order::Order,
    picture::{Padded, Picture},
    refusal::{self, Refusal},
    text_answer::TextAnswer,
};

/// facts, Cloudflare §4: free neurons a day, for the whole account.
const ALLOWANCE: f64 = 10_000.0;

/// Inferences of a model by an account on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) account: Account,
    /// `YYYY-MM-DD`, UTC.
    pub(crate) date: String,
    pub(crate) model: &'static str,
}

impl Row {
    fn is_picture(&self) -> bool {
        Model::find(self.model).is_some()
    }
}

/// What a [`Row`] came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    pub(crate) count: u64,
    pub(crate) neurons: f64,
}

impl Sum {
    pub(crate) fn add(&mut self, more: Self) {
        self.count += more.count;
        self.neurons += more.neurons;
    }
}

/// Names a request, from its arrival to its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

impl Ticket {
    /// Of no other request.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// As `cf-ai-req-id` and the ends of messages have it: a UUID, counted instead of random.
    pub(crate) fn request_id(self) -> String {
        format!("{:08x}-0000-4000-8000-{:012x}", self.0, self.0)
    }
}

/// How the stand-in behaves until it is told otherwise; [`crate::Fake::forget`] leaves it.
#[derive(Debug)]
struct Manner {
    allowances: BTreeMap<Account, f64>,
    padded: Option<Padded>,
    binding_neurons: BindingNeurons,
}

/// Whether the binding's replies have the header `cf-ai-neurons`, which is unconfirmed: facts, Cloudflare §10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindingNeurons {
    /// As REST's have it.
    Said,
    /// They leave it out.
    Unsaid,
}

/// What happened since the last [`crate::Fake::forget`].
#[derive(Debug, Default)]
struct Past {
    asked: Vec<(Ticket, Asked)>,
    faults: VecDeque<Fault>,
    always: Option<Fault>,
    text_answers: VecDeque<TextAnswer>,
    questions: Option<Fault>,
    spent: BTreeMap<Row, Sum>,
    /// By other programs, and on other days; it takes nothing from the day's neurons.
    elsewhere: BTreeMap<Row, Sum>,
}

#[derive(Debug)]
struct State {
    manner: Manner,
    past: Past,
    tickets: u64,
}

/// The memory, shared by the server and the tests.
#[derive(Debug)]
pub(crate) struct Day(Mutex<State>);

impl Day {
    pub(crate) fn new() -> Self {
        let manner = Manner { allowances: BTreeMap::new(), padded: None, binding_neurons: BindingNeurons::Said };
        Self(Mutex::new(State { manner, past: Past::default(), tickets: 0 }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn forget(&self) {
        self.state().past = Past::default();
    }

    /// A name for the next request.
    pub(crate) fn ticket(&self) -> Ticket {
        let mut state = self.state();
        state.tickets += 1;
        Ticket(state.tickets)
    }

    pub(crate) fn ask(&self, ticket: Ticket, asked: Asked) {
        self.state().past.asked.push((ticket, asked));
    }

    pub(crate) fn answered(&self, ticket: Ticket, status: u16) {
        // After `forget` there is nothing to note it on.
        if let Some((_, asked)) = self.state().past.asked.iter_mut().rev().find(|(own, _)| *own == ticket) {
            asked.status = Some(status);
        }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state().past.asked.iter().map(|(_, asked)| asked.clone()).collect()
    }

    pub(crate) fn queue(&self, fault: Fault) {
        self.state().past.faults.push_back(fault);
    }

    pub(crate) fn set_always(&self, fault: Option<Fault>) {
        self.state().past.always = fault;
    }

    pub(crate) fn next_fault(&self) -> Option<Fault> {
        let past = &mut self.state().past;
        past.faults.pop_front().or(past.always)
    }

    pub(crate) fn queue_text(&self, answer: TextAnswer) {
        self.state().past.text_answers.push_back(answer);
    }

    pub(crate) fn next_text_answer(&self) -> Option<TextAnswer> {
        self.state().past.text_answers.pop_front()
    }

    pub(crate) fn set_questions(&self, fault: Option<Fault>) {
        self.state().past.questions = fault;
    }

    pub(crate) fn question_fault(&self) -> Option<Fault> {
        self.state().past.questions
    }

    pub(crate) fn set_allowance(&self, account: Account, neurons: f64) {
        self.state().manner.allowances.insert(account, neurons);
    }

    pub(crate) fn set_picture_bytes(&self, length: Option<usize>) {
        self.state().manner.padded = length.map(Padded::new);
    }

    /// A picture of the length that was set, if one was.
    pub(crate) fn padded_picture(&self, order: &Order) -> Option<ImageResult<Picture>> {
        self.state().manner.padded.as_mut().map(|padded| padded.make(order))
    }

    pub(crate) fn set_binding_neurons(&self, said: BindingNeurons) {
        self.state().manner.binding_neurons = said;
    }

    pub(crate) fn binding_neurons(&self) -> BindingNeurons {
        self.state().manner.binding_neurons
    }

    /// Counts a run of a model, if the account may still have it; how many pictures were made by then.
    /// facts, Cloudflare §2.2: 429/4006 when the day's neurons are used. §1.3: models that cost nothing go on.
    pub(crate) fn spend(&self, account: Account, model: &'static str, neurons: f64) -> Result<u64, Refusal> {
        let mut state = self.state();
        let allowance = state.manner.allowances.get(&account).copied().unwrap_or(ALLOWANCE);
        if neurons > 0.0 && state.past.spent_by(account) + neurons > allowance {
            return Err(refusal::QUOTA);
        }
        let row = Row { account, date: today(), model };
        state.past.spent.entry(row).or_default().add(Sum { count: 1, neurons });
        Ok(state.past.runs())
    }

    pub(crate) fn spent(&self, account: Account) -> f64 {
        self.state().past.spent_by(account)
    }

    pub(crate) fn runs(&self) -> u64 {
        self.state().past.runs()
    }

    pub(crate) fn texts(&self) -> u64 {
        self.state().past.texts()
    }

    pub(crate) fn spent_on_texts(&self) -> f64 {
        self.state().past.spent.iter().filter(|(row, _)| !row.is_picture()).map(|(_, sum)| sum.neurons).sum()
    }

    pub(crate) fn use_elsewhere(&self, row: Row, sum: Sum) {
        self.state().past.elsewhere.entry(row).or_default().add(sum);
    }

    /// All that was used, here and elsewhere.
    pub(crate) fn rows(&self) -> BTreeMap<Row, Sum> {
        let past = &self.state().past;
        let mut rows = past.spent.clone();
        for (row, sum) in &past.elsewhere {
            rows.entry(row.clone()).or_default().add(*sum);
        }
        rows
    }
}

impl Past {
    fn runs(&self) -> u64 {
        self.spent.iter().filter(|(row, _)| row.is_picture()).map(|(_, sum)| sum.count).sum()
    }

    fn texts(&self) -> u64 {
        self.spent.iter().filter(|(row, _)| !row.is_picture()).map(|(_, sum)| sum.count).sum()
    }

    /// Over all dates: a test that runs across midnight must not find its allowance whole again.
    fn spent_by(&self, account: Account) -> f64 {
        self.spent.iter().filter(|(row, _)| row.account == account).map(|(_, sum)| sum.neurons).sum()
    }
}

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
