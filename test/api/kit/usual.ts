import { smallPdf } from '../../harness/small-pdf';
import { viewOf } from '../../../domain/case/case-view';
import { openItems } from '../../../domain/cases/rectification/steps';
import { shanghaiDate } from '../../../domain/time/calendar';
import { eventsOf } from '../../../record/reading/case-reading';
import { usual, type Scene } from '../../../setup/courses';
import { loginAt } from '../../../setup/courses/demo-logins';
import { multipart, personOf, type Answer, type Front } from './front';

export const enterprise = 'e0000000-0000-4000-8000-000000000001';

/** A step of a case that waits. */
export interface Standing {
  readonly number: string;
  readonly step: string;
  readonly unit: string;
}

/** Another login, body or header than usual. */
export interface Change {
  readonly by?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  /** The office's day; without it, the one on which the case last moved. */
  readonly now?: Date;
}

/** Decides a step at the door of an office by the login it belongs to, as on an uneventful day. */
export async function decideAsUsual(
  office: Front,
  { number, step, unit }: Standing,
  { by, body, headers, now }: Change = {},
): Promise<Answer> {
  const usually = usual(step);
  if (usually.needs === 'papers-of-the-matter') await handInForAFiling(office, number);
  if (usually.needs === 'fund-report') await reportTheRound(office, number);
  const said =
    body ?? (await usually.says(sceneOf(office, number, unit, now ?? (await movedAt(office, number)))));
  return office.as(by ?? loginAt(usually.by, unit)).decide(number, step, said, headers);
}

/** A filing is done by the application alone, so the papers of its list have to be there. */
async function handInForAFiling(office: Front, number: string): Promise<void> {
  const { input } = await viewAt(office, number);
  if (input['silence'] !== 'instant') return;
  const { matter } = (await office.as('contact1').get(`/api/cases/${number}`)).body as {
    matter: { materials: { material: string; liesIn: string | null }[] };
  };
  for (const { material } of matter.materials.filter(({ liesIn }) => liesIn === null)) {
    const file = { name: 'x.pdf', type: 'application/pdf' };
    const { payload, headers } = multipart({ material }, smallPdf(material), file);
    const { status, text } = await office
      .as('contact1')
      .post(`/api/cases/${number}/papers`, payload, headers);
    if (status !== 201) throw new Error(text);
  }
}

/** A report to the fund that names a round, unless there is one. */
async function reportTheRound(office: Front, patrol: string): Promise<void> {
  const team = office.as('team1');
  const { fundReports } = (await team.get(`/api/cases/${patrol}`)).body as { fundReports: string[] };
  if (fundReports.length > 0) return;
  const { status, body, text } = await team.post('/api/fund-reports', { kind: 'hazard', patrol });
  if (status !== 201) throw new Error(text);
  const stated = { verdict: 'stated', text: '巡查发现通道堆放物料。' };
  await team.decide((body as { number: string }).number, 'fund-report/statement', stated);
}

async function movedAt({ db }: Pick<Front, 'db'>, number: string): Promise<Date> {
  return (await db.caseFile.findUniqueOrThrow({ where: { number } })).movedAt;
}

/** What waits in a case and its relatives, in the order in which it came up. */
export function standingIn({ db }: Pick<Front, 'db'>, number: string): Promise<Standing[]> {
  return db.$queryRaw<Standing[]>`
    SELECT f.number, s.step, f.unit FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
    ORDER BY s.opened_at, f.number, s.key`;
}

/** What a decision on a case may have to name. */
export function sceneOf(office: Front, number: string, unit: string, now: Date): Scene {
  return {
    number,
    today: shanghaiDate(now.toISOString()),
    enterpriseId: enterprise,
    personAt: (seat) => {
      const login = loginAt(seat, unit);
      if (login === null) throw new Error('a reporter has no account');
      return personOf(office, login);
    },
    openItems: async () => openItems(await viewAt(office, number)),
    proofs: async () => (await viewAt(office, number)).papers,
  };
}

/** A case as its record tells it. */
export async function viewAt({ db }: Pick<Front, 'db'>, number: string) {
  const { id } = await db.caseFile.findUniqueOrThrow({ where: { number }, select: { id: true } });
  return viewOf(await eventsOf(db, id));
}
