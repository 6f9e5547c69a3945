import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces';
import { unreachable } from '../../domain/refusal';
import { indexDocument } from './index-page';
import type { PrintedPage } from './print';
import { proofDocument } from './proof-page';

/* A thread of its own (see `print.ts`): laying out a long document takes seconds of computing. */

/** The parts of pdfmake that its types do not know. */
interface Policies {
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
}

const fontOf = (weight: string) =>
  require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

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

async function main(): Promise<void> {
  const fonts = { normal: fontOf('400Regular'), bold: fontOf('700Bold') };
  pdfmake.setFonts({ NotoSansSC: fonts });
  const policies = pdfmake as unknown as Policies;
  policies.setUrlAccessPolicy(() => false);
  policies.setLocalAccessPolicy((path) => Object.values(fonts).includes(path));
  const pdf = await pdfmake.createPdf(documentOf(workerData as PrintedPage)).getBuffer();
  parentPort?.postMessage(new Uint8Array(pdf));
}

void main();
