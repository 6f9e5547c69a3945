import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { hashPassword, staffCost } from '../../record/vault/passwords';
import { cpuBetween, cpuOf } from '../cpu';
import { percentile, short } from '../figures';
import type { Line } from '../report';
import type { Site } from '../site';

export interface AttackPlan {
  /** For how long each attack goes on. */
  readonly secondsEach: number;
  /** Requests of the attacker that are under way at once. */
  readonly lanes: number;
}

const victim = 'director';
const wrongCode = 'AAAA-AAAA-AAAA-AAAA-A';
const attackersAddress = '127.0.7.7';
const tipOff = {
  ...{ reporterKind: 'anonymous', channel: 'web', category: 'major-hazard' },
  ...{ text: '车间里无证焊接,旁边堆着纸箱。', place: '镇工业集中区厂房' },
};

/** Where the attacker calls from; every second request tries a receipt code. */
const attacks: readonly { readonly from: string; readonly addressOf: (index: number) => string }[] = [
  { from: 'one address', addressOf: () => attackersAddress },
  {
    from: '50,000 networks',
    addressOf: (index) => `127.${1 + (index % 200)}.${Math.floor(index / 200) % 250}.7`,
  },
];

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS: number;
}

/**
 * Right holders who come in while somebody tries passwords and receipt codes as fast as the API answers: a director
 * without a known device and a reporter, from elsewhere and from the attacker's own address.
 */
export async function measureLoginAttack(
  site: Site,
  { secondsEach, lanes }: AttackPlan,
  say: (text: string) => void,
): Promise<Line[]> {
  const api = new Visitor(site.system.api);
  const password = site.system.accounts.find(({ login }) => login === victim)?.password ?? '';
  // The demonstration's own hashes are cheap ones.
  const hash = await hashPassword(password, staffCost);
  await site.sql(`UPDATE anjie.account SET password_hash = '${hash}' WHERE login = '${victim}'`);
  await api.until({ login: victim, password }, '/api/session', '127.0.0.1');
  const handedIn = await api.send(tipOff, '/api/public/tip-offs', '127.0.0.1');
  const { receiptCode: code } = JSON.parse(handedIn.text) as { receiptCode: string };
  const lines: Line[] = [];
  for (const { from, addressOf } of attacks) {
    const until = Date.now() + secondsEach * 1000;
    const pids = { api: site.apiPid };
    const before = cpuOf(pids);
    const flood = Promise.all(
      Array.from({ length: lanes }, (_, lane) => attack(api, until, lane, addressOf)),
    );
    const waits = await comeIn(api, until, { login: victim, password }, { code });
    const tries = (await flood).reduce((sum, each) => sum + each, 0);
    const { api: cpuS = 0 } = cpuBetween(before, cpuOf(pids));
    say(`${from}: ${tries} wrong tries in ${secondsEach} s, ${waits.length} right ones`);
    lines.push(
      { what: `attack from ${from}: wrong tries a second`, ours: short(tries / secondsEach) },
      {
        what: `attack from ${from}: CPU of the API for one, ms`,
        ours: short((cpuS * 1000) / Math.max(1, tries)),
      },
      {
        what: `attack from ${from}: s until a right holder is in, p50 / p95 / most of ${waits.length}`,
        ours: [0.5, 0.95, 1].map((share) => short(percentile(waits, share) / 1000)).join(' / '),
        wish: 'p95 10',
      },
    );
  }
  return lines;
}

async function attack(
  api: Visitor,
  until: number,
  lane: number,
  addressOf: (index: number) => string,
): Promise<number> {
  let tries = 0;
  for (let index = lane; Date.now() < until; index += 977) {
    const address = addressOf(index);
    const { status } = await (index % 2 === 0
      ? api.send({ login: victim, password: randomUUID() }, '/api/session', address)
      : api.send({ code: wrongCode }, '/api/public/receipt', address));
    if (status < 300) throw new Error('a wrong password or code was taken');
    tries += 1;
  }
  return tries;
}

/** Both holders come in again and again. Milliseconds until each was in. */
async function comeIn(api: Visitor, until: number, director: object, reporter: object): Promise<number[]> {
  const waits: number[] = [];
  while (Date.now() < until) {
    for (const address of ['127.0.9.9', attackersAddress]) {
      waits.push(await api.until(director, '/api/session', address));
      waits.push(await api.until(reporter, '/api/public/receipt', address));
    }
    await pause(1_000);
  }
  return waits;
}

class Visitor {
  constructor(private readonly api: string) {}

  /** Milliseconds until the request is taken, however often it has to be sent. */
  async until(body: object, path: string, localAddress: string): Promise<number> {
    const began = performance.now();
    for (;;) {
      const { status, retryAfterS, text } = await this.send(body, path, localAddress);
      if (status < 300) return performance.now() - began;
      if (status !== 503 && status !== 429) throw new Error(`${path}: ${status} ${text}`);
      await pause(retryAfterS * 1000);
    }
  }

  send(body: object, path: string, localAddress: string): Promise<Answer> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        'idempotency-key': randomUUID(),
      };
      const sending = request(
        this.api + path,
        { method: 'POST', agent: false, localAddress, headers },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 500,
              text: Buffer.concat(parts).toString('utf8'),
              retryAfterS: Number(response.headers['retry-after'] ?? 1),
            }),
          );
        },
      );
      sending.once('error', reject);
      sending.end(text);
    });
  }
}
