// What a person is told of a name that is on no record: what may have been meant, and where names are found.
import { Failed } from '../failure.ts';
import { hintOfParty } from './parties.ts';
import type { Asked, Reader } from './reader.ts';

/** It may be meant as the beginning of an id. */
const SHORT = /^[0-9a-f]{1,7}$/i;

export async function notFound(reader: Reader, id: string, asked: Asked): Promise<Failed> {
  const meant = await hintOfParty(reader, id);
  const given = `${id.slice(0, 100)} is not on record`;
  if (meant !== undefined) return new Failed(`${given}: ${meant}`);
  if (Object.keys(asked).length > 0) return new Failed(`${given} at these clocks: ask for a later date`);
  const length = SHORT.test(id) ? 'of an id give the first 8 characters or more; ' : '';
  return new Failed(`${given}: ${length}concordat list gives the ids of commitments`);
}
