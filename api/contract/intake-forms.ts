import { Type, type TSchema } from 'typebox';
import { CalendarDate, Form, OneOf } from '../../domain/case/form';

const publicChannels = {
  web: { zh: '网站', en: 'Web' },
  miniapp: { zh: '小程序', en: 'Mini-app' },
} as const;
/** Ways on which a tip-off comes to the office and is recorded by a clerk. */
const officeChannels = {
  letter: { zh: '来信', en: 'Letter' },
  visit: { zh: '来访', en: 'Visit' },
  'phone-12350': { zh: '12350举报电话', en: 'Hotline 12350' },
  'hotline-12345': { zh: '12345政务服务热线', en: 'Hotline 12345' },
  'phone-local': { zh: '本单位举报电话', en: 'Telephone of the office' },
  'phone-media': { zh: '媒体转办', en: 'Passed on by the media' },
  'e-mail': { zh: '电子邮件', en: 'E-mail' },
} as const;
const categories = {
  violation: { zh: '违法行为', en: 'Violation' },
  'major-hazard': { zh: '重大隐患', en: 'Major hazard' },
  'general-hazard': { zh: '一般隐患', en: 'General hazard' },
  'concealed-accident': { zh: '瞒报事故', en: 'Concealed accident' },
} as const;

// Line breaks are welcome in a text; the other control characters are never typed by a person.
const paragraph =
  '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F]*\\S[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F]*$';
const line = '^[^\\u0000-\\u001F\\u007F]*\\S[^\\u0000-\\u001F\\u007F]*$';
export const Line = (title: string, maxLength: number) =>
  Type.String({ title, minLength: 1, maxLength, pattern: line });
export const Paragraph = (title: string, maxLength: number) =>
  Type.String({ title, minLength: 1, maxLength, pattern: paragraph });

/** Who the reporter is. Goes into the vault and nowhere else. */
const Identity = Form({
  name: Line('姓名 Name', 60),
  phone: Type.String({ title: '联系电话 Telephone', pattern: '^\\+?[0-9][0-9 -]{4,30}$' }),
  idNumber: Type.Optional(
    Type.String({ title: '身份证件号码 Identity number', pattern: '^[0-9A-Za-z-]{4,30}$' }),
  ),
  address: Type.Optional(Line('地址 Address', 200)),
  cosigners: Type.Optional(Type.Array(Line('联名人 Co-signer', 60), { maxItems: 100 })),
});

const matter = {
  category: OneOf({ zh: '类别', en: 'Category' }, categories),
  text: Paragraph('举报内容 What is reported', 8000),
  place: Type.Optional(Line('地点 Place', 300)),
  enterpriseName: Type.Optional(Line('被举报单位 Enterprise', 200)),
  remarks: Type.Optional(Paragraph('备注 Remarks', 2000)),
};

/** One branch per kind of reporter: an anonymous one must not be asked who they are, the others must say. */
const byReporter = (fields: Record<string, TSchema>) =>
  Type.Unsafe<TipOffBody>({
    type: 'object',
    required: ['reporterKind'],
    discriminator: { propertyName: 'reporterKind' },
    oneOf: [
      Form({ reporterKind: Type.Literal('anonymous', { title: '匿名 Anonymous' }), ...fields, ...matter }),
      ...(['real-name', 'insider', 'joint'] as const).map((kind) =>
        Form({
          reporterKind: Type.Literal(kind, { title: kindTitles[kind] }),
          ...fields,
          ...matter,
          identity: Identity,
        }),
      ),
    ],
  });

const kindTitles = {
  'real-name': '实名 Real name',
  insider: '内部人员 Employee of the enterprise',
  joint: '联名 Joint',
} as const;

export interface TipOffBody {
  readonly reporterKind: 'real-name' | 'insider' | 'anonymous' | 'joint';
  readonly channel: string;
  readonly category: string;
  readonly text: string;
  readonly place?: string;
  readonly enterpriseName?: string;
  readonly remarks?: string;
  readonly identity?: Record<string, string | string[]>;
  /** Shanghai date on which it arrived; only on the clerk's form. */
  readonly receivedOn?: string;
}

export const PublicTipOff = byReporter({ channel: OneOf({ zh: '渠道', en: 'Channel' }, publicChannels) });
export const OfficeTipOff = byReporter({
  channel: OneOf({ zh: '渠道', en: 'Channel' }, officeChannels),
  receivedOn: CalendarDate({ zh: '收到日期', en: 'Received on' }),
});
