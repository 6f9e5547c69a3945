import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { Title } from '../../domain/role';

/** How every printed document of the office looks: the same data gives the same bytes. */
export function look(number: string, title: string, madeAt: string): Omit<TDocumentDefinitions, 'content'> {
  return {
    pageSize: 'A4',
    pageMargins: [36, 36, 36, 40],
    version: '1.7',
    tagged: true,
    language: 'zh-CN',
    info: { title: `${title} ${number}`, creationDate: new Date(madeAt) },
    defaultStyle: { font: 'NotoSansSC', fontSize: 8 },
    styles: {
      title: { fontSize: 16, bold: true },
      heading: { fontSize: 11, bold: true, margin: [0, 12, 0, 4] },
    },
    footer: (page: number, pages: number): Content => ({
      columns: [number, { text: `${page} / ${pages}`, alignment: 'right' }],
      margin: [36, 12, 36, 0],
      fontSize: 7,
    }),
  };
}

/** A table with a heading row that is repeated on each page. */
export function table(widths: (number | string)[], head: string[], rows: string[][]): Content {
  const body: TableCell[][] = [head.map((text) => ({ text, bold: true })), ...rows];
  return { table: { headerRows: 1, dontBreakRows: true, widths, body }, layout: 'lightHorizontalLines' };
}

/** A table of two columns without a heading: names and values. */
export function pairs(rows: string[][]): Content {
  return {
    table: { headerRows: 0, dontBreakRows: true, widths: [150, '*'], body: rows },
    layout: 'lightHorizontalLines',
  };
}

/** A title in both languages, one below the other. */
export function inBoth({ zh, en }: Title): string {
  return zh === en ? zh : `${zh}\n${en}`;
}

/** A hash in groups of 16 characters, so that a line may break between them and an eye can compare them. */
export function inGroups(hash: string): string {
  return hash.replace(/(.{16})(?!$)/g, '$1 ');
}
