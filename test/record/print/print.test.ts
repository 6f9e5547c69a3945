import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { CharactersMissing } from '../../../record/print/fonts';
import type { IndexPage } from '../../../record/print/index-page';
import { glyphsIn, NoFont } from '../../../record/print/glyphs';
import { printerWith } from '../../../record/print/print';

/* What is printed has the characters of the names that people bear, or is not printed. */

const fontOf = (pack: string, name: string) =>
  readFile(require.resolve(`@expo-google-fonts/${pack}/400Regular/${name}_400Regular.ttf`));

const page = (name: string): IndexPage => ({
  ...{ number: 'PR-2026-7K3M9QX2', name, exportedAt: '2026-11-30T08:00:00.000Z', keyId: 'a1' },
  ...{ notes: [], cases: [], lines: [] },
});

/** Everything that a PDF holds in packed streams, among it which characters each font draws. */
function unpacked(pdf: Buffer): string {
  const parts: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      parts.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'));
    } catch {
      // Not packed, or the end of one.
    }
  }
  return parts.join('\n');
}

/** The character in UTF-16, as a PDF names it. */
const inUtf16 = (character: string) =>
  Array.from({ length: character.length }, (_, at) => character.charCodeAt(at).toString(16)).join(' ');

const print = printerWith(null);

it('sets a name in several fonts where it needs them, each character in one that has it', async () => {
  const hongKong = glyphsIn(await fontOf('noto-sans-hk', 'NotoSansHK'));
  const mainland = glyphsIn(await fontOf('noto-sans-sc', 'NotoSansSC'));
  const only = Array.from({ length: 0xa6e0 }, (_, index) => 0x20000 + index).find(
    (codePoint) => hongKong(codePoint) && !mainland(codePoint),
  );
  const rare = String.fromCodePoint(only ?? 0);
  const pdf = await print({ is: 'index', page: page(`龑${rare}镇`) });
  const text = unpacked(pdf);
  for (const character of ['龑', rare, '镇']) expect(text).toContain(inUtf16(character));
  expect(pdf.toString('latin1')).toMatch(/NotoSansHK/);
});

it('does not print a character that is in no font: it names it, and never draws a box', async () => {
  const refused = await print({ is: 'index', page: page('𠮷田镇') }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CharactersMissing);
  expect((refused as CharactersMissing).characters).toEqual(['𠮷']);
});

it('asks the fonts that the office has put into its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fonts-'));
  await writeFile(
    join(folder, 'names.ttf'),
    withCharacter(await fontOf('noto-sans-hk', 'NotoSansHK'), 0x20bb7),
  );
  await writeFile(join(folder, 'readme.txt'), 'no font');
  const pdf = await printerWith(folder)({ is: 'index', page: page('𠮷田镇') });
  expect(unpacked(pdf)).toContain(inUtf16('𠮷'));
  await writeFile(join(folder, 'broken.ttf'), 'no font');
  expect(() => printerWith(folder)).toThrow(NoFont);
  await rm(folder, { recursive: true });
});

it('passes over what is drawn as nothing: a selector of a variant, a joiner', async () => {
  expect((await print({ is: 'index', page: page('葛\u{E0100}城\u200D') })).length).toBeGreaterThan(1_000);
});

it('says that a file is no font, whatever it is', () => {
  for (const file of [Buffer.alloc(0), Buffer.from('wOF2....'), Buffer.from('0001000000010000', 'hex')])
    expect(() => glyphsIn(file)).toThrow(NoFont);
});

/** A font whose segment next to a character draws this one instead. */
function withCharacter(font: Buffer, codePoint: number): Buffer {
  const own = Buffer.from(font);
  let best = -1;
  for (let at = 0; at < own.readUInt16BE(4); at++) {
    const entry = 12 + at * 16;
    if (own.toString('latin1', entry, entry + 4) !== 'cmap') continue;
    const cmap = own.readUInt32BE(entry + 8);
    for (let index = 0; index < own.readUInt16BE(cmap + 2); index++) {
      const table = cmap + own.readUInt32BE(cmap + 8 + index * 8);
      if (own.readUInt16BE(table) !== 12) continue;
      const groups = own.readUInt32BE(table + 12);
      for (let group = 0; group < groups; group++) {
        const place = table + 16 + group * 12;
        if (own.readUInt32BE(place) < codePoint) best = place;
      }
    }
  }
  own.writeUInt32BE(codePoint, best);
  own.writeUInt32BE(codePoint, best + 4);
  return own;
}
