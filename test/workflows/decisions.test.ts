import { createHash, randomUUID } from 'node:crypto';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { stepOfKey } from '../../domain/case/step';
import { stepDef, steps } from '../../domain/cases/catalogue';
import { canonicalJson } from '../../domain/json';
import { roleTitles } from '../../domain/role';
import { eventually } from '../harness/eventually';
import { happenings } from '../harness/happenings';
import type { TemporalPlace } from '../harness/parts/engine';
import { Office } from '../harness/office';
import { temporalCli } from '../harness/parts/own-temporal';
import { detailsOf, runsOf } from '../harness/runs';
import { devServer } from '../harness/parts/temporal';
import { act, carry, carryTipOff, handIn, openStepsOf, usualTip } from '../harness/courses/usual-course';

let place: TemporalPlace;
let office: Office;
beforeAll(async () => {
  place = devServer();
  office = await Office.open({ temporal: place });
});
afterAll(() => office.close());

const accepted = { verdict: 'accepted', allegesDeath: false };
const declined = {
  verdict: 'declined',
  allegesDeath: false,
  clause: 'suggestion-or-enquiry',
  reason: '属于建议',
};

describe('at once', () => {
  it('lets one of two decisions win and tells the other why it came too late', async () => {
    for (let round = 0; round < 10; round += 1) {
      const number = await handIn(office);
      const { seq: seenSeq } = await office.view(number);
      const outcomes = await Promise.all(
        [accepted, declined].map((body) =>
          office.desk.decide({
            number,
            step: 'tip-off/acceptance',
            body,
            actor: office.cast.clerk,
            seenSeq,
            idempotency: null,
          }),
        ),
      );

      const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal.code]));
      expect(refusals).toHaveLength(1);
      expect(['step-not-open', 'case-moved', 'case-closed']).toContain(refusals[0]);
      expect(await office.record(number, 'decided')).toHaveLength(1);
    }
  });

  it('does 50 copies of one decision once and answers all of them alike', async () => {
    const number = await handIn(office);
    const idempotency = { scope: 'clerk', key: randomUUID(), bodyHash: hashOf(accepted) };

    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        office.desk.decide({
          number,
          step: 'tip-off/acceptance',
          body: accepted,
          actor: office.cast.clerk,
          seenSeq: null,
          idempotency,
        }),
      ),
    );

    const answers = outcomes.map((outcome) =>
      outcome.ok ? canonicalJson(outcome.answer as never) : outcome.refusal.code,
    );
    expect(new Set(answers).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.repeated)).toHaveLength(1);
    expect(await office.record(number, 'decided')).toHaveLength(1);
  });

  it('opens one case for 50 copies of one tip, with one receipt code', async () => {
    const idempotency = { scope: 'public', key: randomUUID(), bodyHash: hashOf(usualTip) };
    const before = await office.db.caseFile.count();

    const opened = await Promise.all(
      Array.from({ length: 50 }, () => office.desk.openTipOff({ ...usualTip, idempotency })),
    );

    const codes = opened.map((outcome) => (outcome.ok ? outcome.answer.receiptCode : outcome.refusal.code));
    expect(new Set(codes).size).toBe(1);
    expect(await office.db.caseFile.count()).toBe(before + 1);
  });
});

describe('without the engine', () => {
  it('goes on deciding while the worker is away, and the workflow catches up when it is back', async () => {
    const number = await handIn(office);
    await office.settled();
    await office.stopWorker();
    await carry(office, number, { until: 'rectification/remedy', leave: ['tip-off/feedback'] });

    await office.startWorker();
    await office.settled();

    expect(await detailsOf(office, number)).toContain('反馈举报人 Feedback to the reporter');
    const [remedy] = (await openStepsOf(office, number)).filter(
      ({ step }) => step === 'rectification/remedy',
    );
    await eventually('the child case runs and shows what waits', async () =>
      (await detailsOf(office, remedy?.number ?? '')).includes('整改并提交证明 Remedy with proof'),
    );
  });

  it('finds the case whose wake-up was lost', async () => {
    office.wakesWorkflows = false;
    const number = await carryTipOff(office, { until: 'tip-off/assignment' });
    office.wakesWorkflows = true;
    await expect(office.client.workflow.getHandle(number).describe()).rejects.toThrow();

    await eventually('the relay has woken it and it has read everything', async () => {
      await office.relay();
      const file = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
      return file.seenSeq === file.seq;
    });

    expect(await detailsOf(office, number)).toContain('派件 Assignment');
    const [signal] = await signalsOf(number);
    expect(signal).toEqual({
      name: '补发 relayed · 受理 acceptance: accepted (2)',
      happened: ['补发 relayed · 举报:立案 tip-off: case opened', '补发 relayed · 受理 acceptance: accepted'],
    });
  });

  it('leaves a case alone once its workflow has read it, also when a mail was the last to move it', async () => {
    await office.settled();
    await eventually('nothing is left to wake', async () => (await office.relay()).woken === 0);
    const behind = await office.db.$queryRaw`SELECT number FROM anjie.case_file WHERE seen_seq < seq`;
    expect(await office.db.effectOrder.count({ where: { doneAt: { not: null } } })).toBeGreaterThan(0);
    expect(behind).toEqual([]);
  });

  it('starts the workflow again with the next decision when somebody terminated it', async () => {
    const number = await carryTipOff(office, { until: 'tip-off/verification', unhurried: true });
    const handle = office.client.workflow.getHandle(number);
    const { runId: terminated } = await handle.describe();
    await handle.terminate();

    await carry(office, number, { until: 'tip-off/verification-review', unhurried: true });

    const { runId, status } = await office.client.workflow.getHandle(number).describe();
    expect(status.name).toBe('RUNNING');
    expect(runId).not.toBe(terminated);
    expect(await detailsOf(office, number)).toContain('核查结果审核 Review of the verification');
  });
});

describe('the Temporal command line', () => {
  it('decides nothing and disturbs nothing, whatever it signals', async () => {
    const number = await carryTipOff(office, { until: 'tip-off/assignment', unhurried: true });
    const before = await office.view(number);
    const signal = (name: string, input: string) =>
      temporalCli(place, 'workflow', 'signal', '--workflow-id', number, '--name', name, '--input', input);

    const inputs = ['"approved"', '1e15', '-1', '0.5', 'null', '{"verdict":"assigned"}', '[9]', '999999999'];
    for (const input of inputs) await signal('wake', input);
    await signal('tip-off/assignment', '{"verdict":"assigned"}');
    // Behind all of these in the queue: when this is answered, they have been dealt with.
    await detailsOf(office, number);

    expect(await office.view(number)).toEqual(before);
    await carry(office, number, { until: 'tip-off/verification', unhurried: true });
    expect(await detailsOf(office, number)).toContain('核查 Verification');
    const { historyLength } = await office.client.workflow.getHandle(number).describe();
    expect(historyLength).toBeLessThan(100);
  });
});

describe('what an operator sees', () => {
  it('links a child case to its parent', async () => {
    const number = await carryTipOff(office, { until: 'rectification/acknowledgement', unhurried: true });
    const [child] = (await openStepsOf(office, number)).filter(({ step }) =>
      step.startsWith('rectification/'),
    );

    const { raw } = await office.client.workflow.getHandle(child?.number ?? '').describe();

    expect(raw.workflowExecutionInfo?.parentExecution?.workflowId).toBe(number);
    expect(raw.workflowExecutionInfo?.type?.name).toBe('rectification');
  });

  it('sees type, stage, unit, due time and lateness of a case as search attributes', async () => {
    const number = await carryTipOff(office, { until: 'tip-off/verification', unhurried: true });
    const [open] = await openStepsOf(office, number);

    const look = () => office.client.workflow.getHandle(number).describe();
    // The workflow has read its record a moment before the engine is told what to show.
    await eventually('the open step is shown', async () => {
      const [dueAt] = (await look()).searchAttributes.DueAt ?? [];
      return dueAt instanceof Date && dueAt.toISOString() === new Date(open?.dueAt ?? 0).toISOString();
    });
    const described = await look();

    expect(described.type).toBe('tipOff');
    expect(await described.staticSummary()).toBe(`举报 tip-off ${number}`);
    expect(described.searchAttributes).toMatchObject({
      CaseType: ['tip-off'],
      Stage: ['verification'],
      Unit: ['safety-1'],
      DueAt: [open?.dueAt],
      Overdue: [false],
    });
  });

  it('reads in the history which step was decided and how, and how much came at once', async () => {
    const number = await carryTipOff(office, { until: 'tip-off/verification', unhurried: true });
    await carry(office, number, { until: 'tip-off/feedback' });
    await office.settled();

    const signals = await signalsOf(number);

    const decided = (await office.record(number, 'decided')).map(({ key, verdict }) => {
      const { zh, en } = stepDef(stepOfKey(key)).title;
      return `${zh} ${en.toLowerCase()}: ${verdict}`;
    });
    expect(decided).toContain('受理 acceptance: accepted');
    expect(signals.flatMap(({ happened }) => happened)).toEqual([
      '举报:立案 tip-off: case opened',
      ...decided,
    ]);
    for (const { name, happened } of signals) {
      const count = happened.length > 1 ? ` (${happened.length})` : '';
      expect(name).toBe(`${happened.at(-1)}${count}`);
    }
  });

  it('reads what waits for whom until when, in fixed words only', async () => {
    const number = await carryTipOff(office, { until: 'rectification/acknowledgement', unhurried: true });
    await act(office, number, { act: 'note', text: '线人说得很清楚' }, office.cast.chief);
    await office.settled();

    const details = await detailsOf(office, number);

    expect(details).toContain(`**举报 tip-off ${number}** · feedback`);
    expect(details).toMatch(/截至 as of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d · seq \d+/);
    expect(details).toContain('| 反馈举报人 Feedback to the reporter | 受理员 Intake clerk |');
    expect(details).toMatch(/remind-50 \d{4}-\d\d-\d\d \d\d:\d\d \|/);
    expect(details).toMatch(
      /\[RE-\d{4}-[0-9A-Z]{8}\]\(\/namespaces\/[a-z0-9-]+\/workflows\/RE-[0-9A-Z-]+\) 整改 Rectification/,
    );
    expect(withoutFixedWords(details)).toMatch(/^[\s|*:·–[\]()/-]*$/);
  });
});

/** What the signals say that the workflow of a case got, in order; those of the relay say nothing. */
async function signalsOf(number: string) {
  const runs = await runsOf(office.client, number);
  const signals = runs.flatMap(({ events }) =>
    events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal ?? []),
  );
  const told = await Promise.all(
    signals.map(async ({ signalName, input }) => {
      const converter = office.client.options.loadedDataConverter;
      const [, happened = []] = (await decodeArrayFromPayloads(converter, input?.payloads)) as [
        number,
        string[]?,
      ];
      return { name: signalName, happened };
    }),
  );
  return told.filter(({ name }) => name !== 'wake');
}

/** Takes out numbers, dates and every word that the catalogue knows; what people wrote would be left. */
function withoutFixedWords(details: string): string {
  const titles = [...steps.values(), ...Object.values(roleTitles).map((title) => ({ title }))].map(
    ({ title }) => `${title.zh} ${title.en}`,
  );
  const words = [
    ...[...happenings].sort((a, b) => b.length - a.length),
    ...titles.sort((a, b) => b.length - a.length),
    ...['环节 step', '办理人 decided by', '到期 due', '下一档 next rung', '子案件 waiting for'],
    ...['整改 Rectification', `/namespaces/${place.namespace}/workflows/`, '举报 tip-off'],
    ...['feedback', 'remind', '截至 as of', '最近 lately', 'seq'],
  ];
  return words
    .reduce((rest, word) => rest.replaceAll(word, ''), details.replaceAll(/[A-Z]{2}-\d{4}-[0-9A-Z]{8}/g, ''))
    .replaceAll(/\d+/g, '');
}

function hashOf(body: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(body)).digest();
}
