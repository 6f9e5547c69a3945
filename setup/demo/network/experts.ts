import { addDays, addMonths, shanghaiDate } from '../../../domain/time/calendar';
import type { Crew } from '../crew';
import { Refused, type CaseAnswer } from '../people';
import { rowOf, type NetworkStory } from './story';

const place = { latitudeE6: 30_750_000, longitudeE6: 120_750_000 };

/**
 * Three experts enter the pool; one has an interest in the firm and is ruled out. The invited one declines, the next sees
 * danger in the photographs, the firm acts on it, confirms and rates.
 */
export const expertService: NetworkStory = {
  title: 'An expert whom a firm asks',
  async play(crew) {
    const [tied, first, second] = await Promise.all(
      ['expert1', 'expert2', 'expert3'].map((login) => enlisted(crew, login)),
    );
    const { enterpriseId } = await crew.person('contact1').get('/api/session');
    await once(() =>
      crew.person('expert1').post('/api/office/changes/enter-expert-tie', {
        ...{ personId: tied, enterpriseId, tie: 'paid' },
      }),
    );
    const opened = await crew
      .person('contact1')
      .post<CaseAnswer>('/api/expert-services', { kind: 'question', skill: 'dust-explosion', site: place });
    crew.tell('asked', 'contact1', opened);
    const { number } = opened;
    const need = { verdict: 'stated', need: '除尘管道积尘如何判断?见照片。', photographs: [] };
    await crew.decide('contact1', number, 'need', need);
    await crew.decide('head1', number, 'consent', { verdict: 'agreed' });
    await tellCandidates(crew, number);
    await crew.decide('experts1', number, 'invitation', { verdict: 'invited', experts: [first, second] });
    await crew.decide('expert2', number, 'acceptance', { verdict: 'declined', why: 'busy' });
    await crew.decide('expert3', number, 'acceptance', { verdict: 'accepted' });
    await crew.decide('expert3', number, 'answer', {
      ...{ verdict: 'danger', answer: '积尘超过一毫米即应清理。', danger: '管道弯头积尘严重' },
      urgentMeasure: '立即停机清理',
    });
    await crew.decide('head1', number, 'danger-response', { verdict: 'done', measures: '已停机并清理' });
    await crew.decide('contact1', number, 'confirmation', { verdict: 'confirmed', rating: 5 });
    return [
      await rowOf(crew, 'experts1', number, { about: 'answered by the second expert', outcome: 'served' }),
    ];
  },
};

/** Enters somebody in the pool: asked for by the liaison, put in force by the section chief. */
async function enlisted(crew: Crew, login: string): Promise<string> {
  const { personId } = await crew.person(login).get('/api/session');
  const from = shanghaiDate(new Date().toISOString());
  await once(async () => {
    const { proposal } = await crew
      .person('experts1')
      .post<{ proposal: string }>('/api/office/changes/enter-expert', {
        ...{ personId, skills: [{ skill: 'dust-explosion', main: true }], feeClass: 'senior', place },
        ...{ from, until: addDays(addMonths(from, 48), -1) },
      });
    await crew.person('chief').post(`/api/office/proposals/${proposal}/approval`, {});
  });
  return String(personId);
}

/** A demonstration may be played twice in one office: what stands already is left as it is. */
async function once(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'nothing-changes')) throw error;
  }
}

interface Candidate {
  readonly rank: number | null;
  readonly points: number;
  readonly ruledOut: readonly string[];
}

async function tellCandidates(crew: Crew, number: string): Promise<void> {
  const answer = await crew.person('experts1').get(`/api/expert-services/${number}/candidates`);
  for (const { rank, points, ruledOut } of Object.values(answer) as Candidate[])
    crew.say(
      `${number}  candidate: ${rank === null ? `ruled out, ${ruledOut.join(', ')}` : `rank ${rank}, ${points} points`}`,
    );
}
