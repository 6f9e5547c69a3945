import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { personOf, type Answer } from '../kit/front';
import type { Office } from '../kit/office';

/* Matters that ran before, as a chief enters them and an approver agrees. */

/** So many days before the office's today. */
export function daysBefore({ now }: Pick<Office, 'now'>, days: number): string {
  return addDays(shanghaiDate(now().toISOString()), -days);
}

export interface Entry {
  readonly decided: readonly object[];
  readonly granted?: readonly object[];
  readonly receivedOn?: string;
  readonly registerNo?: string;
  readonly payee?: object;
}

let registered = 0;

export function enterTip(office: Office, entry: Entry, by = 'chief'): Promise<Answer> {
  const { receivedOn = daysBefore(office, 40), registerNo, granted = [], ...rest } = entry;
  return office.as(by).post('/api/tip-offs/taken-over', {
    tip: {
      ...{ reporterKind: 'real-name', channel: 'letter', category: 'major-hazard' },
      ...{ text: '车间里无证焊接,旁边堆着纸箱。', identity: { name: '王小明', phone: '13800001111' } },
    },
    takeOver: {
      ...{ source: 'register-2026', receivedOn },
      registerNo: registerNo ?? `举报〔2026〕${++registered}号`,
    },
    granted,
    ...rest,
  });
}

export function agreeTo(office: Office, number: string, by = 'deputy', grant = true): Promise<Answer> {
  return office.as(by).act(number, 'answer-take-over', { grant, reason: '与原登记簿核对一致' });
}

/** A decision of before. */
export function past(step: string, on: string, decision: object, more: object = {}): object {
  return { step, on, decision, ...more };
}

export function acceptedOn(on: string): object {
  return past('tip-off/acceptance', on, { verdict: 'accepted', allegesDeath: false });
}

export async function assignedOn(office: Office, on: string): Promise<object> {
  const [lead, companion] = await Promise.all(
    ['inspector1', 'inspector2'].map((login) => personOf(office, login)),
  );
  return past('tip-off/assignment', on, { verdict: 'assigned', lead, companion });
}
