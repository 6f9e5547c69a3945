import {
  approvalRefusals,
  officeChangeKinds,
  officeChanges,
  refusalsOf,
} from '../../../domain/office/catalogue';
import type { OfficeChangeDef } from '../../../domain/office/office-change';
import { officeRefusalCodes } from '../../../domain/office/office-refusal';
import { firmRoles, roles, type Role } from '../../../domain/role';

const defs: [string, OfficeChangeDef][] = officeChangeKinds.map((kind) => [kind, officeChanges[kind]]);

describe('every kind of change of the office', () => {
  it.each(defs)('%s is told in both languages', (_, { title, second }) => {
    for (const { zh, en } of [title, ...(second?.where === undefined ? [] : [second.where.title])]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^\P{Script=Han}+$/u);
    }
  });

  it.each(defs)('%s takes unknown fields from nobody', (_, { form }) => {
    expect(form).toMatchObject({ additionalProperties: false });
  });

  it('gives no refusal that nobody has listed, and lists none that nobody gives', () => {
    const given = new Set([
      ...officeChangeKinds.flatMap(refusalsOf),
      ...approvalRefusals,
      'not-for-others' as const,
    ]);
    expect([...given].sort()).toEqual([...officeRefusalCodes].sort());
  });

  it('is asked for by offices of staff, and by nobody of a firm', () => {
    const outside: readonly Role[] = [...firmRoles, 'reporter'];
    for (const [, { by, second }] of defs)
      for (const role of [...(by === 'staff' ? [] : by), ...(second?.roles ?? [])]) {
        expect(roles).toContain(role);
        expect(outside).not.toContain(role);
      }
  });
});
