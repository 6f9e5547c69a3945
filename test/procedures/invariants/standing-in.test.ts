import { openSteps } from '../../../domain/case/case-view';
import { rewardApproval, rewardProposal } from '../../../domain/cases/tip-off/steps';
import { person } from '../kit/people';
import { usualProposal } from '../../../setup/courses/tip-off';
import { Story } from '../kit/story';

/* Standing in 代理 binds both ways: whose work somebody does has taken part in it (G9). */

it('what a substitute has proposed is not approved by the person for whom they stand in', async () => {
  const story = await (await Story.of()).carry(rewardProposal.id);
  const approver = person('approver', 3);
  const substitute = person('reward-officer', 0, { standsInFor: [approver.personId] });
  const { office } = story;
  const caseId = story.idOf('tip-off');
  const proposed = await office.decide(caseId, {
    step: rewardProposal.id,
    body: usualProposal,
    actor: substitute,
    seenSeq: null,
  });
  expect(proposed.ok).toBe(true);
  const approve = { step: rewardApproval.id, body: { verdict: 'approved' }, seenSeq: null };
  expect(openSteps(office.view(caseId)).map(({ step }) => step)).toContain(rewardApproval.id);
  const refused = await office.decide(caseId, { ...approve, actor: approver });
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'same-person' } });
  const another = await office.decide(caseId, { ...approve, actor: person('approver', 3) });
  expect(another.ok).toBe(true);
});
