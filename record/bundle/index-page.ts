import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { Title } from '../../domain/role';

/** All that the index of a bundle says, as plain data: it crosses into a thread of its own. */
export interface IndexPage {
  readonly number: string;
  readonly name: string;
  readonly exportedAt: string;
  readonly keyId: string;
  /** What the reader of the bundle should know of what was left out. */
  readonly notes: readonly Title[];
  readonly cases: readonly {
    readonly number: string;
    readonly title: Title;
    readonly outcome: string;
    readonly lines: number;
    readonly hash: string;
  }[];
  readonly lines: readonly {
    readonly at: string;
    readonly number: string;
    readonly title: Title;
    readonly who: string;
    readonly hash: string;
    /** Name of the paper's file; empty where the line adds none. */
    readonly paper: string;
  }[];
}

/** The index as a document: A4 across, Chinese and English, the same data giving the same bytes. */
export function indexDocument({
  number,
  name,
  exportedAt,
  keyId,
  notes,
  cases,
  lines,
}: IndexPage): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 36, 36, 40],
    version: '1.7',
    tagged: true,
    language: 'zh-CN',
    info: { title: `案卷档案 ${number}`, creationDate: new Date(exportedAt) },
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
    content: [
      { text: '案卷档案目录 Index of the file', style: 'title' },
      { text: `${number}  ${name}`, fontSize: 11, margin: [0, 4, 0, 4] },
      `导出时间 Made at ${shanghaiTime(exportedAt)} (Asia/Shanghai)  ·  签名公钥 Signed with key ${keyId}`,
      ...notes.map(({ zh, en }) => `${zh} ${en}`),
      { text: '案件 Cases', style: 'heading' },
      table(
        [92, '*', 90, 50, 156],
        ['编号 Number', '类型 Type', '结果 Outcome', '记录 Lines', '末行哈希 Head'],
        cases.map((each) => [
          each.number,
          inBoth(each.title),
          each.outcome,
          String(each.lines),
          inGroups(each.hash),
        ]),
      ),
      { text: '记录 Lines', style: 'heading', pageBreak: 'before' },
      table(
        [82, 92, '*', 96, 156],
        ['时间 When', '案件 Case', '事项 What', '经办 Who', '哈希 Hash'],
        lines.map(({ at, number: of, title, who, hash, paper }) => [
          shanghaiTime(at),
          of,
          paper === '' ? inBoth(title) : `${inBoth(title)}\n${paper}`,
          who,
          inGroups(hash),
        ]),
      ),
    ],
  };
}

function table(widths: (number | string)[], head: string[], rows: string[][]): Content {
  const body: TableCell[][] = [head.map((text) => ({ text, bold: true })), ...rows];
  return { table: { headerRows: 1, dontBreakRows: true, widths, body }, layout: 'lightHorizontalLines' };
}

function inBoth({ zh, en }: Title): string {
  return zh === en ? zh : `${zh}\n${en}`;
}

/** In groups, so that a line may break between them and an eye may compare them. */
function inGroups(hash: string): string {
  return hash.replace(/(.{16})(?!$)/g, '$1 ');
}

function shanghaiTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
