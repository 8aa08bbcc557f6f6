// What an adjudication preferred, in one sentence: who said what when, and where that is written.
import { said, where } from '../inWords.ts';
import type { Citation } from '../primitives.ts';
import { settledInWords } from './disputeInWords.ts';
import type { FactData } from './events.ts';
import type { ActData } from './payloads.ts';
import { type Around, deedOf, type Told } from './positionInWords.ts';
import { reportInWords, valueInWords } from './valueInWords.ts';

type Adjudicated = FactData['TermAdjudicated'];

export function adjudicatedInWords(data: Adjudicated, around: Around): string {
  if (data.term === 'position') return settledInWords(data, around);
  const preferred = around.eventOf(data.prefers);
  const what = preferred === undefined ? 'one statement' : preferredInWords(preferred, data, around);
  return `of what is said of its ${data.term}, ${what} was preferred: ${data.reason}`;
}

/** `30 tents, as South Africa reported 1 April 2013 (Depositary: “Notes”),` */
function preferredInWords(preferred: Told, adjudicated: Adjudicated, around: Around): string {
  const { effectiveAt, citations } = preferred.data as Pick<ActData, 'effectiveAt' | 'citations'>;
  const who = preferred.type === 'DeliveryReported' ? (preferred.data as FactData['DeliveryReported']).reporter : '';
  const how = who === '' ? 'as stated' : `as ${who} reported`;
  return `${whatIsSaid(preferred, adjudicated, around)}, ${how} ${said(effectiveAt)}${where(' (', sourcesIn(citations, around), ')')},`;
}

function whatIsSaid(preferred: Told, { term, index = 0 }: Adjudicated, around: Around): string {
  const { type, data } = preferred;
  if (type === 'DeliveryReported') return reportInWords(data as FactData['DeliveryReported']);
  if (type === 'TermAsserted') return valueInWords((data as FactData['TermAsserted']).value);
  const claim = (data as Partial<ActData>).terms?.[index];
  return claim?.term === term ? valueInWords(claim.value) : `“${deedOf(preferred, around)?.sentence ?? type}”`;
}

const sourcesIn = (citations: readonly Citation[], { sourceOf }: Around): string =>
  [...new Set(citations.map(({ source }) => source))].map((source) => sourceOf(source) ?? source).join('; ');
