import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/domain/canonicalJson.ts';
import { type Envelope, envelopeText, type NewEvent } from '../../../src/domain/envelope.ts';
import { MAX_APPEND_BYTES } from '../../../src/store/leaf.ts';
import type { Harness } from '../contract.ts';
import { eventOfLeaf, followed, freshStream, LARGEST, newEvent, newEvents } from '../events.ts';

/** fast-check's JSON has integers that I-JSON must not: those become strings. */
function iJson(value: unknown): JsonObject {
  const safe = (_key: string, each: unknown) =>
    Number.isInteger(each) && !Number.isSafeInteger(each) ? String(each) : each;
  return JSON.parse(JSON.stringify(value, safe));
}

export function valuesContract({ shared, fresh }: Harness): void {
  const roundTrip = async (event: NewEvent): Promise<Envelope | undefined> => {
    const stream = freshStream();
    await shared().ledger.append(stream, [event], 'no_stream');
    return (await shared().ledger.readStream(stream))[0];
  };
  const leaf = (envelope: Envelope | undefined) =>
    envelope && envelopeText(envelope, envelope.stream, Number(envelope.revision));

  const cases: Record<string, JsonObject> = {
    'characters beyond the basic plane': { '😀': '🇰🇷 𝒳 \u{10ffff}' },
    'combining characters, in the form they came in': {
      composed: 'é',
      decomposed: 'e\u0301',
      hangul: '\u1112\u1161\u11ab',
    },
    'line separators, controls and a byte order mark': {
      text: '\u2028\u2029\u0000\u0001\u007f\u0085\ufeff\ufffd\r\n\t',
    },
    'keys that look like integers': { 10: 'a', 9: 'b', '-1': 'c', '01': 'd', '1.5': 'e', '4294967295': 'f' },
    'keys in any order': { z: 1, a: 2, Z: 3, ä: 4, '': 5, '€': 6, '😀': 7, '\ufb33': 8 },
    'numbers to the last digit': {
      a: 0.1 + 0.2,
      b: 5e-324,
      c: 1.5e-7,
      d: 9007199254740991,
      e: -0,
      f: 123456.789e-3,
    },
    'nesting and emptiness': { a: [[], {}, [[{ b: [null, true, false] }]]], c: null, d: '' },
    'names that objects have already': { constructor: 1, toString: 2, hasOwnProperty: 3, version: 4, id: 5 },
  };
  for (const [what, data] of Object.entries(cases)) {
    test(`${what} come back as they went in, and make the same leaf`, async () => {
      const event = newEvent(data);
      const read = await roundTrip(event);
      expect(read?.data).toEqual(JSON.parse(JSON.stringify(data)));
      expect(leaf(read)).toBe(envelopeText(event, read?.stream ?? '', 0));
    });
  }

  test('an event that came with an import and a later version of its schema keep both', async () => {
    const event = newEvent();
    const imported = { ...event, version: 3, metadata: { ...event.metadata, imported: true as const } };
    expect(await roundTrip(imported)).toMatchObject(imported);
  });

  test('law: any I-JSON comes back with the leaf it was given, read or followed', async () => {
    const engine = await fresh();
    const { ledger } = engine;
    const text = fc.string({ unit: 'binary' });
    const data = fc.dictionary(text, fc.jsonValue({ stringUnit: 'binary' }), { noNullPrototype: true });
    const batches = fc.array(data, { minLength: 1, maxLength: 5 });
    const written: string[] = [];
    const law = fc.asyncProperty(batches, text, async (values, name) => {
      const stream = `${freshStream()} ${name}`;
      const events = values.map((value) => newEvent(iJson(value)));
      await ledger.append(stream, events, 'no_stream');
      const leaves = events.map((event, i) => envelopeText(event, stream, i));
      expect((await ledger.readStream(stream)).map(leaf)).toEqual(leaves);
      written.push(...leaves);
    });
    await fc.assert(law, { numRuns: 40 });
    const all = await followed(engine.follow(undefined, 100, new AbortController().signal), written.length);
    expect(all.map(({ envelope }) => leaf(envelope))).toEqual(written);
  }, 60_000);

  test('a leaf of 65,535 bytes is the largest that is taken', async () => {
    const stream = freshStream();
    const largest = eventOfLeaf(LARGEST, stream, 0);
    await shared().ledger.append(stream, [largest], 'no_stream');
    expect((await shared().ledger.readStream(stream))[0]?.data).toEqual(largest.data);
    const larger = eventOfLeaf(LARGEST + 1, stream, 1);
    await expect(shared().ledger.append(stream, [larger], 0)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    const beside = [...newEvents(1), eventOfLeaf(LARGEST + 1, stream, 2)];
    await expect(shared().ledger.append(stream, beside, 0)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    expect(await shared().ledger.readStream(stream)).toHaveLength(1);
  });

  test('bytes count, not characters', async () => {
    const stream = freshStream();
    const { data, ...rest } = eventOfLeaf(LARGEST, stream, 0);
    const wide = { ...rest, data: { text: String(data.text).replace(/xxx$/, '한') } };
    await shared().ledger.append(stream, [wide], 'no_stream');
    const wider = { ...newEvent(), data: { text: String(data.text).replace(/xx$/, '한') } };
    await expect(shared().ledger.append(stream, [wider], 0)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
  });

  test('an append of large events is taken up to its limit and refused beyond, whole', async () => {
    const stream = freshStream();
    const fits = Math.floor(MAX_APPEND_BYTES / LARGEST);
    const large = (count: number) => Array.from({ length: count }, (_, i) => eventOfLeaf(LARGEST - 9, stream, i));
    await shared().ledger.append(stream, large(fits), 'no_stream');
    const tooMany = shared().ledger.append(stream, large(fits + 1), fits - 1);
    await expect(tooMany).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    expect(await shared().ledger.readStream(stream)).toHaveLength(fits);
  });

  test('what is not I-JSON is refused with the place where it stands, and nothing is written', async () => {
    const stream = freshStream();
    const values = [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 'half \ud800', 10n];
    for (const value of values) {
      const event = newEvent({ ok: 1 });
      Object.assign(event.data, { deep: [{ value }] });
      const refused = shared().ledger.append(stream, [newEvent(), event], 'no_stream');
      await expect(refused).rejects.toMatchObject({
        code: 'NOT_I_JSON',
        message: expect.stringContaining('/data/deep/0/value'),
      });
    }
    expect(await shared().ledger.readStream(stream)).toEqual([]);
  });
}
