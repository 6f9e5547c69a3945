import { checklist, usualTrade, visited } from '../../../../setup/courses/network/diagnosis';
import { personOf } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk } from '../../kit/story';
import { enterprise } from '../../kit/usual';
import type { Begun, Instead, Patience, Script } from './script';
import { dayAt, later, type Day } from './wall-calendar';

/* The ways on which campaigns of diagnoses, diagnoses and dangers that a firm was told of come to their limits. */

const steps = (...names: string[]) => names.map((name) => `diagnosis/${name}`);
const danger = (...names: string[]) => names.map((name) => `danger-notice/${name}`);

const general = (today: Day) => visited(today, { majors: [], checklist: checklist() });
/** Nothing but a general hazard, which the re-visit finds as it was. */
const openStill: Instead = {
  'diagnosis/visit': [general],
  'diagnosis/plan': [
    (today) => ({
      verdict: 'planned',
      items: [{ item: 'h2', measure: '加装防护罩', responsible: '主管', fixBy: later(today, 20) }],
    }),
  ],
  'diagnosis/remedy': [{ verdict: 'done', items: [{ item: 'h2', statement: '已加装', papers: [] }] }],
  'diagnosis/revisit': [
    (today) => ({ verdict: 'revisited', revisitedOn: today, closed: [], findings: '尚未整改' }),
  ],
};
const handedBack: Instead = { 'diagnosis/appointment': [{ verdict: 'handed-back', why: 'busy' }] };

/**
 * Somebody of an institute is late, a firm says nothing: what runs out by itself goes on with the liaison, where another
 * script lets the time of that run.
 */
export function diagnosisScripts(office: KeptOffice): Script[] {
  const { campaign, diagnosis, finished } = doorsOf(office);
  const each = (patience: Patience): Script[] => [
    {
      ...{
        patience,
        begins: campaign,
        waits: ['list', 'approval'].map((step) => `diagnosis-campaign/${step}`),
      },
      leaves: ['diagnosis-campaign/running'],
    },
    { patience, begins: finished, waits: ['diagnosis-campaign/running'] },
    {
      ...{ patience, begins: diagnosis, waits: steps('appointment', 'assignment') },
      leaves: steps('appointment#2'),
      // Whom nobody hears of hands nothing back.
      instead: patience === 'late' ? {} : handedBack,
    },
    { patience, begins: diagnosis, waits: steps('visit'), leaves: steps('assignment', 'plan') },
    { patience, begins: diagnosis, waits: steps('plan'), leaves: steps('follow-up', 'remedy') },
    {
      ...{ patience, begins: diagnosis, waits: steps('remedy'), leaves: steps('revisit') },
      instead: openStill,
    },
    {
      ...{ patience, begins: diagnosis, waits: steps('revisit'), leaves: steps('assignment', 'follow-up') },
      instead: openStill,
    },
    { patience, begins: diagnosis, waits: steps('follow-up'), instead: openStill },
    {
      ...{ patience, begins: diagnosis, waits: danger('danger-review', 'own-check') },
      otherwise: { 'danger-notice/danger-response': 'late' },
      leaves: steps('plan', 'follow-up'),
    },
  ];
  return [
    ...each('late'),
    ...each('last-second'),
    {
      ...{ patience: 'last-second', begins: diagnosis, waits: danger('danger-response') },
      leaves: steps('plan', 'follow-up'),
    },
  ];
}

function doorsOf(office: KeptOffice) {
  const today = () => dayAt(office.now());
  const opened = async (address: string, form: object): Promise<Begun> => {
    const { body } = expectOk(await office.as('experts1').post(address, form));
    return { number: body.number as string, receiptCode: '' };
  };
  const says = async (login: string, { number }: Begun, step: string, body: object) =>
    expectOk(await office.as(login).decide(number, step, body));

  const campaign = () => opened('/api/diagnosis-campaigns', { name: '诊断服务', purpose: '年度活动' });
  /** The diagnosis of a firm in a campaign of its own. */
  const listed = async () => {
    const begun = await campaign();
    const institute = await personOf(office, 'institute1');
    const firms = [{ enterpriseId: enterprise, trade: usualTrade }];
    const list = { verdict: 'listed', endBy: later(today(), 300), groups: [{ institute, firms }] };
    await says('experts1', begun, 'diagnosis-campaign/list', list);
    await says('chief', begun, 'diagnosis-campaign/approval', { verdict: 'approved' });
    const form = { campaign: begun.number, enterpriseId: enterprise };
    return { campaign: begun, diagnosis: await opened('/api/diagnoses', form) };
  };
  return {
    campaign,
    diagnosis: async () => (await listed()).diagnosis,
    /** A campaign whose only firm does not want the service. */
    finished: async () => {
      const begun = await listed();
      const declined = { verdict: 'handed-back', why: 'not-wanted' };
      await says('institute1', begun.diagnosis, 'diagnosis/appointment', declined);
      const calledOff = { verdict: 'called-off', reason: '企业不接受' };
      await says('experts1', begun.diagnosis, 'diagnosis/assignment', calledOff);
      return begun.campaign;
    },
  };
}
