import { addDays, type PlainDate } from '../../../domain/time/calendar';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import type { Course, Said } from '../course';

/** The trade of the usual firm, and what its checklist asks by the law that the system begins with. */
export const usualTrade = 'machinery';
const situations = referenceLayers
  .flatMap(({ rows }) => rows)
  .flatMap(({ key, value }) => {
    const [kind, code = ''] = key.split('.');
    const { trades = [] } = value as { trades?: readonly string[] };
    return kind === 'diagnosis-situation' && (trades.length === 0 || trades.includes(usualTrade))
      ? [code]
      : [];
  });

/** A checklist that is filled in, with these found. */
export const checklist = (...found: readonly string[]) =>
  situations.map((situation) => ({ situation, result: found.includes(situation) ? 'found' : 'clear' }));

const dust = 'dust-10';

/** What a visit has found of a machinery works: dust that lies thick, and a guard that is missing. */
export const visited = (today: PlainDate, change: object = {}): Said => ({
  verdict: 'visited',
  visitedOn: today,
  checklist: checklist(dust),
  majors: [{ item: 'h1', situation: dust, description: '抛光间积尘严重。', advice: '立即停机清理。' }],
  generals: [{ item: 'h2', clause: 'gb15760', description: '砂轮机缺防护罩。', advice: '加装防护罩。' }],
  summary: '整体管理规范,须重视粉尘清理。',
  ...change,
});

/** The campaign, from its list of one firm until its report. */
export const campaignCourse: Course = [
  {
    step: 'diagnosis-campaign/list',
    says: async ({ today, enterpriseId, personAt }) => ({
      verdict: 'listed',
      endBy: addDays(today, 90),
      groups: [{ institute: await personAt('institute'), firms: [{ enterpriseId, trade: usualTrade }] }],
    }),
  },
  { step: 'diagnosis-campaign/approval', by: 'chief', says: { verdict: 'approved' } },
  { step: 'diagnosis-campaign/running', says: { verdict: 'reported', summary: '企业安全水平有提升。' } },
];

/** A firm that puts right what was found. */
export const diagnosisCourse: Course = [
  { step: 'diagnosis/appointment', says: ({ today }) => ({ verdict: 'agreed', visitOn: today }) },
  { step: 'diagnosis/visit', says: ({ today }) => visited(today) },
  { child: 'danger-notice' },
  {
    step: 'diagnosis/plan',
    says: ({ today }) => ({
      verdict: 'planned',
      items: ['h1', 'h2'].map((item) => ({
        ...{ item, measure: '清理并加装防护。', responsible: '设备主管', fixBy: addDays(today, 20) },
      })),
    }),
  },
  {
    step: 'diagnosis/remedy',
    says: {
      verdict: 'done',
      items: ['h1', 'h2'].map((item) => ({ item, statement: '已整改。', papers: [] })),
    },
  },
  {
    step: 'diagnosis/revisit',
    says: ({ today }) => ({
      ...{ verdict: 'revisited', revisitedOn: today, closed: ['h1', 'h2'], findings: '均已到位。' },
    }),
  },
  {
    step: 'diagnosis/assignment',
    says: async ({ personAt }) => ({ verdict: 'assigned', institute: await personAt('institute') }),
    aside: true,
  },
  { step: 'diagnosis/follow-up', says: { verdict: 'left', reason: '企业暂不继续。' }, aside: true },
];

export const dangerCourse: Course = [
  { step: 'danger-notice/danger-response', says: { verdict: 'done', measures: '已停机清理。' } },
];
