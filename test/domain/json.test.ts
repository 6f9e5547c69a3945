import fc from 'fast-check';
import { canonicalJson } from '../../domain/json';

it('writes keys in one order, whatever the order in which they were set', () => {
  expect(canonicalJson({ b: 1, a: { d: 2, c: 3 } })).toBe('{"a":{"c":3,"d":2},"b":1}');
  expect(canonicalJson({ a: { c: 3, d: 2 }, b: 1 })).toBe(canonicalJson({ b: 1, a: { d: 2, c: 3 } }));
});

it('leaves out what is undefined, and keeps null', () => {
  expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
});

it('keeps the order of lists', () => {
  expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
});

it('writes texts as JSON does, Chinese included', () => {
  expect(canonicalJson('案"结"\n')).toBe('"案\\"结\\"\\n"');
});

/** Text in, the same value out: nothing is lost on the way into the hash. */
it('says all of a value: read back, it is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('gives the same text after a way through a database that reorders keys', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(objects, (value) => {
      const reordered = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reordered)).toBe(canonicalJson(value));
    }),
  );
});
