// The moments of the ledger's story: at which instant which commitment's answer changed, found through an index of versions.
import { AT_MOST } from '../../support/sql.ts';
import type { Keyset } from '../keyset.ts';
import { STILL_KNOWN } from '../schema.ts';

/**
 * The instants at which versions begin: of those still known, and of a past sequence those superseded since; and those at
 * which a source was retracted that a commitment rested on. Of retractions, a list of instant and source is bound.
 */
export function momentsSql(direction: Keyset['direction'], past: boolean): string {
  const [beyond, order] = direction === 'next' ? ['>', 'ASC'] : ['<', 'DESC'];
  const range = (index: string, known: string) => `SELECT * FROM (SELECT effective_from, commitment
    FROM version INDEXED BY ${index} WHERE effective_from BETWEEN ? AND ?
      AND (effective_from, commitment) ${beyond} (?, ?) AND known_from <= ? AND ${known}
    ORDER BY effective_from ${order}, commitment ${order} ${AT_MOST})`;
  const ranges = [
    range('version_newest', `known_to = ${STILL_KNOWN}`),
    ...(past ? [range('version_superseded', `known_to < ${STILL_KNOWN} AND known_to > ?`)] : []),
  ];
  const retracted = `SELECT * FROM (SELECT r.value ->> 0 AS effective_from, f.commitment
    FROM json_each(?) AS r CROSS JOIN facet AS f ON f.name = 'source' AND f.value = r.value ->> 1
    WHERE (r.value ->> 0, f.commitment) ${beyond} (?, ?) AND f.effective_from <= r.value ->> 0
      AND f.known_from <= ? AND f.known_to > ? ORDER BY 1 ${order}, 2 ${order} ${AT_MOST})`;
  return `SELECT m.effective_from, m.commitment, c.id FROM (${[...ranges, retracted].join(' UNION ')}
      ORDER BY 1 ${order}, 2 ${order} ${AT_MOST}) AS m
    JOIN commitment AS c ON c.no = m.commitment ORDER BY 1 ${order}, 2 ${order}`;
}
