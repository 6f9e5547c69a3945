import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { Type, type Static } from 'typebox';
import type { KeyRing } from './keys';
import { open, seal, SealError, type SealedPlace } from './seal';

/**
 * How client and worker convert what goes to Temporal: every payload sealed, and the messages and stack traces
 * of failures among the payloads. Both sides must use it with the same `codec.key`.
 */
export function sealingDataConverter(keys: KeyRing): DataConverter {
  return {
    payloadCodecs: [new SealingCodec(keys)],
    // Only a path: the SDK loads the file itself, for the workflows inside their sandbox.
    failureConverterPath: require.resolve('../../workflows/kit/failure-converter'),
  };
}

/**
 * Seals payloads with AES-256-GCM under the current line of `codec.key`. The generation is in the metadata and, bound
 * into the seal, in the data. Long payloads are deflated first; the encoding says so, and is bound into the seal too.
 *
 * The length of what was compressed and then encrypted can give a secret away, where somebody may put words of their
 * own beside it. Nobody can here: payloads hold ids, dates, amounts and fixed words, never a text.
 */
export class SealingCodec implements PayloadCodec {
  constructor(private readonly keys: KeyRing) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    return settled(() => payloads.map((payload) => this.sealed(payload)));
  }

  /**
   * Opens what {@link encode} made. Other payloads (histories from before, those of the server itself) pass unchanged.
   * Rejects with a SealError if a key is missing or wrong, or a byte was changed.
   */
  decode(payloads: Payload[]): Promise<Payload[]> {
    return settled(() =>
      payloads.map((payload) => {
        const form = formOf(payload);
        return form ? this.opened(payload, form) : payload;
      }),
    );
  }

  private sealed(payload: Payload): Payload {
    const key = this.keys.current;
    const bytes = packed(payload);
    const form = bytes.length > deflateAbove ? deflatedForm : plainForm;
    return {
      metadata: { encoding: form.encoding, 'encryption-key-id': utf8(String(key.generation)) },
      data: seal(key, form.pack(bytes), form.place),
    };
  }

  private opened({ metadata, data }: Payload, form: Form): Payload {
    const generation = Number(Buffer.from(metadata?.['encryption-key-id'] ?? []).toString('utf8'));
    const key = this.keys.of(generation);
    if (key === null) throw new SealError('seal-generation');
    return unpacked(form.unpack(open(key, data ?? Buffer.alloc(0), form.place)));
  }
}

const base64 = Type.String({ contentEncoding: 'base64' });

/** What the Temporal UI posts to a codec endpoint's `/decode` and gets back: payloads as protobuf's JSON. */
export const PayloadsBody = Type.Object({
  payloads: Type.Array(
    Type.Object({ metadata: Type.Optional(Type.Record(Type.String(), base64)), data: Type.Optional(base64) }),
    { maxItems: 10_000 },
  ),
});
export type PayloadsBody = Static<typeof PayloadsBody>;

/**
 * Opens payloads for the Temporal UI. One that does not open stays sealed and the others are still shown, so the
 * call itself never fails. Who may call it, and that it is entered, is the endpoint's business.
 */
export async function decodePayloads(codec: PayloadCodec, { payloads }: PayloadsBody): Promise<PayloadsBody> {
  return {
    payloads: await Promise.all(
      payloads.map(async (payload) => {
        const [decoded] = await codec.decode([fromJson(payload)]).catch(() => []);
        return decoded ? toJson(decoded) : payload;
      }),
    ),
  };
}

/** Bytes up to which deflating wins nothing worth its time. */
const deflateAbove = 300;

/** The form of a payload within its seal, by the encoding in its metadata. */
interface Form {
  readonly encoding: Buffer;
  readonly place: SealedPlace;
  pack(bytes: Buffer): Buffer;
  unpack(bytes: Buffer): Buffer;
}

const plainForm: Form = {
  encoding: utf8('binary/encrypted'),
  place: { table: 'temporal', column: 'payload', row: '' },
  pack: (bytes) => bytes,
  unpack: (bytes) => bytes,
};

const deflatedForm: Form = {
  encoding: utf8('binary/encrypted-deflated'),
  place: { table: 'temporal', column: 'payload-deflated', row: '' },
  pack: (bytes) => deflateRawSync(bytes),
  unpack: (bytes) => inflateRawSync(bytes),
};

/** The form of a payload; null where it was not sealed here. */
function formOf({ metadata }: Payload): Form | null {
  const encoding = metadata?.['encoding'] ?? Buffer.alloc(0);
  return [plainForm, deflatedForm].find((form) => form.encoding.equals(encoding)) ?? null;
}

/** The whole payload as bytes: length of the metadata (2 bytes), metadata as JSON with base64 values, data. */
function packed({ metadata, data }: Payload): Buffer {
  const head = utf8(
    JSON.stringify(mapValues(metadata ?? {}, (value) => Buffer.from(value).toString('base64'))),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(head.length);
  return Buffer.concat([length, head, data ?? Buffer.alloc(0)]);
}

function unpacked(bytes: Buffer): Payload {
  const dataAt = 2 + bytes.readUInt16BE();
  const head = JSON.parse(bytes.toString('utf8', 2, dataAt)) as Record<string, string>;
  return { metadata: mapValues(head, (value) => Buffer.from(value, 'base64')), data: bytes.subarray(dataAt) };
}

type PayloadJson = PayloadsBody['payloads'][number];

function fromJson({ metadata, data }: PayloadJson): Payload {
  return {
    metadata: mapValues(metadata ?? {}, (value) => Buffer.from(value, 'base64')),
    data: Buffer.from(data ?? '', 'base64'),
  };
}

function toJson({ metadata, data }: Payload): PayloadJson {
  return {
    metadata: mapValues(metadata ?? {}, (value) => Buffer.from(value).toString('base64')),
    data: Buffer.from(data ?? []).toString('base64'),
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** Turns a thrown error into a rejection: the SDK expects promises. */
async function settled<T>(work: () => T): Promise<T> {
  return work();
}
