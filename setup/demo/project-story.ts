import { shanghaiDate } from '../../domain/time/calendar';

/** What happens to a project, one scene after the other. `of` is the project itself, or the matter of one of its items. */
export type Scene =
  | { readonly scene: 'heading'; readonly words: string }
  | { readonly scene: 'papers'; readonly by: string; readonly materials: readonly string[] }
  | (Said & { readonly scene: 'decide'; readonly step: string })
  | (Said & { readonly scene: 'act'; readonly act: string })
  | {
      /** Nobody does anything until this rung has fired by itself. */
      readonly scene: 'await';
      readonly of: string;
      readonly by: string;
      readonly step: string;
      readonly rung: string;
      readonly words: string;
    };

interface Said {
  readonly of: string;
  readonly by: string;
  readonly body: object;
  /** Login of whoever is to handle it: their id goes into the body. */
  readonly handler?: string;
  /** The code with which it is refused; without it, it must not be. */
  readonly refused?: string;
}

const today = shanghaiDate(new Date().toISOString());

interface Pair {
  readonly counter: string;
  readonly handler: string;
}
const planning: Pair = { counter: 'planning1', handler: 'planning2' };
const ecology: Pair = { counter: 'ecology1', handler: 'ecology2' };
const housing: Pair = { counter: 'housing1', handler: 'housing2' };
const safety: Pair = { counter: 'safety-officer1', handler: 'safety-officer2' };

const heading = (words: string): Scene => ({ scene: 'heading', words });
const papers = (...materials: string[]): Scene => ({ scene: 'papers', by: 'contact1', materials });
const project = (by: string, step: string, body: object, refused?: string): Scene => ({
  scene: 'decide',
  of: 'project',
  by,
  step: `project/${step}`,
  body,
  ...(refused === undefined ? {} : { refused }),
});
const applied = (of: string): Scene => ({
  scene: 'decide',
  of,
  by: 'contact1',
  step: 'approval-item/application',
  body: { verdict: 'applied' },
});
const accepted = (of: string, { counter, handler }: Pair): Scene => ({
  scene: 'decide',
  of,
  by: counter,
  step: 'approval-item/acceptance',
  body: { verdict: 'accepted' },
  handler,
});
const granted = (of: string, { handler }: Pair): Scene => ({
  scene: 'decide',
  of,
  by: handler,
  step: 'approval-item/decision',
  body: { verdict: 'granted' },
});
const delivered = (of: string, { handler }: Pair): Scene => ({
  scene: 'decide',
  of,
  by: handler,
  step: 'approval-item/delivery',
  body: { verdict: 'delivered', documentNo: 'DEMO-2026-001', deliveredOn: today },
});
const obtained = (of: string, by: Pair): Scene[] => [
  applied(of),
  accepted(of, by),
  granted(of, by),
  delivered(of, by),
];

const pause = (ground: string, refused?: string): Scene => ({
  scene: 'act',
  of: 'land-use-permit',
  by: planning.handler,
  act: 'pause',
  body: { step: 'approval-item/decision', ground, expectedDays: 15, reason: '规划方案送专家评审。' },
  ...(refused === undefined ? {} : { refused }),
});

export const sampleProject = {
  projectType: 'standard-plant',
  name: '年产两万吨精密铸件项目(演示)',
  summary: '新建厂房两栋,铸造与机加工生产线各一条。',
};

/** The one matter that is decided after its promise, and the one whose time stands still. */
export const late = 'construction-permit';
export const paused = 'land-use-permit';

export const scenes: readonly Scene[] = [
  heading('招引落地 intake: everything that the project needs is told once for all'),
  project('fast-project', 'lead', { verdict: 'settled' }),
  project('fast-project', 'notification', { verdict: 'notified' }),
  applied('project-filing'),

  heading('a gate that is shut, and says why'),
  project('deputy', 'construction-gate', { verdict: 'passed' }, 'gate-shut'),
  papers('land-contract', 'site-plan'),

  heading('two items side by side; one stands still for an expert review, on a ground of the law'),
  applied('land-use-permit'),
  applied('eia-table'),
  accepted('land-use-permit', planning),
  accepted('eia-table', ecology),
  pause('holiday', 'reason-not-lawful'),
  pause('expert-review'),
  granted('eia-table', ecology),
  delivered('eia-table', ecology),
  {
    scene: 'act',
    of: 'land-use-permit',
    by: planning.handler,
    act: 'resume',
    body: { step: 'approval-item/decision', reason: '专家评审已完成。' },
  },
  granted('land-use-permit', planning),
  delivered('land-use-permit', planning),
  ...obtained('works-planning-permit', planning),
  project('deputy', 'construction-gate', { verdict: 'passed' }),

  heading('在建施工 construction: a promise is broken, within the law, and has to be explained in public'),
  papers('contractor-contract', 'safety-measures'),
  ...obtained('drawing-review', housing),
  applied(late),
  accepted(late, housing),
  {
    scene: 'await',
    of: late,
    by: housing.handler,
    step: 'approval-item/decision',
    rung: 'promise-broken',
    words: 'the handler lets the promised time pass',
  },
  granted(late, housing),
  delivered(late, housing),
  {
    scene: 'await',
    of: late,
    by: housing.handler,
    step: 'approval-item/explanation',
    rung: 'escalate-deputy',
    words: 'the chief forgets the explanation',
  },
  {
    scene: 'decide',
    of: late,
    by: 'housing-chief',
    step: 'approval-item/explanation',
    body: { verdict: 'published', explanation: '审查意见往返补充,超出承诺时限,未超法定时限。' },
  },
  project('contact1', 'start', { verdict: 'started', startedOn: today }),
  project('contact1', 'works', { verdict: 'completed', completedOn: today }),

  heading('投产运营 operation: the acceptances side by side, the archive sealed'),
  papers('completion-report', 'emergency-plan'),
  applied('planning-verification'),
  applied('fire-acceptance'),
  applied('safety-facility-acceptance'),
  applied('pollutant-permit'),
  accepted('planning-verification', planning),
  accepted('fire-acceptance', housing),
  accepted('safety-facility-acceptance', safety),
  accepted('pollutant-permit', ecology),
  granted('planning-verification', planning),
  granted('fire-acceptance', housing),
  granted('safety-facility-acceptance', safety),
  granted('pollutant-permit', ecology),
  delivered('planning-verification', planning),
  delivered('fire-acceptance', housing),
  delivered('safety-facility-acceptance', safety),
  delivered('pollutant-permit', ecology),
  applied('completion-filing'),
  project('deputy', 'operation-gate', { verdict: 'passed' }),
  project('archivist1', 'handover', { verdict: 'sealed' }),
];
