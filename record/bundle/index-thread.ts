import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import { indexDocument, type IndexPage } from './index-page';

/* A thread of its own (see `print-index.ts`): laying out a long index takes seconds of computing. */

/** The parts of pdfmake that its types do not know. */
interface Policies {
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
}

const fontOf = (weight: string) =>
  require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

async function main(): Promise<void> {
  const fonts = { normal: fontOf('400Regular'), bold: fontOf('700Bold') };
  pdfmake.setFonts({ NotoSansSC: fonts });
  const policies = pdfmake as unknown as Policies;
  policies.setUrlAccessPolicy(() => false);
  policies.setLocalAccessPolicy((path) => Object.values(fonts).includes(path));
  const pdf = await pdfmake.createPdf(indexDocument(workerData as IndexPage)).getBuffer();
  parentPort?.postMessage(new Uint8Array(pdf));
}

void main();
