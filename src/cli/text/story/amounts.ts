// The quantity of a commitment as it was set and amended: the present one, and what it was before.
import type { Amount } from '../../../domain/primitives.ts';
import { said } from '../dates.ts';
import type { ToldEvent } from '../told.ts';
import { amountWords } from '../words.ts';
import type { Story } from './story.ts';

interface Set {
  readonly event: ToldEvent;
  readonly amount: Amount;
}

/** Law: what the act that opened the record gives, and what amendments gave since, in effective order. */
function setIn({ told, clocks }: Story): readonly Set[] {
  return told.standing(Date.parse(clocks.asOf)).flatMap((event) => {
    const { type, data } = event;
    const sets = type === 'CommitmentAmended' || data.title !== undefined;
    return sets && data.quantity !== undefined ? [{ event, amount: data.quantity as Amount }] : [];
  });
}

/** ` (before 1 March 2012: at least 100 tents)`; empty where it was never another. */
export function beforeWords(story: Story): string {
  const set = setIn(story);
  const earlier = set.slice(0, -1).map(({ amount }, index) => {
    const until = set[index + 1]?.event.effectiveAt;
    return `before ${until === undefined ? 'it was amended' : said(until)}: ${amountWords(amount)}`;
  });
  return earlier.length === 0 ? '' : ` (${earlier.reverse().join('; ')})`;
}

/** What an amendment took the place of; undefined where there was none. */
export function replacedBy(story: Story, amendment: ToldEvent): Amount | undefined {
  const set = setIn(story);
  return set[set.findIndex(({ event }) => event.id === amendment.id) - 1]?.amount;
}

/** What was said before an amendment is told with what it is by now; empty of what was said since. */
export function amendedSince(story: Story, at: number): string {
  const [last] = setIn(story).slice(-1);
  if (last === undefined || last.event.type !== 'CommitmentAmended' || last.event.at <= at) return '';
  const { effectiveAt } = last.event;
  return `, amended${effectiveAt === undefined ? '' : ` ${said(effectiveAt)}`} to ${amountWords(last.amount)}`;
}
