// Adjudications of what was delivered: when, why, which report is preferred, and which reports that sets aside.
// Law: a report is said to be set aside only where the ruling of the domain leaves it out; nothing is hidden.
import { canonicalJson } from '../../../domain/canonicalJson.ts';
import { asSaid } from '../asSaid.ts';
import type { Commitment } from '../commitment.ts';
import type { ToldEvent } from '../told.ts';
import { saidOr, words } from '../words.ts';
import { entry, named, refsOf, type Story } from './story.ts';

type Delivery = Commitment['delivery'];
type Report = Delivery['reported'][number];

const rulingsIn = (story: Story): ToldEvent[] =>
  story.told
    .standing(Date.parse(story.clocks.asOf))
    .filter(({ type, data }) => type === 'TermAdjudicated' && data.term === 'delivery');

/** Each with the report it prefers, the one that rules last. */
export function rulingLines(story: Story): string[] {
  const rulings = rulingsIn(story);
  return rulings.flatMap((ruling, index) => {
    const overruled = index < rulings.length - 1 ? ' (ruled anew since)' : '';
    return entry(
      story,
      `adjudicated ${saidOr(ruling.effectiveAt)}${overruled}: ${preferredWords(story, String(ruling.data.prefers))}, since ${ruling.data.reason}${refsOf(story, ruling)}`,
    );
  });
}

function preferredWords(story: Story, id: string): string {
  const preferred = story.told.event(id);
  if (preferred === undefined) return 'a report that is not on record is preferred';
  const { reporter } = preferred.data;
  const gone = preferred.mark === 'voided' ? ', which was voided since' : '';
  return `${asSaid(preferred.data)}, as ${named(story, String(reporter))} reported ${saidOr(preferred.effectiveAt)}, is preferred${gone}${refsOf(story, preferred)}`;
}

/** The events of reports that do not weigh any more. */
export function setAside(story: Story): ReadonlySet<string> {
  const { reported, parties, amounts } = story.commitment.delivery;
  const ruling = rulingsIn(story).findLast(({ data }) => reported.some(({ event }) => event === data.prefers));
  const place = reported.findIndex(({ event }) => event === ruling?.data.prefers);
  const preferred = reported[place];
  if (ruling === undefined || preferred === undefined) return new Set();
  const counted = [amounts, ...parties.map((one) => one.amounts)].flat().flatMap(({ reports }) => reports);
  const weighs = new Set(counted.map(({ event }) => event));
  const heard = new Set(counted.map(({ reporter }) => reporter));
  const gone = reported.filter((report, index) => {
    if (report === preferred || weighs.has(report.event) || !isKnownTo(story, ruling, report)) return false;
    if (!isOfOne(preferred, report)) return false;
    return index < place || report.level !== null || !heard.has(report.reporter);
  });
  return new Set(gone.map(({ event }) => event));
}

const isKnownTo = ({ told }: Story, ruling: ToldEvent, report: Report): boolean =>
  Number(told.event(report.event)?.revision ?? Infinity) < Number(ruling.revision);

/** Whether two speak of one delivery: both of its level, or both of one count. */
function isOfOne(one: Report, other: Report): boolean {
  const whose = ({ parties }: Report) => canonicalJson(parties?.toSorted() ?? []);
  if (whose(one) !== whose(other)) return false;
  return (one.level !== null && other.level !== null) || (one.amount !== null && countOf(one) === countOf(other));
}

const countOf = ({ amount, measure, subject, window }: Report): string =>
  canonicalJson([words(amount?.unit ?? '').toLowerCase(), measure, subject, window]);
