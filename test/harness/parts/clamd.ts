import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What every scanner finds, and nothing else does any harm. In two halves, so that this file is not found itself. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);

export interface Clamd {
  readonly address: string;
  /** How it answers: by what it sees, not at all, or that the file is too large for it. */
  mood: 'awake' | 'silent' | 'too-small' | 'away';
  /** How many files it was shown. */
  readonly seen: () => number;
  close(): void;
}

/** A scanner on a port of this machine that speaks the protocol of clamd (INSTREAM) and finds one thing. */
export async function startClamd(): Promise<Clamd> {
  let seen = 0;
  const server = createServer((socket) => void serve(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clamd: Clamd = {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'awake',
    seen: () => seen,
    close: () => void server.close(),
  };
  return clamd;

  async function serve(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    if (clamd.mood === 'away') return void socket.destroy();
    const content = await fileIn(socket);
    seen += 1;
    if (clamd.mood === 'silent') return void socket.destroy();
    if (clamd.mood === 'too-small') return void socket.end('INSTREAM size limit exceeded. ERROR\0');
    socket.end(content.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
  }
}

/** The file that comes in chunks, each behind its length, up to one of none. */
function fileIn(socket: Socket): Promise<Buffer> {
  const command = 'zINSTREAM\0';
  let bytes = Buffer.alloc(0);
  return new Promise((resolve) => {
    socket.on('data', (part: Buffer) => {
      bytes = Buffer.concat([bytes, part]);
      const chunks: Buffer[] = [];
      let at = command.length;
      while (at + 4 <= bytes.length) {
        const length = bytes.readUInt32BE(at);
        if (length === 0 && bytes.toString('latin1', 0, command.length) === command)
          return resolve(Buffer.concat(chunks));
        chunks.push(bytes.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
}
