import type { TDocumentDefinitions } from 'pdfmake/interfaces';
import type { Title } from '../../domain/role';
import { shanghaiTime } from '../../domain/time/calendar';
import { inBoth, inGroups, look, table } from './look';

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
    ...look(number, '案卷档案', exportedAt),
    pageOrientation: 'landscape',
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
