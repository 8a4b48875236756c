//! What Cloudflare says in the place of a step of a deployment: facts, Cloudflare §6. Where the facts have a code and no words,
//! the words are ours; where they have neither, a row says so.

use super::Refusal;

refusals! {
    /// The account has no subdomain of workers.dev.
    NO_SUBDOMAIN = 404, 10007, "You do not have a workers.dev subdomain.";
    /// No Worker of that name.
    NO_WORKER = 404, 10007, "This Worker does not exist on your account.";
    /// The same, where services are asked for; of the codes that the facts and wrangler have for it, the one that wrangler takes
    /// everywhere.
    NO_SERVICE = 404, 10090, "This service does not exist on your account.";
    /// Somebody has that subdomain.
    TAKEN = 409, 10031, "Subdomain is unavailable, please try a different subdomain.";
    /// Nobody has that subdomain.
    FREE = 404, 10032, "subdomain_unavailable";
    /// The account has chosen already. The code is ours.
    CHOSEN = 409, 10036, "Account already has an associated subdomain.";
    /// A Worker that is not started, and whatever else is wrong with a request about one.
    INVALID = 400, 10021, "Uncaught SyntaxError: Unexpected token";
    /// Too large a Worker.
    TOO_LARGE = 413, 10027, "Your Worker exceeded the size limit.";
    /// The account may not have Workers at all.
    NOT_FOR_WORKERS = 403, 10015, "Not authorized to access this resource.";
    /// The token may not do this.
    UNAUTHORISED = 403, 10023, "Unauthorized to perform this action.";
    /// Only with a paid plan.
    NEEDS_PAID = 403, 10075, "This feature requires the Workers Paid plan.";
    /// One Worker more than the plan has (§7). The code is ours.
    TOO_MANY = 400, 10037, "You have exceeded the limit of 100 Workers on your account.";
    /// A first Worker before the account has a subdomain; wrangler knows this code.
    SUBDOMAIN_FIRST = 400, 10063, "You need a workers.dev subdomain in order to proceed.";
    /// A binding to be inherited that was not there; wrangler knows this code.
    NOTHING_INHERITED = 400, 10057, "The binding to inherit does not exist.";
    /// Migrations that do not begin where the Worker stands. The code is ours.
    MIGRATION = 400, 10079, "Migration tag precondition failed.";
    /// An upload without the class of objects that exist; Cloudflare's words, shortened.
    CLASS_GONE = 403, 10064, "New version of script does not export class 'Theirs' which is depended on by existing Durable Objects.";
    /// A title that another namespace has; wrangler knows this code.
    TITLE_TAKEN = 400, 10014, "A namespace with this account ID and title already exists.";
    /// No namespace with that id. The code is ours.
    NO_NAMESPACE = 404, 10013, "namespace not found";
    /// A namespace more than the plan has (§7). The code is ours.
    TOO_MANY_NAMESPACES = 403, 10026, "You have reached the limit of namespaces of this account.";
}
