import { unreadPolicyRows } from '../../setup/checks/unread-policy';

describe('rows of policy that nobody reads', () => {
  const row = 'prisma/data/policy#inspection.frequency-cap';

  it('are not those that production asks for', () => {
    expect(unreadPolicyRows([])).not.toContain(row);
    // By the templates `limit.matter.{matter}` and `credit.${tier}`.
    expect(unreadPolicyRows([])).not.toContain('prisma/data/policy#limit.matter.fire-acceptance');
    expect(unreadPolicyRows([])).not.toContain('prisma/data/policy#credit.minor');
  });

  it('are those whose only reader has no user itself', () => {
    expect(unreadPolicyRows(['domain/cases/inspection/inspection-rules.ts'])).toContain(row);
  });
});
