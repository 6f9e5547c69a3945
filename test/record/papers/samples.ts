import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';

/* Files as telephones, offices and attackers make them, by code. What must not be told to anybody holds this word. */

export const CANARY = 'CANARY-31.2304-120.5812';

export const picture = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

/** A photograph lying on its side, with a position, a camera and something hidden after its end. */
export const photograph = async () =>
  Buffer.concat([
    await picture()
      .withExif({ IFD0: { Make: CANARY }, IFD3: { GPSLatitude: '31/1 13/1 49/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
    Buffer.from(CANARY),
  ]);

/** A form with all that a PDF can carry beside its pages. */
export async function document(): Promise<Buffer> {
  const made = await PDFDocument.create();
  made.setAuthor(CANARY);
  made.setTitle(CANARY);
  made.addJavaScript('greeting', `app.alert("${CANARY}")`);
  await made.attach(Buffer.from(`${CANARY} attached`), `${CANARY}.exe`, {
    mimeType: 'application/x-dosexec',
  });
  const page = made.addPage([300, 300]);
  page.drawText('what is to be read');
  page.drawImage(await made.embedJpg(await photograph()), { x: 10, y: 10 });
  const field = made.getForm().createTextField(CANARY);
  field.setText('filled in');
  field.addToPage(page, { x: 50, y: 50, width: 100, height: 20 });
  const acts = (what: object) => made.context.obj({ ...what });
  page.node.set(PDFName.of('AA'), acts({ O: { S: 'JavaScript', JS: PDFString.of(CANARY) } }));
  page.node.set(PDFName.of('PieceInfo'), acts({ Private: PDFString.of(CANARY) }));
  page.node.addAnnot(
    made.context.register(
      acts({
        ...{ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9] },
        A: { S: 'URI', URI: PDFString.of(`https://${CANARY}.example`) },
      }),
    ),
  );
  made.catalog.set(PDFName.of('OpenAction'), acts({ S: 'Launch', F: PDFString.of(CANARY) }));
  made.context.register(acts({ Forgotten: PDFString.of(CANARY) }));
  return Buffer.from(await made.save());
}

export const brokenPdf = Buffer.from(`%PDF-1.7\n1 0 obj<</Author(${CANARY})>>endobj\n%%EOF`);

// --- boxes -------------------------------------------------------------------------------------

const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
  return bytes;
};

export function box(kind: string, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([u32(body.length + 8), Buffer.from(kind, 'latin1'), body]);
}

const frames = Buffer.alloc(40, 'picture ');

/** A film with two chunks of picture, and a track of positions between them as telephones write it. */
export function film(brand = 'isom'): Buffer {
  const head = box('ftyp', brand, u32(0), 'isom');
  const track = (kind: string, chunks: readonly number[], bytes: number) =>
    box(
      'trak',
      box('tkhd', u32(0, 3_900_000_000, 3_900_000_000, 1)),
      box('udta', box('name', CANARY)),
      box(
        'mdia',
        box('mdhd', u32(0, 3_900_000_000, 3_900_000_000)),
        box('hdlr', u32(0, 0), kind, u32(0, 0, 0), CANARY),
        box(
          'minf',
          box(
            'stbl',
            box('stsd', u32(0, 0)),
            box('stsc', u32(0, 1, 1, 2, 1)),
            box('stsz', u32(0, 0, chunks.length * 2), u32(...chunks.flatMap(() => [bytes / 2, bytes / 2]))),
            box('stco', u32(0, chunks.length), u32(...chunks)),
          ),
        ),
      ),
    );
  const moov = (at: number) =>
    box(
      'moov',
      box('mvhd', u32(0, 3_900_000_000, 3_900_000_000)),
      track('vide', [at, at + frames.length + CANARY.length], frames.length),
      track('meta', [at + frames.length], CANARY.length - (CANARY.length % 2)),
      box('udta', box('\u00a9xyz', CANARY)),
      box('meta', CANARY),
    );
  const at = head.length + moov(0).length + 8;
  const data = box('mdat', frames, CANARY, frames, CANARY);
  return Buffer.concat([head, moov(at), data, box('uuid', CANARY), box('free', CANARY)]);
}

export const framesOfFilm = frames;

export const heic = Buffer.concat([box('ftyp', 'heic', u32(0), 'mif1heic'), box('meta', CANARY)]);

// --- sound -------------------------------------------------------------------------------------

const u32le = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const chunk = (kind: string, content: Buffer) =>
  Buffer.concat([Buffer.from(kind), u32le(content.length), content, Buffer.alloc(content.length % 2)]);

export const wav = Buffer.concat([
  Buffer.from('RIFF'),
  u32le(200),
  Buffer.from('WAVE'),
  chunk('fmt ', Buffer.from('01000100401f0000803e000002001000', 'hex')),
  chunk('LIST', Buffer.from(`INFOIART${CANARY}`)),
  chunk('data', Buffer.alloc(32, 'sound')),
  Buffer.from(CANARY),
]);

/** Two frames of MPEG 1 layer III, 128 kbit/s at 44.1 kHz. */
const mp3Frame = Buffer.concat([Buffer.from('fffb9000', 'hex'), Buffer.alloc(413, 1)]);
export const mp3 = Buffer.concat([
  Buffer.from('4944330300000000', 'hex'),
  Buffer.from([0, CANARY.length]),
  Buffer.from(CANARY),
  mp3Frame,
  mp3Frame,
  Buffer.from(`TAG${CANARY}`),
]);
export const soundOfMp3 = Buffer.concat([mp3Frame, mp3Frame]);

const amrFrame = Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31, 7)]);
export const amr = Buffer.concat([
  Buffer.from('#!AMR\n'),
  amrFrame,
  amrFrame,
  Buffer.from(`\u0001${CANARY}`),
]);
