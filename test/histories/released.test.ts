import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, releasedFolder, releases, sumsFile } from './recorded';

describe.each(releases())('the histories of release %s', (release) => {
  const folder = join(releasedFolder, release);
  const kept = new Map(
    readFileSync(join(folder, sumsFile), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/) as [string, string])
      .map(([sum, file]) => [file, sum]),
  );

  it('are all there, and no others', () => {
    expect(filesIn(folder)).toEqual([sumsFile, ...kept.keys()]);
  });

  it('are byte for byte as they were released', () => {
    const today = [...kept.keys()].map((file) => [file, sumOf(join(folder, file))]);
    expect(today).toEqual([...kept]);
  });
});

it('a release is kept', () => {
  expect(releases()).toContain('0.1');
});

function sumOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
