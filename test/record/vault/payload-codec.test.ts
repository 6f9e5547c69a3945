import { randomBytes } from 'node:crypto';
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import type { CaseType } from '../../../domain/case/case-type';
import { viewOf } from '../../../domain/case/case-view';
import { changesSince } from '../../../domain/moves/story/changes';
import { storyOf } from '../../../domain/moves/story/story';
import { parseKeyRing } from '../../../record/vault/keys';
import { decodePayloads, SealingCodec, sealingDataConverter } from '../../../record/vault/payload-codec';
import { SealError } from '../../../record/vault/seal';
import { latestByName } from '../../histories/recorded';

const first = `1:${randomBytes(32).toString('hex')}`;
const codec = new SealingCodec(parseKeyRing(first, 'codec.key'));
const canary = '举报人张三 canary-7391';
const plain = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const read = (payload?: Payload): unknown =>
  payload ? defaultPayloadConverter.fromPayload(payload) : undefined;

async function sealedOne(value: unknown, by = codec): Promise<Payload> {
  const [payload] = await by.encode([plain(value)]);
  if (!payload) throw new Error('nothing came back');
  return payload;
}

/** A project tells of every item of its list, others of what comes round or was found; each begins anew once in a thousand events. */
const tellsOfMany: readonly CaseType[] = [
  'project',
  'chief-officer',
  'diagnosis',
  'danger-notice',
  'training-file',
];

describe('a sealed payload', () => {
  it.each([
    [canary],
    [{ caseId: 'x', seq: 3 }],
    [null],
    [undefined],
    [''],
    [new Uint8Array([1, 2, 255])],
    [[]],
  ])('opens to what it was: %p', async (value) => {
    const [back] = await codec.decode([await sealedOne(value)]);
    expect(read(back)).toEqual(value);
  });

  it('keeps number and order', async () => {
    const sealed = await codec.encode([plain(1), plain(2), plain(3)]);
    expect((await codec.decode(sealed)).map(read)).toEqual([1, 2, 3]);
    expect(await codec.encode([])).toEqual([]);
  });

  it('shows nothing of its content, not even how it is written', async () => {
    const { metadata, data } = await sealedOne(canary);
    expect(Object.keys(metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id']);
    const all = Buffer.concat([...Object.values(metadata ?? {}), data ?? Buffer.alloc(0)]).toString('utf8');
    expect(all).not.toMatch(/7391|json/);
  });

  it('costs less than 120 bytes', async () => {
    expect((await sealedOne('x')).data?.length).toBeLessThan(120);
  });

  it('takes less room than its content, once that is long', async () => {
    const news = {
      entries: Array.from({ length: 12 }, (_, seq) => ({ is: 'step', key: 'tip-off/claim', seq })),
    };
    const sealed = await sealedOne(news);
    expect(sealed.data?.length).toBeLessThan(JSON.stringify(news).length / 2);
    expect((await codec.decode([sealed])).map(read)).toEqual([news]);
  });

  it('stays below 1 KB with all the news of a case, wherever on any path its workflow begins anew', async () => {
    const sizes = [...latestByName().values()].flatMap(({ name, record }) =>
      record.map(async (_event, last) => {
        const view = viewOf(record.slice(0, last + 1));
        const news = { story: storyOf(record.slice(0, last + 1), view), ...changesSince(view, 0) };
        const bytes = (await sealedOne(news)).data?.length ?? 0;
        return { name, bytes, bound: tellsOfMany.includes(view.caseType) ? 2048 : 1024 };
      }),
    );
    expect((await Promise.all(sizes)).filter(({ bytes, bound }) => bytes >= bound)).toEqual([]);
  });

  it('opens only in the form in which it was sealed', async () => {
    const encoding = (sealed: Payload) => Buffer.from(sealed.metadata?.['encoding'] ?? []);
    const [short, long] = [await sealedOne('x'), await sealedOne('x'.repeat(1000))];
    expect(encoding(short)).not.toEqual(encoding(long));
    for (const [sealed, other] of [
      [short, long],
      [long, short],
    ] as const) {
      const pretended = { ...sealed, metadata: { ...sealed.metadata, encoding: encoding(other) } };
      await expect(codec.decode([pretended])).rejects.toThrow(SealError);
    }
  });

  it('opens after the key was followed by another, but not without its own', async () => {
    const sealed = await sealedOne(1);
    const second = `2:${randomBytes(32).toString('hex')}`;
    const both = new SealingCodec(parseKeyRing(`${second}\n${first}`, 'codec.key'));
    expect((await both.decode([sealed, await sealedOne(2, both)])).map(read)).toEqual([1, 2]);
    await expect(new SealingCodec(parseKeyRing(second, 'codec.key')).decode([sealed])).rejects.toThrow(
      SealError,
    );
    const wrong = new SealingCodec(parseKeyRing('f'.repeat(64), 'codec.key'));
    await expect(wrong.decode([sealed])).rejects.toThrow(SealError);
  });

  it('does not open changed, cut or empty', async () => {
    const sealed = await sealedOne('x');
    const data = Buffer.from(sealed.data ?? []);
    const changed = Buffer.from(data);
    changed[data.length - 1] = (changed[data.length - 1] ?? 0) ^ 1;
    for (const bad of [changed, data.subarray(0, 20), Buffer.alloc(0)]) {
      await expect(codec.decode([{ ...sealed, data: bad }])).rejects.toThrow(SealError);
    }
    await expect(codec.decode([{ metadata: { encoding: Buffer.from('binary/encrypted') } }])).rejects.toThrow(
      SealError,
    );
  });
});

it('lets payloads through that it did not seal', async () => {
  const old = plain('from before');
  expect(await codec.decode([old, {}])).toEqual([old, {}]);
});

describe('the endpoint of the Temporal UI', () => {
  const asJson = ({ metadata, data }: Payload) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  });

  it('opens what it can and leaves the rest sealed', async () => {
    const sealed = asJson(await sealedOne(canary));
    const strange = { ...sealed, data: Buffer.from('nonsense').toString('base64') };
    const { payloads } = await decodePayloads(codec, { payloads: [sealed, strange, asJson(plain(5)), {}] });
    expect(payloads[0]).toEqual(asJson(plain(canary)));
    expect(payloads[1]).toEqual(strange);
    expect(payloads[2]).toEqual(asJson(plain(5)));
    expect(payloads[3]).toEqual({ metadata: {}, data: '' });
  });
});

describe('the converter of client and worker', () => {
  it('puts the words of a failure among the sealed payloads', async () => {
    const { failureConverter, payloadConverter, payloadCodecs } = loadDataConverter(
      sealingDataConverter(parseKeyRing(first, 'codec.key')),
    );
    const failure = failureConverter.errorToFailure(
      ApplicationFailure.create({ message: canary, type: 'fixed-word', cause: new Error(canary) }),
      payloadConverter,
    );
    const { encodedAttributes, cause, ...open } = failure;
    expect(JSON.stringify(open)).not.toContain('7391');
    expect(cause?.message).not.toContain('7391');
    const [sealed] = (await payloadCodecs[0]?.encode([encodedAttributes ?? {}])) ?? [];
    expect(Buffer.from(sealed?.data ?? []).toString('utf8')).not.toContain('7391');
  });
});
