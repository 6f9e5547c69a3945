import { openOffice } from '../kit/office';

it('lists who can be tried in a demonstration, and nobody in a real office', async () => {
  const demo = await openOffice({ settings: { demo: true } });
  const { password, accounts } = (await demo.as(null).get('/api/demo/accounts')).body as {
    password: string;
    accounts: { login: string }[];
  };
  expect(accounts.length).toBeGreaterThan(20);
  for (const { login } of [accounts[0]!, accounts.at(-1)!])
    expect((await demo.as(null).post('/api/session', { login, password })).status).toBe(201);

  const real = await openOffice({ over: demo });
  expect((await real.as(null).get('/api/demo/accounts')).body).toEqual({ password: null, accounts: [] });
  await real.close();
  await demo.close();
});
