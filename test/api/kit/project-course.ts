import { smallPdf } from '../../harness/small-pdf';
import { notification } from '../../../domain/cases/project/steps';
import { viewOf } from '../../../domain/case/case-view';
import { decisionOn } from '../../../domain/case/case-queries';
import { eventsOf } from '../../../record/reading/case-reading';
import { usual } from '../../../setup/courses';
import { expectOk } from './story';
import { multipart, type Answer } from './front';
import type { Office } from './office';
import { decideAsUsual, enterprise, standingIn } from './usual';

/** A project at the door of an office: each open step of its family decided by the login that it belongs to. */

export async function openProject(office: Office, projectType = 'standard-plant'): Promise<string> {
  const form = { enterpriseId: enterprise, projectType, name: '年产三万吨新材料', summary: '一期厂房两幢' };
  return expectOk(await office.as('project1').post('/api/projects', form)).body.number as string;
}

/** Carries a project until this step has been decided `rounds` times; ten seconds pass with each decision. */
export async function carryProject(office: Office, number: string, until: string, rounds = 1): Promise<void> {
  for (let left = rounds; left > 0;) {
    const open = (await standingIn(office, number)).filter(({ step }) => step !== 'certificate/renewal');
    // A gate opens once everything before it is there, so it is tried last; a year in operation comes after that.
    const next = open.find(({ step }) => !usual(step).last && step !== 'project/yearly-review') ?? open[0];
    if (next === undefined) throw new Error(`nothing waits before ${until}`);
    if (usual(next.step).needs === 'listed-papers') await handInWhatIsAsked(office, number);
    office.sleep(10_000);
    expectOk(await decideAsUsual(office, next, { now: office.now() }));
    if (next.step === until) left -= 1;
  }
}

/** A paper of a few bytes, different for every material. */
export const paperOf = (material: string) => smallPdf(material);

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
