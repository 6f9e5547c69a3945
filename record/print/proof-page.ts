import type { TDocumentDefinitions } from 'pdfmake/interfaces';
import { publicationKindTitles } from '../../domain/cases/notice/publication';
import { serviceWayTitles } from '../../domain/cases/service';
import { shanghaiTime } from '../../domain/time/calendar';
import type { ProofOfService } from '../reading/proof-of-service';
import { inBoth, inGroups, look, pairs, table } from './look';

export type ProofPage = ProofOfService;

/** 送达证明 as a document: A4, Chinese and English. */
export function proofDocument(proof: ProofPage): TDocumentDefinitions {
  const { number, publication, enterprise, service, reminders, papers, record, signature } = proof;
  const lines = [
    ['案号 Case', number],
    ['告知事项 Notice', `${publication.title}\n${inBoth(publicationKindTitles[publication.kind])}`],
    ['发布时间 Published', shanghaiTime(publication.publishedAt)],
    ['受送达企业 Enterprise', `${enterprise.name}\n${enterprise.creditCode}`],
    ['发出时间 Sent', shanghaiTime(proof.openedAt)],
    ['提醒 Reminders', reminders.length === 0 ? '无 none' : reminders.map(shanghaiTime).join('\n')],
    ['送达方式 Way of service', inBoth(serviceWayTitles[service.way])],
    ['送达日期 Served on', service.servedOn],
    ['记录时间 Recorded', shanghaiTime(service.recordedAt)],
    ['签收人或经办人 By', service.by ?? '—'],
  ];
  return {
    ...look(number, '送达证明', service.recordedAt),
    content: [
      { text: '送达证明 Proof of service', style: 'title', margin: [0, 0, 0, 12] },
      pairs(lines),
      ...(papers.length === 0
        ? []
        : [
            { text: '送达凭证 Papers that prove it', style: 'heading' },
            table(
              [190, '*', 60],
              ['编号 Id', '哈希 Hash', '类型 Type'],
              papers.map(({ id, digest, mediaType }) => [id, inGroups(digest), mediaType]),
            ),
          ]),
      { text: '案卷与签名 Record and signature', style: 'heading' },
      pairs([
        ['案卷末行 Last line of the record', `${record.seq}\n${inGroups(record.hash)}`],
        ['签名公钥 Signed with key', signature.keyId],
        ['签名 Signature', inGroups(signature.value)],
      ]),
    ],
  };
}
