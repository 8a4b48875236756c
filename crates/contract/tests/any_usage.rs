//! Whatever a service answers to `GET /usage`: it is read or refused without a panic, and what comes out can be believed.

use contract::{
    Told, Usage,
    usage::{MAX_DAYS, MAX_MODEL_ID, MAX_MODELS, MAX_ODD, MOST_NEURONS_A_DAY, MOST_PICTURES, MOST_PICTURES_A_DAY},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 21);

/// Any JSON, with a liking for what a reply could hold.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..40_u32).prop_map(Value::from),
        "(20[0-9]{2}-[01][0-9]-[0-3][0-9])|.*".prop_map(Value::from),
    ];
    let known = ["total", "account", "days", "date", "count", "neurons", "estimated", "by_model", "lastUpdated"];
    let name = move || prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), ".{0,5}"];
    leaf.prop_recursive(3, 40, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::hash_map(name(), inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_row() -> impl Strategy<Value = Value> {
    let date = (2019..2030_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| date(y, m, d));
    (date, any_value()).prop_map(|(date, other)| match other {
        Value::Object(mut fields) => {
            fields.insert("date".to_owned(), json!(date));
            fields.into()
        }
        other => {
            json!({"date": date, "count": other, "neurons": other, "by_model": {"a": other, "b": {"count": other}}})
        }
    })
}

/// What holds for all that was read.
fn assert_believable(told: &Told) {
    let Told { usage: Usage { total, account, days }, odd } = told;
    assert!(*total <= MOST_PICTURES && [0, 16].contains(&account.as_str().len()));
    assert!(days.len() <= usize::from(MAX_DAYS) + 1 && days.is_sorted_by(|one, next| one.date < next.date));
    for day in days {
        let models = day.by_model.values();
        let counts = models.clone().map(|model| model.count).chain([day.count, day.cached, day.failed]);
        let neurons = models.map(|model| model.neurons).chain([day.neurons, day.estimated]);
        assert!(counts.max() <= Some(MOST_PICTURES_A_DAY));
        assert!(neurons.into_iter().all(|neurons| (0.0..=MOST_NEURONS_A_DAY).contains(&neurons)));
        assert!(
            day.by_model.len() <= MAX_MODELS && day.by_model.keys().all(|id| (1..=MAX_MODEL_ID).contains(&id.len()))
        );
    }
    let of_days = odd.iter().filter(|odd| odd.date.is_some()).count();
    assert!(of_days <= MAX_ODD && odd.len() - of_days <= 8, "{odd:?}");
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(value in any_value()) {
        if let Ok(told) = Usage::read(value.to_string().as_bytes()) {
            assert_believable(&told);
        }
    }

    #[test]
    fn any_rows_come_out_believable(
        rows in proptest::collection::vec(prop_oneof![any_row(), any_value()], 0..8),
        total in any_value(),
        account in any_value(),
    ) {
        let reply = json!({"total": total, "account": account, "days": rows}).to_string();
        let told = Usage::read(reply.as_bytes()).unwrap();
        assert_believable(&told);
        let left = told.without_future(TODAY);
        assert_believable(&left);
        prop_assert!(left.usage.days.iter().all(|day| day.date <= TODAY.tomorrow().unwrap()));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(told) = Usage::read(&bytes) {
            assert_believable(&told);
        }
    }
}
