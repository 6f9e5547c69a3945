import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { isCreditCode } from '../../../domain/text/credit-code';
import { checklist, usualTrade, visited } from '../../courses/network/diagnosis';
import type { Crew } from '../crew';
import type { CaseAnswer } from '../people';
import { carryOn, rowOf, type NetworkStory } from './story';

/** As many as the zone has had diagnosed. */
const size = 64;
const institutes = ['institute1', 'institute2'];

interface Firm {
  readonly enterpriseId: string;
  readonly diagnosis: string | null;
}

interface Figures {
  readonly listed: number;
  readonly visited: number;
  readonly general: object;
  readonly major: object;
}

/**
 * A campaign over 64 firms: opened at once, and once; sixty-two without a fault, one that puts right what was found after
 * it was told of a major hazard, one that declines.
 */
export const diagnosisStory: NetworkStory = {
  title: `A campaign of diagnoses over ${size} firms`,
  async play(crew) {
    const [told, declining, ...others] = await firmsFor(crew);
    const liaison = crew.person('experts1');
    const number = await listed(crew, [told, declining, ...others]);
    const path = `/api/diagnosis-campaigns/${number}`;
    for (const time of ['first', 'second']) {
      const { opened, before } = await liaison.post<{ opened: number; before: number }>(
        `${path}/diagnoses`,
        {},
      );
      crew.say(`${number}  the ${time} time: ${opened} opened, ${before} were there`);
    }
    const rows = Object.values(await liaison.get(`${path}/firms`)) as Firm[];
    const caseOf = (firm: string) => rows.find(({ enterpriseId }) => enterpriseId === firm)?.diagnosis ?? '';
    await putRight(crew, caseOf(told));
    await declined(crew, caseOf(declining));
    for (const [at, firm] of others.entries())
      await withoutFault(crew, caseOf(firm), institutes[at % 2] ?? '');
    const overview = await liaison.get(`${path}/overview`);
    const { listed: firms, visited: seen, general, major } = overview as unknown as Figures;
    crew.say(
      `${number}  visited ${seen}, general ${JSON.stringify(general)}, major ${JSON.stringify(major)}`,
    );
    await crew.decide('experts1', number, 'running', {
      verdict: 'reported',
      summary: '重点企业安全水平有提升。',
    });
    const row = await rowOf(crew, 'experts1', number, {
      about: `${size} firms diagnosed, ${seen} visited`,
      outcome: 'reported',
    });
    return [
      { ...row, asExpected: row.asExpected && seen === size && firms === size },
      await rowOf(crew, 'experts1', caseOf(told), { about: 'a major hazard, put right', outcome: 'fixed' }),
      await rowOf(crew, 'experts1', caseOf(declining), { about: 'the firm declines', outcome: 'left-open' }),
    ];
  },
};

/** The firms of the two heads, and as many more as it takes, from a list. */
async function firmsFor(crew: Crew): Promise<[string, string, ...string[]]> {
  const editor = crew.person('policy1');
  const heading = '统一社会信用代码,企业名称,行业,园区或片区,注册地址,简称与曾用名';
  const rows = Array.from({ length: size - 2 }, (_, at) => [creditCode(at), `诊断示例${at + 1}号厂(演示)`]);
  const list = [heading, ...rows.map(([code, name]) => `${code},${name},C33,jxedz/tanghui,,`)].join('\r\n');
  await editor.post('/api/office/imports/enterprises', list);
  const entered = Object.values(await editor.get('/api/enterprises')) as { id: string; creditCode: string }[];
  const more = rows.map(([code]) => entered.find(({ creditCode }) => creditCode === code)?.id ?? '');
  const own = await Promise.all(
    ['head1', 'head2'].map(async (login) =>
      String((await crew.person(login).get('/api/session'))['enterpriseId']),
    ),
  );
  return [own[0] ?? '', own[1] ?? '', ...more];
}

/** A code of the demonstration whose last character fits. */
function creditCode(at: number): string {
  const body = `91330402MADG${String(at).padStart(5, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => body + last).find(isCreditCode) ?? '';
}

/** A campaign whose list is approved; those of the institute share the firms. */
async function listed(crew: Crew, firms: readonly string[]): Promise<string> {
  const form = { name: '诊断式安全检查服务', purpose: '对重点高风险企业开展诊断' };
  const opened = await crew.person('experts1').post<CaseAnswer>('/api/diagnosis-campaigns', form);
  crew.tell('opened', 'experts1', opened);
  const today = shanghaiDate(new Date().toISOString());
  const [first, second] = [firms.slice(0, 2), firms.slice(2)];
  const shares = [
    [...first, ...second.filter((_, at) => at % 2 === 0)],
    second.filter((_, at) => at % 2 === 1),
  ];
  const groups = await Promise.all(
    institutes.map(async (login, at) => ({
      institute: String((await crew.person(login).get('/api/session'))['personId']),
      firms: (shares[at] ?? []).map((enterpriseId) => ({ enterpriseId, trade: usualTrade })),
    })),
  );
  await crew.decide('experts1', opened.number, 'list', {
    ...{ verdict: 'listed', endBy: addDays(today, 120), groups },
  });
  await crew.decide('chief', opened.number, 'approval', { verdict: 'approved' });
  return opened.number;
}

/** The head of the firm answers for the danger at once; then everything goes its usual way. */
async function putRight(crew: Crew, number: string): Promise<void> {
  const today = shanghaiDate(new Date().toISOString());
  await crew.decide('institute1', number, 'appointment', { verdict: 'agreed', visitOn: today });
  await crew.decide('institute1', number, 'visit', visited(today));
  const { children } = (await crew.person('experts1').get(`/api/cases/${number}`)) as unknown as CaseAnswer;
  const done = { verdict: 'done', measures: '已停机清理。' };
  await crew.decide('head1', children[0]?.number ?? '', 'danger-response', done);
  const planned = await crew.decide('head1', number, 'plan', {
    verdict: 'planned',
    items: ['h1', 'h2'].map((item) => ({
      item,
      measure: '清理并加装防护。',
      responsible: '设备主管',
      fixBy: today,
    })),
  });
  await carryOn(crew, planned);
}

async function declined(crew: Crew, number: string): Promise<void> {
  const today = shanghaiDate(new Date().toISOString());
  await crew.decide('institute1', number, 'appointment', { verdict: 'agreed', visitOn: today });
  const general = visited(today, { majors: [], checklist: checklist() });
  await crew.decide('institute1', number, 'visit', general);
  await crew.decide('head2', number, 'plan', { verdict: 'declined', reason: '已委托第三方整改。' });
  await crew.decide('experts1', number, 'follow-up', { verdict: 'left', reason: '企业自行整改。' });
}

/** Quietly, as there are many. */
async function withoutFault(crew: Crew, number: string, login: string): Promise<void> {
  const today = shanghaiDate(new Date().toISOString());
  const [person, path] = [crew.person(login), `/api/diagnoses/${number}`];
  await person.decide(number, `${path}/appointment`, { verdict: 'agreed', visitOn: today });
  const clean = visited(today, { majors: [], generals: [], checklist: checklist() });
  await person.decide(number, `${path}/visit`, clean);
}
