// When a commitment was over, or a party's part in it, so that its dates are counted up to then and not to today.
import { bounds, effectiveInstant, type When } from '../../../domain/time.ts';
import { day, said } from '../dates.ts';
import type { Story } from './story.ts';

export interface Over {
  /** milliseconds since 1970; Infinity where it is not over */
  readonly at: number;
  /** `when it ended, 4 February 2025` */
  readonly words: string;
}

const NEVER: Over = { at: Infinity, words: '' };

/** Of the whole, or of one party, for which it may be over before. */
export function overFor(story: Story, party?: string): Over {
  const found = [ended(story, party), lapsed(story), party === undefined ? abandoned(story) : left(story, party)];
  const first = found.reduce((a, b) => (b.at < a.at ? b : a));
  return first.at <= Date.parse(story.clocks.asOf) ? first : NEVER;
}

/** Law: what superseded it for some parties ended it for those, and for the whole once none else is left. */
function ended(story: Story, party: string | undefined): Over {
  const { told, clocks, commitment } = story;
  const ends = told.standing(Date.parse(clocks.asOf)).filter(({ type }) => type === 'CommitmentEnded');
  const of = (code: string) => ends.filter(({ data }) => !Array.isArray(data.parties) || data.parties.includes(code));
  const codes = party === undefined ? committersLeft(commitment) : [party];
  const firsts = codes.map((code) => of(code)[0]);
  const last = firsts.reduce(
    (a, b) => (a === undefined || b === undefined ? undefined : b.at > a.at ? b : a),
    firsts[0],
  );
  if (last?.effectiveAt !== undefined) return { at: last.at, words: `when it ended, ${said(last.effectiveAt)}` };
  const { ended: end } = commitment;
  if (end === null || end.parties !== null || !end.effectiveAt) return NEVER;
  return { at: effectiveInstant(end.effectiveAt as When, Infinity), words: `when it ended, ${said(end.effectiveAt)}` };
}

function lapsed({ commitment: { validUntil } }: Story): Over {
  const end = validUntil ? bounds(validUntil).end : undefined;
  return end === undefined ? NEVER : { at: end, words: `when its validity passed, ${said(validUntil as When)}` };
}

/** Too few are left: it was over when the last of those that left did. */
function abandoned({ commitment: { status, ended: end, position } }: Story): Over {
  if (status !== 'withdrawn' || end !== null) return NEVER;
  const since = position
    .flatMap((one) => (one.position === 'withdrew' && one.since !== null ? [one.since] : []))
    .sort();
  return leftAt(since.at(-1));
}

const left = ({ commitment }: Story, party: string): Over => {
  const own = commitment.position.find((one) => one.party === party);
  return leftAt(own?.position === 'withdrew' ? (own.since ?? undefined) : undefined);
};

const leftAt = (since: string | undefined): Over =>
  since === undefined ? NEVER : { at: Date.parse(since), words: `when it was left, ${day(since)}` };

/** Those that commit themselves and have not withdrawn. */
export function committersLeft({ parties, position }: Story['commitment']): readonly string[] {
  const gone = new Set(position.filter((one) => one.position === 'withdrew').map(({ party }) => party));
  const codes = parties.filter(({ role, code }) => role === 'committer' && !gone.has(code)).map(({ code }) => code);
  return [...new Set(codes)];
}
