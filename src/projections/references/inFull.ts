// A commitment's answer by its id, in full: its body, its links both ways, and what it names, as of the same clocks.
// Law: what others say is read at the clocks of the answer, and never kept in its rows: they change by themselves.
import type { DatabaseSync } from 'node:sqlite';
import { etagOf } from '../answer.ts';
import type { CommitmentQueries } from '../commitments/commitmentQueries.ts';
import type { CurrentAnswers } from '../commitments/currentAnswers.ts';
import type { Answer, AsOf } from '../readModels.ts';
import type { DirectoryShown } from './directoryShown.ts';
import { Links } from './links.ts';
import { markRetracted, namedIn } from './named.ts';

export interface InFullParts {
  readonly db: DatabaseSync;
  readonly clock: () => number;
  readonly commitments: CommitmentQueries;
  readonly directory: DirectoryShown;
  /** those asked for lately; absent where nobody tells when they change */
  readonly answers?: CurrentAnswers | undefined;
  /** makes the rows current whose time has come; whether it could */
  readonly sweep?: (() => boolean) | undefined;
}

export class InFull {
  readonly #parts: InFullParts;
  readonly #links: Links;

  constructor(parts: InFullParts) {
    this.#parts = parts;
    this.#links = new Links(parts.db, parts.commitments);
  }

  /** @throws RecordSetAside */
  current(id: string): Answer | undefined {
    const { answers, clock, commitments } = this.#parts;
    const now = clock();
    const kept = answers?.get(id);
    if (kept !== undefined && isStill(kept, now)) return kept;
    const bare = this.#bare(id, now);
    if (bare === undefined) return undefined;
    const { answer, isLinked } = this.#full(id, bare, { asOf: now, sequence: commitments.head() });
    if (!isLinked) answers?.keep(id, answer);
    return answer;
  }

  /** @throws RecordSetAside */
  at(id: string, at: AsOf): Answer | undefined {
    const { commitments } = this.#parts;
    const bare = commitments.at(id, at);
    if (bare === undefined) return undefined;
    const { answer } = this.#full(id, bare, { ...at, sequence: Math.min(at.sequence, commitments.head()) });
    return { ...answer, nextCut: undefined };
  }

  /** The row as it is now, also where it was written before something came true. */
  #bare(id: string, now: number): Answer | undefined {
    const { commitments, sweep } = this.#parts;
    const found = commitments.current(id);
    if (found === undefined || isStill(found, now)) return found;
    return sweep?.() ? commitments.current(id) : commitments.at(id, { asOf: now, sequence: commitments.head() });
  }

  #full(id: string, bare: Answer, at: AsOf): { readonly answer: Answer; readonly isLinked: boolean } {
    const { body: linked, linkedFrom, count, until, isLinked } = this.#links.shown(id, bare.body, at);
    const text = `${linked.slice(0, -1)},"linkedFrom":[${linkedFrom}],"linkedFromCount":${count}`;
    const { references, retracted } = this.#referencesOf(id, text, at);
    const body = `${markRetracted(text, retracted)},"references":${JSON.stringify(references)}}`;
    const cut = Math.min(bare.nextCut ?? Infinity, until);
    const nextCut = cut === Infinity ? undefined : cut;
    return { answer: { ...bare, body, etag: etagOf(bare.revision, body), nextCut }, isLinked };
  }

  #referencesOf(id: string, text: string, at: AsOf) {
    const { commitments, directory } = this.#parts;
    const named = namedIn(text);
    const cited = new Set([...named.sources, ...commitments.cited(id, at)]);
    const sources = [...cited].sort().map((source) => directory.source(source, at) ?? { ...NO_SOURCE, id: source });
    const occasions = named.occasions.map((name) => directory.occasion(name, at) ?? { ...NO_OCCASION, id: name });
    const parties = named.codes.flatMap((code) => directory.party(code, at) ?? []);
    const retracted = sources.flatMap((source) => (source.retracted === null ? [] : [source.id]));
    return { references: { sources, occasions, parties }, retracted };
  }
}

const isStill = ({ nextCut }: Answer, now: number): boolean => nextCut === undefined || nextCut > now;

/** Of what is on record no more: its opening was voided, or it cannot be read. */
const NO_SOURCE = { title: null, publisher: null, published: null, address: null, retracted: null };
const NO_OCCASION = { title: null, kind: null, date: null };
