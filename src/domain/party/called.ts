// A party's name in the place of its code: which code was probably meant. It suggests and never decides: a party goes by
// its code.
import { asRead } from '../alike.ts';
import type { Fault } from '../refusal.ts';

/** What a party is called, and was. */
export interface Called {
  readonly code: string;
  readonly name: string;
  readonly names?: Readonly<Record<string, string>> | undefined;
  readonly formerNames?: readonly { readonly name: string }[] | undefined;
}

/** So many are suggested. */
const SUGGESTED = 3;

/** "did you mean PL (Poland)?"; undefined where no party is called so. */
export function partyMeant(said: string, parties: readonly Called[]): string | undefined {
  const words = asRead(said.slice(0, 200));
  if (words === '') return undefined;
  const whole = parties.filter((party) => calls(party).includes(words));
  const found = whole.length > 0 ? whole : parties.filter((party) => calls(party).some((name) => holds(name, words)));
  if (found.length === 0) return undefined;
  const named = found.slice(0, SUGGESTED).map(({ code, name }) => `${code} (${name.slice(0, 80)})`);
  return `did you mean ${named.join(' or ')}${found.length > SUGGESTED ? ', or another that is called so' : ''}?`;
}

/** A code in another case counts as a name. */
const calls = ({ code, name, names = {}, formerNames = [] }: Called): readonly string[] =>
  [code, name, ...Object.values(names), ...formerNames.map((former) => former.name)].map(asRead);

/** As words of their own: "korea" is in "republic of korea", and "us" not in "russia". */
const holds = (name: string, words: string): boolean => ` ${name} `.includes(` ${words} `);

/** What is told of a code that is none, or of none that is on record. */
const NO_PARTY = /^is not a party code|^no party .* is on record|^no party .* is registered/;
const isOfParty = ({ detail }: Fault): boolean => NO_PARTY.test(detail) && !detail.includes('did you mean');

/** Whether a name may have been given for a code. */
export const asksForParties = (errors: readonly Fault[]): boolean => errors.some(isOfParty);

/** Faults with the parties that were probably meant. @param payload what their pointers point into */
export const withPartiesMeant = (
  errors: readonly Fault[],
  payload: unknown,
  parties: readonly Called[],
): readonly Fault[] =>
  errors.map((fault) => {
    const said = isOfParty(fault) ? valueAt(payload, fault.pointer) : undefined;
    const meant = typeof said === 'string' ? partyMeant(said, parties) : undefined;
    return meant === undefined ? fault : { ...fault, detail: `${fault.detail}; ${meant}` };
  });

function valueAt(payload: unknown, pointer: string): unknown {
  let value = payload;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
