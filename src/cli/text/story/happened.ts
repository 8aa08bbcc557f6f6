// What was said and done: the acts and what moved the commitment as a whole, with the occasion and who said it; and what
// of the record was corrected or voided. `changes` tells what each of them moved.
import { actOfEvent, VERBS } from '../../../domain/commitment/acts.ts';
import { doersOf } from '../../../domain/commitment/doers.ts';
import type { FactData } from '../../../domain/commitment/events.ts';
import { day, said } from '../dates.ts';
import { oneLine } from '../plain.ts';
import type { ToldEvent } from '../told.ts';
import { amountWords, saidOr, typeWords } from '../words.ts';
import { hanging } from '../wrap.ts';
import { type Happening, isOfParties, partyActWords, positionActs } from './positionActs.ts';
import { entry, folded, listed, more, named, occasionWords, refsOf, type Story, section } from './story.ts';

const EVENTS = 14;
/** So many of them at least are of parties one by one, where there is much of the whole. */
const OF_PARTIES = 6;
const CORRECTIONS = 6;
/** Of the parties that an act names, so many by name. */
const NAMED = 4;

/** What moved the whole, in words; positions, reports and the like have sections of their own. */
const OTHERS: Readonly<Record<string, string>> = {
  EnteredIntoForce: 'entered into force',
  OperationSuspended: 'suspended',
  OperationResumed: 'resumed',
  ProvisionallyApplied: 'applied provisionally',
  ProvisionalApplicationEnded: 'provisional application ended',
  WithdrawalAnnounced: 'withdrawal announced',
  WithdrawalRevoked: 'notice of withdrawal revoked',
};

export function happenedLines(story: Story): string[] {
  const events = story.told.standing(Date.parse(story.clocks.asOf));
  const whole = events.flatMap((event): Happening[] => {
    const what = isOfParties(event) ? undefined : (disputeWords(story, event) ?? whatWords(event));
    return what === undefined ? [] : [{ event, what, parties: null }];
  });
  const { shown, left } = chosen(whole, events, story);
  const dates = shown.map(datesWords);
  const wide = Math.max(0, ...dates.map(({ length }) => length));
  const lines = shown.flatMap(({ event, what, parties }, index) =>
    hanging(
      `  ${(dates[index] ?? '').padEnd(wide)}  `,
      oneLine(what + aroundWords(story, event, parties)) + refsOf(story, event),
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

/** Who disputes what a party did, and what became of that. */
function disputeWords({ told }: Story, { type, data }: ToldEvent): string | undefined {
  if (type === 'PositionContested') {
    const did = partyActWords(told.event(String(data.contests)));
    return `${data.by} disputes ${did === undefined ? 'where a party stands' : `that ${did}`}: ${data.reason}`;
  }
  if (type !== 'TermAdjudicated' || data.term !== 'position') return undefined;
  const preferred = told.event(String(data.prefers));
  const stands = preferred?.type !== 'PositionContested';
  const did = partyActWords(stands ? preferred : told.event(String(preferred.data.contests)));
  return `adjudicated${did === undefined ? '' : `: ${did}, ${stands ? 'and that stands' : 'and that is set aside'}`}: ${data.reason}`;
}

function whatWords({ type, data }: ToldEvent): string | undefined {
  const act = actOfEvent(type);
  if (act !== undefined) return VERBS[act.verb].past.toLowerCase();
  if (type === 'CommitmentAmended') return `amended: ${amendedWords(data)}`;
  if (type === 'CommitmentEnded') return `ended, ${data.how}`;
  if (type === 'ConditionSettled') return `a condition was ${data.outcome}`;
  return OTHERS[type];
}

/** What an amendment gives anew. */
function amendedWords(data: ToldEvent['data']): string {
  const { areas, quantity, validUntil, condition, roles, target } = data as Partial<FactData['CommitmentAmended']>;
  return [
    ...(quantity === undefined ? [] : [amountWords(quantity)]),
    ...(target === undefined ? [] : ['what the quantity is meant as']),
    ...(validUntil === undefined ? [] : [`valid until ${said(validUntil)}`]),
    ...(condition === undefined ? [] : [condition === null ? 'the condition dropped' : `on condition: ${condition}`]),
    ...(areas === undefined ? [] : [`areas ${areas.join(', ')}`]),
    ...(roles === undefined ? [] : [listed(roles.map(({ code, role }) => `${code} as ${role}`))]),
  ].join('; ');
}

/** Who did it or whom it names, where it was, and who is quoted with it. */
function aroundWords(story: Story, event: ToldEvent, own: Happening['parties']): string {
  const { data, citations } = event;
  const parties = own ?? partiesIn(story, event);
  const speakers = [...new Set(citations.flatMap(({ speaker }) => speaker ?? []))];
  const shown = parties.length > NAMED && !(story.all && own !== null) ? `${parties.length} parties` : listed(parties);
  return [
    ...(shown === '' ? [] : [`: ${shown}`]),
    ...(own === null ? termsWords(data) : []),
    ...(typeof data.occasion === 'string' ? [`, at ${occasionWords(story, data.occasion)}`] : []),
    ...(speakers.length === 0 ? [] : [`; said by ${listed(speakers.map((one) => named(story, one)))}`]),
  ].join('');
}

/** What it rests on and from when it holds: what parties did one by one says it itself. */
const termsWords = ({ basis, takesEffect }: ToldEvent['data']): readonly string[] => [
  ...(typeof basis === 'string' ? [`, ${basis}`] : []),
  ...(takesEffect === undefined ? [] : [`, from ${said(takesEffect as Parameters<typeof said>[0])}`]),
];

/** Of an act those that did it. */
function partiesIn({ commitment }: Story, { type, data }: ToldEvent): readonly string[] {
  if (typeof data.party === 'string') return [data.party];
  if (!Array.isArray(data.parties)) return [];
  if (actOfEvent(type) === undefined) return data.parties as string[];
  return doersOf(data.parties, (code) => {
    const roles = commitment.parties.filter((party) => party.code === code);
    return roles.length === 0 || roles.some(({ role }) => role === 'committer');
  });
}

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
