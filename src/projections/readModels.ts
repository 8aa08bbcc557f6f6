// What the read models answer, and how far they have come. Answers are texts made when an event was projected:
// a query only finds them.
import type { Observable } from 'rxjs';
import type { Kind } from '../domain/commitment/acts.ts';
import type { Basis } from '../domain/commitment/basis.ts';
import type { Status, Timeliness } from '../domain/commitment/headline.ts';
import type { DeliveryValue, Relation, Verdict } from '../domain/commitment/payloads.ts';
import type { Stage } from '../domain/commitment/verdicts.ts';
import type { SetAside } from './setAside.ts';

/** A point on the two clocks. */
export interface AsOf {
  /** effective: milliseconds since 1970 */
  readonly asOf: number;
  /** known: the last sequence that counts */
  readonly sequence: number;
}

/** Which answer is current, without the answer. */
export type Tag = Pick<Answer, 'etag' | 'revision'>;

/** Where a list's clocks are set: now, and what is known now, where it says nothing. */
export interface AskedAt {
  readonly asOf?: number;
  readonly sequence?: number;
}

/** One record's answer. */
export interface Answer {
  /** JSON */
  readonly body: string;
  /** `"<revision>-<hash of the body>"`, quotes included */
  readonly etag: string;
  readonly revision: number;
  /** milliseconds since 1970: when the answer changes without an event; undefined where it will not */
  readonly nextCut: number | undefined;
}

/** A commitment's id, and the shortest beginning of it, of eight characters at least, that no other one's begins with. */
export interface ShortId {
  readonly id: string;
  readonly short: string;
}

export interface CommitmentFilter {
  readonly kind?: Kind;
  readonly status?: Status;
  readonly party?: string;
  /** the code of a party that owes it: a committer, whatever else it is */
  readonly owedBy?: string;
  readonly area?: string;
  readonly delivery?: DeliveryValue;
  /** whose account its delivery rests on */
  readonly basis?: Basis;
  /** of some party by some assessor the verdict that rules, and its stage */
  readonly verdict?: Verdict;
  readonly stage?: Stage;
  /** who assessed something of it */
  readonly assessor?: string;
  /** the month, `2025-06`, in which it came on record, was first agreed, first delivered, first ended */
  readonly openedIn?: string;
  readonly agreedIn?: string;
  readonly deliveredIn?: string;
  readonly endedIn?: string;
  /** the name of a contested term, or `true` for any */
  readonly contested?: string | true;
  /** of an act or a fact in effect */
  readonly occasion?: string;
  /** whom a citation of an act or a fact in effect gives as the speaker: a party, an office or words, just as written */
  readonly speaker?: string;
  /** the code of a party: any of the members it had then has a part */
  readonly grouping?: string;
  /** a commitment's id: what is linked to it, as the one that says so */
  readonly linkedTo?: string;
  /** of a link: to that commitment where one is named, else to any */
  readonly relation?: Relation;
  readonly timeliness?: Timeliness;
  /** the deadline's last day is over by then (milliseconds since 1970), and it was not delivered */
  readonly dueBefore?: number;
  /** the deadline's last day is not over by then (milliseconds since 1970), and it was not delivered */
  readonly dueAfter?: number;
  /** the first instant at which what is the case may have begun, milliseconds since 1970 */
  readonly changedFrom?: number;
  /** the last such instant */
  readonly changedTo?: number;
  /** words, of which each is in its title, areas, parties, terms, evidence or condition; with a star, the beginning of one */
  readonly q?: string;
}

/** Orders of a list of commitments: when what is the case began, when the record was opened, the deadline's last day. */
export const SORTS = ['-effective', 'effective', '-recorded', 'recorded', 'deadline'] as const;
export type Sort = (typeof SORTS)[number];

export interface Paging {
  /** 1 to 500 */
  readonly limit: number;
  /** a cursor a page gave; opaque */
  readonly cursor?: string;
}

export interface SortedPaging extends Paging {
  /** `-effective` where absent, with words `-recorded`; `deadline` leaves out what has none */
  readonly sort?: Sort;
}

export interface Page {
  /** JSON texts, in order */
  readonly items: readonly string[];
  readonly next: string | undefined;
  readonly prev: string | undefined;
  /** where its clocks stand: the same on every page that follows from one */
  readonly at?: AsOf;
}

/** The cursor is none this list gave. */
export class InvalidCursor extends Error {
  constructor() {
    super('the cursor is none that this list gave: start again without it, or follow the links of an answer');
    this.name = 'InvalidCursor';
  }
}

/** Which changes: between two instants, both included, milliseconds since 1970. */
export interface ChangesAsked {
  readonly from: number;
  readonly to: number;
  readonly by: 'effective' | 'recorded';
  /** of this commitment alone */
  readonly id?: string;
  /** as known at this sequence; all that is known where absent */
  readonly sequence?: number;
}

/** What a list's matches are counted by. */
export const FACETS = ['status', 'kind', 'timeliness', 'party', 'area'] as const;
export type FacetName = (typeof FACETS)[number];

/** What statistics are of: everything, or what has one kind, party or area. */
export type StatisticsScope =
  | { readonly by?: undefined }
  | { readonly by: 'kind'; readonly value: Kind }
  | { readonly by: 'party' | 'area'; readonly value: string };

/** Models that are damaged throw ModelsFailed. Of a record set aside every query throws RecordSetAside where it cannot be answered without it; a list leaves it out. */
export interface Queries {
  /** Counts of commitments by everything they are counted by. JSON */
  statistics(scope: StatisticsScope, at: AsOf): Promise<string>;
  /** How many of what a list holds have each value of some facets. JSON */
  facets(filter: CommitmentFilter, names: readonly FacetName[], at: AsOf): Promise<string>;
  /** A party's scorecard, with those of the members it had then. JSON */
  scorecard(party: string, at: AsOf): Promise<string>;
  /** Of every party with a part in a commitment, by its code. @throws InvalidCursor */
  scorecards(paging: Paging, at: AsOf): Promise<Page>;
  /** What the parts of a commitment come to, as those that are linked `part_of` tell it. JSON; undefined where it is not on record there. */
  parts(id: string, at: AsOf): string | undefined;
  /** What changed between two dates, in order. @throws InvalidCursor */
  changes(asked: ChangesAsked, paging: Paging): Page;
  /** Now where `at` is absent. */
  commitment(id: string, at?: AsOf): Answer | undefined;
  /** Of each beginning those whose ids begin so, four characters at least, in the order of their ids: twenty at most, set aside or not. */
  idsBeginning(starts: readonly string[]): readonly ShortId[];
  /** The last change in effect first, unless another order is asked for. @throws InvalidCursor */
  commitments(filter: CommitmentFilter, paging: SortedPaging, at?: AskedAt): Page;
  /** The directory: on the two clocks each is folded from its own history. Lists are ordered by id. @throws InvalidCursor */
  party(code: string, at?: AsOf): Answer | undefined;
  parties(paging: Paging, at?: AskedAt): Page;
  occasion(id: string, at?: AsOf): Answer | undefined;
  occasions(paging: Paging, at?: AskedAt): Page;
  source(id: string, at?: AsOf): Answer | undefined;
  sources(paging: Paging, at?: AskedAt): Page;
}

/** `stalled`: the storage fails, and it is tried again; reads go on. `failed`: what is stored is damaged; it is built again, and answers nothing until then. */
export type ProjectionState = 'catching-up' | 'live' | 'rebuilding' | 'stalled' | 'failed';

export interface ProjectionHealth {
  readonly name: string;
  readonly state: ProjectionState;
  /** the last sequence projected; -1 where there is none */
  readonly cursor: number;
  /** how many events the journal holds */
  readonly stored: number;
  /** how many this projection folded, knew to be another's or to be set aside: one more than the cursor, or something was skipped */
  readonly projected: number;
  /** while the models are built anew */
  readonly rebuild?: RebuildProgress;
  /** why it is stalled or has failed */
  readonly reason?: string;
}

/** The records that have no answer, because an event of theirs cannot be folded. */
export interface AsideSummary {
  readonly records: number;
  /** the first few, by when they were set aside */
  readonly first: readonly SetAside[];
}

/** What becomes of the models beside the events they follow, for the node's log. */
export type ModelsNews =
  | { readonly news: 'set-aside'; readonly record: SetAside }
  /** at a start, and when built anew */
  | { readonly news: 'are-aside'; readonly aside: AsideSummary }
  /** one that was set aside can be folded by this program: the models are built anew */
  | { readonly news: 'bringing-back'; readonly record: SetAside }
  | { readonly news: 'stalled'; readonly reason: string }
  /** they are built again from the history, and answer nothing meanwhile */
  | { readonly news: 'damaged'; readonly reason: string }
  | { readonly news: 'recovered' }
  /** not for the storage's fault: they follow the journal, or those in use stay */
  | { readonly news: 'not-built'; readonly reason: string };

/** How far a rebuild beside the model in use has come. */
export interface RebuildProgress {
  readonly projected: number;
  readonly stored: number;
}

/** What a batch changed, announced after its commit. */
export interface CommittedBatch {
  readonly from: number;
  readonly to: number;
}

export interface ReadModels {
  /** On the thread that calls: for what is short. */
  readonly queries: Queries;
  /** Starts the threads that answer, where the first question is not to wait for them. */
  startAnswering(): Promise<void>;
  /**
   * The same on a thread of its own, within a deadline.
   * @param gone aborted where who asked has gone
   * @throws QueryRefused, NobodyWaits, ModelsFailed, and what the query throws
   */
  ask<Name extends keyof Queries>(
    query: Name,
    args: Parameters<Queries[Name]>,
    gone?: AbortSignal,
  ): Promise<Awaited<ReturnType<Queries[Name]>>>;
  /** hot; after the commit; one value a batch */
  readonly committed: Observable<CommittedBatch>;
  health(): readonly ProjectionHealth[];
  /** Why these models are not of the journal's history, in words; undefined where they are. */
  divergence(): string | undefined;
  setAside(): AsideSummary;
  /** Whether every projection has reached a sequence, waiting at most so long (milliseconds); not at all while they are stalled. */
  reached(sequence: number, timeout: number): Promise<boolean>;
  /** Builds the models anew beside those in use, and puts them in their place. Joins a rebuild under way. @throws where one fails or the models are closed; the models in use stay */
  rebuild(): Promise<void>;
  /** Stops after the batch under way. */
  close(): Promise<void>;
}
