// A party as a page that a person reads: its names, its members, its offices and who held them.
import type { OfficeView } from '../../domain/party/offices.ts';
import type { PartyView } from '../../domain/party/party.ts';
import type { When } from '../../domain/time.ts';
import { day, said } from './dates.ts';
import { fieldLines } from './fields.ts';
import { oneLine } from './plain.ts';
import { words } from './words.ts';

export type Party = PartyView & { readonly revision: string };

export function partyPage(party: Party, width: number): string {
  const {
    code,
    name,
    kind,
    revision,
    names,
    members,
    offices,
    notes,
    changes = [],
    formerNames = [],
    ahead = [],
  } = party;
  const rows = [
    ['Other names', byLanguage(names)],
    ['Formerly', formerNames.map(({ name: former, until }) => `${former}, until ${said(until)}`).join('; ')],
    ...labelled('Became', changes.filter(({ change }) => change !== 'renamed').map(changeWords)),
    ['Members', memberWords(members)],
    ['Later', ahead.map(laterWords).join('; ')],
    ...labelled(
      'Offices',
      offices.flatMap((office) => officeLines(code, office)),
    ),
    ['Notes', notes ?? ''],
  ];
  const told = rows.filter(([, text]) => text !== '');
  const lines = [oneLine(name), `${words(kind)} ${code}, revision ${revision}`, '', ...fieldLines(told, width)];
  return `${lines.join('\n')}\n`;
}

const hasEndAlone = (when: When): boolean => typeof when === 'object' && when.from === undefined;
const byWords = (when: When): string => `by ${said(when).replace(/^until /, '')}`;

/** What has an end alone was so by then, since whenever. */
const sinceWords = (when: When): string => (hasEndAlone(when) ? byWords(when) : `since ${said(when)}`);

/** Law: what has an end alone may have been so before it, so that no day is given as the one on which it came. */
const atTheLatest = (when: When, what: string, open: string): string =>
  `${what} at the latest ${byWords(when)}; ${open} is not on record`;

function laterWords({ code, change, at, stated }: NonNullable<PartyView['ahead']>[number]): string {
  if (!hasEndAlone(stated)) return `${code} ${change} ${day(at)}`;
  return change === 'joins'
    ? atTheLatest(stated, `${code} a member`, 'since when')
    : atTheLatest(stated, `${code} had left`, 'when');
}

type AheadOfOffice = NonNullable<OfficeView['ahead']>[number];

function laterHolder(one: AheadOfOffice): string {
  const { change, at, stated } = one;
  if (!hasEndAlone(stated)) return `${holderName(one)} ${change} it ${day(at)}`;
  return change === 'takes'
    ? atTheLatest(stated, `held by ${holderName(one)}`, 'since when')
    : atTheLatest(stated, `${holderName(one)} had left it`, 'when');
}

/** Nobody is known to have held it; where somebody may have, it is not known whether anybody did. */
const unheldWords = (ahead: readonly AheadOfOffice[]): string =>
  ahead.some(({ change, stated }) => change === 'takes' && hasEndAlone(stated))
    ? 'not known who held it'
    : 'nobody on record';

/** Those since the same time together. */
const memberWords = (members: PartyView['members']): string =>
  [...Map.groupBy(members, ({ since }) => sinceWords(since))]
    .map(([since, own]) => `${own.map(({ code }) => code).join(', ')} ${since}`)
    .join('; ');

/** A line each, the first one with its name. */
const labelled = (label: string, lines: readonly string[]): string[][] =>
  lines.map((line, index) => [index === 0 ? label : '', line]);

const byLanguage = (names: Readonly<Record<string, string>>): string =>
  Object.entries(names)
    .map(([tag, name]) => `${name} (${tag})`)
    .join(', ');

const changeWords = ({ change, effectiveAt, into = [] }: NonNullable<PartyView['changes']>[number]): string =>
  `${change}${into.length === 0 ? '' : ` (${into.join(', ')})`}, ${said(effectiveAt)}`;

type Named = { readonly holder: string; readonly name?: string | null };

/** A name that is not kept here, or was erased, leaves the id. */
export const holderName = ({ holder, name }: Named): string => name ?? `holder ${holder}`;

function officeLines(party: string, { office, title, holders, former, ahead = [] }: OfficeView): string[] {
  const now = holders.map((one) => `${holderName(one)} ${sinceWords(one.since)}`);
  const spell = (one: Named & { readonly since: When; readonly until: When }) =>
    `  formerly ${holderName(one)}, ${sinceWords(one.since)}, left ${said(one.until)}`;
  return [
    `${title} (${party}/${office}): ${now.length === 0 ? unheldWords(ahead) : now.join('; ')}`,
    ...former.map(spell),
    ...ahead.map((one) => `  ${laterHolder(one)}`),
  ];
}
