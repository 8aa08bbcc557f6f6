// Which format Accept prefers: RFC 9110, 12.5.1.
import { describe, expect, it } from 'vitest';
import { preferred } from '../../src/api/negotiation.ts';

const OFFERED = ['application/json', 'text/csv', 'application/jsonl'] as const;

describe('the format that Accept prefers', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; charset=utf-8', 'text/csv'],
    ['text/*', 'text/csv'],
    ['application/*', 'application/json'],
    ['text/csv;q=0.5, application/json;q=0.4', 'text/csv'],
    ['text/csv;q=0.5, */*;q=0.5', 'application/json'],
    ['application/json;q=0, */*', 'text/csv'],
    ['application/*;q=0.1, application/jsonl;q=0.9, text/csv;q=0.5', 'application/jsonl'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'application/json'],
    ['image/png', undefined],
    ['text/csv;q=0', undefined],
    ['nonsense', undefined],
  ])('%s: %s', (accept, format) => {
    expect(preferred(accept, OFFERED)).toBe(format);
  });

  it.each([
    ['text/csv; header=absent; q=0, text/csv', 'text/csv'],
    ['text/csv, text/csv; header=absent; q=0', 'text/csv'],
    ['application/json; version=1; q=0.9, application/json; q=0.2, text/csv; q=0.5', 'text/csv'],
    ['text/csv; charset=utf-8, */*; q=0.1', 'text/csv'],
    ['text/csv; charset=utf-8; q=0, */*', 'application/json'],
  ])('is told by parameters only where nothing names its type without: %s: %s', (accept, format) => {
    expect(preferred(accept, OFFERED)).toBe(format);
  });

  it.each([
    ['application/json; profile="a, b"; q=0.5, text/csv; q=0.8', 'text/csv'],
    ['text/csv; a=";q=0;", application/json; q=0.5', 'text/csv'],
    ['text/csv; a="\\", application/json", application/json; q=0.5', 'text/csv'],
    ['text/csv; a="not closed, application/json', 'text/csv'],
  ])('is not told by what is quoted: %s: %s', (accept, format) => {
    expect(preferred(accept, OFFERED)).toBe(format);
  });

  it.each([
    ['text/csv; q=0.12345, application/json; q=0.2', 'application/json'],
    ['text/csv; q=2, application/json; q=0.5', 'text/csv'],
    ['text/csv; q=-1, application/json; q=0.5', 'text/csv'],
    ['text/csv; q=often, application/json; q=0.5', 'text/csv'],
  ])('is weighed by what can be read as a weight: %s: %s', (accept, format) => {
    expect(preferred(accept, OFFERED)).toBe(format);
  });

  it('is found in time linear in the header, whatever it is made of', () => {
    for (const part of ['"', '"\\', '\\"', ',', ';', '*/*,', '"\\\\']) {
      const before = process.cpuUsage();
      preferred(part.repeat(200_000), OFFERED);
      expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    }
  });
});
