import { dutySteps } from '../../../domain/cases/chief-officer/appointments';
import { usual } from '../../courses';
import { loginAt } from '../../courses/demo-logins';
import type { CaseAnswer } from '../people';
import { bureau, carryOn, rowOf, type NetworkStory } from './story';

/** A firm gets its chief safety officer, who does the duties once; then it is released, so that the story can be told again. */
export const chiefOfficers: NetworkStory = {
  title: 'A chief safety officer, from the nomination to the release of the firm',
  async play(crew) {
    const opened = await crew
      .person('head1')
      .post<CaseAnswer>('/api/chief-officers', { reason: '按制度配备首席安全官。' });
    crew.tell('opened', 'head1', opened);
    const { number } = opened;
    await carryOn(crew, opened, 'chief-officer/service', 'chief-officer/review', ...dutySteps);
    const scene = await crew.scene(number, bureau);
    const figures = await crew.person('chief').get('/api/network/chief-officers/figures');
    crew.say(
      `of ${String(figures['required'])} firms that must have one, ${String(figures['without'])} have none in office`,
    );
    for (const step of [...dutySteps, 'chief-officer/review', 'chief-officer/release']) {
      const { by, says } = usual(step);
      await crew.decide(loginAt(by, bureau) ?? '', number, step, await says(scene));
    }
    return [await rowOf(crew, 'chief', number, { about: 'duties done, released', outcome: 'released' })];
  },
};
