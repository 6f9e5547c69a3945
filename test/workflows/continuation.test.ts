import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { shanghaiDate } from '../../domain/time/calendar';
import { actorAt } from '../harness/cast';
import { eventually } from '../harness/eventually';
import { Office } from '../harness/office';
import { ownTemporal, type OwnTemporal } from '../harness/parts/own-temporal';
import { carryProject, openProject, waiting } from '../harness/courses/project-course';
import { continuedBy, detailsOf, runsOf } from '../harness/runs';
import { storyToldIn } from '../harness/told-story';
import { act, carry } from '../harness/courses/usual-course';

/** The server says so early that a run is long enough, as it does of one that is large. */
const suggestedAfter = 40;
const rounds = 12;
const reason = '情况说明';

let temporal: OwnTemporal;
let office: Office;
beforeAll(async () => {
  temporal = await ownTemporal({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': suggestedAfter },
  });
  office = await Office.open({ temporal, sealed: false });
});
afterAll(async () => {
  await office.close();
  await temporal.stop();
});

it('begins a new run where the server suggests it, and shows itself as before', async () => {
  const number = await carryProject(office, 'standard-plant', { until: 'project/works', unhurried: true });
  const works = await waiting(office, number, 'project/works');
  const look = () => office.client.workflow.getHandle(number).describe();
  // The workflow has read its record a moment before the engine is told what to show.
  await eventually('the open step is shown', async () => {
    const [dueAt] = (await look()).searchAttributes['DueAt'] ?? [];
    return dueAt instanceof Date && dueAt.getTime() === works.dueAt?.getTime();
  });

  // The newest run may have only just begun.
  const runs = await eventually('the newest run has read the record', async () => {
    const all = await runsOf(office.client, number);
    const { readings } = await storyToldIn(office.client, all.slice(-1));
    return readings.length > 0 && all;
  });
  const described = await look();

  expect(runs.length).toBeGreaterThan(2);
  expect(runs.slice(0, -1).map(continuedBy)).toEqual(runs.slice(1).map(({ runId }) => runId));
  expect(described.searchAttributes).toMatchObject({
    CaseType: ['project'],
    Stage: ['construction'],
    Unit: ['jxedz-investment'],
    DueAt: [works.dueAt],
    Overdue: [false],
  });
  // The engine lets a continued run have no summary of its own: its details, its input and its first reading say it.
  const about = `一般工业项目 Standard plant · 项目 project ${number}`;
  const details = await detailsOf(office, number);
  expect(details).toContain(`**${about}** · construction`);
  expect(details).toContain('| 施工 Works | 企业联系人 Enterprise contact |');
  for (const run of runs.slice(1)) {
    const { input } = run.events[0]?.workflowExecutionStartedEventAttributes ?? {};
    const [told] = await decodeArrayFromPayloads(office.client.options.loadedDataConverter, input?.payloads);
    expect(told).toMatchObject({ about });
    const { readings } = await storyToldIn(office.client, [run]);
    expect(readings[0]?.summary).toContain(`项目 project ${number} · `);
  }
  // Its first reading is a long one: of its lines the last are told in words, and every decision with its day.
  const { readings } = await storyToldIn(office.client, runs.slice(-1));
  const decided = (await office.record(number, 'decided')).filter(
    ({ seq }) => seq <= (readings[0]?.toSeq ?? 0),
  );
  expect(readings[0]?.decisions).toEqual(
    expect.arrayContaining(
      decided.map(({ key, verdict, at }) =>
        expect.objectContaining({ key, verdict, on: shanghaiDate(at.toISOString()) }),
      ),
    ),
  );
});

it('goes on with a long case while no mail goes out, and sends each mail once when it does', async () => {
  const project = await openProject(office, 'standard-plant');
  await carry(office, project, { until: 'approval-item/decision', unhurried: true });
  const { number, step, unit } = await waiting(office, project, 'approval-item/decision');
  const chief = actorAt(office.cast, 'departmentChief', unit);
  await office.mail.down();
  for (let round = 0; round < rounds; round += 1) {
    const pause = { act: 'request-pause', step, ground: 'expert-review', days: 1, reason } as const;
    await act(office, number, pause, chief);
    await act(office, number, { act: 'answer-pause', step, grant: true, reason }, office.cast.deputy);
    await office.caughtUp();
    await act(office, number, { act: 'resume', step, reason }, chief);
    await office.caughtUp();
  }
  const inOutage = await runsOf(office.client, number);

  await office.mail.up();
  await office.settled();

  expect(inOutage.length).toBeGreaterThan(2);
  for (const { events } of await runsOf(office.client, number))
    expect(events.length).toBeLessThan(2 * suggestedAfter);
  const done = await office.record(number, 'effect-done');
  expect(done.map(({ result }) => result)).toEqual(Array.from({ length: 4 * rounds }, () => 'sent'));
  const mails = office.mail.mails.filter(({ subject }) => subject.includes(number));
  // Somebody above is asked, the officer is answered, and the applicant is told of the pause and of its end.
  expect(mails).toHaveLength(4 * rounds);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(4 * rounds);
});
