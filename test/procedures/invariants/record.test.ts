import fc from 'fast-check';
import type { CaseEvent } from '../../../domain/case/case-event';
import { openSteps, viewOf, type CaseView } from '../../../domain/case/case-view';
import { CaseMove } from '../../../domain/moves/case-move';
import { runProcedure } from '../../../domain/moves/run-procedure';
import { changesSince } from '../../../domain/moves/story/changes';
import { Proceeding, type Want } from '../../../domain/moves/proceeding';
import type { MemoryOffice } from '../../../record/desk/memory';
import { procedures } from '../../../workflows/procedures';
import { make } from '../kit/attempts';
import { opened, play, runs, sequences, views } from '../kit/sequences';

/* What holds of the record, whatever people try. */

// Hundreds of cases per property: how long that takes says nothing about them.
jest.setTimeout(120_000);

test('an open case waits for something: a step, or a child case that is itself open', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await play(sequence, (office) => {
        for (const view of views(office)) {
          const children = Object.values(view.children).filter(({ closed }) => closed === null);
          if (!view.closed) expect(openSteps(view).length + children.length).toBeGreaterThan(0);
          for (const { caseId } of children) expect(office.view(caseId).closed).toBeNull();
        }
      });
    }),
    runs,
  );
});

test('nothing is written on a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async ({ caseType, tried }) => {
      const office = await opened(caseType);
      for (const attempt of tried) {
        const before = seqs(office);
        const answer = await make(office, attempt);
        if (answer?.ok === false) expect(seqs(office)).toEqual(before);
        else if (answer?.ok) expect(seqs(office)).not.toEqual(before);
      }
    }),
    runs,
  );
});

function seqs(office: MemoryOffice): number[] {
  return office.caseIds.map((caseId) => office.events(caseId).length);
}

/** By these a closed case begins again. */
const beginnings = ['reopened', 'child-reopened'];

test('a closed case is at rest: nothing but notes and papers comes to it, until it is reopened', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        let closed = false;
        for (const { body } of office.events(caseId)) {
          if (closed) expect(['noted', 'paper-added', ...beginnings]).toContain(body.kind);
          closed = body.kind === 'closed' || (closed && !beginnings.includes(body.kind));
        }
      }
    }),
    runs,
  );
});

test('a settled record wants nothing more: the procedure run over it again appends nothing', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        const move = new CaseMove(caseId, office.view(caseId), office.context());
        await runProcedure(move);
        expect(move.fresh).toEqual([]);
      }
    }),
    runs,
  );
});

test('a record cut off anywhere within what followed from one move is completed to the same lines', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        const events = office.events(caseId);
        for (let cut = 1; cut < events.length; cut++) {
          if (!followsByItself(events[cut]!)) continue;
          const lost = consequencesFrom(events, cut);
          const move = new CaseMove(caseId, viewOf(events.slice(0, cut)), office.context(events[cut]!.at));
          await runProcedure(move);
          expect(move.fresh.map(withoutBirth)).toEqual(lost.map(withoutBirth));
        }
      }
    }),
    runs,
  );
});

function followsByItself({ actor }: CaseEvent): boolean {
  return actor.kind === 'system' && actor.part === 'procedure';
}

function consequencesFrom(events: readonly CaseEvent[], cut: number): readonly CaseEvent[] {
  const end = events.findIndex((event, index) => index > cut && !followsByItself(event));
  return events.slice(cut, end === -1 ? undefined : end);
}

/** A child case gets a fresh id and number each time; everything else is the same. */
function withoutBirth({ body, ...event }: CaseEvent): object {
  return { ...event, body: body.kind === 'child-opened' ? { ...body, caseId: '', number: '' } : body };
}

test('a procedure that is told the record piece by piece and one that is told it at once want the same', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) await piecemealAgrees(office, office.events(caseId));
    }),
    runs,
  );
});

async function piecemealAgrees(office: MemoryOffice, events: readonly CaseEvent[]): Promise<void> {
  let fed: Proceeding | null = null;
  for (let length = 1; length <= events.length; length++) {
    const view = viewOf(events.slice(0, length));
    // A reopened case is begun afresh, as its workflow does.
    if (beginnings.includes(events[length - 1]!.body.kind)) fed = null;
    const atOnce = proceedingOver(view);
    if (fed === null) fed = proceedingOver(view);
    else fed.take(changesSince(view, length - 1));
    await office.context().idle();
    expect(wantsOf(fed, view)).toEqual(wantsOf(atOnce, view));
  }
}

function proceedingOver(view: CaseView): Proceeding {
  const proceeding = new Proceeding(procedures[view.caseType], {
    version: view.procedureVersion,
    input: view.input,
  });
  proceeding.take(changesSince(view, 0));
  proceeding.begin();
  return proceeding;
}

/** A closed case wants nothing, whatever its procedure has come to say. */
function wantsOf(proceeding: Proceeding, view: CaseView): readonly Want[] {
  return view.closed ? [] : proceeding.wants();
}
