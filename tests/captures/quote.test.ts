// Whether a quote occurs in a document: its wording counts, not how it was set.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchable } from '../../src/captures/quote.ts';

const find = (document: string | Uint8Array, quote: string, type = 'text/plain') =>
  searchable({ bytes: Buffer.from(document), type }).find(quote);

describe('a quote', () => {
  it('is present where its words stand, and the words around it are shown', () => {
    expect(find('The parties agreed to set up a body in 2025.', 'agreed to set up')).toEqual({
      found: 'present',
      at: 12,
      context: 'the parties agreed to set up a body in 2025.',
    });
    expect(find('The parties agreed.', 'the parties pledged')).toEqual({ found: 'absent' });
  });

  it.each([
    ['agreed to\n   set\u00a0up', 'agreed to set up'],
    ['a “working-level” body', 'a "working-level" body'],
    ['NATO’s body', "NATO's body"],
    ['2025–2027', '2025-2027'],
    ['AGREED', 'agreed'],
    ['co\u00adoper\u200bation', 'cooperation'],
    ['Zürich', 'Zu\u0308rich'],
    ['ﬁrst', 'first'],
    ['１０ billion', '10 billion'],
    ['북대서양조약기구', '북대서양조약기구'.normalize('NFD')],
    ['Straße'.toUpperCase(), 'STRASSE'],
  ])('in %j is found as %j', (document, quote) => {
    expect(find(`before ${document} after`, quote)).toMatchObject({ found: 'present' });
    expect(find(`before ${quote} after`, document)).toMatchObject({ found: 'present' });
  });

  it('with an omission in brackets is present where its parts stand in their order', () => {
    const document = 'agreed, after long talks, to set up a body';
    expect(find(document, 'agreed, […] to set up')).toMatchObject({ found: 'present', at: 0 });
    expect(find(document, 'agreed, [...] a body')).toMatchObject({ found: 'present' });
    expect(find(document, 'a body […] agreed')).toEqual({ found: 'absent' });
    expect(find(document, '[…]')).toEqual({ found: 'absent' });
  });

  it('is found across tags and entities of HTML, and not in what no reader sees', () => {
    const page =
      '<!doctype html><html><head><style>p{color:red}</style><script>hidden("secret <p>")</script></head>' +
      '<body><!-- a comment --><h1>Title</h1><p>agreed to <b>set</b> up&nbsp;a &ldquo;body&#8221; in Malm&ouml;</p><p>next</p>';
    for (const quote of ['agreed to set up a "body" in malmö', 'title agreed', 'malmö next']) {
      expect(find(page, quote, 'text/html')).toMatchObject({ found: 'present' });
      expect(find(page, quote, 'application/octet-stream')).toMatchObject({ found: 'present' });
    }
    for (const quote of ['secret', 'color:red', 'a comment', 'doctype']) {
      expect(find(page, quote, 'text/html')).toEqual({ found: 'absent' });
    }
    expect(find('3 < 4 and 5 > 4', '3 < 4 and 5 > 4', 'text/html')).toMatchObject({ found: 'present' });
  });

  it('is not checked in what is no text in UTF-8, and the answer says why', () => {
    const unchecked = (why: string) => ({ found: 'unchecked', why });
    expect(find('%PDF-1.7', 'agreed', 'application/pdf')).toEqual(unchecked('application/pdf is not read'));
    expect(find(Uint8Array.of(0xff, 0xfe), 'a')).toEqual(unchecked('it is not text in UTF-8'));
    expect(find(Uint8Array.of(0, 1), 'a', 'application/octet-stream')).toEqual(unchecked('it is not text in UTF-8'));
    expect(find(Buffer.alloc(9 * 1024 * 1024, 'a'), 'a')).toEqual(unchecked('it is too large to be searched'));
  });

  it('broken markup costs no more than its length', () => {
    for (const broken of ['<', '<a', '<!--', '<script>', '</', '&', '<p "']) {
      const start = performance.now();
      find(broken.repeat(200_000), 'absent', 'text/html');
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });

  it('every piece of a text is found in it, whatever white space and case', () => {
    const word = fc.stringMatching(/^[A-Za-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (words, a, b) => {
        const [from, to] = [a % words.length, b % words.length].toSorted((x, y) => x - y) as [number, number];
        const quote = words
          .slice(from, to + 1)
          .join('\n\t ')
          .toUpperCase();
        expect(find(words.join(' '), quote)).toMatchObject({ found: 'present' });
      }),
    );
  });
});
