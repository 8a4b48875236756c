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
        let mut faults = self.reply_faults(self.resolved(response), reply, head);
        let body = operation.pointer("/requestBody/content/application~1json/schema");
        if let (Some(schema), 200..=299) = (body, reply.status) {
            let body = serde_json::from_slice(request.body()).unwrap_or_default();
            faults.extend(invalid(schema, &self.components, &body).map(|fault| format!("its request: {fault}")));
        }
        faults
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
        let headers = reply.headers.iter().filter_map(|(name, value)| self.header_fault(response, name, value));
        let mut faults: Vec<_> = headers.chain(self.record_fault(reply)).collect();
        let content_type = reply.header("content-type").unwrap_or_default();
        match response.get("content").and_then(|content| content.get(content_type)) {
            None => faults.push(format!("the type {content_type:?} is not documented")),
            Some(_) if head => {}
            Some(media) => {
                let fault =
                    media.get("schema").and_then(|schema| invalid(&sealed(schema), &self.sealed, &reply.json()));
                faults.extend(fault.map(|fault| format!("its reply: {fault}")));
            }
        }
        faults
    }

    fn header_fault(&self, response: &Value, name: &str, value: &str) -> Option<String> {
        if OF_HTTP.contains(&name) || name.starts_with("access-control-") {
            return None;
        }
        let listed = response.get("headers").and_then(Value::as_object);
        let Some((_, header)) = listed.into_iter().flatten().find(|(listed, _)| listed.eq_ignore_ascii_case(name))
        else {
            return Some(format!("the header {name} is not documented"));
        };
        // A number is one in a header too.
        let value = value.parse::<u64>().map_or_else(|_| json!(value), Value::from);
        let fault = invalid(self.resolved(header).get("schema")?, &self.components, &value)?;
        Some(format!("the header {name}: {fault}"))
    }

    /// The record in the header of a raw reply is that of the document too.
    fn record_fault(&self, reply: &Reply) -> Option<String> {
        let record = Record::from_header(reply.header("x-easel-record")?)?;
        let fault = invalid(&sealed(&json!({"$ref": "#/components/schemas/Record"})), &self.sealed, &json!(record))?;
        Some(format!("its record: {fault}"))
    }

    /// What `value` refers to, where it is a reference.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let target = value.get("$ref").and_then(Value::as_str);
        let pointer = target.and_then(|target| target.strip_prefix("#/components"));
        pointer.and_then(|pointer| self.components.pointer(pointer)).unwrap_or(value)
    }
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

    #[test]
    fn what_is_not_documented_is_told() {
        let schemas =
            json!({"Fox": {"properties": {"legs": {"type": "integer"}, "tail": {"properties": {"tip": {}}}}}});
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Fox"}}});
        let headers = json!({"x-fox": {"schema": {"const": 1}}});
        let get = json!({"responses": {"200": {"content": content, "headers": headers}}});
        let document = json!({"paths": {"/fox": {"get": get}}, "components": {"schemas": schemas, "responses": {}}});
        let document = Document::parse(&document);
        let faults = |path: &str, status, header: &str, body: &str| {
            let request = Request::get(path).body(Bytes::new()).ok()?;
            let headers = [("content-type", "application/json"), ("x-fox", header)];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let reply = Reply::new(status, headers, body.into());
            Some(document.as_ref()?.faults(&request, &reply).len())
        };
        assert_eq!(faults("/fox", 200, "1", r#"{"legs": 4, "tail": {"tip": "white"}}"#), Some(0));
        assert_eq!(faults("/fox", 200, "2", r#"{"legs": 4}"#), Some(1), "a header");
        assert_eq!(faults("/fox", 200, "1", r#"{"legs": "four"}"#), Some(1), "a type");
        assert_eq!(faults("/fox", 200, "1", r#"{"wings": 2}"#), Some(1), "a field");
        assert_eq!(faults("/fox", 200, "1", r#"{"tail": {"tap": 2}}"#), Some(1), "a field of a field");
        assert_eq!(faults("/fox", 201, "1", "{}"), Some(1), "a status");
        assert_eq!(faults("/owl", 200, "1", "{}"), Some(1), "a path");
    }
}
