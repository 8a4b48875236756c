//! The XMP packet of a JPEG or WebP: the prompt as its description, where picture managers show it, and our own JSON. It is
//! read as XML and not by searching, since a manager that adds stars writes the whole packet again in its own way.

use crate::{Meta, parameters::CREATOR};

const EASEL: &str = "urn:easel:1.0/";

/// The packet of `meta`.
pub(crate) fn write(meta: &Meta) -> String {
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:easel=\"{EASEL}\">\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{prompt}</rdf:li></rdf:Alt></dc:description>\
         <xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><xmp:CreateDate>{made}</xmp:CreateDate>\
         <easel:meta>{json}</easel:meta>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>",
        prompt = escape(&meta.record.prompt),
        made = meta.made,
        json = escape(&meta.to_json().replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")),
    )
}

/// Our JSON, whether it stands as an element or, as others write it, as an attribute.
pub(crate) fn read(packet: &[u8]) -> Option<Meta> {
    let packet = std::str::from_utf8(packet).ok()?;
    let document = roxmltree::Document::parse(packet.trim_matches('\0')).ok()?;
    document.descendants().find_map(|node| {
        let element = node.has_tag_name((EASEL, "meta")).then(|| node.text()).flatten();
        Meta::from_json(node.attribute((EASEL, "meta")).or(element)?)
    })
}

/// Text for XML, without the characters that XML has no way to say.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => escaped.push(c),
            _ => {}
        }
    }
    escaped
}
