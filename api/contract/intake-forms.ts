import { Type, type TSchema } from 'typebox';
import { CalendarDate, Form, OneOf } from '../../domain/case/form';

export const publicChannels = ['web', 'miniapp'] as const;
/** Ways on which a tip-off comes to the office and is recorded by a clerk. */
export const officeChannels = [
  'letter',
  'visit',
  'phone-12350',
  'hotline-12345',
  'phone-local',
  'phone-media',
  'e-mail',
] as const;
export const categories = ['violation', 'major-hazard', 'general-hazard', 'concealed-accident'] as const;

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
  category: OneOf(categories, '类别 Category'),
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

export const PublicTipOff = byReporter({ channel: OneOf(publicChannels, '渠道 Channel') });
export const OfficeTipOff = byReporter({
  channel: OneOf(officeChannels, '渠道 Channel'),
  receivedOn: CalendarDate('收到日期 Received on'),
});
