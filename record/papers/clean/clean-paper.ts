import { unreachable } from '../../../domain/refusal';
import { mediaTypeOf, type PaperType } from '../media-types';
import { cleanedFilm } from './film';
import { drawnAnew, PictureBroken, TooManyPixels } from './picture';
import { rewrittenPdf } from './pdf';
import { cleanedAmr, cleanedMp3, cleanedWav } from './sound';

export const MAX_PAPER_BYTES = 20 * 1024 * 1024;

export type PaperRefusal =
  | 'paper-empty'
  /** More than {@link MAX_PAPER_BYTES}. */
  | 'paper-too-large'
  /** More than can be decoded in the memory that one picture may take (see `picture.ts`). */
  | 'paper-too-many-pixels'
  /** None of the types that are taken: SVG, HTML, Office and archives among those that are not. */
  | 'paper-type-not-taken'
  /** Begins like a picture and nothing of it can be read as one. */
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
  /** What people may open; null where the file cannot be cleaned with certainty. */
  readonly content: Buffer | null;
  /** It came cut short or broken. */
  readonly damaged: boolean;
}

/**
 * Finds out what a file is, and takes out of it what tells of who made it and what would act when it is opened.
 * @throws PaperRefused
 */
export async function cleanPaper(content: Buffer): Promise<CleanPaper> {
  const mediaType = takenTypeOf(content);
  try {
    const { clean, damaged = false } = await cleaned(content, mediaType);
    return { mediaType, content: clean, damaged };
  } catch (error) {
    if (error instanceof TooManyPixels) throw new PaperRefused('paper-too-many-pixels');
    throw error instanceof PictureBroken ? new PaperRefused('paper-broken') : error;
  }
}

/**
 * The type of a file that is taken.
 * @throws PaperRefused
 */
export function takenTypeOf(content: Buffer): PaperType {
  if (content.length === 0) throw new PaperRefused('paper-empty');
  if (content.length > MAX_PAPER_BYTES) throw new PaperRefused('paper-too-large');
  const mediaType = mediaTypeOf(content);
  if (mediaType === null) throw new PaperRefused('paper-type-not-taken');
  return mediaType;
}

interface Cleaned {
  readonly clean: Buffer | null;
  readonly damaged?: boolean;
}

async function cleaned(content: Buffer, mediaType: PaperType): Promise<Cleaned> {
  switch (mediaType) {
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp': {
      const { picture, damaged } = await drawnAnew(content, mediaType);
      return { clean: picture, damaged };
    }
    case 'application/pdf':
      return { clean: await rewrittenPdf(content) };
    case 'video/quicktime':
    case 'video/3gpp':
    case 'audio/mp4':
    case 'video/mp4':
      return { clean: cleanedFilm(content) };
    case 'audio/mpeg':
      return { clean: cleanedMp3(content) };
    case 'audio/wav':
      return { clean: cleanedWav(content) };
    case 'audio/amr':
      return { clean: cleanedAmr(content) };
    case 'image/heic':
      return { clean: null };
    default:
      return unreachable(mediaType);
  }
}
