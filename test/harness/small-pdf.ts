/** A document of one page that says this, as small as one can be. */
export function smallPdf(says: string): Buffer {
  return Buffer.from(
    [
      '%PDF-1.7',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj',
      `4 0 obj<</Length ${says.length + 2}>>stream\n% ${says}\nendstream endobj`,
      'trailer<</Root 1 0 R>>\n%%EOF\n',
    ].join('\n'),
    'latin1',
  );
}
