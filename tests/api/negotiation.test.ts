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
});
