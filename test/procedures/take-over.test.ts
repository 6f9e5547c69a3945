import type { Before, PastDecision } from '../../domain/case/case-event';
import { openSteps, type CaseView } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import { addDays, shanghaiDate, startOfDay } from '../../domain/time/calendar';
import type { MemoryOffice } from '../../record/desk/memory';
import * as people from './kit/people';
import { morning, officeOn } from './kit/story';
import { decideAsUsual } from './kit/usual';

/* A matter that ran in another office goes on in this one as if it had always been here. */

const day = '2026-08-03';
const input = { channel: 'letter', reporterKind: 'real-name', category: 'major-hazard' };
const opening = { caseType: 'tip-off', zone: people.zone, unit: people.unit } as const;

const family = (office: MemoryOffice) => office.caseIds.map((caseId) => office.view(caseId));
const isPaid = ({ caseType }: CaseView) => caseType === 'payout';
const waiting = (office: MemoryOffice) =>
  family(office).flatMap((view) => openSteps(view).map(({ step, clock: { dueAt } }) => ({ step, dueAt })));

/** What the other office has decided so far, as its file tells. */
function oldFile(office: MemoryOffice): PastDecision[] {
  return office.caseIds
    .flatMap((caseId) => office.events(caseId))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ at, actor, body }) => {
      if (body.kind !== 'decided') return [];
      const step = body.key.split('#')[0] ?? '';
      const { amountFen } = body.facts as { amountFen?: number };
      const more = stepDef(step).amountBefore && amountFen !== undefined ? { amountFen } : {};
      const by = actor.kind === 'staff' ? [actor.personId] : [];
      const { verdict, facts } = body;
      return [{ step, verdict, facts, on: shanghaiDate(at), by, ...more }];
    });
}

async function takenOver(now: string, decided: readonly PastDecision[]): Promise<MemoryOffice> {
  const office = officeOn(shanghaiDate(now));
  const before: Before = { since: startOfDay(day), decided, granted: [] };
  const takeOver = { source: 'old-office', registerNo: 'A-001', receivedOn: day };
  const caseInput = { ...input, receivedAt: before.since };
  const caseId = await office.open({ ...opening, input: caseInput, takeOver, before }, people.chief);
  expect(waiting(office)).toEqual([]);
  const act = { act: 'answer-take-over', grant: true, reason: '一致' } as const;
  const agreed = await office.act(caseId, { act, actor: people.director, seenSeq: null });
  expect(agreed.ok).toBe(true);
  return office;
}

it('stands at the same steps with the same limits, wherever a tip-off is taken over', async () => {
  const old = officeOn(day);
  await old.open({ ...opening, input: { ...input, receivedAt: old.now } }, people.clerk);
  let places = 0;
  for (let on = day; !family(old).some(isPaid); on = addDays(on, 1)) {
    old.leapTo(morning(on));
    const next = family(old).flatMap((view, at) =>
      openSteps(view).map(({ step }) => ({ caseId: old.caseIds[at]!, step })),
    )[0]!;
    const here = await takenOver(old.now, oldFile(old));
    expect([next.step, waiting(here)]).toEqual([next.step, waiting(old)]);
    const done = await decideAsUsual(old, next.caseId, next.step);
    expect([next.step, done.ok]).toEqual([next.step, true]);
    places += 1;
  }
  expect(places).toBeGreaterThan(12);
});

it('binds those who decided before as if they had decided here', async () => {
  const by = [people.lin.personId];
  const decided = [
    { step: 'tip-off/acceptance', verdict: 'accepted', facts: { allegesDeath: false }, on: day, by },
    {
      ...{ step: 'tip-off/assignment', verdict: 'assigned', on: day, by },
      facts: { lead: people.lin.personId, companion: people.lin.personId },
    },
    {
      ...{ step: 'tip-off/verification', verdict: 'unsubstantiated', on: day, by },
      facts: { visitedOn: day },
    },
  ];
  const office = await takenOver(morning(day), decided);
  const [caseId = ''] = office.caseIds;
  const signed = await decideAsUsual(office, caseId, 'tip-off/co-signature', { by: people.lin });
  expect(signed).toMatchObject({ ok: false, refusal: { code: 'same-person' } });
});
