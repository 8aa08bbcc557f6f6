// The events of a record as they stand: corrected, with what was corrected or voided marked. It judges nothing: the
// domain's own rule says which correction rules which event.
import { rulings } from '../../domain/corrections.ts';
import type { Citation } from '../../domain/primitives.ts';
import { effectiveInstant, type When } from '../../domain/time.ts';
import type { HistoryItem } from './history.ts';

/** An event as the history gives it. */
export type ToldItem = HistoryItem & { readonly revision: string };

export interface ToldEvent {
  readonly id: string;
  readonly revision: string;
  readonly type: string;
  /** as it stands; as it was recorded where it was voided */
  readonly data: Readonly<Record<string, unknown>>;
  readonly effectiveAt: When | undefined;
  /** milliseconds since 1970 */
  readonly at: number;
  readonly recordedAt: string;
  readonly citations: readonly Citation[];
  readonly mark: 'corrected' | 'voided' | undefined;
  /** the correction that rules it */
  readonly ruledBy: ToldItem | undefined;
}

export class Told {
  /** in journal order, without corrections */
  readonly events: readonly ToldEvent[];
  readonly #byId: ReadonlyMap<string, ToldEvent>;
  readonly #byRevision: ReadonlyMap<string, ToldEvent>;

  constructor(items: readonly ToldItem[]) {
    const recorded = items.map((item) => ({
      ...{ id: item.id, type: item.type, data: item.data, item },
      revision: Number(item.revision),
      recordedAt: Date.parse(item.recordedAt),
    }));
    const ruled = rulings(recorded);
    const all = items.map((item) => {
      const ruling = ruled.get(item.id);
      return toldEvent(item, ruling && { ...ruling, by: ruling.by.item });
    });
    this.events = all.filter(({ type }) => type !== 'RecordCorrected');
    this.#byId = new Map(all.map((event) => [event.id, event]));
    this.#byRevision = new Map(all.map((event) => [event.revision, event]));
  }

  event(id: string): ToldEvent | undefined {
    return this.#byId.get(id);
  }

  /** @param revisions of events */
  at(revisions: readonly string[]): ToldEvent[] {
    return revisions.flatMap((revision) => this.#byRevision.get(revision) ?? []);
  }

  /** Those that stand and are in effect by an instant, in effective order. */
  standing(asOf: number): ToldEvent[] {
    return this.events
      .filter(({ mark, at }) => mark !== 'voided' && at <= asOf)
      .sort((a, b) => a.at - b.at || Number(a.revision) - Number(b.revision));
  }
}

function toldEvent(
  item: ToldItem,
  ruling: { readonly voided: boolean; readonly replacement: unknown; readonly by: ToldItem } | undefined,
): ToldEvent {
  const replaced = ruling?.voided === false ? (ruling.replacement as ToldItem['data']) : undefined;
  const data = replaced ?? item.data;
  const effectiveAt = data.effectiveAt as When | undefined;
  const recorded = Date.parse(item.recordedAt);
  return {
    id: item.id,
    revision: String(item.revision),
    type: item.type,
    data,
    effectiveAt,
    at: effectiveAt === undefined ? recorded : effectiveInstant(effectiveAt, recorded),
    recordedAt: item.recordedAt,
    citations: (data.citations as readonly Citation[] | undefined) ?? [],
    mark: ruling === undefined ? undefined : ruling.voided ? 'voided' : 'corrected',
    ruledBy: ruling?.by,
  };
}
