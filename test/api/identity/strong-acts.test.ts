import { caseTypes, steps } from '../../../domain/cases/catalogue';
import { caseTypeOf } from '../../../domain/case/step';
import { officeChangeKinds, officeChanges } from '../../../domain/office/catalogue';
import type { OfficeChangeDef } from '../../../domain/office/office-change';
import { strongActs } from '../../../domain/office/strong-acts';
import { openOffice, type Office } from '../kit/office';
import { enrol, type Authenticator } from './authenticator';

/*
 * Every act that demands the second factor, by the table that follows from steps, acts and kinds of change: refused
 * without one, refused without a code of it, and no longer refused for that once a code was shown.
 */

const demands = ['second-factor-not-enrolled', 'second-factor-needed'];

let office: Office;
beforeAll(async () => {
  office = await openOffice({ settings: { secondFactor: 'required' } });
});
afterAll(() => office.close());

/** Where an act is done, and by whom of the demonstration. */
function routeOf(act: string): { readonly url: string; readonly login: string } {
  const [room = '', name = ''] = act.split('/');
  if (act === 'office/approval')
    return { url: `/api/office/proposals/00000000-0000-4000-8000-000000000000/approval`, login: 'admin' };
  if (room === 'office') {
    const { by }: OfficeChangeDef = officeChanges[name as keyof typeof officeChanges];
    return {
      url: `/api/office/changes/${name}`,
      login: by !== 'staff' && !by.includes('administrator') ? 'policy1' : 'admin',
    };
  }
  if (room === 'act') return { url: `/api/cases/TO-2026-7K3M9QX2/acts/${name}`, login: 'director' };
  const { address, prefix } = caseTypes[caseTypeOf(act)];
  const login = { approver: 'director', payer: 'payer1', confirmer: 'confirmer1' }[
    steps.get(act)!.role as string
  ];
  return { url: `/api/${address}/${prefix}-2026-7K3M9QX2/${name}`, login: login ?? 'director' };
}

const acts: readonly (readonly [string, { readonly url: string; readonly login: string }])[] = [
  ...[...strongActs].map((act) => [act, routeOf(act)] as const),
  ['the list for the bank', { url: '/api/payouts/bank-list', login: 'payer1' }],
  ['what the bank says', { url: '/api/payouts/bank-returns', login: 'confirmer1' }],
];

it('are at least: to approve, to release, to list, to confirm, to agree to others, and both hands of what nobody does alone', () => {
  const expected = [
    ...[
      'tip-off/reward-approval',
      'payout/release',
      'payout/listing',
      'payout/bank-return',
      'payout/reconciliation',
    ],
    ...['act/answer-pause', 'act/answer-extension', 'act/answer-withdrawal', 'act/reopen', 'office/approval'],
    ...officeChangeKinds
      .filter((kind) => officeChanges[kind].second !== null)
      .map((kind) => `office/${kind}`),
    ...[...steps.values()].filter(({ role }) => role === 'approver').map(({ id }) => id),
  ];
  expect([...strongActs]).toEqual(expect.arrayContaining(expected));
  expect(strongActs.has('office/disable-account')).toBe(false);
});

describe('of whoever has none', () => {
  it.each(acts)('%s is refused, and says where to enrol', async (_, { url, login }) => {
    const answer = await office.as(login).post(url, {});
    expect([answer.status, answer.body.code]).toEqual([403, 'second-factor-not-enrolled']);
  });
});

describe('of whoever has one', () => {
  const own = new Map<string, Authenticator>();
  beforeAll(async () => {
    for (const login of new Set(acts.map(([, route]) => route.login)))
      own.set(login, await enrol(office, login));
    office.sleep(16 * 60_000);
  });

  it.each(acts)('%s is refused until a code is shown', async (_, { url, login }) => {
    expect((await office.as(login).post(url, {})).body.code).toBe('second-factor-needed');
  });

  describe('and has shown a code', () => {
    beforeAll(async () => {
      for (const each of own.values()) await each.show();
    });

    it.each(acts)('%s is no longer refused for that', async (_, { url, login }) => {
      const { body } = await office.as(login).post(url, {});
      expect(demands).not.toContain(body?.code);
    });
  });
});
