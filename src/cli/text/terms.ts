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

function linesOf(shown: Term, publisher: Publisher): string[] {
  const { term, about, at, standing, value, adjudication, assertions } = shown;
  const of = about === undefined ? '' : ` of the event ${about}`;
  const counted = at === undefined ? '' : ` as counted ${said(at)}`;
  const settled = value === null ? '' : `: ${valueWords(value)}`;
  return [
    `  ${term}${of}${whatWords(shown)}${counted}, ${standing}${settled}`,
    ...(adjudication === undefined ? [] : [`    adjudicated: ${oneLine(adjudication.reason)}`]),
    ...assertions.flatMap((assertion) => [
      `    ${valueWords(assertion.value)} (${said(assertion.effectiveAt)})`,
      ...citationLines(assertion.citations, publisher, '      '),
    ]),
  ];
}

/** What a quantity counts, where its sources say so. */
function whatWords({ measure, subject, window }: Term): string {
  const what = [measure, subject === undefined ? undefined : oneLine(subject), window && `over ${said(window)}`];
  const told = what.filter((word) => word !== undefined);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

type Value = NonNullable<Term['value']>;

function valueWords(value: Value): string {
  if (typeof value === 'string') return `“${oneLine(value)}”`;
  if (Array.isArray(value)) return value.join(', ');
  return oneLine('unit' in value ? amountWords(value) : said(value as Parameters<typeof said>[0]));
}
