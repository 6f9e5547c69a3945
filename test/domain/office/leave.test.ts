import { endLeave, enterLeave, shortenLeave, type Leave } from '../../../domain/office/kinds/leave';
import type { StaffActor } from '../../../domain/role';

const today = '2026-12-01';
const [one, two, three] = ['person-1', 'person-2', 'person-3'];
const inspector = [{ unit: 'safety', roles: ['inspector' as const] }];

const actor = (change: Partial<StaffActor> = {}): StaffActor => ({
  kind: 'staff',
  ...{ personId: one, accountId: 'a', roles: ['inspector'], level: 0, unit: 'safety', enterpriseId: null },
  ...{ standsInFor: [], recusedFrom: [] },
  ...change,
});

function entering(term: { from: string; to: string }, leaves: readonly Leave[] = [], substituteId = two) {
  const facts = { id: 'leave-new', away: inspector, substitute: inspector, leaves };
  return enterLeave.judge({ form: { personId: one, substituteId, ...term }, facts, today });
}

const leave = (personId: string, substituteId: string, from: string, to: string): Leave => ({
  id: `${personId}-${from}`,
  ...{ personId, substituteId, from, to },
});

describe('a leave', () => {
  it('is entered ahead and is over within a year', () => {
    expect(entering({ from: today, to: '2027-12-01' }).ok).toBe(true);
    for (const term of [
      { from: '2026-11-30', to: '2026-12-05' },
      { from: today, to: '2027-12-02' },
      { from: today, to: '2126-12-01' },
    ])
      expect(entering(term)).toMatchObject({ refusal: { code: 'form-invalid' } });
    expect(entering({ from: '2026-12-09', to: '2026-12-08' })).toMatchObject({
      refusal: { code: 'dates-reversed' },
    });
  });

  it.each([
    ['is away already', leave(one, three, '2026-12-05', '2026-12-20')],
    ['names a substitute who is away', leave(two, three, '2026-12-10', '2026-12-10')],
    ['stands in for somebody', leave(three, one, '2026-11-01', '2026-12-01')],
  ])('is refused on the days on which the person %s', (_, standing) => {
    const refused = { refusal: { code: 'leaves-overlap' } };
    expect(entering({ from: today, to: '2026-12-10' }, [standing])).toMatchObject(refused);
    expect(entering({ from: '2026-12-21', to: '2026-12-31' }, [standing]).ok).toBe(true);
  });

  it('lets one person stand in for two, who are away at once', () => {
    const standing = leave(three, two, today, '2026-12-31');
    expect(entering({ from: today, to: '2026-12-10' }, [standing]).ok).toBe(true);
  });

  it('needs a substitute of the unit with an office in common', () => {
    const of = (substitute: typeof inspector) =>
      enterLeave.judge({
        form: { personId: one, substituteId: two, from: today, to: today },
        facts: { id: 'x', away: inspector, substitute, leaves: [] },
        today,
      });
    const unfit = { refusal: { code: 'substitute-unfit' } };
    expect(of([{ unit: 'fire', roles: ['inspector'] }])).toMatchObject(unfit);
    expect(of([])).toMatchObject(unfit);
    expect(entering({ from: today, to: today }, [], one)).toMatchObject(unfit);
  });

  it('is one’s own affair or that of the section chief', () => {
    const asked = (by: StaffActor) =>
      enterLeave.mayAsk?.({
        form: { personId: one, substituteId: two, from: today, to: today },
        facts: { id: 'x', away: inspector, substitute: inspector, leaves: [] },
        ...{ today, actor: by },
      });
    expect(asked(actor())).toMatchObject({ ok: true });
    expect(asked(actor({ personId: three, roles: ['section-chief'] }))).toMatchObject({ ok: true });
    for (const by of [
      actor({ personId: three }),
      actor({ personId: three, roles: ['section-chief'], unit: 'fire' }),
    ])
      expect(asked(by)).toMatchObject({ refusal: { code: 'not-for-others' } });
  });

  it('gets shorter, never longer, and does not end in the past', () => {
    const standing = leave(one, two, '2026-11-20', '2026-12-20');
    const to = (day: string) =>
      shortenLeave.judge({
        form: { leave: standing.id, to: day },
        facts: { leave: standing, away: inspector },
        today,
      });
    expect(to('2026-12-10')).toMatchObject({
      value: { before: standing, after: { ...standing, to: '2026-12-10' } },
    });
    for (const day of ['2026-11-30', '2026-12-20', '2027-01-01'])
      expect(to(day)).toMatchObject({ refusal: { code: 'form-invalid', errors: [{ pointer: '/to' }] } });
  });

  it('ends with yesterday, or leaves no day where it had not begun', () => {
    const ended = (standing: Leave | null) =>
      endLeave.judge({ form: { leave: 'x' }, facts: { leave: standing, away: inspector }, today });
    expect(ended(leave(one, two, '2026-11-20', '2026-12-20'))).toMatchObject({
      value: { after: { to: '2026-11-30' } },
    });
    expect(ended(leave(one, two, today, '2026-12-20'))).toMatchObject({ value: { after: null } });
    expect(ended(null)).toMatchObject({ refusal: { code: 'leave-unknown' } });
  });
});
