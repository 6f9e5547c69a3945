import { CalendarDate, Count, Form, ListOf, OneOf, SystemWord, Text } from '../../case/form';

/* What a firm enters of its teams and of the wardens in them. Names are sealed; the record speaks of both by codes. */

const codePattern = '^[a-z]{1,3}[1-9][0-9]{0,3}$';

/** A team, work point or process by the firm's own short code, as `t12`: letters that name nobody, and a number. */
export const placeCode = SystemWord({ zh: '班组(作业点、工序)代号', en: 'Code of the place' }, codePattern);

/** A warden by the firm's own short code, as `w3`. */
export const wardenCode = SystemWord({ zh: '纠察员代号', en: 'Code of the warden' }, codePattern);

export const placeKinds = {
  team: { zh: '班组', en: 'Team' },
  'work-point': { zh: '作业点', en: 'Work point' },
  process: { zh: '工序', en: 'Process' },
} as const;
export type PlaceKind = keyof typeof placeKinds;

export const namings = {
  elected: { zh: '推选', en: 'Elected' },
  appointed: { zh: '任命', en: 'Appointed' },
} as const;
export type Naming = keyof typeof namings;

const leavings = {
  moved: { zh: '调岗', en: 'Moved to other work' },
  left: { zh: '离职', en: 'Left the firm' },
  relieved: { zh: '不再担任', en: 'Relieved' },
} as const;

export const placeKind = OneOf<PlaceKind>({ zh: '类别', en: 'Kind' }, placeKinds);
export const naming = OneOf<Naming>({ zh: '产生方式', en: 'Elected or appointed' }, namings);
export const placeName = Text({ zh: '名称', en: 'Name of the place' }, { maxLength: 60 });
export const wardenName = Text({ zh: '姓名', en: 'Name' }, { maxLength: 60 });
export const people = Count({ zh: '一线员工数', en: 'Front-line people' }, { minimum: 1, maximum: 10_000 });
export const since = CalendarDate({ zh: '任职日期', en: 'Since' }, 'established');

/** At most so many lines of a change: a firm of some ten thousand people. */
export const mostLines = 500;
const most = { maxItems: mostLines };

/** A change of the network, whole or not at all. Who leaves goes first, so that somebody may move within one change. */
export const changeForm = Form({
  places: ListOf(
    { zh: '新增或变更的班组、作业点、工序', en: 'Places that are new or have changed' },
    Form({ place: placeCode, kind: placeKind, name: placeName, people }),
    most,
  ),
  ended: ListOf({ zh: '撤销的班组、作业点、工序', en: 'Places that have ended' }, placeCode, most),
  left: ListOf(
    { zh: '离任的纠察员', en: 'Wardens who serve no longer' },
    Form({
      warden: wardenCode,
      leftOn: CalendarDate({ zh: '离任日期', en: 'Left on' }, 'received'),
      cause: OneOf({ zh: '原因', en: 'Cause' }, leavings),
    }),
    most,
  ),
  named: ListOf(
    { zh: '新任纠察员', en: 'New wardens' },
    Form({ warden: wardenCode, name: wardenName, place: placeCode, by: naming, since }),
    most,
  ),
});

/** For what wardens are looked for: a place, or the share of the whole firm. */
export const wholeFirm = 'quota';
const part = SystemWord(
  { zh: '补设处(班组代号,或全厂比例 quota)', en: 'The place, or quota: the share of the whole firm' },
  `^(${wholeFirm}|[a-z]{1,3}[1-9][0-9]{0,3})$`,
);
export const partForm = Form({ part });

/** Who takes the place of a warden. */
export const replacementForm = Form({
  part,
  named: ListOf(
    { zh: '补设的纠察员', en: 'Wardens who are named' },
    Form({ warden: wardenCode, name: wardenName, place: placeCode, since }),
    { minItems: 1, maxItems: 100 },
  ),
});
