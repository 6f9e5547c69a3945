import { shanghaiDate } from '../../domain/time/calendar';
import type { Office } from '../harness/office';
import { carry, openByForm, withdraw, type Course } from '../harness/courses/usual-course';
import type { Said } from '../../setup/courses';
import type { Path } from './paths';

const today = shanghaiDate(new Date().toISOString());
const unhurried = true;

const team: Said = {
  verdict: 'changed',
  places: [{ place: 't1', kind: 'team', name: '冲压一班', people: 20 }],
  ...{ ended: [], left: [], named: [] },
};
const elected: Said = {
  verdict: 'elected',
  part: 't1',
  named: [{ warden: 'w1', name: '张三', place: 't1', since: today }],
};
const ended: Said = { verdict: 'ended', reason: '停产' };
const replaced = {
  'warden-network/change': [team, { verdict: 'confirmed' }, ended],
  'warden-network/replacement': [elected],
};

async function network(office: Office, course: Course): Promise<string> {
  const number = await openByForm(office, 'warden-network', {}, office.cast.firmHead);
  await carry(office, number, { unhurried, ...course });
  return number;
}

async function round(office: Office, course: Course): Promise<string> {
  const number = await openByForm(office, 'warden-patrol', { patrolledOn: today }, office.cast.firmTeam);
  await carry(office, number, { unhurried, ...course });
  return number;
}

async function takenBack(office: Office, number: string): Promise<string> {
  await withdraw(office, number, office.cast.chief);
  return number;
}

const handling = (said: Said) => ({ 'warden-patrol/handling': [said] });
const toBureau = handling({ verdict: 'to-bureau', message: '请现场核查' });
const clean: Said = { verdict: 'clean', place: 't1', warden: 'w1', papers: [] };
const notConfirmed: Said = { verdict: 'not-confirmed', checkedOn: today, message: '已消除' };

/** The wardens of a firm and their rounds. One network at a time: the one before has ended. */
export const wardenPaths: Readonly<Record<string, Path>> = {
  'wardens-replaced': (office) => network(office, { instead: replaced }),
  'wardens-withdrawn': async (office) =>
    takenBack(office, await network(office, { until: 'warden-network/change' })),
  'round-clean': (office) => round(office, { instead: { 'warden-patrol/report': [clean] } }),
  'round-remedied': (office) =>
    round(office, { instead: { 'warden-patrol/recheck': [{ verdict: 'reopened', reason: '仍有堆放' }] } }),
  'round-to-fund': (office) => round(office, { instead: handling({ verdict: 'to-fund' }) }),
  'round-not-confirmed': (office) =>
    round(office, { instead: { ...toBureau, 'warden-patrol/site-check': [notConfirmed] } }),
  'round-ordered': (office) => round(office, { instead: toBureau }),
  'round-withdrawn': async (office) =>
    takenBack(office, await round(office, { until: 'warden-patrol/handling' })),
};
