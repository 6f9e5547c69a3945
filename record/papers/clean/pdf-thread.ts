import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFWriter,
  type PDFContext,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { withoutSegments } from './jpeg-segments';

/* A thread of its own (see `pdf.ts`): a hostile file takes down no more than this. */

const name = (word: string) => PDFName.of(word);

/** What of each part of a document is kept. All that acts or tells of its maker hangs on something else. */
const keptOf = {
  catalog: ['Type', 'Pages', 'OCProperties', 'Version'],
  pages: ['Type', 'Parent', 'Kids', 'Count', 'Resources', 'MediaBox', 'CropBox', 'Rotate'],
  page: [
    ...['Type', 'Parent', 'Resources', 'Contents', 'Rotate', 'Group', 'UserUnit', 'Annots'],
    ...['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox'],
  ],
} as const;

/** What may stand anywhere and is kept nowhere. */
const nowhere = [
  ...['Metadata', 'PieceInfo', 'LastModified', 'AF', 'EF', 'OPI', 'Thumb', 'AA', 'OpenAction'],
  ...['JavaScript', 'EmbeddedFiles', 'PtData', 'Measure', 'CreatorInfo', 'XFA', 'Alternates'],
];

/** Kinds of annotation that hold files, sound or programs, whatever they look like. */
const neverShown = new Set(
  ['FileAttachment', 'Sound', 'Movie', 'Screen', 'RichMedia', '3D', 'Popup', 'Link'].map(
    (kind) => `/${kind}`,
  ),
);

async function rewritten(content: Uint8Array): Promise<Uint8Array> {
  boundDecoding();
  const document = await PDFDocument.load(content, {
    updateMetadata: false,
    throwOnInvalidObject: true,
    ignoreEncryption: false,
  });
  const { context, catalog } = document;
  if (context.trailerInfo.Encrypt !== undefined) throw new Error('encrypted');
  keepOnly(catalog, keptOf.catalog);
  const root = catalog.lookup(name('Pages'), PDFDict);
  if (prunePages(context, root, new Set()) === 0) throw new Error('no pages');
  delete context.trailerInfo.Info;
  delete context.trailerInfo.ID;
  const reached = reach(context, context.trailerInfo.Root as PDFRef);
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
  return PDFWriter.forContext(context, 100).serializeToBuffer();
}

function keepOnly(dict: PDFDict, keys: readonly string[]): void {
  for (const key of dict.keys()) if (!keys.includes(key.decodeText())) dict.delete(key);
}

/** Cuts a tree of pages down to what is shown, and gives the number of its pages. */
function prunePages(context: PDFContext, node: PDFDict, seen: Set<PDFDict>): number {
  if (seen.has(node)) throw new Error('a tree of pages that closes on itself');
  seen.add(node);
  const kids = node.lookup(name('Kids'));
  if (kids instanceof PDFArray) {
    keepOnly(node, keptOf.pages);
    return kids
      .asArray()
      .map((kid) => prunePages(context, context.lookup(kid, PDFDict), seen))
      .reduce((sum, each) => sum + each, 0);
  }
  keepOnly(node, keptOf.page);
  pruneAnnotations(context, node);
  return 1;
}

/** Of an annotation stays how it looks, as a stamp on the page: no author, no date, no action. */
function pruneAnnotations(context: PDFContext, page: PDFDict): void {
  const annotations = page.lookup(name('Annots'));
  page.delete(name('Annots'));
  if (!(annotations instanceof PDFArray)) return;
  const stamps = annotations
    .asArray()
    .map((each) => context.lookup(each))
    .flatMap((each) => (each instanceof PDFDict ? (stampOf(context, each) ?? []) : []));
  if (stamps.length > 0) page.set(name('Annots'), context.obj(stamps));
}

function stampOf(context: PDFContext, annotation: PDFDict): PDFDict | null {
  const kind = String(annotation.lookup(name('Subtype')));
  const looks = annotation.lookup(name('AP'));
  if (neverShown.has(kind) || !(looks instanceof PDFDict)) return null;
  const state = annotation.lookup(name('AS'));
  const normal = looks.lookup(name('N'));
  const shown =
    normal instanceof PDFDict && state instanceof PDFName ? normal.get(state) : looks.get(name('N'));
  const rectangle = annotation.lookup(name('Rect'));
  if (shown === undefined || !(context.lookup(shown) instanceof PDFStream) || rectangle === undefined)
    return null;
  const flags = annotation.lookup(name('F'));
  return context.obj({
    Type: 'Annot',
    Subtype: 'Stamp',
    Rect: rectangle,
    F: flags instanceof PDFNumber ? flags : 4,
    AP: { N: shown },
  });
}

/** Everything that is reached from here, cleaned on the way. */
function reach(context: PDFContext, root: PDFRef): Set<PDFRef> {
  const reached = new Set<PDFRef>([root]);
  const waiting: PDFObject[] = [context.lookup(root) as PDFObject];
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    for (const part of partsOf(context, object)) {
      const found = part instanceof PDFRef ? context.lookup(part) : part;
      if (found === undefined || (part instanceof PDFRef && reached.has(part))) continue;
      if (part instanceof PDFRef) {
        reached.add(part);
        if (found instanceof PDFRawStream) context.assign(part, cleanStream(found));
      }
      waiting.push(found);
    }
  }
  return reached;
}

function partsOf(context: PDFContext, object: PDFObject): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray();
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return [];
  for (const key of nowhere) dict.delete(name(key));
  // Its content lies in another file.
  if (object instanceof PDFStream) dict.delete(name('F'));
  for (const [key, value] of dict.entries()) if (acts(context, value)) dict.delete(key);
  return dict.values();
}

/** Whether something is an action, a file or metadata, wherever it hangs. */
function acts(context: PDFContext, value: PDFObject): boolean {
  const found = context.lookup(value);
  const dict = found instanceof PDFStream ? found.dict : found;
  if (!(dict instanceof PDFDict)) return false;
  const kind = String(dict.lookup(name('Type')));
  return ['/Action', '/Filespec', '/EmbeddedFile', '/Metadata', '/F'].includes(kind);
}

/** A photograph within a document has its own metadata. */
function cleanStream(stream: PDFRawStream): PDFRawStream {
  const filter = stream.dict.lookup(name('Filter'));
  const last = filter instanceof PDFArray ? filter.lookup(filter.size() - 1) : filter;
  if (String(last) === '/JPXDecode') throw new Error('pictures of this kind have metadata of their own');
  if (String(last) !== '/DCTDecode') return stream;
  // Wrapped once more, it would have to be unwrapped to be cleaned.
  if (filter instanceof PDFArray && filter.size() > 1) throw new Error('a picture in a wrapping');
  const contents = withoutSegments(Buffer.from(stream.contents));
  stream.dict.set(name('Length'), PDFNumber.of(contents.length));
  return PDFRawStream.of(stream.dict, new Uint8Array(contents));
}

/** What one stream of a document may unpack to while it is read; a bomb unpacks to a thousand times its size. */
const unpackedAtMost = 64 * 1024 * 1024;

interface Unpacking {
  ensureBuffer: (bytes: number) => unknown;
}

/** The library has no bound of its own for what it unpacks. */
function boundDecoding(): void {
  const load = createRequire(__filename);
  const folder = dirname(load.resolve('@cantoo/pdf-lib'));
  const library = load(join(folder, 'core', 'streams', 'DecodeStream.js')) as {
    readonly default: { readonly prototype: Unpacking };
  };
  const unpacking = library.default.prototype;
  const grow = unpacking.ensureBuffer;
  unpacking.ensureBuffer = function (this: Unpacking, bytes: number) {
    if (bytes > unpackedAtMost) throw new Error('unpacks to more than a document is');
    return grow.call(this, bytes);
  };
}

rewritten(workerData as Uint8Array).then(
  (pdf) => parentPort?.postMessage(pdf),
  () => parentPort?.postMessage(null),
);
