//! Holds every exchange against `GET /openapi.json` of the home that it was had with: the path, the method, the status, the
//! headers, the type of the body and the body itself must be there, and a request that was carried out must be one of those it
//! allows. So no route, status or field can be added, or changed, without the document.

use bytes::Bytes;
use contract::Record;
use http::{Method, Request};
use jsonschema::draft202012;
use serde_json::{Map, Value, json};

use crate::{Reply, Target, case::bare};

/// Headers of the connection, of HTTP itself and of CORS, which the document need not name.
const OF_HTTP: [&str; 8] =
    ["connection", "content-length", "content-type", "date", "keep-alive", "server", "transfer-encoding", "vary"];

/// What a home says of itself.
pub(crate) struct Document {
    paths: Map<String, Value>,
    /// What its schemas refer to.
    components: Value,
    /// The same, where an object has no fields but those that are listed: clients must ignore what they do not know, and we must
    /// know what we send.
    sealed: Value,
}

impl Document {
    /// As `target` serves it.
    pub(crate) async fn of(target: &impl Target) -> Result<Self, String> {
        let reply = target.ask(bare("GET /openapi.json", &[], "", 200).request()).await?;
        Self::parse(&reply.json()).ok_or_else(|| format!("it has no document: {}", reply.shown()))
    }

    fn parse(json: &Value) -> Option<Self> {
        let paths = json.get("paths")?.as_object()?.clone();
        let components = json.get("components")?.clone();
        let mut sealed = components.clone();
        sealed.get_mut("schemas")?.as_object_mut()?.values_mut().for_each(seal_within);
        Some(Self { paths, components, sealed })
    }

    /// What of `request` and `reply` is not documented.
    pub(crate) fn faults(&self, request: &Request<Bytes>, reply: &Reply) -> Vec<String> {
        let (method, head) = match *request.method() {
            // What browsers ask of every path.
            Method::OPTIONS => return Vec::new(),
            Method::HEAD => ("get".to_owned(), true),
            ref method => (method.as_str().to_lowercase(), false),
        };
        let path = request.uri().path();
        let Some((_, methods)) = self.paths.iter().find(|(template, _)| fits(template, path)) else {
            return self.outside(reply, 404, "NotFound");
        };
        let Some(operation) = methods.get(method) else { return self.outside(reply, 405, "MethodNotAllowed") };
        let Some(response) = operation.pointer(&format!("/responses/{}", reply.status)) else {
            return vec![format!("{} is not documented there", reply.status)];
        };
        let mut faults = self.reply_faults(response, reply, head);
        if let 200..=299 = reply.status {
            faults.extend(self.request_fault(operation, request).map(|fault| format!("its request: {fault}")));
        }
        faults
    }

    fn request_fault(&self, operation: &Value, request: &Request<Bytes>) -> Option<String> {
        let body = operation.get("requestBody")?;
        match body.pointer("/content/application~1json/schema") {
            None => Some("it has no schema".to_owned()),
            Some(schema) => {
                let body = serde_json::from_slice(request.body()).unwrap_or_default();
                invalid(schema, &self.components, &body)
            }
        }
    }

    /// What is wrong with the reply to a request that no operation is for.
    fn outside(&self, reply: &Reply, status: u16, component: &str) -> Vec<String> {
        let response = self.components.pointer(&format!("/responses/{component}"));
        match response.filter(|_| reply.status == status) {
            Some(response) => self.reply_faults(response, reply, false),
            None => vec![format!("no such operation is documented, and it answers {}", reply.status)],
        }
    }

    fn reply_faults(&self, response: &Value, reply: &Reply, head: bool) -> Vec<String> {
        let response = match self.resolved(response) {
            Ok(response) => response,
            Err(fault) => return vec![fault],
        };
        let mut faults = self.header_faults(response, reply);
        faults.extend(self.record_fault(reply));
        let content_type = reply.header("content-type").unwrap_or_default();
        match response.get("content").and_then(|content| content.get(content_type)) {
            None if content_type.is_empty() && reply.body.is_empty() && response.get("content").is_none() => {}
            None => faults.push(format!("the type {content_type:?} is not documented")),
            Some(_) if head => {}
            Some(media) => match media.get("schema") {
                Some(schema) => {
                    let fault = invalid(&sealed(schema), &self.sealed, &reply.json());
                    faults.extend(fault.map(|fault| format!("its reply: {fault}")));
                }
                None if content_type == "application/json" => faults.push("its reply has no schema".to_owned()),
                // A picture's bytes need none.
                None => {}
            },
        }
        faults
    }

    /// What is wrong with the headers that came, and which must have come and did not.
    fn header_faults(&self, response: &Value, reply: &Reply) -> Vec<String> {
        let listed = response.get("headers").and_then(Value::as_object);
        let came = reply.headers.iter().filter(|(name, _)| !is_of_http(name)).filter_map(|(name, value)| {
            let header = listed.into_iter().flatten().find(|(listed, _)| listed.eq_ignore_ascii_case(name));
            match header {
                None => Some(format!("the header {name} is not documented")),
                Some((_, header)) => {
                    self.header_fault(header, value).map(|fault| format!("the header {name}: {fault}"))
                }
            }
        });
        let missing = listed.into_iter().flatten().filter_map(|(name, header)| {
            let required = self.resolved(header).is_ok_and(|header| header.get("required") == Some(&Value::Bool(true)));
            let is_there = reply.header(&name.to_ascii_lowercase()).is_some();
            (required && !is_there).then(|| format!("the header {name} is missing"))
        });
        came.chain(missing).collect()
    }

    fn header_fault(&self, header: &Value, value: &str) -> Option<String> {
        let header = match self.resolved(header) {
            Ok(header) => header,
            Err(fault) => return Some(fault),
        };
        let Some(schema) = header.get("schema") else { return Some("it has no schema".to_owned()) };
        // A number is one in a header too.
        let value = value.parse::<u64>().map_or_else(|_| json!(value), Value::from);
        invalid(schema, &self.components, &value)
    }

    /// The record in the header of a raw reply is that of the document too.
    fn record_fault(&self, reply: &Reply) -> Option<String> {
        let record = Record::from_header(reply.header("x-easel-record")?)?;
        let fault = invalid(&sealed(&json!({"$ref": "#/components/schemas/Record"})), &self.sealed, &json!(record))?;
        Some(format!("its record: {fault}"))
    }

    /// What `value` refers to, where it is a reference.
    fn resolved<'a>(&'a self, value: &'a Value) -> Result<&'a Value, String> {
        let Some(target) = value.get("$ref") else { return Ok(value) };
        let pointer = target.as_str().and_then(|target| target.strip_prefix("#/components"));
        let found = pointer.and_then(|pointer| self.components.pointer(pointer));
        found.ok_or_else(|| format!("{target} leads nowhere"))
    }
}

fn is_of_http(name: &str) -> bool {
    OF_HTTP.contains(&name) || name.starts_with("access-control-")
}

/// Whether `path` is one of `template`, in which `{…}` stands for one part.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut parts) = (template.split('/'), path.split('/'));
    let fits = |(wanted, part): (&str, &str)| wanted == part || (wanted.starts_with('{') && !part.is_empty());
    wanted.by_ref().zip(parts.by_ref()).all(fits) && template.split('/').count() == path.split('/').count()
}

/// What of `instance` is not as `schema` says.
fn invalid(schema: &Value, components: &Value, instance: &Value) -> Option<String> {
    let mut schema = schema.clone();
    schema.as_object_mut()?.insert("components".to_owned(), components.clone());
    match draft202012::new(&schema) {
        Ok(validator) => {
            let error = validator.iter_errors(instance).next()?;
            let what: String = error.to_string().chars().take(300).collect();
            Some(format!("at {:?}: {what}", error.instance_path().as_str()))
        }
        Err(error) => Some(format!("its schema is none: {error}")),
    }
}

fn sealed(schema: &Value) -> Value {
    let mut schema = schema.clone();
    seal(&mut schema);
    schema
}

/// Takes no field that is not listed, here and within. It sees through `$ref`, `allOf` and `oneOf`.
fn seal(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        object.insert("unevaluatedProperties".to_owned(), false.into());
    }
    seal_within(schema);
}

/// The parts of an `allOf` are one object together, and are left as they are.
fn seal_within(schema: &mut Value) {
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.values_mut().for_each(seal);
    }
    for parts in ["items", "additionalProperties"] {
        schema.get_mut(parts).into_iter().for_each(seal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_parts_of_its_template() {
        assert!(fits("/v1/models/{model}", "/v1/models/a") && fits("/v1/models", "/v1/models"));
        for path in ["/v1/models", "/v1/models/", "/v1/models/a/b", "/v1/model/a", "/"] {
            assert!(!fits("/v1/models/{model}", path), "{path}");
        }
    }

    /// How many faults the reply has, under a document with these headers and this content.
    fn faults(headers: &Value, content: &Value, path: &str, status: u16, header: &str, body: &str) -> Option<usize> {
        let schemas =
            json!({"Fox": {"properties": {"legs": {"type": "integer"}, "tail": {"properties": {"tip": {}}}}}});
        let get = json!({"responses": {"200": {"content": content, "headers": headers}}});
        let document = json!({"paths": {"/fox": {"get": get}}, "components": {"schemas": schemas, "responses": {}}});
        let request = Request::get(path).body(Bytes::new()).ok()?;
        let headers = [("content-type", "application/json"), ("x-fox", header)];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let reply = Reply::new(status, headers, body.into());
        Some(Document::parse(&document)?.faults(&request, &reply).len())
    }

    #[test]
    fn what_is_not_documented_is_told() {
        let headers = json!({"X-Fox": {"required": true, "schema": {"const": 1}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Fox"}}});
        let faults = |path, status, header, body| faults(&headers, &content, path, status, header, body);
        assert_eq!(faults("/fox", 200, "1", r#"{"legs": 4, "tail": {"tip": "white"}}"#), Some(0));
        assert_eq!(faults("/fox", 200, "2", r#"{"legs": 4}"#), Some(1), "a header");
        assert_eq!(faults("/fox", 200, "1", r#"{"legs": "four"}"#), Some(1), "a type");
        assert_eq!(faults("/fox", 200, "1", r#"{"wings": 2}"#), Some(1), "a field");
        assert_eq!(faults("/fox", 200, "1", r#"{"tail": {"tap": 2}}"#), Some(1), "a field of a field");
        assert_eq!(faults("/fox", 201, "1", "{}"), Some(1), "a status");
        assert_eq!(faults("/owl", 200, "1", "{}"), Some(1), "a path");
    }

    #[test]
    fn a_document_that_says_nothing_lets_nothing_pass() {
        let (header, any) = (json!({"schema": {}}), json!({"application/json": {"schema": {}}}));
        let nowhere = json!({"$ref": "#/components/schemas/Owl"});
        let faults = |headers: Value, content: &Value| faults(&headers, content, "/fox", 200, "1", "{}");
        assert_eq!(faults(json!({"x-fox": header}), &any), Some(0));
        assert_eq!(faults(json!({"x-fox": nowhere}), &any), Some(1), "a header that is nowhere");
        assert_eq!(faults(json!({"x-fox": {}}), &any), Some(1), "a header without a schema");
        let headers = json!({"x-fox": header, "X-Owl": {"required": true, "schema": {}}});
        assert_eq!(faults(headers, &any), Some(1), "a header that is missing");
        let content = json!({"application/json": {"schema": nowhere}});
        assert_eq!(faults(json!({"x-fox": header}), &content), Some(1), "a schema that is nowhere");
        assert_eq!(faults(json!({"x-fox": header}), &json!({"application/json": {}})), Some(1), "no schema");
    }
}
