// The members of a grouping on both clocks, folded from the party's own stream: it is short, and asked for rarely.
import { membershipsOf } from '../../domain/party/membership.ts';
import type { PartyFact } from '../../domain/party/party.ts';
import type { Journal } from '../../journal/journal.ts';
import { factsOf } from '../facts.ts';
import type { AsOf } from '../readModels.ts';
import type { SetAsides } from '../setAside.ts';

interface Read {
  readonly journal: Pick<Journal, 'readStream'>;
  readonly asides: SetAsides;
}

/** Their codes. Law: a grouping expands to the members it had at that date, as known at that sequence. @throws RecordSetAside */
export function membersAt({ journal, asides }: Read, party: string, { asOf, sequence }: AsOf): readonly string[] {
  asides.refuse('party', party, sequence);
  const facts = factsOf<PartyFact>(journal, { kind: 'party', id: party }, sequence);
  const held = membershipsOf(facts).filter(({ from, to }) => from <= asOf && asOf < to);
  return held.map(({ member }) => member);
}
