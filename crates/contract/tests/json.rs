//! A request's JSON body, from friends and from nobody's friends: read strictly, every refusal names its field, and nothing
//! that can be sent makes it panic.
#![expect(clippy::expect_used, reason = "a test may panic")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    ApiError, Billed, Code, Fields, GenerateRequest, MAX_REQUEST_BYTES,
    generate::MAX_REFERENCE_BYTES,
    model::{CATALOGUE, PAINTER},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\0\0\0\x02\0";

fn read(body: &str) -> Result<Fields, ApiError> {
    Fields::from_json(body.as_bytes())
}

fn refused(body: &Value) -> ApiError {
    read(&body.to_string()).expect_err("it is to be refused")
}

#[test]
fn a_full_body() {
    let body = json!({
        "prompt": "a fox", "model": "flux-2-dev", "width": 512, "height": 640, "seed": 4_294_967_295_u32, "steps": 25,
        "guidance": 3.5, "negative_prompt": "rain", "images": [STANDARD.encode(PNG)], "reseed": true, "translate": true,
        "enhance": false,
    });
    let fields = Fields {
        prompt: Some("a fox".to_owned()),
        model: Some("flux-2-dev".to_owned()),
        width: Some(512),
        height: Some(640),
        seed: Some(4_294_967_295),
        steps: Some(25),
        guidance: Some(3.5),
        negative_prompt: Some("rain".to_owned()),
        images: vec![PNG.to_vec()],
        reseed: Some(true),
        translate: Some(true),
        enhance: Some(false),
    };
    assert_eq!(read(&body.to_string()), Ok(fields));
}

#[test]
fn null_is_absent_and_white_space_is_nothing() {
    let body = r#" { "prompt" : null , "model":null,"width":null,"height":null,"seed":null,"steps":null,
        "guidance":null,"negative_prompt":null,"images":null,"anything":null } "#;
    assert_eq!(read(body), Ok(Fields::default()));
    assert_eq!(read("{}"), Ok(Fields::default()));
    assert_eq!(read(r#"{"images":[]}"#), Ok(Fields::default()));
}

#[test]
fn a_misspelt_field_is_told() {
    for name in ["promt", "Prompt", "prompt ", "num_steps", "image", "negativePrompt", ""] {
        let error = refused(&json!({ "prompt": "a fox", name: 1 }));
        assert_eq!((error.code, error.param.as_deref()), (Code::InvalidRequest, Some(name)));
        assert_eq!(error.message, format!("there is no field `{name}`"));
        assert_eq!(error.billed, Billed::No);
    }
    let error = refused(&json!({ "猫".repeat(1_000_000): 1 }));
    assert_eq!(error.param, Some("猫".repeat(64)));
}

#[test]
fn a_wrong_type_is_told() {
    let others = [json!(true), json!({}), json!([]), json!("text"), json!(7), json!(1.5)];
    for (field, wanted, fits) in [
        ("prompt", "a string", vec![3]),
        ("model", "a string", vec![3]),
        ("reseed", "true or false", vec![0]),
        ("translate", "true or false", vec![0]),
        ("enhance", "true or false", vec![0]),
        ("negative_prompt", "a string", vec![3]),
        ("width", "a whole number", vec![4]),
        ("height", "a whole number", vec![4]),
        ("seed", "a whole number", vec![4]),
        ("steps", "a whole number", vec![4]),
        ("guidance", "a number", vec![4, 5]),
        ("images", "an array of base64 strings", vec![2]),
    ] {
        for (nth, value) in others.iter().enumerate().filter(|(nth, _)| !fits.contains(nth)) {
            let error = refused(&json!({ field: value }));
            assert_eq!(error.message, format!("`{field}` must be {wanted}"), "{nth}");
            assert_eq!((error.code, error.param.as_deref()), (Code::InvalidRequest, Some(field)));
        }
        for nth in fits {
            assert!(read(&json!({ field: others[nth] }).to_string()).is_ok(), "{field} {nth}");
        }
    }
}

#[test]
fn whole_numbers_may_be_written_as_floats() {
    for (text, width) in [("1024.0", 1024), ("1.024e3", 1024), ("1e3", 1000), ("-0.0", 0), ("-7.0", -7)] {
        assert_eq!(read(&format!(r#"{{"width":{text}}}"#)).unwrap().width, Some(width), "{text}");
    }
    for text in ["1.5", "1023.9999999", "-0.1", "1e-9"] {
        assert_eq!(read(&format!(r#"{{"width":{text}}}"#)).unwrap_err().message, "`width` must be a whole number");
    }
    assert_eq!(read(r#"{"guidance":7}"#).unwrap().guidance, Some(7.0));
}

/// A number too large for any integer is out of bounds, not of another type.
#[test]
fn huge_numbers_are_out_of_bounds() {
    for number in ["9223372036854775807", "9223372036854775808", "18446744073709551616", "-1e300", "1.7e308"] {
        for (field, says) in [
            ("width", "`width` must be from 256 to 1920"),
            ("seed", "`seed` must be from 0 to 4294967295"),
            ("guidance", "`guidance` must be from 0 to 20"),
        ] {
            let fields = read(&format!(r#"{{"prompt":"a fox","{field}":{number}}}"#)).unwrap();
            let problems = GenerateRequest::parse(fields, &CATALOGUE[0]).unwrap_err();
            assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [says], "{number}");
        }
    }
}

#[test]
fn of_a_field_that_comes_twice_the_last_counts() {
    assert_eq!(read(r#"{"prompt":"a","prompt":"b"}"#).unwrap().prompt.as_deref(), Some("b"));
}

#[test]
fn a_field_that_comes_again_is_judged_anew() {
    for body in [r#"{"prompt":7,"prompt":"b"}"#, r#"{"images":[7],"prompt":"b","images":null}"#] {
        let fields = Fields { prompt: Some("b".to_owned()), ..Fields::default() };
        assert_eq!(read(body), Ok(fields), "{body}");
    }
    assert_eq!(read(r#"{"width":512,"width":null}"#), Ok(Fields::default()));
    assert_eq!(read(r#"{"width":512,"width":"x"}"#).unwrap_err().param.as_deref(), Some("width"));
    assert_eq!(read(r#"{"colour":1,"colour":null}"#).unwrap_err().param.as_deref(), Some("colour"));
}

#[test]
fn of_several_problems_the_first_by_name_is_told() {
    for (body, param) in [
        (r#"{"width":"x","prompt":7,"images":[7],"steps":[]}"#, "images"),
        (r#"{"prompt":7,"colour":1,"zebra":1,"tint":1}"#, "colour"),
        (r#"{"zebra":1,"width":[],"colours":null}"#, "width"),
    ] {
        assert_eq!(read(body).unwrap_err().param.as_deref(), Some(param), "{body}");
    }
}

/// What is wrong with a value does not hide that the body is no JSON, however deep in what nobody wants.
#[test]
fn what_is_not_wanted_is_read_as_strictly() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for unwanted in [r#""\ud800""#, "[1e999]", "[01]", r#"{"a" 1}"#, r#"{"\ud800":1}"#, "[1,]", "\"\n\"", &deep] {
        for field in ["colour", "images", "prompt", "width"] {
            let body = format!(r#"{{"prompt":7,"{field}":{unwanted}}}"#);
            assert_eq!(read(&body).unwrap_err().code, Code::BadJson, "{body:.60}");
        }
    }
    for unwanted in [format!("[0{}]", ",0".repeat(1 << 19)), format!("{{\"a\":[\"{}\"]}}", "x".repeat(1 << 20))] {
        for (field, message) in [
            ("images", "`images` must be an array of base64 strings"),
            ("prompt", "`prompt` must be a string"),
            ("colour", "there is no field `colour`"),
        ] {
            assert_eq!(read(&format!(r#"{{"{field}":{unwanted}}}"#)).unwrap_err().message, message);
        }
    }
}

#[test]
fn what_is_no_json_object_is_refused() {
    let brackets = "[".repeat(100_000);
    let braces = r#"{"a":"#.repeat(100_000);
    for body in [
        "",
        " ",
        "{",
        r#"{"prompt":"a fox""#,
        r#"{"prompt":"a fox"} {}"#,
        r#"{"prompt":"a fox"}x"#,
        r#"{"prompt":"a fox",}"#,
        r#"{prompt:"a fox"}"#,
        r#"{"prompt":"\ud83c"}"#,
        r#"{"prompt":"\udfa8 alone"}"#,
        "{\"prompt\":\"a\nline\"}",
        r#"{"guidance":NaN}"#,
        r#"{"guidance":Infinity}"#,
        r#"{"guidance":1e999}"#,
        r#"{"width":01}"#,
        "NaN",
        "[]",
        r#"["prompt"]"#,
        r#""prompt""#,
        "7",
        "null",
        &brackets,
        &braces,
    ] {
        let error = read(body).expect_err(&body[..body.len().min(60)]);
        assert_eq!((error.code, error.code.status(), error.billed), (Code::BadJson, 400, Billed::No), "{body:.60}");
        assert!(error.message.starts_with("the body "), "{}", error.message);
    }
    for body in [b"\xff\xfe{}".as_slice(), b"{\"prompt\":\"\xc3\x28\"}", b"\0"] {
        assert_eq!(Fields::from_json(body).unwrap_err().code, Code::BadJson);
    }
}

#[test]
fn pictures_are_base64_or_data_urls() {
    let base64 = STANDARD.encode(PNG);
    let body = json!({"images": [base64, format!("data:image/png;base64,{base64}"), format!("data:;base64,{base64}")]});
    assert_eq!(read(&body.to_string()).unwrap().images, vec![PNG.to_vec(); 3]);
    for bad in ["*", "abc", "data:image/png,abcd", "https://example.org/cat.png", " aGk=", "a-_="] {
        let error = refused(&json!({"images": [base64, bad]}));
        assert_eq!(error.param.as_deref(), Some("images"), "{bad}");
        assert_eq!(error.message, "`images` must be an array of base64 strings");
    }
    for bad in [json!([1]), json!([null]), json!([[]]), json!("aGk="), json!({"0": "aGk="})] {
        assert_eq!(refused(&json!({ "images": bad })).param.as_deref(), Some("images"));
    }
}

/// As any model takes, and one more: who sends a hundred is refused by their count, without a hundred being decoded.
#[test]
fn pictures_are_decoded_as_long_as_they_can_be_taken() {
    let base64 = STANDARD.encode(PNG);
    assert_eq!(read(&json!({"images": vec![&base64; 100]}).to_string()).unwrap().images, vec![PNG.to_vec(); 5]);
    // It is no base64 either, and nobody looks.
    let error = refused(&json!({"images": ["*".repeat(6 << 20)]}));
    assert_eq!(error.message, format!("`images` must be files of at most {MAX_REFERENCE_BYTES} bytes"));
    let largest = STANDARD.encode(vec![0; MAX_REFERENCE_BYTES]);
    assert_eq!(read(&json!({"images": [largest]}).to_string()).unwrap().images[0].len(), MAX_REFERENCE_BYTES);
}

/// What is accepted can be sent.
#[test]
fn the_largest_request_fits_the_largest_body() {
    let mut file = PNG.to_vec();
    file.resize(MAX_REFERENCE_BYTES, 0);
    let fields = Fields { prompt: Some("\0".repeat(2000)), images: vec![file; 4], ..Fields::default() };
    let request = GenerateRequest::parse(fields, &CATALOGUE[0]).unwrap();
    let body = request.to_json().to_string();
    assert!(body.len() <= MAX_REQUEST_BYTES, "{}", body.len());
    assert_eq!(GenerateRequest::parse(read(&body).unwrap(), &PAINTER), Ok(request));
}

/// Any JSON, mostly with the names that a request has.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        4 => proptest::sample::select(vec![
            "prompt", "model", "width", "height", "seed", "steps", "guidance", "negative_prompt", "images",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..3000_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(CATALOGUE.iter().map(|model| model.id).collect::<Vec<_>>()).prop_map(Value::from),
        vec(any::<u8>(), 0..40).prop_map(|bytes| Value::from(STANDARD.encode(bytes))),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((name.clone(), inner), 0..9).prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_are_read_or_refused(body in vec(any::<u8>(), 0..200)) {
        if let Err(error) = Fields::from_json(&body) {
            prop_assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn any_json_is_a_request_or_refused_with_words(body in any_json()) {
        match read(&body.to_string()) {
            Err(error) => prop_assert!(error.code == Code::BadJson || error.param.is_some()),
            Ok(fields) => if let Err(problems) = GenerateRequest::parse(fields, &PAINTER) {
                prop_assert!(!problems.is_empty());
                for error in problems.into_iter().map(ApiError::from) {
                    prop_assert!(!error.message.is_empty() && error.param.is_some());
                }
            }
        }
    }

    #[test]
    fn a_cut_body_is_refused(prompt in any::<String>(), cut in any::<proptest::sample::Index>()) {
        let body = json!({ "prompt": prompt, "images": [STANDARD.encode(PNG)] }).to_string().into_bytes();
        prop_assert_eq!(Fields::from_json(&body[..cut.index(body.len())]).unwrap_err().code, Code::BadJson);
    }
}
