import type { CaseView } from '../../../domain/case/case-view';
import type { TextAt } from '../../../domain/cases/training-file/standing';
import { uncertified } from '../../../domain/cases/training-file/standing';
import { standingOf } from '../../../domain/cases/training-file/steps';
import { addMonths, type PlainDate } from '../../../domain/time/calendar';
import type { Database } from '../../store/database';

/** The people of one firm with their certificates and trainings. Names are for those alone who read the texts of the case. */
interface TrainingFileReading {
  readonly number: string;
  readonly people: readonly {
    readonly person: string;
    readonly name: string | null;
    readonly duty: string;
    readonly job: string | null;
    readonly since: PlainDate;
    readonly taughtFrom: PlainDate;
    readonly uncertified: boolean;
    readonly certificates: readonly {
      readonly certificate: string;
      readonly kind: string;
      readonly number: string | null;
      readonly issuedOn: PlainDate;
      readonly due: 'review' | 'renewal';
      readonly dueOn: PlainDate;
      readonly applyBy: PlainDate;
      readonly expiresOn: PlainDate;
    }[];
    readonly trainings: readonly Taught[];
  }[];
}

interface Taught {
  readonly course: string;
  readonly heldOn: PlainDate;
  readonly hours: number;
  /** Null: the firm has taught it itself. */
  readonly session: string | null;
  readonly passed: boolean | null;
  /** The record of it is kept until then. */
  readonly keptUntil: PlainDate;
}

interface Known {
  /** Those that the reader may see, by line. */
  readonly texts: ReadonlyMap<number, { readonly [field: string]: string }>;
  readonly taught: readonly (Omit<Taught, 'keptUntil'> & { readonly person: string })[];
  readonly keptYears: number;
  readonly today: PlainDate;
}

/** Everything that the people of a firm were taught, by the firm itself and in sessions that were held. */
export function taughtIn(db: Database, number: string): Promise<Known['taught'][number][]> {
  return db.$queryRaw`
    SELECT t.person, t.course, t.held_on::text AS "heldOn", t.hours, NULL::text AS session, NULL::boolean AS passed
    FROM anjie.own_training t JOIN anjie.case_file f ON f.id = t.case_id WHERE f.number = ${number}
    UNION ALL
    SELECT r.person, s.course, s.held_on::text, r.hours, sf.number, r.passed
    FROM anjie.training_result r JOIN anjie.training_session s ON s.case_id = r.case_id AND s.state = 'held'
      JOIN anjie.case_file sf ON sf.id = s.case_id WHERE r.file = ${number}
    ORDER BY "heldOn", course`;
}

/** A training file as it stands. */
export function fileReading(view: CaseView, { texts, taught, keptYears, today }: Known): TrainingFileReading {
  const standing = standingOf(view);
  const without = new Set(uncertified(standing, today));
  const textAt = ({ seq, field }: TextAt) => texts.get(seq)?.[field] ?? null;
  const certificates = [...standing.certificates].map(([certificate, held]) => ({
    ...{ certificate, person: held.person, kind: held.kind, number: textAt(held.number) },
    ...{ issuedOn: held.issuedOn, due: held.due, dueOn: held.dueOn },
    ...{ applyBy: held.applyBy, expiresOn: held.expiresOn },
  }));
  return {
    number: view.number,
    people: [...standing.people].map(([person, { name, ...employee }]) => ({
      ...{ person, name: textAt(name), ...employee, uncertified: without.has(person) },
      certificates: certificates
        .filter((each) => each.person === person)
        .map(({ person: _, ...certificate }) => certificate),
      trainings: taught
        .filter((each) => each.person === person)
        .map(({ person: _, ...each }) => ({ ...each, keptUntil: addMonths(each.heldOn, 12 * keptYears) })),
    })),
  };
}
