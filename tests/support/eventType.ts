// Every event type there is, as a type: a specification that names one that is not does not compile.
import type { CommitmentEventType } from '../../src/domain/commitment/events.ts';
import type { OccasionEvent } from '../../src/domain/occasion/occasion.ts';
import type { PartyEvent } from '../../src/domain/party/party.ts';
import type { SourceEvent } from '../../src/domain/source/source.ts';

export type EventType = CommitmentEventType | PartyEvent['type'] | OccasionEvent['type'] | SourceEvent['type'];
