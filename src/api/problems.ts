// Every problem this API answers with: one table, from which answers, their pages and docs/errors.md are made.
import type { LedgerRefusalCode } from '../ledger/refusals.ts';
import { type ProblemEntry, REFUSALS } from './refusals.ts';

/** What HTTP itself can get wrong, or this node not do. */
type ApiProblemCode =
  | 'NO_SUCH_ADDRESS'
  | 'METHOD_NOT_ALLOWED'
  | 'MALFORMED_REQUEST'
  | 'MALFORMED_JSON'
  | 'BODY_TOO_LARGE'
  | 'UNREADABLE_TABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'INVALID_PARAMETER'
  | 'INVALID_CURSOR'
  | 'INVALID_HEADER'
  | 'NOT_AUTHENTICATED'
  | 'NOT_ALLOWED'
  | 'FOREIGN_HOST'
  | 'FOREIGN_ORIGIN'
  | 'NOT_ACCEPTABLE'
  | 'NOT_CAPTURED'
  | 'CAPTURE_REDACTED'
  | 'CAPTURE_ALTERED'
  | 'HOLDER_NOT_KEPT'
  | 'HOLDER_ERASED'
  | 'RECORD_SET_ASIDE'
  | 'MODELS_DAMAGED'
  | 'QUERY_TOO_LONG'
  | 'TOO_MANY_QUERIES'
  | 'NOT_YET_VISIBLE'
  | 'NOT_IN_THE_LOG'
  | 'NOT_YET_COVERED'
  | 'LOG_STOPPED'
  | 'INTERNAL';
export type ProblemCode = LedgerRefusalCode | ApiProblemCode;

const HTTP: Readonly<Record<ApiProblemCode, ProblemEntry>> = {
  NO_SUCH_ADDRESS: {
    status: 404,
    title: 'There is nothing at this address',
    meaning: 'The path is none of this API.',
    remedy: 'Check the path. /docs lists every address.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The method is not allowed here',
    meaning: 'The address exists, but does not take this method. `Allow` names those it takes.',
    remedy: 'Use a method of `Allow`: GET reads, and commands are sent with POST.',
  },
  MALFORMED_REQUEST: {
    status: 400,
    title: 'The request is malformed',
    meaning:
      'The request is not HTTP this server can read: a broken escape in the path, a broken header, or a body cut off.',
    remedy: 'Encode the path as UTF-8 with percent escapes, and send the body whole.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body cannot be read as JSON. The answer says where it breaks off.',
    remedy: 'Mend the JSON at that place. It is UTF-8, without comments and trailing commas.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    meaning:
      'A command’s body takes at most 256 KiB, an event it makes at most 65,535 bytes, a table 1 MiB, a capture 32 MiB.',
    remedy: 'Say less in one command, or record several. Documents stay outside the ledger: give their SHA-256.',
  },
  UNREADABLE_TABLE: {
    status: 422,
    title: 'The table cannot be read by this map',
    meaning:
      'The table is no CSV, a column has no meaning in the map, or it makes too many entries. Nothing was recorded.',
    remedy:
      'Say in the map what each column named means, under fields, cells or ignore; POST /v1/tables/preview shows it.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body is of another type',
    meaning: 'A command is JSON in UTF-8, neither compressed nor encoded otherwise.',
    remedy: 'Send Content-Type: application/json, and no Content-Encoding.',
  },
  INVALID_PARAMETER: {
    status: 400,
    title: 'A query parameter is not valid',
    meaning: 'A parameter is unknown here, is given twice, or has a value it cannot have. `errors` names each.',
    remedy: 'Mend or leave out each parameter named. /docs lists what every address takes.',
  },
  INVALID_CURSOR: {
    status: 400,
    title: 'The cursor is not valid',
    meaning: 'A cursor is opaque, and holds for the list that gave it.',
    remedy: 'Start again without it, and follow the links in the Link header as they are.',
  },
  INVALID_HEADER: {
    status: 400,
    title: 'A header is not valid',
    meaning: 'Idempotency-Key, If-Match, Concordat-Recorded-At or Accept-Datetime cannot be read.',
    remedy: 'Write the header as the answer says, or leave it out.',
  },
  NOT_AUTHENTICATED: {
    status: 401,
    title: 'Say who you are',
    meaning: 'This ledger asks for an API key, and the request brought none, or one that is not known.',
    remedy: 'Send Authorization: Bearer <id>.<secret>, with a key of AUTH_API_KEYS.',
  },
  NOT_ALLOWED: {
    status: 403,
    title: 'The key’s role does not allow this',
    meaning: 'A reader reads, a recorder also sends commands, an administrator may do everything.',
    remedy: 'Use a key with the role that the answer names.',
  },
  FOREIGN_HOST: {
    status: 403,
    title: 'This is not a name of this ledger',
    meaning:
      'The ledger runs without keys, for this machine alone, and the request came under another host’s name: a page in a browser can do that without your knowledge (DNS rebinding).',
    remedy: 'Ask localhost, 127.0.0.1 or [::1], with any port. To serve under another name, configure AUTH_API_KEYS.',
  },
  FOREIGN_ORIGIN: {
    status: 403,
    title: 'A page of another site asked',
    meaning:
      'A browser says in `Origin` or `Sec-Fetch-Site` that a page of another address sent this request. Without an API key such a page gets nothing, whether it reads or writes.',
    remedy:
      'Ask from a page of this very address, or from outside a browser. Through a proxy, bring an API key, and let the proxy keep `Host`.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    title: 'It is not offered in that format',
    meaning: '`Accept` takes none of the formats this address answers in. The answer names them.',
    remedy: 'Name one of them in `Accept`, or leave it out: JSON is what is answered then.',
  },
  NOT_CAPTURED: {
    status: 404,
    title: 'No such capture is kept here',
    meaning: 'The ledger may know the hash, from a source; the document itself is not on this node.',
    remedy: 'Add the document whose SHA-256 this is, with PUT /v1/captures, or ask the node that keeps it.',
  },
  CAPTURE_REDACTED: {
    status: 410,
    title: 'The capture was redacted',
    meaning: 'The document was removed on purpose. Its hash, the reason and the time stay.',
    remedy: 'The reason is in the answer. A copy kept elsewhere can still be held against the hash.',
  },
  HOLDER_NOT_KEPT: {
    status: 404,
    title: 'No name is kept here for this holder',
    meaning: 'The ledger may know the id, from an office; the name of who that is lies beside the log, on each node.',
    remedy: 'Give the name with PUT /v1/holders/{id}, or ask the node that keeps it.',
  },
  HOLDER_ERASED: {
    status: 410,
    title: 'The name of this holder was erased',
    meaning: 'It was removed on purpose. The id, the reason and the time stay, and the id takes no name again.',
    remedy: 'The reason is in the answer. Who takes an office from now on gets an id of its own.',
  },
  CAPTURE_ALTERED: {
    status: 500,
    title: 'The capture was changed on disk',
    meaning: 'The document kept here is no longer the one whose hash it bears. Nothing of it is shown.',
    remedy: 'Tell the operator: the changed file is to be moved away, and the document added again from a copy.',
  },
  RECORD_SET_ASIDE: {
    status: 500,
    title: 'The record is set aside',
    meaning:
      'An event of this record cannot be folded by this version, so that it has no answer as from that event on. The answer names the event, its sequence, its type and the reason. Every other record goes on.',
    remedy:
      'Read its history, or what was known before with atSequence= of an earlier sequence. Tell the operator: a version that can fold the event brings the record back by itself, and asking again does not.',
  },
  MODELS_DAMAGED: {
    status: 503,
    title: 'What this node answers from is damaged',
    meaning:
      'The file of this node’s read models is not what was written to it, by a fault of its disk or by another hand. Nothing is answered from it. The node is building it again from the ledger, which holds all there is; commands are recorded meanwhile, and histories are read.',
    remedy:
      'Ask again after Retry-After, or another node. /readyz shows the reason and how far the build has come. An operator looks at the disk: docs/operations.md, A file is damaged.',
    retryAfter: 5,
  },
  QUERY_TOO_LONG: {
    status: 503,
    title: 'The answer takes too long',
    meaning:
      'The list, search or count was not finished within the time an answer may take here, and was ended. Nothing of it is given, since a part of an answer would be a wrong one. Commitments by id go on.',
    remedy:
      'Narrow it: whole words in place of beginnings with a star, fewer of them, a kind, a party, an area or a status, or the order of recording. QUERY_DEADLINE of the node says how long an answer may take.',
  },
  TOO_MANY_QUERIES: {
    status: 503,
    title: 'More is asked than this node can answer',
    meaning:
      'So many lists, searches and counts are asked that this one got no thread in time, or no more may wait. Commitments by id go on.',
    remedy: 'Ask again after Retry-After, or another node. QUERY_THREADS says how many are answered at a time.',
    retryAfter: 1,
  },
  NOT_YET_VISIBLE: {
    status: 503,
    title: 'This node does not have that yet',
    meaning: 'The sequence asked for with minSequence= or atSequence= did not arrive here in time.',
    remedy: 'Ask again after Retry-After. /readyz shows how far this node has come.',
    retryAfter: 1,
  },
  NOT_IN_THE_LOG: {
    status: 404,
    title: 'The log has no such tile',
    meaning:
      'The path is none of C2SP tlog-tiles, or the tile lies beyond the checkpoint, or is not as wide there as was asked.',
    remedy: 'Take level, place and width from the size in /tlog/checkpoint, and write the path in its one spelling.',
  },
  NOT_YET_COVERED: {
    status: 503,
    title: 'No checkpoint covers this yet',
    meaning: 'It is on record, or may be soon, but not under a signed checkpoint. One is signed about every second.',
    remedy: 'Ask again after Retry-After. /tlog/checkpoint shows how far the log has come.',
    retryAfter: 1,
  },
  LOG_STOPPED: {
    status: 503,
    title: 'This node serves no log',
    meaning:
      'What was signed before and what this node holds disagree, so it signs and serves nothing of the log; or it keeps none. Commands and queries go on.',
    remedy: 'Ask another node, keep the checkpoints you have, and tell the operator: docs/audit.md says what to do.',
    retryAfter: 60,
  },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong here',
    meaning: 'An error that nobody foresaw. It is in the node’s log under the id of `instance`; the node stays up.',
    remedy: 'Send a command again with the same key. If it stays so, report it with the id of `instance`.',
  },
};

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemEntry>> = { ...HTTP, ...REFUSALS };
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** `stale-revision`: the last part of a problem's address. */
export const slugOf = (code: ProblemCode): string => code.toLowerCase().replaceAll('_', '-');

/** A problem's `type`: an address on this server, where its page is. */
export const typeOf = (code: ProblemCode): string => `/problems/${slugOf(code)}`;
