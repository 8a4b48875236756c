//! What days have used, for other programs: a table for a spreadsheet, or the rows of `GET /usage` as far as a report has them. The
//! window saves them where the user says; nothing here writes a file.

use std::{collections::BTreeMap, iter};

use contract::{Neurons, usage::ModelDay};
use jiff::civil::Date;
use serde::Serialize;

use super::{DayReport, ModelReport, Report, Total};

const COLUMNS: [&str; 9] =
    ["date", "pictures", "cached", "failed", "neurons", "estimated", "dollars", "beyond_dollars", "cloudflare_neurons"];

/// One line a day, the oldest first, below the columns' names; ended by CRLF (RFC 4180). Neurons and US dollars at list price, with
/// a point; `beyond_dollars` is what was past the day's allowance. Each model has two columns of its own. What nobody has told is
/// empty.
pub fn csv(report: &Report) -> String {
    let models = report.models.iter().flat_map(|model| ["pictures", "neurons"].map(|what| name(&model.id, what)));
    let head = COLUMNS.into_iter().map(str::to_owned).chain(models).collect();
    let lines = iter::once(head).chain(report.days.iter().map(line));
    lines.flat_map(|cells: Vec<String>| [cells.join(","), "\r\n".to_owned()]).collect()
}

fn line(day: &DayReport) -> Vec<String> {
    let date = day.date.to_string();
    if !day.is_known {
        return iter::once(date)
            .chain(iter::repeat_n(String::new(), COLUMNS.len() - 1 + 2 * day.by_model.len()))
            .collect();
    }
    let Total { pictures, cached, failed, neurons, estimated, beyond, theirs } = day.total;
    let theirs = theirs.map(number).unwrap_or_default();
    let counts = [pictures, cached, failed].map(|count| count.to_string());
    let costs =
        [number(neurons), number(estimated), neurons.dollars().to_string(), beyond.dollars().to_string(), theirs];
    let models = day.by_model.iter().flat_map(|model| [model.pictures.to_string(), number(model.neurons)]);
    iter::once(date).chain(counts).chain(costs).chain(models).collect()
}

/// The nearest float is written with as few digits as tell it from others: those that were counted.
fn number(neurons: Neurons) -> String {
    neurons.get().to_string()
}

/// A column of a model. Services name models as they like: a spreadsheet would take some beginnings for a formula, and run it.
fn name(model: &str, what: &str) -> String {
    let text = if model.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    let name = format!("{text}{model} {what}");
    if name.contains([',', '"', '\r', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name }
}

#[derive(Serialize)]
struct Document<'a> {
    /// Of a day, in neurons.
    allowance: Neurons,
    totals: Totals,
    days: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Totals {
    /// Of the days below.
    days: Sum,
    today: Sum,
    week: Sum,
    month: Sum,
    ever: Sum,
}

#[derive(Serialize)]
struct Row<'a> {
    date: Date,
    #[serde(flatten)]
    sum: Sum,
    by_model: BTreeMap<&'a str, ModelDay>,
}

#[derive(Serialize)]
struct Sum {
    count: u64,
    cached: u64,
    failed: u64,
    neurons: Neurons,
    estimated: Neurons,
    dollars: f64,
    beyond_dollars: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloudflare_neurons: Option<Neurons>,
}

/// The rows of `GET /usage`, the oldest first, with dollars and Cloudflare's count; and totals. A day that nobody has told of has
/// no row.
pub fn json(report: &Report) -> String {
    let totals = &report.totals;
    let document = Document {
        allowance: report.allowance,
        totals: Totals {
            days: Sum::of(&report.sum()),
            today: Sum::of(&totals.today),
            week: Sum::of(&totals.week),
            month: Sum::of(&totals.month),
            ever: Sum::of(&totals.ever),
        },
        days: report.days.iter().filter(|day| day.is_known).map(|day| Row::of(day, &report.models)).collect(),
    };
    // Of numbers and names nothing is refused.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

impl<'a> Row<'a> {
    fn of(day: &DayReport, models: &'a [ModelReport]) -> Self {
        let used =
            models.iter().zip(&day.by_model).filter(|(_, total)| total.pictures > 0 || total.neurons > Neurons::ZERO);
        let by_model = used.map(|(model, total)| {
            (model.id.as_str(), ModelDay { count: total.pictures, neurons: total.neurons.get() })
        });
        Self { date: day.date, sum: Sum::of(&day.total), by_model: by_model.collect() }
    }
}

impl Sum {
    fn of(total: &Total) -> Self {
        Self {
            count: total.pictures,
            cached: total.cached,
            failed: total.failed,
            neurons: total.neurons,
            estimated: total.estimated,
            dollars: total.neurons.dollars(),
            beyond_dollars: total.beyond.dollars(),
            cloudflare_neurons: total.theirs,
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::Model;
    use serde_json::Value;

    use super::*;
    use crate::usage::{ModelTotal, Totals};

    fn neurons(amount: f64) -> Neurons {
        Neurons::new(amount).unwrap()
    }

    fn total(pictures: u64, cost: f64, theirs: Option<f64>) -> Total {
        let beyond = neurons(cost).saturating_sub(Neurons::FREE_A_DAY);
        let (estimated, theirs) = (neurons(0.1), theirs.map(neurons));
        Total { pictures, cached: 2, failed: 1, neurons: neurons(cost), estimated, beyond, theirs }
    }

    fn day(date: &str, total: Total) -> DayReport {
        let by_model = vec![ModelTotal { pictures: total.pictures, neurons: total.neurons }, ModelTotal::default()];
        DayReport { date: date.parse().unwrap(), is_known: total != Total::default(), total, by_model }
    }

    fn report(models: [&str; 2]) -> Report {
        let model = |id: &str| ModelReport { id: id.to_owned(), model: Model::find(id), total: ModelTotal::default() };
        Report {
            today: "2026-11-22".parse().unwrap(),
            days: vec![
                day("2026-11-20", total(400, 41_680.0, Some(41_700.25))),
                day("2026-11-21", Total::default()),
                day("2026-11-22", total(3, 0.1 + 0.2, None)),
            ],
            models: models.map(model).into(),
            totals: Totals { today: total(3, 0.3, None), ..Totals::default() },
            allowance: Neurons::FREE_A_DAY,
            known_since: None,
            pictures_ever: 403,
        }
    }

    #[test]
    fn a_spreadsheet_gets_a_line_a_day_exact_to_the_digit() {
        let expected = [
            "date,pictures,cached,failed,neurons,estimated,dollars,beyond_dollars,cloudflare_neurons,\
             flux-2-klein-4b pictures,flux-2-klein-4b neurons,flux-1-schnell pictures,flux-1-schnell neurons",
            "2026-11-20,400,2,1,41680,0.1,0.45848,0.34848,41700.25,400,41680,0,0",
            "2026-11-21,,,,,,,,,,,,",
            "2026-11-22,3,2,1,0.3,0.1,0.0000033,0,,3,0.3,0,0",
            "",
        ];
        assert_eq!(csv(&report(["flux-2-klein-4b", "flux-1-schnell"])), expected.join("\r\n"));
    }

    #[test]
    fn what_a_service_calls_a_model_is_neither_a_formula_nor_another_column() {
        for formula in ["=cmd()", "+1", "-1", "@SUM(A1)"] {
            let table = csv(&report([formula, "b"]));
            assert!(table.contains(&format!(",'{formula} pictures,'{formula} neurons,b pictures,")), "{table}");
        }
        let table = csv(&report(["=a,\"b\"", "猫"]));
        assert!(table.contains(r#","'=a,""b"" pictures","'=a,""b"" neurons",猫 pictures,"#), "{table}");
    }

    #[test]
    fn nothing_used_is_a_head_alone_and_a_document_without_days() {
        let nothing = Report { days: Vec::new(), models: Vec::new(), ..report(["a", "b"]) };
        assert_eq!(csv(&nothing).trim_end(), COLUMNS.join(","));
        let document: Value = serde_json::from_str(&json(&nothing)).unwrap();
        assert_eq!(document["days"], Value::Array(Vec::new()));
    }

    #[test]
    fn json_has_the_rows_of_the_service_and_what_they_come_to() {
        let document: Value = serde_json::from_str(&json(&report(["flux-2-klein-4b", "b"]))).unwrap();
        let dates: Vec<&str> =
            document["days"].as_array().unwrap().iter().filter_map(|day| day["date"].as_str()).collect();
        assert_eq!(dates, ["2026-11-20", "2026-11-22"]);
        let first = &document["days"][0];
        let expected = r#"{"date":"2026-11-20","count":400,"cached":2,"failed":1,"neurons":41680.0,"estimated":0.1,
            "dollars":0.45848,"beyond_dollars":0.34848,"cloudflare_neurons":41700.25,
            "by_model":{"flux-2-klein-4b":{"count":400,"neurons":41680.0}}}"#;
        assert_eq!(*first, serde_json::from_str::<Value>(expected).unwrap());
        assert_eq!(document["totals"]["days"]["count"], 403);
        assert_eq!(document["totals"]["days"]["neurons"], 41_680.3);
        assert_eq!(document["totals"]["today"]["dollars"], 0.000_003_3);
        assert_eq!(document["totals"]["today"].get("cloudflare_neurons"), None);
    }

    #[test]
    fn a_row_is_read_as_the_services_own() {
        let document: Value = serde_json::from_str(&json(&report(["a", "b"]))).unwrap();
        let usage = serde_json::json!({ "total": 403, "account": "", "days": document["days"] });
        let told = contract::usage::Usage::read(usage.to_string().as_bytes()).unwrap();
        assert_eq!(told.usage.days.len(), 2);
        assert_eq!(told.usage.days.first().map(|day| day.neurons), Some(41_680.0));
    }
}
