// The members of a grouping on both clocks, folded from the party's own stream: it is short, and asked for rarely.
import { membershipsOf } from '../../domain/party/membership.ts';
import type { PartyFact } from '../../domain/party/party.ts';
import { readEvent } from '../../domain/read.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import type { AsOf } from '../readModels.ts';

/** Their codes. Law: a grouping expands to the members it had at that date, as known at that sequence. */
export function membersAt(journal: Journal, party: string, { asOf, sequence }: AsOf): readonly string[] {
  const facts = journal
    .readStream(`party-${party}`, sequence)
    .map((entry) => readEvent(envelopeOf(entry)) as PartyFact);
  const held = membershipsOf(facts).filter(({ from, to }) => from <= asOf && asOf < to);
  return held.map(({ member }) => member);
}
