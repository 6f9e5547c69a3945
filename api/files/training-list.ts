import {
  certificateNumber,
  duty,
  issuedOn,
  job,
  kind,
  longPractice,
  personCode,
  personName,
  reviews,
  since,
} from '../../domain/cases/training-file/forms';
import { qualificationOf } from '../../domain/cases/training-file/due';
import { certificateOf, type Standing } from '../../domain/cases/training-file/standing';
import type { Policy } from '../../domain/law/policy';
import type { RowFault, RowFaultCode } from '../../domain/office/kinds/office-list';
import type { ListDef } from './list-columns';

/** A line of the list of a firm's people: one for each certificate, or one for somebody who has none. */
interface ListedCertificate {
  readonly person: string;
  readonly name: string;
  readonly duty: string;
  readonly job: string;
  readonly since: string;
  readonly kind: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly reviews: number;
  readonly longPractice: boolean;
}

export const trainingList: ListDef<ListedCertificate> = {
  columns: {
    person: { zh: '人员代号', en: 'Person' },
    name: { zh: '姓名', en: 'Name' },
    duty: { zh: '岗位类别', en: 'Duty' },
    job: { zh: '特种作业', en: 'Special work' },
    since: { zh: '上岗日期', en: 'Since' },
    kind: { zh: '证书种类', en: 'Certificate' },
    number: { zh: '证书编号', en: 'Number' },
    issuedOn: { zh: '发证日期', en: 'Issued on' },
    reviews: { zh: '已复审次数', en: 'Reviews passed' },
    longPractice: { zh: '十年以上无违法', en: 'Ten years without a breach' },
  },
  needed: ['person', 'name', 'duty', 'since'],
  numbers: ['reviews'],
  shapes: {
    ...{ person: personCode, name: personName, duty, job, since, kind },
    ...{ number: certificateNumber, issuedOn, reviews, longPractice },
  },
  rowOf: (text) => ({
    ...{ person: text('person').toLowerCase(), name: text('name'), duty: text('duty'), job: text('job') },
    ...{ since: text('since'), kind: text('kind'), number: text('number'), issuedOn: text('issuedOn') },
    reviews: Number(text('reviews')),
    longPractice: ['是', 'yes', 'true', '1'].includes(text('longPractice').toLowerCase()),
  }),
  example: {
    ...{ person: 'p1', name: '(示例,请删除此行)张三', duty: 'worker', job: 'welding', since: '2024-03-15' },
    ...{ kind: 'welding', number: 'T330402000000000000', issuedOn: '2024-03-15', reviews: '0' },
    longPractice: '否',
  },
};

type Person = Pick<ListedCertificate, 'person' | 'name' | 'duty' | 'since'> & { readonly job?: string };
type Certificate = Omit<ListedCertificate, 'name' | 'duty' | 'job' | 'since'>;

/** What a list changes, and what is wrong with it. */
export interface PlannedList {
  readonly change: {
    readonly people: readonly Person[];
    readonly left: readonly never[];
    readonly certificates: readonly Certificate[];
    readonly trained: readonly never[];
  };
  readonly counted: { readonly people: number; readonly certificates: number; readonly unchanged: number };
  readonly faults: readonly RowFault[];
}

type Lines = readonly { readonly line: number; readonly row: ListedCertificate }[];

/** Reads a list as a change: people and certificates that are new or differ. Nobody leaves by it. */
export function planned(standing: Standing, rows: Lines, policy: Policy): PlannedList {
  const people = new Map<string, ListedCertificate>();
  const certificates = new Map<string, Certificate>();
  const faults: RowFault[] = [];
  for (const { line, row } of rows) {
    const fault = (column: keyof ListedCertificate, code: RowFaultCode) =>
      faults.push({ row: line, column, code });
    for (const [column, code] of unknownIn(row, policy)) fault(column, code);
    const same = people.get(row.person);
    if (same && !isSamePerson(same, row)) fault('person', 'person-differs');
    else people.set(row.person, row);
    if (row.kind === '') continue;
    for (const column of ['number', 'issuedOn'] as const)
      if (row[column] === '') fault(column, 'cell-missing');
    const code = certificateOf(row.person, row.kind);
    if (certificates.has(code)) fault('kind', 'row-repeated');
    else certificates.set(code, certificateIn(row));
  }
  const changedPeople = [...people.values()].filter((row) => differs(standing, row)).map(personIn);
  const changed = [...certificates]
    .filter(([code, row]) => isNewer(standing, code, row))
    .map(([, row]) => row);
  const unchanged = people.size + certificates.size - changedPeople.length - changed.length;
  return {
    change: { people: changedPeople, left: [], certificates: changed, trained: [] },
    counted: { people: changedPeople.length, certificates: changed.length, unchanged },
    faults,
  };
}

/** Words that the law of the day does not have. */
function unknownIn(row: ListedCertificate, policy: Policy): [keyof ListedCertificate, RowFaultCode][] {
  const unknown: [keyof ListedCertificate, RowFaultCode][] = [];
  if (!(`training-duty.${row.duty}` in policy.rows)) unknown.push(['duty', 'word-unknown']);
  if (row.job !== '' && qualificationOf(policy, row.job)?.special !== true)
    unknown.push(['job', 'word-unknown']);
  if (row.kind !== '' && qualificationOf(policy, row.kind) === null) unknown.push(['kind', 'word-unknown']);
  return unknown;
}

function isSamePerson(one: ListedCertificate, other: ListedCertificate): boolean {
  return (['name', 'duty', 'job', 'since'] as const).every((column) => one[column] === other[column]);
}

function differs(
  { people }: Standing,
  { person, duty: own, job: work, since: from }: ListedCertificate,
): boolean {
  const known = people.get(person);
  return known?.duty !== own || (known.job ?? '') !== work || known.since !== from;
}

function isNewer({ certificates }: Standing, code: string, row: Certificate): boolean {
  const held = certificates.get(code);
  return (
    held?.issuedOn !== row.issuedOn || held.reviews !== row.reviews || held.longPractice !== row.longPractice
  );
}

function personIn({ person, name, duty: own, job: work, since: from }: ListedCertificate): Person {
  return { person, name, duty: own, since: from, ...(work === '' ? {} : { job: work }) };
}

function certificateIn(row: ListedCertificate): Certificate {
  const { person, kind: of, number, issuedOn: on, reviews: passed, longPractice: long } = row;
  return { person, kind: of, number, issuedOn: on, reviews: passed, longPractice: long };
}
