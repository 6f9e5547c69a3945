import { openingOf } from '../../domain/cases/catalogue';
import type { PlainDate } from '../../domain/time/calendar';
import type { Actor, StaffActor } from '../../domain/role';
import { intakeUnit as unit } from '../../prisma/seed';
import type { CaseDesk } from '../../record/desk/case-desk';

/** Firms, each with as many people, and the day on which the certificate of each of them was issued. */
export interface FilesPlan {
  readonly zone: string;
  readonly firms: readonly string[];
  readonly issuedOn: readonly PlainDate[];
  readonly since: PlainDate;
}

/** Opens the training file of each firm and enters its people, by its own contact. */
export async function openTrainingFiles(
  desk: CaseDesk,
  contact: Actor | undefined,
  { zone, firms, issuedOn, since }: FilesPlan,
): Promise<void> {
  const opening = openingOf('training-file');
  if (opening === undefined || contact?.kind !== 'staff') throw new Error('nobody opens a training file');
  const body = { verdict: 'changed', left: [], trained: [], ...entered(issuedOn, since) };
  const waiting = [...firms];
  const lane = async () => {
    for (let firm = waiting.pop(); firm !== undefined; firm = waiting.pop()) {
      const actor: StaffActor = { ...contact, enterpriseId: firm };
      const opened = await desk.openCase({
        ...{ opening, body: {}, actor, place: { zone, unit }, idempotency: null },
      });
      if (!opened.ok) throw new Error(opened.refusal.code);
      const { number } = opened.answer;
      const move = { number, step: 'training-file/change', body, actor, seenSeq: null, idempotency: null };
      const decided = await desk.decide(move);
      if (!decided.ok) throw new Error(decided.refusal.code);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

function entered(issuedOn: readonly PlainDate[], since: PlainDate) {
  return {
    people: issuedOn.map((_, at) => ({ person: `p${at + 1}`, name: '员工', duty: 'worker', since })),
    certificates: issuedOn.map((on, at) => ({
      ...{ person: `p${at + 1}`, kind: 'safety-manager', number: `A${at}`, issuedOn: on },
      ...{ reviews: 0, longPractice: false },
    })),
  };
}
