// What was said and done: the acts and what moved the commitment as a whole, with the occasion and who said it; and what
// of the record was corrected or voided. `changes` tells what each of them moved.
import { contestInWords, settledInWords } from '../../../domain/commitment/disputeInWords.ts';
import type { FactData } from '../../../domain/commitment/events.ts';
import { type Around, deedOf } from '../../../domain/commitment/positionInWords.ts';
import { day, said } from '../dates.ts';
import { oneLine, unended } from '../plain.ts';
import type { ToldEvent } from '../told.ts';
import { amountWords, saidOr, typeWords } from '../words.ts';
import { hanging } from '../wrap.ts';
import { replacedBy } from './amounts.ts';
import { type Happening, isOfParties, positionActs } from './positionActs.ts';
import {
  commitmentWords,
  entry,
  folded,
  listed,
  more,
  named,
  occasionWords,
  refsOf,
  type Story,
  section,
} from './story.ts';

const EVENTS = 14;
/** So many of them at least are of parties one by one, where there is much of the whole. */
const OF_PARTIES = 6;
const CORRECTIONS = 6;
/** Of the parties that an act names, so many by name. */
const NAMED = 4;

export function happenedLines(story: Story): string[] {
  const events = story.told.standing(Date.parse(story.clocks.asOf));
  const whole = events.flatMap((event) => (isOfParties(event) ? [] : (ofWhole(story, event) ?? [])));
  const { shown, left } = chosen(whole, events, story);
  const dates = shown.map(datesWords);
  const wide = Math.max(0, ...dates.map(({ length }) => length));
  const lines = shown.flatMap(({ event, what, parties }, index) =>
    hanging(
      `  ${(dates[index] ?? '').padEnd(wide)}  `,
      oneLine(withAround(what, aroundWords(story, event, parties))) + refsOf(story, event),
      story.width,
    ),
  );
  return section('SAID AND DONE', [...lines, ...more(left)]);
}

const datesWords = ({ event, last }: Happening): string => {
  const [from, to] = [saidOr(event.effectiveAt), saidOr(last?.effectiveAt)];
  return to === '' || to === from ? from : `${from} to ${to}`;
};

/** In effective order. What parties did one by one leaves room for what moved the whole. */
function chosen(whole: readonly Happening[], events: readonly ToldEvent[], { all }: Story) {
  const room = all ? Infinity : Math.max(OF_PARTIES, EVENTS - whole.length);
  const parties = positionActs(events, room);
  const shown = all ? [...whole, ...parties] : [...whole.slice(0, EVENTS), ...parties.slice(0, room)];
  const inOrder = shown.sort(({ event: a }, { event: b }) => a.at - b.at || Number(a.revision) - Number(b.revision));
  return { shown: inOrder, left: whole.length + parties.length - shown.length };
}

/** What moved the whole, or is disputed; positions of parties one by one, reports and the like are told elsewhere. */
function ofWhole(story: Story, event: ToldEvent): Happening | undefined {
  const around = aroundOf(story);
  const deed = deedOf(event, around);
  if (deed !== undefined) return { event, what: deed.did + deed.terms + deed.holds, parties: deed.parties };
  const what = disputeWords(event, around) ?? whatWords(story, event);
  return what === undefined ? undefined : { event, what, parties: null };
}

/** Who disputes what a party did, and what became of that. */
function disputeWords({ type, data }: ToldEvent, around: Around): string | undefined {
  if (type === 'PositionContested') return contestInWords(data as FactData['PositionContested'], around);
  const isSettled = type === 'TermAdjudicated' && data.term === 'position';
  return isSettled ? settledInWords(data as FactData['TermAdjudicated'], around) : undefined;
}

/** Who is not on record in another role commits itself. */
const aroundOf = ({ told, commitment, references }: Story): Around => ({
  eventOf: (id) => told.event(id),
  sourceOf: (id) => references.publisher(id),
  commits(code) {
    const roles = commitment.parties.filter((party) => party.code === code);
    return roles.length === 0 || roles.some(({ role }) => role === 'committer');
  },
});

function whatWords(story: Story, event: ToldEvent): string | undefined {
  const { type, data } = event;
  if (type === 'CommitmentAmended') return `amended: ${amendedWords(story, event)}`;
  if (type === 'CommitmentEnded') {
    const by = typeof data.supersededBy === 'string' ? ` by ${commitmentWords(story, data.supersededBy)}` : '';
    return `ended, ${data.how}${by}`;
  }
  if (type === 'ConditionSettled') return `a condition was ${data.outcome}`;
  return undefined;
}

/** What an amendment gives anew. */
function amendedWords(story: Story, event: ToldEvent): string {
  const { data } = event;
  const before = replacedBy(story, event);
  const { areas, quantity, validUntil, condition, roles, target } = data as Partial<FactData['CommitmentAmended']>;
  return [
    ...(quantity === undefined
      ? []
      : [amountWords(quantity) + (before === undefined ? '' : ` in place of ${amountWords(before)}`)]),
    ...(target === undefined ? [] : ['what the quantity is meant as']),
    ...(validUntil === undefined ? [] : [`valid until ${said(validUntil)}`]),
    ...(condition === undefined ? [] : [condition === null ? 'the condition dropped' : `on condition: ${condition}`]),
    ...(areas === undefined ? [] : [`areas ${areas.join(', ')}`]),
    ...(roles === undefined ? [] : [listed(roles.map(({ code, role }) => `${code} as ${role}`))]),
  ].join('; ');
}

const withAround = (what: string, around: string): string => (around === '' ? what : unended(what)) + around;

/** Who did it or whom it names, where it was, and who is quoted with it. */
function aroundWords(story: Story, event: ToldEvent, own: Happening['parties']): string {
  const { data, citations } = event;
  const parties = own ?? partiesIn(event);
  const speakers = [...new Set(citations.flatMap(({ speaker }) => speaker ?? []))];
  const shown = parties.length > NAMED && !(story.all && own !== null) ? `${parties.length} parties` : listed(parties);
  return [
    ...(shown === '' ? [] : [`: ${shown}`]),
    ...(typeof data.occasion === 'string' ? [`, at ${occasionWords(story, data.occasion)}`] : []),
    ...(speakers.length === 0 ? [] : [`; said by ${listed(speakers.map((one) => named(story, one)))}`]),
  ].join('');
}

const partiesIn = ({ data }: ToldEvent): readonly string[] => {
  if (typeof data.party === 'string') return [data.party];
  return Array.isArray(data.parties) ? (data.parties as string[]) : [];
};

/** What the record said wrongly, ours or the sources' error. */
export function correctionLines(story: Story): string[] {
  const ruled = story.told.events.filter(({ ruledBy }) => ruledBy !== undefined);
  const { shown, more } = folded(ruled, CORRECTIONS, story);
  const lines = shown.flatMap((event) => {
    const { ruledBy, mark, type, effectiveAt } = event;
    const why = ruledBy === undefined ? '' : `: ${ruledBy.data.reason} (an error of the ${ruledBy.data.cause})`;
    const known = ruledBy === undefined ? '' : ` on ${day(`${ruledBy.recordedAt.slice(0, 10)}T00:00:00.000Z`)}`;
    return entry(
      story,
      `${typeWords(type)}, ${saidOr(effectiveAt)} (event ${event.revision} of its history): ${mark}${known}${why}${story.references.to(ruledBy?.citations ?? [])}`,
    );
  });
  return section('CORRECTED ON RECORD', [...lines, ...more]);
}
