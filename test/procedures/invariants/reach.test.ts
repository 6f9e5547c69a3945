import fc from 'fast-check';
import { stepOfKey } from '../../../domain/case/step';
import type { CaseType } from '../../../domain/case/case-type';
import { attempts } from '../kit/attempts';
import { play } from '../kit/sequences';

/* How far attempts at random come. */

// Hundreds of cases per property: how long that takes says nothing about them.
jest.setTimeout(120_000);

/**
 * What sequences with a fixed seed never come to: what the other properties ask is not asked of nothing. Longer
 * procedures take more of them.
 */
async function missedBy(caseType: CaseType, expected: readonly string[]): Promise<string[]> {
  const reached = new Set<string>();
  const missed = () => expected.filter((each) => !reached.has(each));
  for (const tried of fc.sample(attempts, { seed: 20261123, numRuns: 1_000 })) {
    if (missed().length === 0) break;
    const office = await play({ caseType, tried });
    for (const body of office.caseIds.flatMap((caseId) => office.events(caseId).map((event) => event.body))) {
      reached.add(body.kind === 'clock-superseded' ? `clock ${body.cause}` : body.kind);
      if (body.kind === 'closed') reached.add(body.outcome);
      if (body.kind === 'decided') reached.add(`${stepOfKey(body.key)} ${body.verdict}`);
    }
  }
  return missed();
}

const anywhere = ['clock paused', 'clock resumed', 'rung-fired', 'assigned', 'reopened', 'withdrawn'];

test.each<[CaseType, string[]]>([
  [
    'tip-off',
    [
      ...anywhere,
      ...['clock extended', 'extension-refused', 'child-closed', 'rewarded', 'reward-refused'],
      ...[
        'settled-without-reward',
        'unsubstantiated',
        'paid',
        'child-reopened',
        'payout/bank-return returned',
      ],
    ],
  ],
  [
    'project',
    [
      ...anywhere,
      ...['child-closed', 'granted', 'declined', 'fact-recorded', 'paper-added', 'dropped'],
      'project/construction-gate passed',
    ],
  ],
  ['approval-item', [...anywhere, 'granted', 'refused', 'declined', 'approval-item/explanation published']],
  ['certificate', [...anywhere, 'granted', 'expired', 'surrendered', 'certificate/renewal applied']],
])('attempts on a %s reach most of what may become of it', async (caseType, expected) => {
  expect(await missedBy(caseType, expected)).toEqual([]);
});
