// JSON text into I-JSON values, or a problem that says where it breaks off and what it may not hold.
import { doubledName } from '../support/doubledName.ts';
import { Problem } from './problem.ts';

const MAX_DEPTH = 32;

/** @throws Problem */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  const fault = notIJson(value, 0) ?? twice(doubledName(text, value));
  if (fault === undefined) return value;
  throw new Problem('INVALID_PAYLOAD', `${fault.pointer || 'the payload'} ${fault.detail}`, { errors: [fault] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = text.trim() === '' ? 'the body is empty: send the payload of the command' : hintOf(error, text);
    throw new Problem('MALFORMED_JSON', what);
  }
}

const POSITION = /at position (\d+)/;

/** The engine tells the place of some faults only; the others are found by looking for the longest sound beginning. */
function hintOf(error: unknown, text: string): string {
  const said = error instanceof Error ? error.message : '';
  const position = Number(
    POSITION.exec(said)?.[1] ?? (said.startsWith('Unexpected end') ? text.length : faultIn(text)),
  );
  const before = text.slice(0, position).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return position >= text.length
    ? `the JSON ends too early, at ${place}: something is left open`
    : `the JSON breaks off at ${place}, before ${JSON.stringify(text.slice(position, position + 20))}`;
}

function faultIn(text: string): number {
  let [sound, broken] = [0, text.length];
  while (broken - sound > 1) {
    const middle = sound + Math.floor((broken - sound) / 2);
    if (couldGoOn(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

/** Whether a text is JSON, or fails only because it ends. */
function couldGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const said = (error as Error).message;
    const position = POSITION.exec(said)?.[1];
    return position === undefined ? !said.startsWith('Unexpected token') : Number(position) >= text.length;
  }
}

interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

const twice = (pointer: string | undefined): Fault | undefined =>
  pointer === undefined
    ? undefined
    : { pointer, detail: 'is there twice in one object, which I-JSON does not have (RFC 7493): leave one out' };

const HALF: Fault = { pointer: '', detail: 'holds half of a surrogate pair: send well-formed Unicode' };
const TOO_BIG: Fault = { pointer: '', detail: 'is an integer beyond 2^53 - 1: no amount here is' };
const TOO_DEEP: Fault = { pointer: '', detail: `is nested more than ${MAX_DEPTH} deep: no command is` };

/** RFC 7493, and a bound on depth: what is no I-JSON has no canonical text, and what has no end no place on a stack. */
function notIJson(value: unknown, depth: number): Fault | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : HALF;
    case 'number':
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? TOO_BIG : undefined;
    case 'object':
      return value === null ? undefined : notIJsonWithin(value, depth);
    default:
      return undefined;
  }
}

function notIJsonWithin(value: object, depth: number): Fault | undefined {
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  for (const [name, member] of Object.entries(value)) {
    const fault = name.isWellFormed() ? notIJson(member, depth + 1) : HALF;
    if (fault !== undefined) return { ...fault, pointer: `/${escaped(name)}${fault.pointer}` };
  }
  return undefined;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
