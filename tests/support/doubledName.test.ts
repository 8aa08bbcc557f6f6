// Names that a JSON text gives twice: JSON.parse keeps the last without a word.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledName } from '../../src/support/doubledName.ts';

const judged = (text: string) => doubledName(text, JSON.parse(text));

describe('a name that is there twice', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":{"b":[0,{"c":1,"d":2,"c":3}]}}', '/a/b/1/c'],
    ['[[],[{"x":1},{"x":1,"x":1}]]', '/1/1/x'],
    ['{"\\u0061":1,"a":2}', '/a'],
    ['{"a/b~c" : 1, "a/b~c" : 2}', '/a~1b~0c'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"toString":1,"x":"a:b","toString":2}', '/toString'],
    ['{"":1,"":2}', '/'],
  ])('%s', (text, pointer) => expect(judged(text)).toBe(pointer));

  it.each(['{"a":1,"b":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"\\"a\\":1,:","b":":"}', '3', '"a:b"', '{"__proto__":1}'])(
    'is none in %s',
    (text) => expect(judged(text)).toBeUndefined(),
  );

  it('is none in anything JSON.stringify writes, and one in any object written with its first member again', () =>
    fc.assert(
      fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (text, object) => {
        expect(judged(text)).toBeUndefined();
        const [name = ''] = Object.keys(JSON.parse(JSON.stringify(object)) as object);
        const again = `[1,${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:0}]`;
        expect(judged(again)).toBe(`/1/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }),
    ));
});
