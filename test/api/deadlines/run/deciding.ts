import { usual } from '../../../../setup/courses';
import type { KeptOffice } from '../../kit/kept-office';
import type { Answer } from '../../kit/front';
import { handIn } from '../../kit/project-course';
import { Publishing } from '../../kit/publishing';
import { expectOk, payee } from '../../kit/story';
import { decideAsUsual } from '../../kit/usual';
import type { Begun, Script, Waiting } from './script';
import { dayAt } from './wall-calendar';

interface Decision {
  readonly script: Script;
  readonly begun: Begun;
  readonly waiting: Waiting;
  readonly now: Date;
}

/** Decides a step over the API, by whoever it belongs to, with what it cannot be decided without. */
export async function decides(office: KeptOffice, decision: Decision): Promise<Answer> {
  const { script, begun, waiting, now } = decision;
  const { step, round, matter } = waiting;
  const code = begun.receiptCode;
  if (step === 'tip-off/claim') return office.as(null).post('/api/public/receipt/claim', { code, payee });
  if (step === 'payout/payee-correction')
    return office.as(null).post('/api/public/receipt/payee', { code, payee });
  const { needs } = usual(step);
  if (needs === 'listed-papers') await handInWhatIsListed(office, waiting.number);
  if (needs === 'proof') await new Publishing(office).proofFor(waiting.number);
  const others = script.instead?.[`${step} ${matter ?? ''}`] ?? script.instead?.[step];
  const instead = others?.[round - 1] ?? null;
  const body = typeof instead === 'function' ? instead(dayAt(now)) : instead;
  return decideAsUsual(office, waiting, { now, ...(body === null ? {} : { body }) });
}

async function handInWhatIsListed(office: KeptOffice, number: string): Promise<void> {
  const { project } = expectOk(await office.as('project1').get(`/api/cases/${number}`)).body as {
    project: { materials: { material: string; inFile: boolean; before: string | null }[] };
  };
  for (const { material, inFile, before } of project.materials)
    if (before !== null && !inFile) await handIn(office, number, material);
}
