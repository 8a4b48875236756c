//! The one stand-in for Cloudflare: Workers AI over REST, and the upstream that workerd's own `Ai` class calls. Every test
//! that needs Cloudflare uses it; no program that is shipped does. It is as strict as the facts say that the real one is.
