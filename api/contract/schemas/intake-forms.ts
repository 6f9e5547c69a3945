import { Type, type TSchema } from 'typebox';
import { CalendarDate, Coded, Flag, Form, Line, ListOf, OneOf, Paragraph } from '../../../domain/case/form';

import { ZoneId } from '../../../domain/office/fields';
import { Named, Titled } from '../shapes';

const channel = { zh: '渠道', en: 'Channel' };
const publicChannels = {
  web: { zh: '网站', en: 'Web' },
  miniapp: { zh: '小程序', en: 'Mini-app' },
};
const PublicChannel = OneOf(channel, publicChannels);
/** Ways on which a tip-off comes to the office and is recorded by a clerk. */
const officeChannels = {
  letter: { zh: '来信', en: 'Letter' },
  visit: { zh: '来访', en: 'Visit' },
  'phone-12350': { zh: '12350举报电话', en: 'Hotline 12350' },
  'hotline-12345': { zh: '12345政务服务热线', en: 'Hotline 12345' },
  'phone-local': { zh: '本单位举报电话', en: 'Telephone of the office' },
  'phone-media': { zh: '媒体转办', en: 'Passed on by the media' },
  'e-mail': { zh: '电子邮件', en: 'E-mail' },
};
const OfficeChannel = OneOf(channel, officeChannels);
const Category = OneOf(
  { zh: '类别', en: 'Category' },
  {
    violation: { zh: '违法行为', en: 'Violation' },
    'major-hazard': { zh: '重大隐患', en: 'Major hazard' },
    'general-hazard': { zh: '一般隐患', en: 'General hazard' },
    'concealed-accident': { zh: '瞒报事故', en: 'Concealed accident' },
  },
);

/** Who the reporter is. Goes into the vault and nowhere else. */
const Identity = Named(
  'ReporterIdentity',
  Form({
    name: Line({ zh: '姓名', en: 'Name' }, 60),
    phone: Coded({ zh: '联系电话', en: 'Telephone' }, 'telephone'),
    idNumber: Type.Optional(Coded({ zh: '身份证件号码', en: 'Identity number' }, 'identity-number')),
    address: Type.Optional(Line({ zh: '地址', en: 'Address' }, 200)),
    cosigners: Type.Optional(
      ListOf({ zh: '联名人', en: 'Co-signers' }, Line({ zh: '联名人', en: 'Co-signer' }, 60), {
        maxItems: 100,
      }),
    ),
  }),
);

const matter = {
  category: Category,
  text: Paragraph({ zh: '举报内容', en: 'What is reported' }, 8000),
  place: Type.Optional(Line({ zh: '地点', en: 'Place' }, 300)),
  enterpriseName: Type.Optional(Line({ zh: '被举报单位', en: 'Enterprise' }, 200)),
  allegesDeath: Type.Optional(Flag({ zh: '涉及人员死亡', en: 'Somebody died' })),
  remarks: Type.Optional(Paragraph({ zh: '备注', en: 'Remarks' }, 2000)),
};

const kindTitles = {
  anonymous: { zh: '匿名', en: 'Anonymous' },
  'real-name': { zh: '实名', en: 'Real name' },
  insider: { zh: '内部人员', en: 'Employee of the enterprise' },
  joint: { zh: '联名', en: 'Joint' },
} as const;
type ReporterKind = keyof typeof kindTitles;

/** The form of the public in two steps, as a page asks for it: the matter, and who reports it. */
export const MatterStep = Form({
  zone: Type.Optional(ZoneId),
  ...matter,
  reporterKind: OneOf({ zh: '举报方式', en: 'How you report' }, kindTitles),
});
export const WhoStep = Form({ identity: Titled({ zh: '您的身份', en: 'Who you are' }, Identity) });

const kindOf = (kind: ReporterKind) => Titled(kindTitles[kind], Type.Literal(kind));

/** One branch per kind of reporter: an anonymous one must not be asked who they are, the others must say. */
const byReporter = (name: string, fields: Record<string, TSchema>) =>
  Named(
    name,
    Type.Unsafe<TipOffBody>({
      type: 'object',
      required: ['reporterKind'],
      discriminator: { propertyName: 'reporterKind' },
      oneOf: [
        Titled(kindTitles.anonymous, Form({ reporterKind: kindOf('anonymous'), ...fields, ...matter })),
        ...(['real-name', 'insider', 'joint'] as const).map((kind) =>
          Titled(
            kindTitles[kind],
            Form({ reporterKind: kindOf(kind), ...fields, ...matter, identity: Identity }),
          ),
        ),
      ],
    }),
  );

export interface TipOffBody {
  readonly reporterKind: ReporterKind;
  readonly channel: string;
  readonly category: string;
  readonly text: string;
  readonly place?: string;
  readonly enterpriseName?: string;
  readonly remarks?: string;
  readonly allegesDeath?: boolean;
  readonly identity?: Record<string, string | string[]>;
  /** Only on the reporter's form. */
  readonly zone?: string;
  /** Shanghai date on which it arrived; only on the clerk's form. */
  readonly receivedOn?: string;
}

/** Where it is; without one the zone that the office began with. */
const zone = Type.Optional(ZoneId);
export const PublicTipOff = byReporter('TipOffForm', { channel: PublicChannel, zone });
/** The day on which it came, of a tip-off that a clerk records. */
export const RecordedOn = Form({
  receivedOn: CalendarDate({ zh: '收到日期', en: 'Received on' }, 'received'),
});
/** A tip-off that ran in an old register: when it came is said there. */
export const TakenOverTipOff = byReporter('TakenOverTipOffForm', { channel: OfficeChannel });
export const OfficeTipOff = byReporter('RecordedTipOffForm', {
  channel: OfficeChannel,
  ...RecordedOn.properties,
});

const reporterKind = OneOf({ zh: '举报方式', en: 'How it was reported' }, kindTitles);
/** What a clerk fills in for every kind of reporter, and the kinds; those that are not anonymous say who they are. */
export const RecordedMatter = Form({ channel: OfficeChannel, ...RecordedOn.properties, ...matter });
export const ReporterKind = Form({ reporterKind });
/** What a tip-off tells of itself, whoever has handed it in. */
export const TipOffInput = Form({
  reporterKind,
  channel: OneOf(channel, { ...publicChannels, ...officeChannels }),
  receivedAt: CalendarDate({ zh: '收到日期', en: 'Received on' }, 'received'),
  ...matter,
});
