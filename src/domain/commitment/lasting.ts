// What there is at a time: of each party, and of the whole, what was said of it last.
// Law: what is there stands until it is said anew. It never adds a later report to what that report takes the place of.
import { type Because, together } from './because.ts';
import { covered, type Report, type Weighed, type WhoseOf, whoseKey } from './reports.ts';

/** What was said at one time of the delivery of the same parties. */
interface Said {
  /** undefined where it is of the whole */
  readonly whose: readonly string[] | undefined;
  /** with the members that a grouping's report includes */
  readonly covers: readonly string[];
  readonly reports: readonly Report[];
  readonly settledBy: Because;
}

export interface Lasting {
  readonly said: readonly Said[];
  /** what is said of the whole was said before what is said of parties now */
  readonly wholeIsEarlier: boolean;
}
export const NOTHING_SAID: Lasting = { said: [], wholeIsEarlier: false };

/** What weighs of one time alone. */
export function saidIn({ reports, settledBy }: Weighed, whoseOf: WhoseOf): Lasting {
  const groups = Map.groupBy(reports, (report) => whoseKey(whoseOf(report)));
  const said = [...groups.values()].map((group): Said => {
    const whose = whoseOf(group[0] as Report);
    const covers = new Set(group.flatMap((report) => covered(report, whose ?? [])));
    return { whose, covers: [...covers], reports: group, settledBy };
  });
  return { said, wholeIsEarlier: false };
}

/**
 * With what is said at a later time. Law: what is said of the whole takes the place of all before it; what is said of a party of
 * what held it before; and what all that owe it have said since of what was said of the whole.
 */
export function lastingAfter(before: Lasting, now: Lasting, owing: ReadonlySet<string>): Lasting {
  if (now.said.some(isOfWhole)) return now;
  const anew = new Set(now.said.flatMap(({ covers }) => covers));
  const parts = before.said.filter((one) => !(isOfWhole(one) || one.whose?.some((code) => anew.has(code))));
  const all = [...parts, ...now.said];
  const told = new Set(all.flatMap(({ covers }) => covers));
  const isToldByAll = owing.size > 0 && [...owing].every((code) => told.has(code));
  const whole = isToldByAll ? [] : before.said.filter(isOfWhole);
  return { said: [...whole, ...all], wholeIsEarlier: whole.length > 0 };
}

const isOfWhole = ({ whose }: Said): boolean => whose === undefined;

export const weighingOf = ({ said }: Lasting): Weighed => ({
  reports: said.flatMap(({ reports }) => reports),
  settledBy: together(said.map(({ settledBy }) => settledBy)),
});
