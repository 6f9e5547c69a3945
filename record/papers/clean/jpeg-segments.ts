/** What a decoder needs: all but comments and the segments of applications, of which it reads JFIF and Adobe. */
function isNeeded(marker: number, content: Buffer): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  return (marker === 0xe0 || marker === 0xee) && /^(JFIF\0|Adobe)/.test(content.toString('latin1', 0, 5));
}

/**
 * A JPEG without the segments that tell of its making, and without what follows its end; its picture is not decoded.
 * @throws RangeError if it is no JPEG
 */
export function withoutSegments(jpeg: Buffer): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  let at = 2;
  for (;;) {
    // Bytes of filling may stand before a marker.
    while (jpeg[at] === 0xff && jpeg[at + 1] === 0xff) at += 1;
    if (jpeg[at] !== 0xff) throw new RangeError('no marker');
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xd9) break;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const segment = jpeg.subarray(at, end);
    if (isNeeded(marker, segment.subarray(4)))
      parts.push(marker === 0xe0 ? withoutThumbnail(segment) : segment);
    at = end;
    if (marker !== 0xda) continue;
    // The picture itself: to the next marker that is none of its own.
    const from = at;
    while (at < jpeg.length && !(jpeg[at] === 0xff && isMarker(jpeg[at + 1] ?? 0))) at += 1;
    parts.push(jpeg.subarray(from, at));
    if (at >= jpeg.length) break;
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
}

/** The head of a JFIF may be followed by a small copy of the picture. */
function withoutThumbnail(segment: Buffer): Buffer {
  const own = Buffer.from(segment.subarray(0, 18));
  own.writeUInt16BE(16, 2);
  own.fill(0, 16, 18);
  return own;
}

/** Neither a byte of the picture (0) nor a restart. */
function isMarker(byte: number): boolean {
  return byte !== 0 && byte !== 0xff && !(byte >= 0xd0 && byte <= 0xd7);
}
