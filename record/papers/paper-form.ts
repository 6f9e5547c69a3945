import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

/** The forms of paper that a file takes, told by content; what the sender calls it does not count. */
export const paperTypes = ['image/jpeg', 'image/png', 'application/pdf', 'video/mp4'] as const;
export type PaperType = (typeof paperTypes)[number];

/** How the name of a paper ends when it is handed out. */
export function fileExtensionOf(mediaType: string): string {
  const [, subtype = 'bin'] = mediaType.split('/');
  return subtype === 'jpeg' ? 'jpg' : subtype.replace(/[^a-z0-9]/g, '');
}

export const MAX_PAPER_BYTES = 20 * 1024 * 1024;
export const MAX_PAPER_PIXELS = 50_000_000;

export type PaperRefusal =
  | 'paper-empty'
  /** More than {@link MAX_PAPER_BYTES}. */
  | 'paper-too-large'
  /** More than {@link MAX_PAPER_PIXELS}. */
  | 'paper-too-many-pixels'
  /** None of {@link paperTypes}: SVG, HTML, Office and archives among them. */
  | 'paper-type-not-taken'
  /** A photograph as iPhones keep it: to be sent as JPEG. */
  | 'paper-heic'
  /** Begins like a picture and cannot be read as one. */
  | 'paper-broken';

/** A paper that is not taken. A fixed code; nothing of the paper or its name. */
export class PaperRefused extends Error {
  override readonly name = 'PaperRefused';
  constructor(readonly code: PaperRefusal) {
    super(code);
  }
}

export interface CleanPaper {
  readonly mediaType: PaperType;
  readonly content: Buffer;
  /** True if it was drawn anew, without metadata; PDF and video are kept as they came and may tell who made them. */
  readonly cleaned: boolean;
}

// Decoders are where hostile files do harm: only those for the two kinds of picture that are taken stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
// No decoded picture stays in memory for the next one.
sharp.cache(false);

/**
 * Finds out what a paper is and takes out of a picture everything but the picture: position, camera, time,
 * thumbnails, comments and whatever follows its end. It is turned upright by its own mark first.
 * @throws PaperRefused
 */
export async function cleanPaper(content: Buffer): Promise<CleanPaper> {
  if (content.length === 0) throw new PaperRefused('paper-empty');
  if (content.length > MAX_PAPER_BYTES) throw new PaperRefused('paper-too-large');

  const mediaType = await typeOf(content);
  if (mediaType === 'image/jpeg' || mediaType === 'image/png') {
    return { mediaType, content: await drawnAnew(content, mediaType), cleaned: true };
  }
  return { mediaType, content, cleaned: false };
}

/** The types taken all show in their first bytes; a detector that sees no more cannot be led astray by the rest. */
const HEAD_BYTES = 4_100;

async function typeOf(content: Buffer): Promise<PaperType> {
  const found = await fileTypeFromBuffer(content.subarray(0, HEAD_BYTES)).catch(() => undefined);
  const mime = found?.mime ?? '';
  if (/^image\/hei[cf]/.test(mime)) throw new PaperRefused('paper-heic');
  const type = paperTypes.find((taken) => taken === mime);
  if (type === undefined) throw new PaperRefused('paper-type-not-taken');
  return type;
}

async function drawnAnew(content: Buffer, mediaType: 'image/jpeg' | 'image/png'): Promise<Buffer> {
  try {
    const { width, height } = await sharp(content, { limitInputPixels: false }).metadata();
    if (width * height > MAX_PAPER_PIXELS) throw new PaperRefused('paper-too-many-pixels');

    const picture = sharp(content, { limitInputPixels: MAX_PAPER_PIXELS, failOn: 'error' })
      .timeout({ seconds: 30 })
      .autoOrient();
    return await (mediaType === 'image/jpeg' ? picture.jpeg({ quality: 90 }) : picture.png()).toBuffer();
  } catch (error) {
    throw error instanceof PaperRefused ? error : new PaperRefused('paper-broken');
  }
}
