import { connect, type Socket } from 'node:net';
import type { Scan } from '../../domain/moves/paper';

/** Looks for harmful files. Without one nothing is looked for; one that does not answer lets nothing through. */
export type Scanner = (content: Buffer) => Promise<Scan>;

const answersWithinMs = 15_000;
/** One that hangs is not asked again at once: each file that is sent would wait for it. */
const spareForMs = 30_000;
const chunkBytes = 64 * 1024;

/** The scanner at this address, `tcp://host:port` or `unix:///path`; none where the setting is empty. */
export function scannerAt(address: string): Scanner | null {
  if (address === '') return null;
  const { protocol, hostname, port, pathname } = new URL(address);
  const open = () =>
    protocol === 'unix:' ? connect(pathname) : connect({ host: hostname, port: Number(port) });
  let spareUntil = 0;
  return async (content) => {
    if (Date.now() < spareUntil) return { is: 'waiting' };
    try {
      return scanIn(await ask(open(), content));
    } catch (error) {
      // Away, too slow, or cut off: whatever it is, the file was not scanned.
      if (error instanceof Hangs) spareUntil = Date.now() + spareForMs;
      return { is: 'waiting' };
    }
  };
}

class Hangs extends Error {}

/** Sends a file to clamd by its command INSTREAM, and gives its answer. */
function ask(socket: Socket, content: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const answer: Buffer[] = [];
    socket.setTimeout(answersWithinMs, () => socket.destroy(new Hangs('no answer')));
    socket.on('data', (part: Buffer) => void answer.push(part));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(answer).toString('latin1')));
    socket.write('zINSTREAM\0');
    for (let at = 0; at < content.length; at += chunkBytes) {
      const chunk = content.subarray(at, at + chunkBytes);
      socket.write(lengthOf(chunk.length));
      socket.write(chunk);
    }
    socket.write(lengthOf(0));
  });
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** What an answer says. Anything but its two plain words is none: too large, or an error. */
function scanIn(answer: string): Scan {
  const [, found] = /^stream: (.{1,200}) FOUND\0$/.exec(answer) ?? [];
  if (found !== undefined) return { is: 'found', what: found.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 80) };
  return { is: answer === 'stream: OK\0' ? 'passed' : 'waiting' };
}
