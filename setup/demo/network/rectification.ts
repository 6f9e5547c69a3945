import { shanghaiDate } from '../../../domain/time/calendar';
import type { CaseAnswer } from '../people';
import { carryOn, rowOf, type NetworkStory } from './story';

/** What an inspector has seen on a site becomes an order, and two officers sign for its re-check. */
export const standingAlone: NetworkStory = {
  title: 'A rectification that stands alone',
  async play(crew) {
    const { enterpriseId } = await crew.person('contact1').get('/api/session');
    const opened = await crew.person('inspector1').post<CaseAnswer>('/api/rectifications', {
      enterpriseId,
      source: 'site-check',
      foundOn: shanghaiDate(new Date().toISOString()),
      hazards: [
        { item: 'h1', grade: 'general', clause: 'law-41', description: '冲压车间光电保护装置失效。' },
      ],
    });
    crew.tell('opened', 'inspector1', opened);
    const { number } = await carryOn(crew, opened);
    return [await rowOf(crew, 'chief', number, { about: 'found on a site, remedied', outcome: 'remedied' })];
  },
};
