// What moved as a person reads it: a line each, `name: before → after`; what moved alike for many parties is one line.
import type { Move } from '../../domain/commitment/moved.ts';
import type { Amount } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { said } from './dates.ts';
import { amountWords, words } from './words.ts';

/** What only says why, or repeats what another line says. */
const UNSAID = /(^|\.)(because|citations|reports)(\.|$)|^position\.since$|^inForce\.since$|^condition$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?)?)?(\/|$)/;
const PARTIES_SHOWN = 6;

interface Line {
  readonly text: string;
  readonly party: string | undefined;
}

/** Empty where all that moved is what the rest follows from. */
export function moveLines(moved: readonly Move[]): readonly string[] {
  const lines = moved.filter((move) => !UNSAID.test(move.what) && !isNamed(move) && !isOnRecordOnly(move)).map(lineOf);
  return [...Map.groupBy(lines, ({ text }) => text)].flatMap(([text, alike]) => {
    const parties = [...new Set(alike.flatMap(({ party }) => party ?? []))];
    return parties.length === 0 ? alike.map(() => text) : [`${listed(parties)}: ${text}`];
  });
}

/** What it is called stands above what is told of it. */
const isNamed = ({ what, before }: Move): boolean => before === null && (what === 'title' || what === 'kind');

/** Of one that has taken no position nothing is told of it. */
const isOnRecordOnly = ({ what, before, after }: Move): boolean =>
  what === 'position' && before === null && (after as { position?: unknown } | null)?.position == null;

function listed(parties: readonly string[]): string {
  if (parties.length <= PARTIES_SHOWN) return parties.join(', ');
  return `${parties.slice(0, PARTIES_SHOWN - 1).join(', ')} and ${parties.length - PARTIES_SHOWN + 1} others`;
}

function lineOf({ what, of = {}, before, after }: Move): Line {
  const { party, role, ...others } = of;
  const which = Object.values(others).filter((value) => !(typeof value === 'string' && UUID.test(value)));
  const named = which.length === 0 ? '' : ` (${which.map(valueWords).join(', ')})`;
  return {
    text: `${nameOf(what)}${named}: ${valueWords(before)} → ${valueWords(after)}`,
    party: typeof party === 'string' ? party : undefined,
  };
}

const NAMES: Readonly<Record<string, string>> = {
  'position.position': 'position',
  'position.spells': 'bound',
  'position.spells.to': 'bound until',
  'act.strongest': 'strongest act',
  'act.latest': 'latest act',
  'deadline.current': 'deadline',
  'deadline.firstOutcome': 'first deadline',
  'deadline.daysLate': 'days late by the first deadline',
  'deadline.delivered': 'delivered since',
  'delivery.level': 'delivery',
  'delivery.basis': 'whose account',
  'delivery.amounts': 'count',
  'delivery.amounts.amount': 'count',
  'delivery.reported': 'report',
  'delivery.outlook': 'outlook',
  'verdict.verdicts': 'assessment',
  parties: 'role',
  'target.parties': 'share',
};

/** `position.suspended` is told of its party as suspended; `validUntil` as valid until. */
const nameOf = (what: string): string =>
  NAMES[what] ??
  words(what.replace(/^position\./, ''))
    .replaceAll('.', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Names of events, and what says only why, are left out. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'event',
  'because',
  'citations',
  'reports',
  'assertions',
  'setBy',
  'settledBy',
  'evidence',
  'revises',
  'party',
  'stages',
  'measure',
  'term',
]);

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return textWords(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(valueWords).join('; ');
  return objectWords(value as Readonly<Record<string, unknown>>);
}

function textWords(text: string): string {
  if (TIME.test(text)) return said(text.replaceAll('T00:00:00.000Z', ''));
  return /^[a-z]+(_[a-z]+)+$/.test(text) ? words(text) : text;
}

function objectWords(value: Readonly<Record<string, unknown>>): string {
  if ('unit' in value) return amountWords(value as unknown as Amount);
  if ('role' in value) return String(value.role);
  if (isTime(value)) return said(value as When);
  return Object.entries(value)
    .filter(([name, member]) => !LEFT_OUT.has(name) && !isEvent(name, member) && saysSomething(member))
    .map(([name, member]) => memberWords(name, member))
    .join(', ');
}

const isTime = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(value).length > 0 && Object.keys(value).every((name) => ['from', 'to', 'text'].includes(name));

/** A name of an event tells a person nothing; of another commitment it is all there is. */
const isEvent = (name: string, member: unknown): boolean =>
  name === 'of' && typeof member === 'string' && UUID.test(member);

const saysSomething = (member: unknown): boolean =>
  member !== null && member !== false && !(Array.isArray(member) && member.length === 0) && member !== '';

/** What is named by its value alone: an act, a level, where a party stands. */
const BY_VALUE: ReadonlySet<string> = new Set([
  'act',
  'effectiveAt',
  'position',
  'level',
  'amount',
  'standing',
  'summary',
  'value',
  'verdict',
  'rating',
  'reason',
  'reads',
  'current',
  'how',
  'text',
  'relation',
]);

function memberWords(name: string, member: unknown): string {
  if (BY_VALUE.has(name)) return valueWords(member);
  if (name === 'occasion') return `at ${member}`;
  const label = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return member === true ? label : `${label} ${valueWords(member)}`;
}
