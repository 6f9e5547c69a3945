import sharp, { type Metadata, type Sharp } from 'sharp';

/*
 * Pictures are drawn anew, so that nothing stays but the picture. What a picture takes while it is decoded is bounded,
 * whatever its head says:
 * - JPEG is decoded smaller where it is larger than it is shown, so 220 megapixels (today's phones: 200) take no more
 *   than 55; a progressive one is held whole by the decoder, so it may have 50.
 * - PNG and WebP are decoded whole: 64 megapixels, 256 MB at four bytes each.
 */
const pixelsAtMost = { 'image/jpeg': 220_000_000, 'image/png': 64_000_000, 'image/webp': 64_000_000 };
const progressivePixelsAtMost = 50_000_000;
/** The longer side of a picture as it is shown; its original is kept. */
const longerSide = 4_096;

type PictureType = keyof typeof pixelsAtMost;

/** Nothing of it can be read as a picture. */
export class PictureBroken extends Error {
  override readonly name = 'PictureBroken';
}

export class TooManyPixels extends Error {
  override readonly name = 'TooManyPixels';
}

// Decoders are where hostile files do harm: only those for the kinds of picture that are taken stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// No decoded picture stays in memory for the next one.
sharp.cache(false);

/**
 * A picture without position, camera, time, thumbnails, comments and whatever follows its end, turned upright by its
 * own mark. Of a damaged one, what could be read.
 */
export async function drawnAnew(
  content: Buffer,
  type: PictureType,
): Promise<{ readonly picture: Buffer; readonly damaged: boolean }> {
  const head = await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new PictureBroken('no picture');
    });
  if (head.width * head.height > pixelsFor(head, type)) throw new TooManyPixels('too many pixels');
  try {
    return { picture: await draw(content, type, 'error'), damaged: false };
  } catch {
    const picture = await draw(content, type, 'none').catch(() => {
      throw new PictureBroken('nothing of it can be read');
    });
    return { picture, damaged: true };
  }
}

function pixelsFor({ isProgressive }: Metadata, type: PictureType): number {
  return type === 'image/jpeg' && isProgressive === true ? progressivePixelsAtMost : pixelsAtMost[type];
}

function draw(content: Buffer, type: PictureType, failOn: 'error' | 'none'): Promise<Buffer> {
  const picture = sharp(content, { limitInputPixels: pixelsAtMost[type], failOn })
    .timeout({ seconds: 30 })
    .autoOrient()
    .resize({ width: longerSide, height: longerSide, fit: 'inside', withoutEnlargement: true });
  return written(picture, type).toBuffer();
}

function written(picture: Sharp, type: PictureType): Sharp {
  switch (type) {
    case 'image/jpeg':
      return picture.jpeg({ quality: 90 });
    case 'image/png':
      return picture.png();
    case 'image/webp':
      return picture.webp({ quality: 90 });
  }
}

/** The sides of the small picture whose neighbours are compared, and how many shades apart they have to be. */
const lookSide = 8;
const shadesApart = 3;
/** Bytes of each part of a look. */
const partBytes = 2;
/** A part with fewer edges is a plain area, of which there are many. */
const edgesAtLeast = 3;

/**
 * What a picture looks like, in 64 bits as four parts: for each place of an 8 × 8 grid whether it gets darker to the
 * right. Most parts stay as they are where a picture is written anew or made smaller. Plain parts are left out.
 */
export async function lookOf(picture: Buffer): Promise<Buffer[]> {
  const grey = await sharp(picture, { limitInputPixels: pixelsAtMost['image/jpeg'] })
    .timeout({ seconds: 30 })
    .flatten({ background: 'white' })
    .greyscale()
    .resize({ width: lookSide + 1, height: lookSide, fit: 'fill' })
    .raw()
    .toBuffer();
  const bytes = Array.from({ length: lookSide }, (_, row) => {
    const shades = [...grey.subarray(row * (lookSide + 1), (row + 1) * (lookSide + 1))];
    const darker = shades.slice(1).map((shade, at) => Number(shades[at]! - shade >= shadesApart));
    return parseInt(darker.join(''), 2);
  });
  return Array.from({ length: lookSide / partBytes }, (_, part) => {
    // Each part with its place: as a print it can only be compared as equal.
    return Buffer.from([part, ...bytes.slice(part * partBytes, (part + 1) * partBytes)]);
  }).filter((part) => edgesIn(part.subarray(1)) >= edgesAtLeast);
}

function edgesIn(part: Buffer): number {
  return [...part].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}
