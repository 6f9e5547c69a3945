import { notification } from '../../../domain/cases/project/steps';
import { viewOf } from '../../../domain/case/case-view';
import { decisionOn } from '../../../domain/case/case-queries';
import { eventsOf } from '../../../record/reading/case-reading';
import { enterprise, expectOk } from './story';
import { multipart, personOf, type Answer } from './front';
import type { Office } from './office';

/** A project at the door of an office: each open step of its family decided by whoever decides it there. */

export async function openProject(office: Office, projectType = 'standard-plant'): Promise<string> {
  const form = { enterpriseId: enterprise, projectType, name: '年产三万吨新材料', summary: '一期厂房两幢' };
  return expectOk(await office.as('project1').post('/api/projects', form)).body.number as string;
}

interface Standing {
  readonly number: string;
  readonly step: string;
  readonly unit: string;
}

/** Carries a project until this step has been decided `rounds` times; ten seconds pass with each decision. */
export async function carryProject(office: Office, number: string, until: string, rounds = 1): Promise<void> {
  for (let left = rounds; left > 0;) {
    const open = await openIn(office, number);
    // A gate opens once everything before it is there, so it is tried last.
    const next = open.find(({ step }) => !isGate(step)) ?? open[0];
    if (next === undefined) throw new Error(`nothing waits before ${until}`);
    if (isGate(next.step)) await handInWhatIsAsked(office, number);
    office.sleep(10_000);
    await decideAsUsual(office, next);
    if (next.step === until) left -= 1;
  }
}

const isGate = (step: string) => /-gate$|\/start$|yearly-review$/.test(step);

function openIn(office: Office, number: string): Promise<Standing[]> {
  return office.db.$queryRaw<Standing[]>`
    SELECT f.number, s.step, f.unit FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
      AND s.step <> 'certificate/renewal'
    ORDER BY s.opened_at, f.number, s.key`;
}

async function decideAsUsual(office: Office, { number, step, unit }: Standing): Promise<void> {
  const [first, second] = departments[unit] ?? ['project1', 'project2'];
  const today = office.now().toISOString().slice(0, 10);
  const decide = async (login: string, body: object) =>
    expectOk(await office.as(login).decide(number, step, body));
  switch (step) {
    case 'project/lead':
      return void (await decide('project1', { verdict: 'settled' }));
    case 'project/notification':
      return void (await decide('project1', { verdict: 'notified' }));
    case 'project/construction-gate':
    case 'project/operation-gate':
      return void (await decide('deputy', { verdict: 'passed' }));
    case 'project/start':
      return void (await decide('contact1', { verdict: 'started', startedOn: today }));
    case 'project/works':
      return void (await decide('contact1', { verdict: 'completed', completedOn: today }));
    case 'project/handover':
      return void (await decide('archivist1', { verdict: 'sealed' }));
    case 'project/yearly-review':
      return void (await decide('project1', { verdict: 'continues' }));
    case 'approval-item/application':
      return void (await decide('contact1', { verdict: 'applied' }));
    case 'approval-item/acceptance':
      return void (await decide(first, { verdict: 'accepted', handler: await personOf(office, second) }));
    case 'approval-item/decision':
      return void (await decide(second, { verdict: 'granted' }));
    case 'approval-item/delivery':
      return void (await decide(second, {
        verdict: 'delivered',
        documentNo: 'JX-2026-01',
        deliveredOn: today,
      }));
    default:
      throw new Error(`nobody usually decides ${step}`);
  }
}

const departments: Record<string, readonly [string, string]> = {
  'jxedz-investment': ['investment1', 'investment2'],
  'jxedz-planning': ['planning1', 'planning2'],
  'jxedz-ecology': ['ecology1', 'ecology2'],
  'jxedz-housing': ['housing1', 'housing2'],
  'jxedz-safety': ['safety-officer1', 'safety-officer2'],
};

/** A paper of a few bytes, different for every material. */
export const paperOf = (material: string) => Buffer.from(`%PDF-1.7\n% ${material}\n%%EOF\n`);

export async function handIn(
  office: Office,
  number: string,
  material: string,
  login = 'contact1',
): Promise<Answer> {
  const file = { name: `${material}.pdf`, type: 'application/pdf' };
  const { payload, headers } = multipart({ material }, paperOf(material), file);
  return expectOk(await office.as(login).post(`/api/cases/${number}/papers`, payload, headers));
}

async function handInWhatIsAsked(office: Office, number: string): Promise<void> {
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number }, select: { id: true } });
  const view = viewOf(await eventsOf(office.db, id));
  for (const { material } of decisionOn(view, notification).facts.papers) {
    if (view.materials[material] === undefined) await handIn(office, number, material);
  }
}
