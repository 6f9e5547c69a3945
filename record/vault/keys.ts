import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SealingKey } from './seal';

/** The generations of one key: the current one seals, all of them open. */
export interface KeyRing {
  readonly current: SealingKey;
  readonly all: readonly SealingKey[];
  /** The key of a generation, or null where the file no longer holds it. */
  of(generation: number): SealingKey | null;
}

export interface Keys {
  /** Wraps the data key of each case. */
  readonly vault: KeyRing;
  /** Seals what Temporal stores. */
  readonly codec: KeyRing;
  /** Makes and hashes receipt codes. */
  readonly receipt: KeyRing;
  /** Signs for the office; each key is the 32 bytes of an Ed25519 private key. */
  readonly sign: KeyRing;
}

/** A key file that cannot be used. The message is for the operator: which file and what to do, never its content. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/**
 * Reads `vault.key`, `codec.key`, `receipt.key` and `sign.key` from a folder.
 * @throws KeyFileError for a file that is missing, readable by others, empty or not made of keys.
 */
export async function readKeys(folder: string): Promise<Keys> {
  const [vault, codec, receipt, sign] = await Promise.all([
    readKeyRing(join(folder, 'vault.key')),
    readKeyRing(join(folder, 'codec.key')),
    readKeyRing(join(folder, 'receipt.key')),
    readKeyRing(join(folder, 'sign.key')),
  ]);
  return { vault, codec, receipt, sign };
}

/**
 * Reads one key file. A line is `<generation>:<64 hex digits>`, generation 1-255; the first line is the
 * current key. A single line may be the 64 digits alone: generation 1. To rotate, put a new line on top.
 * @throws KeyFileError as {@link readKeys}.
 */
export async function readKeyRing(path: string): Promise<KeyRing> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new KeyFileError(`there is no key file ${path}; KEYS_DIR names its folder`);
  // Keys in a file that others may read are no keys. Windows has no such bits to look at.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new KeyFileError(`${path} can be read by other users; run: chmod 600 ${path}`);
  }
  return parseKeyRing(await readFile(path, 'utf8'), path);
}

/** @throws KeyFileError naming `path` and the line. */
export function parseKeyRing(text: string, path: string): KeyRing {
  const lines = text.split('\n').map((line) => line.trim());
  const all = lines.flatMap((line, index) =>
    line === '' ? [] : [parseLine(line, `${path}, line ${index + 1}`)],
  );
  const [current] = all;
  if (!current) throw new KeyFileError(`${path} holds no key`);

  const byGeneration = new Map(all.map((key) => [key.generation, key]));
  if (byGeneration.size !== all.length) throw new KeyFileError(`${path} names a generation twice`);
  return { current, all, of: (generation) => byGeneration.get(generation) ?? null };
}

/** A fresh random key as the text of a key file (to be written with mode 0600). */
export function newKeyFile(generation = 1): string {
  return `${generation}:${randomBytes(32).toString('hex')}\n`;
}

const linePattern = /^(?:(\d{1,3}):)?([0-9a-f]{64})$/i;

function parseLine(line: string, where: string): SealingKey {
  const [, id = '1', hex] = linePattern.exec(line) ?? [];
  if (!hex) throw new KeyFileError(`${where}: expected <generation>:<64 hex digits>`);
  const generation = Number(id);
  if (generation < 1 || generation > 255)
    throw new KeyFileError(`${where}: a generation is a number from 1 to 255`);
  return { generation, bytes: Buffer.from(hex, 'hex') };
}
