import { describe, expect, it } from 'vitest';
import { readEvent, UnreadableEvent } from '../../src/domain/read.ts';
import { currentVersion, UPCASTERS, type Upcasters, upcast } from '../../src/domain/upcast.ts';
import { CITED, envelopeOf, opened, said } from '../support/history.ts';

/** A made-up past: version 1 called the reporter `who`, version 2 gave its level in capitals. */
const MADE_UP: Upcasters = {
  DeliveryReported: [
    ({ who, ...data }) => ({ ...data, reporter: who }),
    ({ level, ...data }) => ({ ...data, level: String(level).toLowerCase() }),
  ],
};
const report = said('DeliveryReported', { reporter: 'KR', level: 'stalled' });
const base = { commitment: report.data.commitment, effectiveAt: report.data.effectiveAt, citations: CITED };
const ofVersion = (version: number, data: object) => ({
  ...envelopeOf(report, 0),
  version,
  data: { ...base, ...data },
});

describe('an event of an earlier version', () => {
  it.each([
    [1, { who: 'KR', level: 'STALLED' }],
    [2, { reporter: 'KR', level: 'STALLED' }],
    [3, { reporter: 'KR', level: 'stalled' }],
  ])('%d is read in its present one', (version, data) => {
    expect(readEvent(ofVersion(version, data), MADE_UP).data).toEqual(report.data);
  });

  it('of which there is none in these steps is unreadable', () => {
    expect(() => readEvent(ofVersion(4, {}), MADE_UP)).toThrow(UnreadableEvent);
    expect(() => upcast('DeliveryReported', 1.5, {}, MADE_UP)).toThrow('versions 1 to 3');
  });

  it('whose steps fail is unreadable, and does not stop the program', () => {
    const failing: Upcasters = {
      DeliveryReported: [
        () => {
          throw new Error('no way from here');
        },
      ],
    };
    expect(() => readEvent(ofVersion(1, {}), failing)).toThrow(UnreadableEvent);
  });

  it('keeps the data it was recorded with', () => {
    const envelope = ofVersion(1, { who: 'KR', level: 'STALLED' });
    const before = structuredClone(envelope);
    readEvent(envelope, MADE_UP);
    expect(envelope).toEqual(before);
  });
});

const CORRECTED = '0b2d2f5e-9d2f-5c3e-8a11-7f0f3a1b2c3d';

describe('what replaces an event by a correction', () => {
  const correction = (version: number) => ({
    ...envelopeOf(said('RecordCorrected', { event: CORRECTED, cause: 'recorder', reason: 'a slip', void: true }), 1),
    data: {
      commitment: base.commitment,
      citations: CITED,
      event: CORRECTED,
      cause: 'recorder',
      reason: 'a slip',
      replacement: { ...base, who: 'KR', level: 'STALLED' },
      corrects: { type: 'DeliveryReported', version },
    },
  });

  it('is read in its present version too', () => {
    expect(readEvent(correction(1), MADE_UP).data).toMatchObject({ replacement: report.data });
  });

  it('of a version that is not known is unreadable', () => {
    expect(() => readEvent(correction(4), MADE_UP)).toThrow(UnreadableEvent);
  });
});

describe('the present version', () => {
  it('is 1 and one more for each step', () => {
    expect(currentVersion('DeliveryReported', MADE_UP)).toBe(3);
    expect(currentVersion('BodyAgreed', MADE_UP)).toBe(1);
  });

  it('of every event is 1: none has changed its shape yet', () => {
    expect(UPCASTERS).toEqual({});
    expect(readEvent(envelopeOf(opened(), 0)).data).toEqual(opened().data);
  });
});
