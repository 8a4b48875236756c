//! What Cloudflare itself has counted for an account, beside what Easel has: the difference is said and not hidden. Where it cannot be
//! asked, what is missing for it; and which connections share one allowance.

use std::collections::BTreeMap;

use contract::{Model, Neurons};
use eframe::egui::{RichText, Ui};
use engine::{
    Cause, Connection, ConnectionKind, Failure, Kind, TokenFault,
    usage::{Count, Payer, Period, Span, Theirs, utc_date},
};
use jiff::civil::Date;

use super::{Scene, head::age_of, part_ui};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{Msg, TheirsMsg, UsageMsg},
    panels::{connection_name, note},
};

/// Models of an account that are named.
const NAMED: usize = 8;

pub(super) fn theirs_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let mut payers: Vec<Payer> = Vec::new();
    for payer in scene.counts().filter_map(|(known, _)| scene.state.payer(known)) {
        if !payers.contains(&payer) {
            payers.push(payer);
        }
    }
    if payers.is_empty() {
        return;
    }
    part_ui(ui, UsageMsg::Theirs(TheirsMsg::Title));
    for payer in payers {
        payer_ui(ui, scene, &payer);
    }
}

fn payer_ui(ui: &mut Ui, scene: &Scene<'_>, payer: &Payer) {
    let paid: Vec<&Connection> = scene.state.paid_by(payer).collect();
    let names: Vec<String> = paid.iter().map(|known| connection_name(known)).collect();
    let counts: Vec<&Count> = paid.iter().filter_map(|known| scene.state.usage.count(&known.kind)).collect();
    ui.label(RichText::new(TheirsMsg::Names(&names).text()).text_style(type_scale::strong()));
    if names.len() > 1 {
        note(ui, TheirsMsg::Shared.into());
    }
    let teller = counts.iter().max_by_key(|count| count.theirs.as_ref().map(|theirs| theirs.told));
    let theirs = teller.and_then(|count| Some((*count, count.theirs.as_ref()?)));
    if let Some((teller, theirs)) = theirs {
        figures_ui(ui, scene, teller, theirs, &counts);
    }
    let failure = counts.iter().find_map(|count| count.theirs_failure.as_ref());
    if let Some(failure) = failure {
        failure_ui(ui, failure, theirs.is_some());
    } else if theirs.is_none() {
        let has_token = paid.iter().any(|known| matches!(known.kind, ConnectionKind::Account(_)));
        note(ui, if has_token { TheirsMsg::Awaited } else { TheirsMsg::NeedsToken }.into());
    }
    ui.add_space(space::S);
}

/// `teller`: whose token it was told to.
fn figures_ui(ui: &mut Ui, scene: &Scene<'_>, teller: &Count, theirs: &Theirs, counts: &[&Count]) {
    let today = utc_date(scene.now);
    for period in Period::ALL {
        // Of the same days: what it was not told of, such as a day that has begun since, is no difference.
        let counted: Vec<(Date, Neurons)> =
            period.span(scene.now).days().filter_map(|date| Some((date, teller.theirs(date)?))).collect();
        if counted.is_empty() {
            continue;
        }
        let ours = counted.iter().flat_map(|(date, _)| counts.iter().map(|count| count.ours(*date))).sum();
        let counted = counted.iter().map(|(_, neurons)| *neurons).sum();
        ui.label(TheirsMsg::Counted { period, counted }.text());
        note(ui, TheirsMsg::Difference { counted, ours }.into());
    }
    for (id, neurons) in by_model(theirs, Span::month_of(today)).into_iter().take(NAMED) {
        let name = Model::find(&id).map_or(id, |model| Msg::ModelName(model).text());
        note(ui, TheirsMsg::Model { name: &name, neurons }.into());
    }
    note(ui, TheirsMsg::Told(&age_of(ui, theirs.told, scene).text()).into());
}

/// The most first.
fn by_model(theirs: &Theirs, span: Span) -> Vec<(String, Neurons)> {
    let mut models: BTreeMap<&str, Neurons> = BTreeMap::new();
    let days = theirs.analytics.days.range(span.first()..=span.end());
    for (id, neurons) in days.flat_map(|(_, day)| &day.by_model) {
        *models.entry(id).or_default() += *neurons;
    }
    let mut models: Vec<(String, Neurons)> = models
        .into_iter()
        .filter(|(_, neurons)| *neurons > Neurons::ZERO)
        .map(|(id, sum)| (id.to_owned(), sum))
        .collect();
    models.sort_by_key(|(_, neurons)| std::cmp::Reverse(*neurons));
    models
}

fn failure_ui(ui: &mut Ui, failure: &Failure, is_known: bool) {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(Msg::Failure(failure).text()).color(palette.warning));
    let lacks_permission = matches!(failure.cause, Cause::Service { kind: Kind::Token(TokenFault::NoAnalytics), .. });
    if lacks_permission && !is_known {
        note(ui, TheirsMsg::WhyAnalytics.into());
    }
}
