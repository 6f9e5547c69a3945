import { acknowledgeBy, urgencyOf } from '../../../domain/law/acknowledgement';
import { resolvePolicy, type PolicyLayer } from '../../../domain/law/policy';
import type { WorkCalendar } from '../../../domain/time/calendar';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import jxedz from '../../../prisma/data/policy/jxedz.json';
import national from '../../../prisma/data/policy/national.json';
import zhejiang from '../../../prisma/data/policy/zhejiang.json';

const calendar = calendarJson as unknown as WorkCalendar;
const policyOf = (zone: string) => {
  const resolved = resolvePolicy([national, zhejiang, jxedz] as PolicyLayer[], zone, '2026-12-01', 1);
  if (!resolved.ok) throw new Error(resolved.refusal.detail);
  return resolved.value;
};

it('is asked for of what is overdue or escalated, and of every rung of a step on which lives may depend', () => {
  expect(urgencyOf('remind', 'ladder.standard')).toBeNull();
  expect(urgencyOf('overdue', 'ladder.standard')).toBe('overdue');
  expect(urgencyOf('escalate', 'ladder.standard')).toBe('escalate');
  expect(urgencyOf('remind', 'ladder.urgent')).toBe('urgent');
});

it('has until the end of the next working day, over a weekend too, and four hours where lives may depend on it', () => {
  const friday = '2026-12-04T08:00:00.000Z';
  const by = (urgency: 'overdue' | 'urgent') => acknowledgeBy(policyOf('jxedz'), urgency, friday, calendar);
  expect(by('overdue')).toBe('2026-12-07T16:00:00.000Z');
  expect(by('urgent')).toBe('2026-12-04T12:00:00.000Z');
});

it('is asked for by nobody where the law of the zone has no row for it', () => {
  expect(acknowledgeBy(policyOf('zhejiang'), 'overdue', '2026-12-04T08:00:00.000Z', calendar)).toBeNull();
});
