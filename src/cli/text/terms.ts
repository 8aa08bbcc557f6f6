// Terms as their sources state them: every assertion with who makes it, also where one of them is preferred.
import type { Term } from '../../domain/commitment/terms.ts';
import { citationLines, type Publisher } from './citations.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';
import { amountWords } from './words.ts';

export function termLines(terms: readonly Term[], publisher: Publisher): string[] {
  if (terms.length === 0) return [];
  return ['', 'Terms', ...terms.flatMap((term) => linesOf(term, publisher))];
}

function linesOf({ term, about, at, standing, value, adjudication, assertions }: Term, publisher: Publisher): string[] {
  const of = about === undefined ? '' : ` of the event ${about}`;
  const counted = at === undefined ? '' : ` as counted ${said(at)}`;
  const settled = value === null ? '' : `: ${valueWords(value)}`;
  return [
    `  ${term}${of}${counted}, ${standing}${settled}`,
    ...(adjudication === undefined ? [] : [`    adjudicated: ${oneLine(adjudication.reason)}`]),
    ...assertions.flatMap((assertion) => [
      `    ${valueWords(assertion.value)} (${said(assertion.effectiveAt)})`,
      ...citationLines(assertion.citations, publisher, '      '),
    ]),
  ];
}

type Value = NonNullable<Term['value']>;

function valueWords(value: Value): string {
  if (typeof value === 'string') return `“${oneLine(value)}”`;
  if (Array.isArray(value)) return value.join(', ');
  return oneLine('unit' in value ? amountWords(value) : said(value as Parameters<typeof said>[0]));
}
