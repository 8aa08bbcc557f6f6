// An occasion as a page that a person reads: who took part, what was said and done there, and concerns raised on it.
import type { SaidThereView } from '../../domain/commitment/saidAtOccasion.ts';
import type { OccasionView } from '../../domain/occasion/occasion.ts';
import { said } from './dates.ts';
import { fieldLines } from './fields.ts';
import { holderName } from './party.ts';
import { oneLine } from './plain.ts';
import { saidOr, typeWords, words } from './words.ts';
import { hanging } from './wrap.ts';

interface Office {
  readonly party: string;
  readonly office: string;
  readonly title: string | null;
  readonly holders: readonly { readonly holder: string; readonly name?: string | null }[];
}
export type Occasion = Omit<OccasionView, 'offices'> & {
  readonly revision: string;
  readonly offices: readonly Office[];
  readonly said: readonly (SaidThereView & { readonly commitment: string; readonly title: string })[];
  readonly complete: boolean;
};

export function occasionPage(occasion: Occasion, width: number): string {
  const { id, title, kind, revision, date, place, partOf, participants } = occasion;
  const rows = [
    ['When', said(date)],
    ['Where', place ?? ''],
    ['Part of', partOf ?? ''],
    ['Participants', participants.join(', ')],
    ...occasion.offices.map((office, index) => [index === 0 ? 'Present' : '', officeWords(office)]),
  ];
  const told = rows.filter(([, text]) => text !== '');
  const lines = [
    oneLine(title),
    `${kind} ${id}, revision ${revision}`,
    '',
    ...fieldLines(told, width),
    ...saidLines(occasion).flatMap((line) => wrapped(line, width)),
    ...concernLines(occasion).flatMap((line) => wrapped(line, width)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Under its own beginning, two cells further in. */
function wrapped(line: string, width: number): string[] {
  const [lead = ''] = /^ */.exec(line) ?? [];
  return hanging(lead, line.slice(lead.length), width);
}

const officeWords = ({ party, office, title, holders }: Office): string => {
  const who = holders.length === 0 ? 'holder not on record' : holders.map(holderName).join(', ');
  return `${title ?? words(office)} (${party}/${office}): ${who}`;
};

function saidLines({ said: all, complete }: Occasion): string[] {
  if (all.length === 0) return [];
  return [
    '',
    'Said and done there:',
    ...all.flatMap((one) => [oneLine(`  ${eventWords(one)}: ${one.title}`), oneLine(`    ${whoseWords(one)}`)]),
    ...(complete ? [] : ['  … and more: concordat list --occasion lists every commitment']),
  ];
}

const eventWords = ({ act, type, effectiveAt }: SaidThereView): string =>
  `${act ?? typeWords(type)} ${saidOr(effectiveAt)}`.trim();

function whoseWords({ by, bearers, addressees, summary, citations }: SaidThereView): string {
  const speakers = [...new Set(citations.flatMap(({ speaker }) => speaker ?? []))];
  const told = [
    by.length === 0 ? '' : `by ${by.join(', ')}`,
    bearers.length === 0 ? '' : `borne by ${bearers.join(', ')}`,
    addressees.length === 0 ? '' : `to ${addressees.join(', ')}`,
    speakers.length === 0 ? '' : `as ${speakers.join(', ')} says`,
    `source: ${[...new Set(citations.map(({ source }) => source))].join(', ')}`,
  ];
  return `${told.filter((part) => part !== '').join('; ')}${summary === null ? '' : `. ${summary}`}`;
}

const concernLines = ({ concerns }: Occasion): string[] =>
  concerns.length === 0
    ? []
    : [
        '',
        'Concerns:',
        ...concerns.flatMap(({ kind, effectiveAt, by, summary, citations, answers }) => [
          oneLine(`  ${kind} ${said(effectiveAt)}, by ${by}: ${summary}`),
          ...citations.map(({ source, quote }) => oneLine(`    ${source}${quote === undefined ? '' : `: “${quote}”`}`)),
          ...answers.map((answer) =>
            oneLine(`    answered ${said(answer.effectiveAt)}, by ${answer.by}: ${answer.summary}`),
          ),
        ]),
      ];
