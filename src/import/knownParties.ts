// The parties an import may speak of: those its own entries register, refused ones too, and those on record where somebody
// can tell them. They are for hints: whether a party is on record is asked of the ledger alone.
import { asksForParties, type Called, withPartiesMeant } from '../domain/party/called.ts';
import type { Said } from './entry.ts';
import type { Unplaced } from './inFull.ts';
import type { Recorder } from './recorder.ts';

/** So many are looked at, of each kind. */
const LOOKED_AT = 5_000;

export class KnownParties {
  readonly #recorder: Pick<Recorder, 'parties'>;
  readonly #registered = new Map<string, Called>();
  #recorded: Promise<readonly Called[]> | undefined;

  constructor(recorder: Pick<Recorder, 'parties'>) {
    this.#recorder = recorder;
  }

  /** Takes in what an entry registers. */
  take({ command, data }: Pick<Said, 'command' | 'data'>): void {
    const { party, name } = data;
    if (command !== 'RegisterParty' || typeof party !== 'string' || typeof name !== 'string') return;
    if (this.#registered.size < LOOKED_AT)
      this.#registered.set(party, { code: party, name, names: namesIn(data.names) });
  }

  /** Faults with the parties that were probably meant. @param entry what their pointers point into */
  async hinted(wrongs: readonly Unplaced[], entry: object): Promise<readonly Unplaced[]> {
    if (!asksForParties(wrongs)) return wrongs;
    this.#recorded ??= this.#read();
    const known = new Map((await this.#recorded).map((party) => [party.code, party]));
    return withPartiesMeant(wrongs, entry, [...new Map([...known, ...this.#registered]).values()]);
  }

  async #read(): Promise<readonly Called[]> {
    const parties: Called[] = [];
    for await (const text of this.#recorder.parties?.() ?? []) {
      parties.push(JSON.parse(text) as Called);
      if (parties.length >= LOOKED_AT) break;
    }
    return parties;
  }
}

const namesIn = (names: unknown): Called['names'] =>
  typeof names === 'object' && names !== null
    ? Object.fromEntries(Object.entries(names).filter(([, name]) => typeof name === 'string'))
    : undefined;
