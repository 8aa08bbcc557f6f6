// Marks citations of sources that stand retracted, in texts of answers that are on their way.
// Law: whether one does is asked at the clocks of the answer, and of those sources alone that its texts cite.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AsOf } from '../readModels.ts';
import type { DirectoryShown } from './directoryShown.ts';
import { citedIn, markRetracted } from './named.ts';

export class Retractions {
  readonly #directory: DirectoryShown;
  readonly #changed: StatementSync;

  constructor(db: DatabaseSync, directory: DirectoryShown) {
    this.#directory = directory;
    this.#changed = db.prepare(
      `SELECT e.id FROM json_each(?) AS cited CROSS JOIN entry AS e ON e.kind = 'source' AND e.id = cited.value
       WHERE e.revision > 0`,
    );
  }

  /** @param texts JSON */
  marked(texts: readonly string[], at: AsOf): readonly string[] {
    const cited = [...new Set(texts.flatMap(citedIn))];
    // what was captured and nothing since was never retracted
    const changed = cited.length === 0 ? [] : this.#changed.all(JSON.stringify(cited)).map((row) => String(row[0]));
    const retracted = changed.filter((id) => (this.#directory.source(id, at)?.retracted ?? null) !== null);
    return retracted.length === 0 ? texts : texts.map((text) => markRetracted(text, retracted));
  }
}
