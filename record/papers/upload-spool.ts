import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** More came than is allowed; nothing of it is kept. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * An upload on its way in. It is spooled to a file, so that many slow senders do not fill the memory, under a key that
 * only this object knows, so that a crash leaves nothing readable behind.
 */
export class SpooledUpload {
  private constructor(
    private readonly path: string,
    private readonly key: Buffer,
    private readonly nonce: Buffer,
    private readonly tag: Buffer,
    readonly bytes: number,
  ) {}

  /**
   * Takes in a stream to its end.
   * @throws TooLarge after `maxBytes`, without reading on; whatever the stream or the disk throws. No file is left then.
   */
  static async receive(source: Readable, folder: string, maxBytes: number): Promise<SpooledUpload> {
    const path = join(folder, `${randomUUID()}.held`);
    const key = randomBytes(32);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    let bytes = 0;
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > maxBytes) done(new TooLarge('too large'));
        else done(null, chunk);
      },
    });
    try {
      await pipeline(source, measured, cipher, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      // A parser of uploads that met a limit of its own ends the stream early and only leaves this mark.
      if ((source as { truncated?: boolean }).truncated === true) throw new TooLarge('too large');
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return new SpooledUpload(path, key, nonce, cipher.getAuthTag(), bytes);
  }

  /** All of it, in clear. */
  async read(): Promise<Buffer> {
    const decipher = createDecipheriv('aes-256-gcm', this.key, this.nonce);
    decipher.setAuthTag(this.tag);
    const clear = decipher.update(await readFile(this.path));
    return Buffer.concat([clear, decipher.final()]);
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
