//! Is a line of JSON as the schema in `docs/` says? A validator of the part of JSON Schema that is used there, which refuses
//! all else of it, and fields that are not declared.

use std::sync::LazyLock;

use serde_json::Value;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../docs/json.schema.json")).expect("a schema")
});

/// Words of a schema that say nothing of a value.
const REMARKS: [&str; 4] = ["$schema", "$defs", "title", "description"];

/// What of a value is not as the schema says; nothing if all is.
pub(crate) fn faults(value: &Value) -> Vec<String> {
    check(&SCHEMA, value, "")
}

fn check(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let rules = schema.as_object().expect("a schema is an object");
    let mut faults = Vec::new();
    for (word, rule) in rules {
        match word.as_str() {
            "$ref" => faults.extend(check(definition(rule), value, at)),
            "anyOf" => {
                let branches = rule.as_array().expect("branches").iter();
                let of_branches = branches.map(|branch| check(branch, value, at));
                let best = of_branches.min_by_key(Vec::len).expect("a branch");
                faults.extend(best);
            }
            "const" if rule != value => faults.push(format!("{at}: {value} is not {rule}")),
            "enum" if !rule.as_array().expect("values").contains(value) => {
                faults.push(format!("{at}: {value} is none of {rule}"));
            }
            "type" if !is_of_type(rule, value) => {
                faults.push(format!("{at}: {value} is not of type {rule}"));
            }
            "minimum" if value.as_f64() < rule.as_f64() => {
                faults.push(format!("{at}: {value} is less than {rule}"));
            }
            "required" => {
                let names = rule
                    .as_array()
                    .expect("names")
                    .iter()
                    .filter_map(Value::as_str);
                let missing = names.filter(|name| value.get(name).is_none());
                faults.extend(missing.map(|name| format!("{at}: no {name}")));
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    match rule.get(name) {
                        Some(rule) => faults.extend(check(rule, value, &format!("{at}/{name}"))),
                        None => faults.push(format!("{at}: {name} is not declared")),
                    }
                }
            }
            "additionalProperties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    faults.extend(check(rule, value, &format!("{at}/{name}")));
                }
            }
            "items" => {
                for (number, value) in value.as_array().into_iter().flatten().enumerate() {
                    faults.extend(check(rule, value, &format!("{at}/{number}")));
                }
            }
            "const" | "enum" | "type" | "minimum" => {}
            _ => assert!(REMARKS.contains(&word.as_str()), "the schema says {word}"),
        }
    }
    faults
}

fn definition(reference: &Value) -> &'static Value {
    let name = reference
        .as_str()
        .and_then(|path| path.strip_prefix("#/$defs/"));
    &SCHEMA["$defs"][name.expect("a definition of the same schema")]
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let is_of = |one: &Value| match one.as_str().expect("a type") {
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        other => panic!("the type {other}"),
    };
    types
        .as_array()
        .map_or_else(|| is_of(types), |types| types.iter().any(is_of))
}

#[test]
fn what_the_schema_does_not_say_is_a_fault() {
    let line =
        serde_json::json!({"version": 2, "kind": "error", "code": "busy", "message": "busy"});
    assert_eq!(faults(&line), Vec::<String>::new());
    for (name, value) in [
        ("version", 1.into()),
        ("kind", "mistake".into()),
        ("code", 5.into()),
        ("more", true.into()),
        ("message", Value::Null),
    ] {
        let mut other = line.clone();
        other[name] = value;
        assert!(!faults(&other).is_empty(), "{other}");
    }
    let mut without = line.clone();
    without.as_object_mut().expect("an object").remove("code");
    assert!(!faults(&without).is_empty());
}
