import {
  ActivityCancellationType,
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  sleep,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { EffectActivities } from '../../activities/effects';
import type { RecordActivities } from '../../activities/record';
import type { Procedure } from '../../domain/case/case-file';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseChanges } from '../../domain/moves/story/changes';
import { Proceeding, type Want } from '../../domain/moves/proceeding';
import { PendingWork, type Alarm, type ChildEntry } from './pending-work';
import { searchAttributes, staticSummary, wakeSignal, type ConductInput } from './contract';

const record = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '30s' },
});

/** Sends most letters: at once, within the workflow task, at half of what an activity costs the engine. */
const letters = proxyLocalActivities<Pick<EffectActivities, 'carryOutAtOnce'>>({
  summary: '发送通知 send what the record asks for',
  startToCloseTimeout: '10s',
  retry: { maximumAttempts: 1 },
  // A following run sends what is left, so no attempt of this run may still be under way.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** Sends the letters that did not go at once: the mail server is away or slow, and is tried until it takes them. */
const effects = proxyActivities<Pick<EffectActivities, 'carryOut'>>({
  startToCloseTimeout: '2m',
  retry: { initialInterval: '2s', maximumInterval: '10m' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

const wake = defineSignal<[seq: number]>(wakeSignal);

/** From so many events on, the next run begins at the quiet point; no run then holds more than 2,000. */
const longHistory = 1_000;

/**
 * Binds a procedure to a durable workflow. The procedure runs over the record as it does in the transaction that
 * decides; the workflow adds the keeping of time. It holds nothing that the record does not: started on any case at any
 * point, it catches up by itself.
 */
export function conduct(procedure: Procedure) {
  return async function ({ caseId }: ConductInput): Promise<string> {
    let wokenSeq = 0;
    hearWakeUps((seq) => (wokenSeq = Math.max(wokenSeq, seq)));

    const work = new PendingWork(procedure.caseType, workflowInfo().workflowId);
    const advance = (wants: readonly string[]) => {
      const summary = work.readingInWords(Date.now(), wokenSeq);
      return record.advance.executeWithOptions({ summary }, [{ caseId, ...work.ask(now()), wants }]);
    };
    const first = await advance([]);
    if (first.opened === null) throw new Error('the first changes tells how the case was opened');
    const proceeding = new Proceeding(procedure, first.opened);
    const take = (changes: CaseChanges) => {
      // The changes from an effect may be older than those read meanwhile.
      if (changes.seq < work.seq) return;
      work.take(changes);
      proceeding.take(changes);
    };
    take(first);
    proceeding.begin();

    let alarm: (Alarm & { readonly scope: CancellationScope }) | null = null;
    let carrying: CancellationScope | null = null;
    let carried: CaseChanges | null = null;

    for (;;) {
      await quiet();
      if (work.reopenedSince(first)) return continueAsNew<ConductFunction>({ caseId, about: work.about });

      // A closed case wants nothing more, whatever its procedure has asked for meanwhile.
      const wants = work.outcome !== null ? [] : keysOf(proceeding.wants());
      if (work.isDue(Date.now()) || wants.length > 0 || wokenSeq > work.seq) {
        const reading = advance(wants);
        wokenSeq = 0;
        take(await reading);
        continue;
      }

      for (const child of work.childrenToStart()) await startChildCase(child);
      const long = isLong();
      if (work.hasEffectsToCarryOut() && !carrying && !long) {
        carrying = carryOut({ caseId, ...work.ask(now()) }, (changes) => {
          carrying = null;
          carried = changes;
        });
      }
      setCurrentDetails(work.details(workflowInfo().namespace));
      if (work.outcome !== null && !work.hasEffectsToCarryOut() && !carrying) return work.outcome;

      showSearchAttributes(work);
      // All that the run knows is in the record, so the next run finds the same steps, rungs and effects.
      if (long && !carrying) return continueAsNew<ConductFunction>({ caseId, about: work.about });
      if (long) carrying?.cancel();
      const next = work.nextAlarm();
      if (next !== null && (alarm === null || next.at < alarm.at)) {
        alarm?.scope.cancel();
        alarm = arm(next, () => (alarm = null));
      }
      const [armed, underWay] = [alarm, carrying];
      await condition(
        () => wokenSeq > work.seq || carrying !== underWay || alarm !== armed || isLong() !== long,
      );
      if (carried !== null) take(carried);
      carried = null;
    }
  };
}

/**
 * Anybody may send a signal. A signal without a seq is ignored; one with a seq that is too high causes one reading in
 * vain.
 */
function hearWakeUps(wokenTo: (seq: number) => void): void {
  const hear = (seq: unknown) => {
    if (Number.isInteger(seq)) wokenTo(seq as number);
  };
  setHandler(wake, hear);
  // The name of a signal tells operators what has happened, and decides nothing.
  setDefaultSignalHandler((_name, seq) => hear(seq));
}

type ConductFunction = (input: ConductInput) => Promise<string>;

/** One workflow function for every name: it conducts the procedure of the workflow type in which it runs. */
export function conductByName(procedures: ReadonlyMap<string, Procedure>): ConductFunction {
  return (input) => {
    const { workflowType } = workflowInfo();
    const procedure = procedures.get(workflowType);
    if (procedure === undefined) throw new Error(`no procedure for the workflow ${workflowType}`);
    return conduct(procedure)(input);
  };
}

/** The keys of what the procedure wants, which the procedure over the record must want as well. */
function keysOf(wants: readonly Want[]): string[] {
  return wants.map((want) => (want.want === 'close' ? 'close' : want.key));
}

/** Workflow time: the same on every replay. */
function now(): string {
  return new Date(Date.now()).toISOString();
}

/**
 * Resolves once the procedure has run as far as it can. The engine checks a condition again only when no promise is
 * left to settle, so the second check is the quiet point.
 */
function quiet(): Promise<void> {
  let looks = 0;
  return condition(() => ++looks > 1);
}

/** Whether this run has to end at the next quiet point: by our own limit, or because Temporal says so. */
function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return historyLength > longHistory || continueAsNewSuggested;
}

/**
 * Carries out effects. `done` gets the changes, or null where the scope was cancelled and something may be left to
 * send.
 */
function carryOut(
  request: Parameters<EffectActivities['carryOut']>[0],
  done: (changes: CaseChanges | null) => void,
): CancellationScope {
  const scope = new CancellationScope();
  const summary = '发送通知 try again to send what the record asks for';
  const send = () =>
    letters.carryOutAtOnce(request).catch((error: unknown) => {
      if (isCancellation(error)) throw error;
      return effects.carryOut.executeWithOptions({ summary }, [request]);
    });
  void scope.run(send).then(done, (error: unknown) => {
    if (!scope.consideredCancelled) throw error;
    done(null);
  });
  return scope;
}

/** One timer per case. A later rung keeps the armed one: it rings early, finds nothing due and is set again. */
function arm(alarm: Alarm, ring: () => void) {
  const scope = new CancellationScope();
  void scope
    .run(() => sleep(Math.max(1, alarm.at - Date.now()), { summary: alarm.summary }))
    .then(ring, (error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  return { ...alarm, scope };
}

async function startChildCase({ caseType, number, caseId, subject }: ChildEntry): Promise<void> {
  try {
    await startChild<ConductFunction>(caseTypes[caseType].workflow, {
      workflowId: number,
      args: [{ caseId }],
      staticSummary: staticSummary(caseType, number, subject),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
    });
  } catch (error) {
    // The child runs already: the reconciler was quicker, or this workflow was started again.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Writes search attributes only if they have changed, since each writing is an event. */
function showSearchAttributes(work: PendingWork): void {
  const changed = work.searchAttributesIfChanged(Date.now());
  if (changed === null) return;
  upsertSearchAttributes([
    { key: searchAttributes.caseType, value: changed.caseType },
    { key: searchAttributes.stage, value: changed.stage },
    { key: searchAttributes.unit, value: changed.unit },
    { key: searchAttributes.dueAt, value: changed.dueAt === null ? null : new Date(changed.dueAt) },
    { key: searchAttributes.overdue, value: changed.overdue },
    ...(changed.matter === null
      ? []
      : [
          { key: searchAttributes.matter, value: changed.matter },
          {
            key: searchAttributes.promisedAt,
            value: changed.promisedAt === null ? null : new Date(changed.promisedAt),
          },
        ]),
  ]);
}
