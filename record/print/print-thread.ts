import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces';
import { unreachable } from '../../domain/refusal';
import { indexDocument } from './index-page';
import { CharactersMissing, fontsWith, setIn } from './fonts';
import type { Printed, PrintedPage, PrintJob } from './print';
import { proofDocument } from './proof-page';

/* A thread of its own (see `print.ts`): laying out a long document takes seconds of computing. */

/** The parts of pdfmake that its types do not know. */
interface Policies {
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
}

function documentOf(what: PrintedPage): TDocumentDefinitions {
  switch (what.is) {
    case 'index':
      return indexDocument(what.page);
    case 'proof-of-service':
      return proofDocument(what.page);
    default:
      return unreachable(what);
  }
}

async function printed({ what, fontFolder }: PrintJob): Promise<Printed> {
  const fonts = fontsWith(fontFolder);
  pdfmake.setFonts(Object.fromEntries(fonts.map(({ name, files }) => [name, files])));
  const files = new Set(fonts.flatMap((font) => Object.values(font.files)));
  const policies = pdfmake as unknown as Policies;
  policies.setUrlAccessPolicy(() => false);
  policies.setLocalAccessPolicy((path) => files.has(path));
  try {
    const document = setIn(fonts, documentOf(what));
    return { pdf: new Uint8Array(await pdfmake.createPdf(document).getBuffer()) };
  } catch (error) {
    if (error instanceof CharactersMissing) return { missing: error.characters };
    throw error;
  }
}

void printed(workerData as PrintJob).then((outcome) => parentPort?.postMessage(outcome));
