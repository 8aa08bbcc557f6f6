// Sources as numbers: each is numbered where it is first cited, and told in full in a list at the end.
// A retracted source is marked wherever it is cited.
import type { Citation } from '../../domain/primitives.ts';
import type { When } from '../../domain/time.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';
import { hanging } from './wrap.ts';

export interface SourceName {
  readonly publisher: string;
  readonly title: string;
  readonly published: When | null;
  readonly retracted: { readonly effectiveAt: When | null; readonly reason: string } | null;
}

export class References {
  readonly #numbers = new Map<string, number>();
  readonly #source: (id: string) => SourceName | undefined;

  /** @param source undefined where it is not on record */
  constructor(source: (id: string) => SourceName | undefined) {
    this.#source = source;
  }

  /** ` [1, 3–5]` with a space before it; nothing where nothing is cited. */
  to(citations: readonly Pick<Citation, 'source'>[]): string {
    const cited = [...new Set(citations.map(({ source }) => source))];
    const [gone, kept] = [
      cited.filter((source) => this.isRetracted(source)),
      cited.filter((source) => !this.isRetracted(source)),
    ];
    const marks = [
      ...(kept.length === 0 ? [] : [runs(kept.map((source) => this.#number(source)))]),
      ...gone.map((source) => `${this.#number(source)} RETRACTED`),
    ];
    return marks.length === 0 ? '' : ` [${marks.join(', ')}]`;
  }

  publisher(source: string): string {
    return oneLine(this.#source(source)?.publisher ?? source);
  }

  isRetracted(source: string): boolean {
    return this.#source(source)?.retracted != null;
  }

  /** Every source that was cited so far, in order. */
  lines(width: number): string[] {
    const last = ` [${this.#numbers.size}]`.length + 2;
    return [...this.#numbers].flatMap(([source, number]) =>
      hanging(`  [${number}] `.padEnd(last + 1), this.#told(source), width),
    );
  }

  #told(source: string): string {
    const known = this.#source(source);
    if (known === undefined) return source;
    const { publisher, title, published, retracted } = known;
    const date = published === null ? '' : `, ${said(published)}`;
    const when = retracted?.effectiveAt ? ` ${said(retracted.effectiveAt)}` : '';
    const mark = retracted === null ? '' : ` RETRACTED${when}: ${retracted.reason}`;
    return oneLine(`${publisher}: “${title}”${date} (${source})${mark}`);
  }

  #number(source: string): number {
    const known = this.#numbers.get(source);
    if (known !== undefined) return known;
    this.#numbers.set(source, this.#numbers.size + 1);
    return this.#numbers.size;
  }
}

/** `1, 3–5` */
function runs(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const ends: [number, number][] = [];
  for (const number of sorted) {
    const last = ends.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ends.push([number, number]);
  }
  return ends
    .map(([from, to]) => (to === from ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(', ');
}
