// The standings of all parties to a commitment: a map that shares with the one it grew out of all that did not change, so
// that one more act on a treaty of two hundred parties costs one standing and not two hundred.
import { isBound, type Move, moved, type Standing } from './standing.ts';

const BITS = 4;
const CHUNK = 2 ** BITS;

/** The codes of parties by the order in which they came. Shared by maps that grew out of each other: it only grows. */
class Places {
  readonly codes: string[];
  readonly #places: Map<string, number>;
  readonly #sorted = new Map<number, readonly string[]>();

  constructor(codes: readonly string[]) {
    this.codes = [...codes];
    this.#places = new Map(codes.map((code, place) => [code, place]));
  }

  of(code: string): number | undefined {
    return this.#places.get(code);
  }

  add(code: string): void {
    this.#places.set(code, this.codes.length);
    this.codes.push(code);
  }

  /** The first so many, in the order of their codes. */
  sorted(size: number): readonly string[] {
    const known = this.#sorted.get(size) ?? this.codes.slice(0, size).sort();
    this.#sorted.set(size, known);
    return known;
  }
}

/** What is asked of all parties together, kept as each changes. */
export interface Tally {
  /** committers that withdrew */
  readonly left: number;
  /** committers that did not */
  readonly remaining: number;
  /** those of them that count as several */
  readonly several: number;
  readonly bound: number;
  readonly contested: number;
}

const TALLY = ['left', 'remaining', 'several', 'bound', 'contested'] as const satisfies readonly (keyof Tally)[];
const NOBODY: Tally = { left: 0, remaining: 0, several: 0, bound: 0, contested: 0 };

function tallyOf(standing: Standing): Tally {
  const commits = standing.roles.includes('committer');
  const isOut = standing.position === 'withdrew';
  return {
    left: Number(commits && isOut),
    remaining: Number(commits && !isOut),
    several: Number(commits && !isOut && standing.several),
    bound: Number(isBound(standing)),
    contested: Number(standing.contested.length > 0),
  };
}

function changed(tally: Tally, was: Standing | undefined, is: Standing): Tally {
  const [before, after] = [was === undefined ? NOBODY : tallyOf(was), tallyOf(is)];
  if (TALLY.every((name) => before[name] === after[name])) return tally;
  return Object.fromEntries(TALLY.map((name) => [name, tally[name] + after[name] - before[name]])) as unknown as Tally;
}

type Chunk = readonly Standing[];

export class Standings {
  readonly size: number;
  readonly tally: Tally;
  readonly #places: Places;
  readonly #chunks: readonly Chunk[];

  private constructor(places: Places, size: number, chunks: readonly Chunk[], tally: Tally) {
    this.#places = places;
    this.size = size;
    this.#chunks = chunks;
    this.tally = tally;
  }

  static ofNobody(): Standings {
    return new Standings(new Places([]), 0, [], NOBODY);
  }

  get(code: string): Standing | undefined {
    const place = this.#places.of(code);
    return place === undefined || place >= this.size ? undefined : this.#at(place);
  }

  #at(place: number): Standing | undefined {
    return this.#chunks[place >> BITS]?.[place % CHUNK];
  }

  /** The codes of all parties there have been, in order. */
  codes(): readonly string[] {
    return this.#places.sorted(this.size);
  }

  /** Whether it is of the same parties: one that grew by as many may be of others, where a joining was set aside. */
  isOfSame(other: Standings): boolean {
    if (this.size !== other.size) return false;
    return this.#places === other.#places || this.codes().every((code, index) => code === other.codes()[index]);
  }

  /** All standings, in the order in which parties came. */
  all(): readonly Standing[] {
    return this.#chunks.flat();
  }

  /** The codes of those with the role of a committer, in order. */
  committers(): readonly string[] {
    return this.codes().filter((code) => this.get(code)?.roles.includes('committer'));
  }

  /** Those of them that have not withdrawn. */
  remaining(): string[] {
    return this.committers().filter((code) => this.get(code)?.position !== 'withdrew');
  }

  /** With one more thing said of a party. */
  moved(code: string, event: string, move: Move): Standings {
    const before = this.get(code);
    return this.#with(code, before, moved(before, event, move));
  }

  /** With the same said of every party. */
  allMoved(event: string, move: Move): Standings {
    return this.codes().reduce((standings: Standings, code) => standings.moved(code, event, move), this);
  }

  /** With each standing made another; the same where none is. */
  mapped(change: (standing: Standing, code: string) => Standing): Standings {
    return this.codes().reduce((standings: Standings, code) => {
      const before = standings.get(code) as Standing;
      return standings.#with(code, before, change(before, code));
    }, this);
  }

  #with(code: string, before: Standing | undefined, standing: Standing): Standings {
    if (standing === before) return this;
    const tally = changed(this.tally, before, standing);
    if (before === undefined) return this.#joined(code, standing, tally);
    const place = this.#places.of(code) as number;
    return new Standings(this.#places, this.size, set(this.#chunks, place, standing), tally);
  }

  /** What another map has added since is of no concern to this one: it goes on with places of its own. */
  #joined(code: string, standing: Standing, tally: Tally): Standings {
    const isNewest = this.#places.codes.length === this.size;
    const places = isNewest ? this.#places : new Places(this.#places.codes.slice(0, this.size));
    places.add(code);
    return new Standings(places, this.size + 1, set(this.#chunks, this.size, standing), tally);
  }
}

export const NO_STANDINGS = Standings.ofNobody();

function set(chunks: readonly Chunk[], place: number, standing: Standing): readonly Chunk[] {
  const index = place >> BITS;
  const chunk = [...(chunks[index] ?? [])];
  chunk[place % CHUNK] = standing;
  const next = [...chunks];
  next[index] = chunk;
  return next;
}
