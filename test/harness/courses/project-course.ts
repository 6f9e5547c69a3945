import { firmId } from '../cast';
import type { Office } from '../office';
import { carry, decideAsUsual, openByForm, openStepsOf, type Course, type Standing } from './usual-course';
import type { Said } from '../../../setup/courses';

/** Opens a project; answers its number. */
export function openProject(office: Office, projectType: string): Promise<string> {
  const body = { enterpriseId: firmId, projectType, name: '年产万吨新材料', summary: '一期' };
  return openByForm(office, 'project', body, office.cast.projectOfficer);
}

/** Opens a project and carries it, as the workflows catch up after every decision; answers its number. */
export async function carryProject(
  office: Office,
  projectType: string,
  course: Course = {},
): Promise<string> {
  const number = await openProject(office, projectType);
  await carry(office, number, { unhurried: true, ...course });
  return number;
}

/** Where something waits: a step, of an item or certificate with its matter, as `approval-item/decision fire-acceptance`. */
export async function waiting(office: Office, number: string, where: string): Promise<Standing> {
  const [step, matter = null] = where.split(' ');
  const open = await openStepsOf(office, number);
  const found = open.find((each) => each.step === step && (matter === null || each.matter === matter));
  if (found === undefined) throw new Error(`${where} does not wait`);
  return found;
}

/** Decides a step of a project's family as on an uneventful day, or with another body. */
export async function does(office: Office, number: string, where: string, body?: Said): Promise<void> {
  await decideAsUsual(office, await waiting(office, number, where), body);
  await office.settled();
}

/** Carries matters from wherever they stand to the document in hand. */
export async function obtain(office: Office, number: string, ...matters: string[]): Promise<void> {
  for (;;) {
    const open = await openStepsOf(office, number);
    const next = open.find(
      ({ matter, step }) => matters.includes(matter ?? '') && step.startsWith('approval-item/'),
    );
    if (next === undefined) return;
    await decideAsUsual(office, next);
    await office.settled();
  }
}
