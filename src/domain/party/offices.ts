// The offices of a party, and who held each when. Who that is, is an opaque id: a person's name lies beside the log, where
// it can be erased, and never in an event.
import type { z } from 'zod';
import { asCorrected } from '../corrections.ts';
import { type Moment, tooFarAhead } from '../moment.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { When } from '../time.ts';
import type { PartyFact } from './party.ts';
import type { ChangeOfficeHolder, RecordOffice } from './payloads.ts';
import { type AheadChange, aheadOf, changeIn, type Spell, spellsOf } from './spells.ts';

export interface OfficeView {
  /** its name within the party */
  readonly office: string;
  readonly title: string;
  /** by language tag */
  readonly titles: Readonly<Record<string, string>>;
  readonly holders: readonly { readonly holder: string; readonly since: When }[];
  readonly former: readonly { readonly holder: string; readonly since: When; readonly until: When }[];
  /** who takes or leaves it later, as is known; there only where somebody does */
  readonly ahead?: readonly (AheadChange & { readonly holder: string; readonly change: 'takes' | 'leaves' })[];
}

type Recorded = Extract<PartyFact, { type: 'OfficeRecorded' }>;

/** Each once: of one that was recorded again after its first recording was voided, what comes first stands. */
const recorded = (events: readonly PartyFact[]): readonly Recorded[] => {
  const offices = asCorrected(events).filter((event) => event.type === 'OfficeRecorded');
  return [...Map.groupBy(offices, ({ data }) => data.office).values()].flatMap(([first]) => first ?? []);
};

/** Whether an office is on record, as corrections leave it. */
export const hasOffice = (events: readonly PartyFact[], office: string): boolean =>
  recorded(events).some(({ data }) => data.office === office);

export function checkOffice(
  { party, office }: z.infer<typeof RecordOffice>,
  events: readonly PartyFact[],
): Refusal | undefined {
  return hasOffice(events, office)
    ? refuse(
        'ALREADY_ON_RECORD',
        '/office',
        `${party} has an office ${office} already: use it, or CorrectRecord to change what is recorded of it`,
      )
    : undefined;
}

export function checkHolder(
  { party, office, effectiveAt }: z.infer<typeof ChangeOfficeHolder>,
  events: readonly PartyFact[],
  moment: Moment,
): Refusal | undefined {
  return hasOffice(events, office)
    ? tooFarAhead(effectiveAt, moment)
    : refuse(
        'UNKNOWN_OFFICE',
        '/office',
        `no office ${office} of ${party} is on record: record it first with RecordOffice`,
      );
}

/** Law: what names an office goes on naming the same one, whatever is corrected of it. */
export const checkOfficeCorrected = (
  before: z.infer<typeof RecordOffice>,
  after: z.infer<typeof RecordOffice>,
): Refusal | undefined =>
  after.office === before.office
    ? undefined
    : refuse(
        'INVALID_PAYLOAD',
        '/office',
        'is another office than the event recorded: void the event, and record the other office by itself',
      );

interface Tenure extends Spell {
  readonly holder: string;
}

/** Who held an office when, by when each took it. */
function tenuresOf(events: readonly PartyFact[], office: string): readonly Tenure[] {
  const changes = asCorrected(events).flatMap((event) =>
    event.type === 'OfficeHolderChanged' && event.data.office === office
      ? [{ holder: event.data.holder, ...changeIn(event, event.data.change === 'took') }]
      : [],
  );
  return [...Map.groupBy(changes, ({ holder }) => holder)]
    .flatMap(([holder, own]) => spellsOf(own).map((spell) => ({ holder, ...spell })))
    .sort((a, b) => a.from - b.from || (a.holder < b.holder ? -1 : 1));
}

const TAKES_OR_LEAVES = { begins: 'takes', ends: 'leaves' } as const;

function officeView(events: readonly PartyFact[], { data }: Recorded, asOf: number): OfficeView {
  const { office, title, titles } = data;
  const tenures = tenuresOf(events, office);
  const ahead = tenures.flatMap(({ holder, ...spell }) =>
    aheadOf(spell, asOf, TAKES_OR_LEAVES).map((change) => ({ holder, ...change })),
  );
  return {
    office,
    title,
    titles: titles ?? {},
    holders: tenures
      .filter(({ from, to }) => from <= asOf && asOf < to)
      .map(({ holder, since }) => ({ holder, since })),
    former: tenures.flatMap(({ holder, since, until, to }) =>
      until === undefined || to > asOf ? [] : [{ holder, since, until }],
    ),
    ...(ahead.length === 0 ? {} : { ahead }),
  };
}

/**
 * A party's offices, by their names, with who held them at an instant. That there is an office follows the known clock
 * alone, as that there is a party does; who held it follows both.
 */
export const officesOf = (events: readonly PartyFact[], asOf: number): readonly OfficeView[] =>
  recorded(events)
    .map((office) => officeView(events, office, asOf))
    .sort((a, b) => (a.office < b.office ? -1 : 1));

/**
 * What an office is called, and who held it at any time between two instants, the second not included; undefined where it
 * is not on record.
 */
export function officeBetween(
  events: readonly PartyFact[],
  office: string,
  { start, end }: { readonly start: number; readonly end: number },
): Pick<OfficeView, 'title' | 'holders'> | undefined {
  const found = recorded(events).find(({ data }) => data.office === office);
  if (found === undefined) return undefined;
  const holders = tenuresOf(events, office)
    .filter(({ from, to }) => from < end && start < to)
    .map(({ holder, since }) => ({ holder, since }));
  return { title: found.data.title, holders };
}
