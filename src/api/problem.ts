// A problem on its way to the caller: thrown anywhere below a route, written once, as RFC 9457 says.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { LedgerRefusal } from '../ledger/refusals.ts';
import { PROBLEMS, type ProblemCode, typeOf } from './problems.ts';

/** Where a fault stands: a pointer into the body, or into the parameters or headers by their names. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
  readonly in?: 'query' | 'header';
}

interface Extras {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Says no to a request. It is an answer, not a failure: only what is no Problem is logged as an error. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
  /** of this very occurrence, also in the log */
  readonly instance = `urn:uuid:${randomUUID()}`;

  constructor(code: ProblemCode, detail: string, { errors = [], headers = {} }: Extras = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }

  /** A fault of one query parameter or header. */
  static at(code: ProblemCode, where: 'query' | 'header', name: string, detail: string): Problem {
    return new Problem(code, `${name} ${detail}`, { errors: [{ pointer: `/${name}`, in: where, detail }] });
  }

  /** Where the ledger's files lie is told in /readyz and in the log alone. */
  static ofDamagedLedger(): Problem {
    return new Problem(
      'LEDGER_DAMAGED',
      'the ledger’s own file is damaged: nothing is recorded on it, and what needs the damaged part is not answered; its operator finds the reason in /readyz and in the log',
    );
  }

  static ofRefusal({ refused, detail, errors }: LedgerRefusal): Problem {
    if (refused === 'LEDGER_DAMAGED') return Problem.ofDamagedLedger();
    const located = errors.length > 1 || errors.some(({ pointer }) => pointer !== '');
    return new Problem(refused, detail, located ? { errors } : {});
  }
}

export function problemBody({ code, message, errors, instance }: Problem): Buffer {
  const { status, title } = PROBLEMS[code];
  const body = { type: typeOf(code), title, status, detail: message, code, instance };
  return Buffer.from(JSON.stringify(errors.length === 0 ? body : { ...body, errors }));
}

export function sendProblem(res: ServerResponse, problem: Problem): void {
  const body = problemBody(problem);
  const { status, retryAfter } = PROBLEMS[problem.code];
  res.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...problem.headers,
  });
  res.end(body);
}
