// A refusal is a value: a code to act on, a sentence that says what to do, a pointer to what is at fault.

export type RefusalCode =
  | 'INVALID_PAYLOAD'
  | 'UNKNOWN_COMMAND'
  | 'NOT_ON_RECORD'
  | 'ALREADY_ON_RECORD'
  | 'OPENING_INCOMPLETE'
  | 'NOT_IN_A_FURTHER_ACT'
  | 'KIND_MISMATCH'
  | 'PARTY_NOT_IN_COMMITMENT'
  | 'UNKNOWN_PARTY'
  | 'UNKNOWN_SOURCE'
  | 'UNKNOWN_OCCASION'
  | 'UNKNOWN_OFFICE'
  | 'UNKNOWN_COMMITMENT'
  | 'UNKNOWN_EVENT'
  | 'WRONG_EVENT_TYPE'
  | 'EVIDENCE_NOT_ACCEPTED'
  | 'WITHDRAWAL_TOOK_EFFECT'
  | 'REFERS_TO_ITSELF'
  | 'EFFECTIVE_TOO_FAR_AHEAD';

export interface Fault {
  /** JSON Pointer (RFC 6901) into the payload */
  readonly pointer: string;
  readonly detail: string;
}

export interface Refusal<Code extends string = RefusalCode> {
  readonly refused: Code;
  readonly detail: string;
  readonly errors: readonly Fault[];
}

export const refuse = <Code extends string = RefusalCode>(
  refused: Code,
  pointer: string,
  detail: string,
): Refusal<Code> => ({
  refused,
  detail,
  errors: [{ pointer, detail }],
});

/** A refusal of a part of a payload, with pointers from the whole. */
export const under = (pointer: string, refusal: Refusal | undefined): Refusal | undefined =>
  refusal && {
    ...refusal,
    errors: refusal.errors.map((fault) => ({ ...fault, pointer: pointer + fault.pointer })),
  };

export const isRefusal = (value: unknown): value is Refusal<string> =>
  typeof value === 'object' && value !== null && 'refused' in value;

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** of a value that may have several forms: what each of them says of it */
  readonly errors?: readonly (readonly Issue[])[];
}

/** What the form that was meant says, at its own place; as it is where none was meant, or several could be. */
function ofTheFormMeant(issue: Issue): readonly Issue[] {
  const meant = (issue.errors ?? []).filter((said) => !said.some(isOfAnotherType));
  const [only] = meant;
  if (only === undefined || meant.length > 1) return [issue];
  return only.flatMap((one) => ofTheFormMeant({ ...one, path: [...issue.path, ...one.path] }));
}

const isOfAnotherType = ({ code, path }: Issue): boolean => code === 'invalid_type' && path.length === 0;

/** A payload that does not fit its schema, fault by fault. */
export function invalidPayload(subject: string, issues: readonly Issue[], under = ''): Refusal {
  const errors = issues
    .flatMap(ofTheFormMeant)
    .map((issue) => ({ pointer: under + pointerOf(issue.path), detail: issue.message }));
  const first = errors[0];
  const where = first === undefined ? '' : `: ${first.pointer === '' ? 'the payload' : first.pointer} ${first.detail}`;
  return { refused: 'INVALID_PAYLOAD', detail: `${subject} does not fit its schema${where}`, errors };
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
