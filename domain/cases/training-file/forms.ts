import { Type } from 'typebox';
import {
  CalendarDate,
  Coded,
  Count,
  Flag,
  Form,
  ListOf,
  PolicyCode,
  SystemWord,
  Text,
} from '../../case/form';

/* What a firm enters of its people, their certificates and what they were taught. Names and numbers are sealed. */

const person = '[a-z]{1,3}[1-9][0-9]{0,4}';

/** Somebody of the firm by its own short code, as `p12`: letters that name nobody, and a number. */
export const personCode = SystemWord({ zh: '人员代号', en: 'Code of the person' }, `^${person}$`);

export const personName = Text({ zh: '姓名', en: 'Name' }, { maxLength: 60 });
export const duty = PolicyCode({ zh: '岗位类别', en: 'Duty' });
export const job = PolicyCode({ zh: '特种作业(所需证书种类)', en: 'Special work, by its certificate' });
export const since = CalendarDate({ zh: '上岗日期', en: 'In this work since' }, 'established');
export const kind = PolicyCode({ zh: '证书种类', en: 'Kind of certificate' });
/** The number of a certificate of special operations is that of the holder's identity card. */
export const certificateNumber = Text({ zh: '证书编号', en: 'Number' }, { maxLength: 60 });
export const issuedOn = CalendarDate({ zh: '发证日期', en: 'Issued on' }, 'established');
export const reviews = Count({ zh: '已复审次数', en: 'Reviews passed' }, { maximum: 20 });
export const longPractice = Flag({
  zh: '连续从事十年以上且无违法',
  en: 'Ten years in this work without a breach',
});

/** A certificate by whose and which it is, as `p12-electric-work`: nobody holds two of a kind. */
const certificateCode = SystemWord(
  { zh: '证书(人员代号-种类)', en: 'Certificate, as p12-electric-work' },
  `^${person}-[a-z][a-z0-9-]{0,59}$`,
);

/** At most so many lines of a change. */
export const mostLines = 500;
const most = { maxItems: mostLines };

const people = ListOf(
  { zh: '新增或变更的人员', en: 'People who are new or have changed' },
  Form({
    person: personCode,
    name: personName,
    duty,
    job: Type.Optional(job),
    since,
    awaySince: Type.Optional(
      CalendarDate({ zh: '离岗起始日期', en: 'Was away from this work since' }, 'established'),
    ),
  }),
  most,
);

/** A change of the file, whole or not at all. */
export const changeForm = Form({
  people,
  left: ListOf({ zh: '离职人员', en: 'People who have left' }, personCode, most),
  certificates: ListOf(
    { zh: '证书', en: 'Certificates' },
    Form({ person: personCode, kind, number: certificateNumber, issuedOn, reviews, longPractice }),
    most,
  ),
  trained: ListOf(
    { zh: '企业自行培训', en: 'Training by the firm itself' },
    Form({
      person: personCode,
      course: PolicyCode({ zh: '课程', en: 'Course' }),
      heldOn: CalendarDate({ zh: '培训日期', en: 'Held on' }, 'established'),
      hours: Count({ zh: '学时', en: 'Hours' }, { minimum: 1, maximum: 200 }),
      signed: Flag({ zh: '本人已签字', en: 'Signed for by the person' }),
    }),
    most,
  ),
});

export const enrolmentForm = Form({
  session: Coded({ zh: '培训场次编号', en: 'Number of the session' }, 'case-number'),
  people: ListOf({ zh: '报名人员', en: 'People' }, personCode, {
    minItems: 1,
    maxItems: 200,
    uniqueItems: true,
  }),
});

const certificate = certificateCode;
export const certificateForm = Form({ certificate });
export const reviewForm = Form({
  certificate,
  hours: Count({ zh: '复审培训学时', en: 'Hours of training for the review' }, { maximum: 200 }),
});
export const renewalForm = Form({ certificate, number: certificateNumber, issuedOn });
