// What the ledger refuses, as HTTP says it. Every code of the ledger has its entry, or this does not compile.
import type { LedgerRefusalCode } from '../ledger/refusals.ts';

export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  /** when it is answered, and what to do: a page of its own */
  readonly meaning: string;
  readonly remedy: string;
  /** seconds after which the same request may well succeed */
  readonly retryAfter?: number;
}

const unknown = (what: string, how: string): ProblemEntry => ({
  status: 422,
  title: `Unknown ${what}`,
  meaning: `The command refers to ${/^[eo]/.test(what) ? 'an' : 'a'} ${what} that is not on record. References are checked against the authority itself, not against read models that may lag.`,
  remedy: how,
});

export const REFUSALS: Readonly<Record<LedgerRefusalCode, ProblemEntry>> = {
  INVALID_PAYLOAD: {
    status: 422,
    title: 'The payload does not fit its schema',
    meaning: 'The body is JSON, but not what this command takes. `errors` names every fault with a JSON Pointer.',
    remedy: 'Mend each fault named. The schema of every command is in /openapi.json, and readable at /docs.',
  },
  UNKNOWN_COMMAND: {
    status: 404,
    title: 'There is no such command',
    meaning: 'The name after /v1/commands/ is none of the commands. Names are PascalCase, a verb and a noun.',
    remedy: 'Take a name from the list in the answer, or from /docs.',
  },
  NOT_ON_RECORD: {
    status: 404,
    title: 'Not on record',
    meaning:
      'No record has this id, or none did at the point on the two clocks asked about, or a correction voided it. A node that follows a cluster may not have it yet.',
    remedy:
      'Check the id. After a command, ask with minSequence= of its answer. To open a commitment, send a speech act.',
  },
  ALREADY_ON_RECORD: {
    status: 409,
    title: 'Already on record',
    meaning: 'A party, an occasion or a source is registered once, and this one is there.',
    remedy: 'Use it as it is; to change what is recorded of it, send CorrectRecord.',
  },
  OPENING_INCOMPLETE: {
    status: 422,
    title: 'A speech act that opens a record lacks something',
    meaning: 'The commitment is not on record, so this act opens it: that takes a title, and a role for every party.',
    remedy: 'Add what `errors` names; if a further act was meant, check the id of the commitment.',
  },
  NOT_IN_A_FURTHER_ACT: {
    status: 422,
    title: 'This belongs to the act that opened the record',
    meaning:
      'The commitment is on record already, and title, quantity, deadline, validity and condition are not restated.',
    remedy: 'Leave the field out; to change it, send the command that the answer names.',
  },
  KIND_MISMATCH: {
    status: 422,
    title: 'The commitment is of another kind',
    meaning: 'A speech act names the kind of commitment it is about, and this commitment is of another one.',
    remedy: 'Use the verb with the noun of this commitment, or open another commitment and link the two.',
  },
  PARTY_NOT_IN_COMMITMENT: {
    status: 422,
    title: 'The party has no role in this commitment',
    meaning: 'What is said of a party in a commitment needs a party with a role in it.',
    remedy:
      'Give the party a role first: by an act with { code, role }, by AmendCommitment, by accession, or by signing what is open for signature.',
  },
  UNKNOWN_PARTY: unknown('party', 'Register it first with RegisterParty, or check its code.'),
  UNKNOWN_SOURCE: unknown('source', 'Capture it first with CaptureSource, or check its name.'),
  UNKNOWN_OCCASION: unknown('occasion', 'Record it first with RecordOccasion, or check its name.'),
  UNKNOWN_OFFICE: unknown(
    'office of a party',
    'Record it first with RecordOffice, check its name in the answer of its party, or name the party alone.',
  ),
  UNKNOWN_COMMITMENT: unknown('commitment', 'Check its id, or open it first with a speech act.'),
  UNKNOWN_EVENT: unknown('event', 'Take the id from the history of the record: it lists every event.'),
  WRONG_EVENT_TYPE: {
    status: 422,
    title: 'The event is of another type',
    meaning: 'The command refers to an event of this record, but not to one it can be about.',
    remedy: 'Take the event that the answer asks for from the history of the record.',
  },
  EVIDENCE_NOT_ACCEPTED: {
    status: 422,
    title: 'The verdict does not rest on accepted evidence',
    meaning: 'Kept, partly kept and not kept rest on evidence about the window assessed that a review has accepted.',
    remedy: 'Accept the evidence with ReviewEvidence, cite other evidence, or give unverifiable or inconclusive.',
  },
  WITHDRAWAL_TOOK_EFFECT: {
    status: 422,
    title: 'The withdrawal has taken effect',
    meaning: 'A notice of withdrawal is revoked before it takes effect. After that the party has left.',
    remedy: 'Record how the party came back with ChangePosition, or the day of the revocation as it was.',
  },
  REFERS_TO_ITSELF: {
    status: 422,
    title: 'The record refers to itself',
    meaning: 'A record cannot be its own member, part, successor or link, nor part of itself by way of others.',
    remedy: 'Name another record. Of a circle detail names the members: correct the link that is wrong.',
  },
  EFFECTIVE_TOO_FAR_AHEAD: {
    status: 422,
    title: 'The event has not happened yet',
    meaning: 'An event starts at most 14 hours after it is recorded, which covers a day that has begun further east.',
    remedy: 'Record it once it has happened. What lies ahead goes into takesEffect, a deadline or validUntil.',
  },
  KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used before',
    meaning: 'The key was used on this record with another payload.',
    remedy: 'Give every new command a key of its own; repeat a command with the same key and the same payload.',
  },
  KEY_IN_FLIGHT: {
    status: 409,
    title: 'A command with this key is under way',
    meaning: 'The same key came again before the first command was answered.',
    remedy: 'Wait for its answer, or send it again in a moment: the answer will be the same.',
    retryAfter: 1,
  },
  STALE_REVISION: {
    status: 412,
    title: 'The record has moved on',
    meaning: 'If-Match named a revision that is not the record’s last one: somebody else wrote in between.',
    remedy: 'Read the record again, decide again, and send its new ETag.',
  },
  TOO_MUCH_CONTENTION: {
    status: 503,
    title: 'Others kept writing first',
    meaning: 'Other nodes wrote to the same record at every attempt. Nothing was recorded.',
    remedy: 'Send the command again with the same key.',
    retryAfter: 1,
  },
  RECORDED_AT_OUT_OF_ORDER: {
    status: 422,
    title: 'The recorded time is out of order',
    meaning: 'An import brought a recorded time before the journal’s clock, or in the future.',
    remedy: 'Import history in the order in which it became known, before anything newer; or leave the time out.',
  },
  CLOCK_BEHIND: {
    status: 503,
    title: 'This node’s clock is behind',
    meaning: 'The node’s clock is more than five seconds behind the journal’s, so it records nothing.',
    remedy: 'Send the command to another node; set this one’s clock right (NTP).',
    retryAfter: 30,
  },
  EVENT_TOO_LARGE: {
    status: 413,
    title: 'The event is too large',
    meaning: 'An event with its metadata takes at most 65,535 bytes: what an entry of the log can hold.',
    remedy: 'Say less in one command: shorten quotes and summaries, or record several events.',
  },
  STREAM_INCOMPLETE: {
    status: 409,
    title: 'The record is not whole on the server',
    meaning:
      'The authority gives the record’s stream with a gap, without its beginning, or shorter than this node has copied it: its retention was limited, or it was deleted. Nothing is decided on part of a history.',
    remedy:
      'Sending the command again does not help. An operator takes the limit off the stream or restores it: docs/operations.md, A stream is not whole.',
  },
  UNREADABLE_EVENT: {
    status: 409,
    title: 'The record holds an event that cannot be read',
    meaning:
      'An event of the record was written by other software, or by a newer Concordat. The answer names it. Nothing is decided on a record that is not known whole.',
    remedy:
      'Sending the command again does not help. Run a program that can read the event; or open another commitment and link it to this one.',
  },
  NOT_CAUGHT_UP: {
    status: 503,
    title: 'This node has never caught up',
    meaning:
      'The node has not read to the end of the ledger since it was set up, so what it holds is a beginning of the history and not the history.',
    remedy: 'Ask another node, or try again: /readyz shows how far it has come, and the store’s state.',
    retryAfter: 2,
  },
  LEDGER_DAMAGED: {
    status: 503,
    title: 'The ledger’s file is damaged',
    meaning:
      'A part of the file that the ledger lies in, or of this node’s copy of it, is not what was written to it. Nothing is recorded on it any more, and nothing is answered from the part that is damaged; what needs it not is answered as before.',
    remedy:
      'Ask another node, where there is one. The operator keeps the file as it is and puts back the newest copy: /readyz has the reason, docs/operations.md, A file is damaged, the way.',
    retryAfter: 60,
  },
  HISTORY_DIVERGED: {
    status: 503,
    title: 'This node’s history is not the authority’s',
    meaning:
      'What this node has copied, derived or signed belongs to another history than the one it is connected to, or to a later state of it. It answers nothing but /healthz, /readyz and its last signed checkpoint, and records nothing.',
    remedy:
      'Ask another node. Its operator follows docs/operations.md, The server went back: nothing is deleted, and nothing is overwritten.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The event store cannot be reached',
    meaning: 'Nothing was recorded. Reading goes on from this node’s own journal.',
    remedy: 'Send the command again with the same key, a little later. /readyz shows the connection.',
    retryAfter: 5,
  },
  OUTCOME_UNKNOWN: {
    status: 504,
    title: 'The event store did not answer in time',
    meaning: 'The command may or may not be recorded.',
    remedy: 'Send it again with the same key: it has one effect, however often it is sent.',
    retryAfter: 1,
  },
};
