// Who stands where, and who is bound since when. Parties of the same standing are told together, so that two hundred can be
// read; their dates stay each party's own.
import { bounds, type When } from '../../../domain/time.ts';
import type { Commitment } from '../commitment.ts';
import { day, said } from '../dates.ts';
import { unended } from '../plain.ts';
import { typeWords, words } from '../words.ts';
import { hanging } from '../wrap.ts';
import { boundBy, datesLines, haveOneSource, isAlike, type Party, sinceWord, sourcesKey } from './partyDates.ts';
import { becauseRefs, entry, eventRefs, folded, listed, named, type Story, section, sinceWords } from './story.ts';

type Standing = Party['standing'];

/** So many are named in full. */
const NAMED = 6;
/** So many kinds of standing, and parties without a position of their own. */
const KINDS = 10;

export function partyLines(story: Story): string[] {
  const kindOf = ({ roles, position, force, since, bound, sources }: Party) =>
    JSON.stringify([roles, position, force, since + bound === '' ? sources : null]);
  const groups = [...Map.groupBy(partiesOf(story), kindOf).values()].sort((a, b) => b.length - a.length);
  const { shown, more } = folded(groups, KINDS, story);
  return section('PARTIES, AND WHO IS BOUND SINCE WHEN', [
    ...shown.flatMap((group) => groupLines(story, group)),
    ...more,
  ]);
}

function partiesOf(story: Story): Party[] {
  const roles = Map.groupBy(story.commitment.parties, ({ code }) => code);
  return story.commitment.position.map((standing) => {
    const own = roles.get(standing.party) ?? [];
    return {
      code: standing.party,
      standing,
      roles: listed(own.map(roleWords)),
      position: positionWords(standing),
      force: boundKind(
        story,
        standing,
        own.map(({ role }) => role),
      ),
      since: standing.since === null ? '' : sinceWords(story, standing.since, standing.because),
      bound: (standing.spells ?? []).map((spell) => spellWords(story, spell)).join(' and '),
      sources: {
        since: sourcesKey(story, standing.because),
        bound: sourcesKey(story, boundBy(standing)),
      },
      else: elseWords(story, standing),
    };
  });
}

/** An office that acts for its party is named with the role. */
const roleWords = ({ role, office }: Commitment['parties'][number]): string =>
  office === undefined ? role : `${role} (${words(office)})`;

/** By which act, where that is not the one the position is called after. */
const USUAL = ['signature', 'ratification'];

function positionWords({ position, by, basis }: Standing): string {
  if (position === null) return 'no position on record';
  const act = by === undefined || USUAL.includes(by) ? '' : ` by ${words(by)}`;
  return `${position}${act} (${basis === 'own' ? 'its own word' : 'as others report'})`;
}

/** Nobody asks of a pledge of money that is no treaty whether it is in force. */
export const saysNothingOfForce = ({ kind, binding, consentBy, inForce, entering = [] }: Commitment): boolean =>
  kind === 'contribution' &&
  (binding !== 'legal' || consentBy === 'unknown') &&
  inForce === false &&
  entering.length === 0;

/** In words that leave no doubt: what is not known is said to be so. */
function boundKind({ commitment }: Story, { bound, spells = [] }: Standing, roles: readonly string[]): string {
  if (bound === true) return 'bound';
  if (spells.length === 0 && saysNothingOfForce(commitment)) return '';
  if (bound === 'unknown') return 'not known whether bound, since no entry into force is on record';
  if (spells.length > 0) return 'not bound any more, was bound';
  if (commitment.binding === 'political') return 'not bound, since this is political';
  return roles.includes('committer') ? 'not bound' : 'not bound, as it commits itself to nothing';
}

function spellWords(story: Story, { from, to, because }: NonNullable<Standing['spells']>[number]): string {
  const start = sinceWords(story, from, because);
  return to === null ? `since ${start}` : `from ${start} to ${lastDay(story, to, because)}`;
}

/** Who left is told with the day on which it left; what was valid to the end of a day with that day. */
function lastDay({ told }: Story, to: string, because: readonly string[]): string {
  const at = Date.parse(to);
  if (at % DAY !== 0) return day(to);
  const isValidUntil = ({ data }: { readonly data: Readonly<Record<string, unknown>> }): boolean =>
    data.validUntil !== undefined && bounds(data.validUntil as When).end === at;
  const isEndedThen = told.at(because).some((event) => event.at === at);
  return day(!isEndedThen && told.events.some(isValidUntil) ? new Date(at - DAY).toISOString() : to);
}
const DAY = 86_400_000;

/** What few parties have. */
function elseWords(story: Story, standing: Standing): string {
  const { suspended, provisional = [], contested = [], reaffirmed, announced, pending = [] } = standing;
  return [
    ...(suspended
      ? [
          `suspended since ${day(suspended.from)}${suspended.to === null ? '' : `, until ${day(suspended.to)}`}${suspended.of === 'whole' ? ', as the whole is' : ''}${becauseRefs(story, suspended.because)}`,
        ]
      : []),
    ...provisional.map(
      (spell) => `applied provisionally ${spellWords(story, spell)}${becauseRefs(story, spell.because)}`,
    ),
    ...contested.map(
      ({ by, reason, event, of }) =>
        `CONTESTED by ${by}: ${unended(reason)}${eventRefs(story, event)} (against: ${typeWords(story.told.event(of)?.type ?? 'an event')})`,
    ),
    ...(reaffirmed ? [`reaffirmed ${said(reaffirmed)}`] : []),
    ...(announced
      ? [`announced ${said(announced.effectiveAt)} that it will withdraw${becauseRefs(story, announced.because)}`]
      : []),
    ...pending.map(
      ({ position, by, takesEffect, because }) =>
        `${position === 'withdrew' ? 'is to withdraw on' : `${words(by ?? position)}, to take effect`} ${day(takesEffect)}${becauseRefs(story, because)}`,
    ),
  ].join('; ');
}

function groupLines(story: Story, group: readonly Party[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  return [
    ...headLines(story, group, first),
    ...(isAlike(group) ? [] : [...datesLines(story, group, 'since'), ...datesLines(story, group, 'bound')]),
    ...(isAlike(group) && group.length === 1 ? [] : elseLines(story, group)),
  ];
}

/** What some of them have besides, once for those of whom the same is told. */
function elseLines(story: Story, group: readonly Party[]): string[] {
  const apart = Map.groupBy(
    group.filter((party) => party.else !== ''),
    (party) => party.else,
  );
  const { shown, more } = folded([...apart], KINDS, story);
  return [
    ...shown.flatMap(([text, parties]) =>
      entry(
        story,
        `${parties.length === group.length ? 'each' : parties.map(({ code }) => code).join(', ')}: ${text}`,
        4,
      ),
    ),
    ...more,
  ];
}

function headLines(story: Story, group: readonly Party[], first: Party): string[] {
  const who = group.length <= NAMED ? listed(group.map(({ code }) => named(story, code))) : `${group.length} parties`;
  const refs = haveOneSource(group)
    ? becauseRefs(
        story,
        group.flatMap(({ standing }) => [...standing.because, ...boundBy(standing)]),
      )
    : '';
  const alike = isAlike(group);
  const since = alike && first.since !== '' ? ` ${sinceWord(first)}${first.since}` : '';
  const bound = alike && first.bound !== '' ? ` ${first.bound}` : '';
  const more = alike && group.length === 1 && first.else !== '' ? [first.else] : [];
  const force = first.force === '' ? '' : `; ${first.force}${bound}`;
  const told = `${first.roles}; ${first.position.replace(/ \(|$/, `${since}$&`)}${refs}${force}`;
  const codes = group.length <= NAMED || !alike ? [] : [group.map(({ code }) => code).join(', ')];
  return [
    ...entry(story, `${who}:`),
    ...[told, ...more, ...codes].flatMap((text) => hanging('    ', text, story.width, 6)),
  ];
}
