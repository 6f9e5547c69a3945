import type { Course } from '../course';

/** A network that ends as soon as something is asked of it: otherwise it would stand for ever. */
export const networkCourse: Course = [
  { step: 'warden-network/change', says: { verdict: 'ended', reason: '企业停产。' } },
  { step: 'warden-network/replacement', says: { verdict: 'unneeded', part: 't1' }, aside: true },
];

/** A round that finds a hazard, which the firm remedies itself. */
export const patrolCourse: Course = [
  {
    step: 'warden-patrol/report',
    says: {
      verdict: 'found',
      place: 't1',
      warden: 'w1',
      grade: 'general',
      description: '疏散通道堆放物料。',
      papers: [],
    },
  },
  {
    step: 'warden-patrol/handling',
    says: { verdict: 'own-remedy', remedyDays: 10, measure: '清理通道,划线管理。' },
  },
  { step: 'warden-patrol/remedy', says: { verdict: 'remedied', statement: '已清理并划线。', papers: [] } },
  { step: 'warden-patrol/recheck', says: { verdict: 'passed' } },
  { step: 'warden-patrol/passing-on', says: { verdict: 'reported' }, needs: 'fund-report', aside: true },
  {
    step: 'warden-patrol/site-check',
    says: ({ today }) => ({
      verdict: 'confirmed',
      checkedOn: today,
      hazards: [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '疏散通道被占用。' }],
    }),
    aside: true,
  },
];
