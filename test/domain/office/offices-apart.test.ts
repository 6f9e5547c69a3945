import { clashOf, officesApart } from '../../../domain/office/offices-apart';
import { firmRoles, isFirmRole, roles, type Role } from '../../../domain/role';
import accounts from '../../../prisma/data/accounts.json';

describe('offices that must not meet in one natural person', () => {
  it('say why in both languages', () => {
    for (const { why } of officesApart) {
      expect(why.zh).toMatch(/\p{Script=Han}/u);
      expect(why.en).toMatch(/^\P{Script=Han}+$/u);
    }
  });

  it.each([
    ['administrator', 'intake-clerk'],
    ['auditor', 'payer'],
    ['auditor', 'administrator'],
    ['operator', 'administrator'],
    ['enterprise-contact', 'inspector'],
    ['enterprise-contact', 'administrator'],
    ['payer', 'confirmer'],
    ['payer', 'reward-officer'],
    ['confirmer', 'approver'],
    ['confirmer', 'intake-clerk'],
  ] satisfies [Role, Role][])('are %s and %s, in whatever order', (one, other) => {
    expect(clashOf([one, other])?.pair).toEqual(expect.arrayContaining([one, other]));
    expect(clashOf([other, one])).toEqual(clashOf([one, other]));
    expect(clashOf(['archivist', other, one])).not.toBeNull();
  });

  it('keep who runs or watches the system, and a firm’s contact, out of every other office', () => {
    const alone: readonly Role[] = ['administrator', 'operator', 'auditor', ...firmRoles];
    for (const one of alone)
      for (const other of roles)
        if (other !== one && other !== 'reporter' && !(isFirmRole(one) && isFirmRole(other)))
          expect([one, other, clashOf([one, other])]).not.toEqual([one, other, null]);
  });

  it('leave those of a firm what they hold together there', () => {
    expect(clashOf(firmRoles)).toBeNull();
  });

  it('leave the officers of a unit what they hold together', () => {
    expect(clashOf(['intake-clerk', 'inspector', 'section-chief'])).toBeNull();
    expect(clashOf(['policy-editor', 'department-officer', 'archivist'])).toBeNull();
  });

  it('meet in nobody of the demonstration', () => {
    const held = new Map<string, Role[]>();
    for (const { staffNo, roles: own } of accounts)
      held.set(staffNo, [...(held.get(staffNo) ?? []), ...(own as Role[])]);
    for (const [staffNo, all] of held) expect([staffNo, clashOf(all)]).toEqual([staffNo, null]);
  });
});
