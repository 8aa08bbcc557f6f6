// Events as other software may write them into the ledger's streams: nothing the ledger itself would record.
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import type { NewEvent } from '../../src/domain/envelope.ts';

let made = 0;

function foreignEvent(type: string, data: JsonObject, version = 1): NewEvent {
  const id = `11111111-1111-5111-8111-${String(made++).padStart(12, '0')}`;
  const nobody = { actor: 'somebody', key: id, payloadHash: '', $correlationId: id, $causationId: id };
  return { id, type, version, data, metadata: { recordedAt: new Date(0).toISOString(), ...nobody } };
}

/** Each an event that no record of the ledger can hold. @param about a record's id, by its kind */
export const FOREIGN: Readonly<Record<string, (about: JsonObject) => NewEvent>> = {
  'an unknown type': (about) => foreignEvent('NobodyKnows', about),
  'a type that every object has': (about) => foreignEvent('constructor', about),
  'an unknown version': (about) => foreignEvent('RecordCorrected', about, 7),
  'data of another schema': (about) => foreignEvent('RecordCorrected', { ...about, what: 'nobody knows' }),
  'data that was no JSON': () => foreignEvent('RecordCorrected', { $unreadable: 'no JSON object', text: '{"a":' }),
};
