import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode-generator';
import { foldedAs } from '../../../domain/text/formats';
import { MAX_PAPER_BYTES } from '../../../record/papers/clean/clean-paper';
import { mediaTypes } from '../../../record/papers/media-types';
import type { TakenFiles } from '../../../web/public/evidence';
import { slipPage, type Slip } from '../../../web/public/slip';
import { aboutPapers } from '../public/public-intake';
import { pageLanguage, sendPage } from '../../frame/pages';

/** Which files the pages say are taken. */
export const takenFiles: TakenFiles = {
  megabytesAtMost: MAX_PAPER_BYTES / (1024 * 1024),
  extensions: Object.values(mediaTypes).map(({ extension }) => extension),
  words: aboutPapers,
};

/** Answers the page that shows a receipt code. */
export function sendSlip(
  request: FastifyRequest,
  reply: FastifyReply,
  { number, code: typed }: { readonly number: string; readonly code: string },
  notice: Slip['notice'],
  status = 200,
): FastifyReply {
  const language = pageLanguage(request);
  const code = asShown(typed);
  const slip = {
    language,
    number,
    code,
    picture: pictureOf(code),
    files: takenFiles,
    sendKey: randomUUID(),
    notice,
  };
  return sendPage(reply, slipPage(slip), status);
}

/** A code as the office writes it, however it was typed. */
function asShown(typed: string): string {
  return (
    foldedAs('receipt-code', typed)
      .match(/.{1,4}/g)
      ?.join('-') ?? ''
  );
}

/** The white edge without which no camera finds the picture. */
const edge = 4;

function pictureOf(text: string): Slip['picture'] {
  const squares = qrcode(0, 'M');
  squares.addData(text);
  squares.make();
  const count = squares.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (squares.isDark(row, column)) path += `M${column + edge} ${row + edge}h1v1h-1z`;
    }
  }
  return { path, side: count + 2 * edge };
}
