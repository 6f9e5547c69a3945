/** What happens to a project, one scene after the other. `of` is the project itself, or the matter of one of its items. */
export type Scene =
  | { readonly scene: 'heading'; readonly words: string }
  | { readonly scene: 'papers'; readonly by: string; readonly materials: readonly string[] }
  | {
      /** A step as it is usually decided. */
      readonly scene: 'decide';
      readonly of: string;
      readonly step: string;
      /** Login, where somebody else than usual decides it. */
      readonly by?: string;
      readonly refused?: string;
    }
  | {
      readonly scene: 'act';
      readonly of: string;
      readonly by: string;
      readonly act: string;
      readonly body: object;
      /** The code with which it has to be refused; without it, it has to succeed. */
      readonly refused?: string;
    }
  | {
      /** Waits until this rung has fired by itself. */
      readonly scene: 'await';
      readonly of: string;
      readonly by: string;
      readonly step: string;
      readonly rung: string;
      readonly words: string;
    };

const planner = 'planning2';
const builder = 'housing2';
const above = 'deputy';

const heading = (words: string): Scene => ({ scene: 'heading', words });
const papers = (...materials: string[]): Scene => ({ scene: 'papers', by: 'contact1', materials });
const project = (step: string, change: { by?: string; refused?: string } = {}): Scene => ({
  scene: 'decide',
  of: 'project',
  step: `project/${step}`,
  ...change,
});
const item = (of: string, step: string): Scene => ({ scene: 'decide', of, step: `approval-item/${step}` });
const applied = (of: string) => item(of, 'application');
const accepted = (of: string) => item(of, 'acceptance');
const granted = (of: string) => item(of, 'decision');
const delivered = (of: string) => item(of, 'delivery');
const obtained = (of: string): Scene[] => [applied(of), accepted(of), granted(of), delivered(of)];

const pause = (ground: string, refused?: string): Scene => ({
  scene: 'act',
  of: 'land-use-permit',
  by: planner,
  act: 'request-pause',
  body: { step: 'approval-item/decision', ground, days: 15, reason: '规划方案送专家评审。' },
  ...(refused === undefined ? {} : { refused }),
});

export const sampleProject = {
  projectType: 'standard-plant',
  name: '年产两万吨精密铸件项目(演示)',
  summary: '新建厂房两栋,铸造与机加工生产线各一条。',
};

/** The one matter that is decided after its promise, and the one whose time is paused. */
export const late = 'construction-permit';
export const paused = 'land-use-permit';

export const scenes: readonly Scene[] = [
  heading('招引落地 intake: everything that the project needs is told once for all'),
  project('lead', { by: 'fast-project' }),
  project('notification', { by: 'fast-project' }),
  papers('business-licence'),
  applied('project-filing'),

  heading('a gate that is shut, and says why'),
  project('construction-gate', { refused: 'gate-shut' }),
  papers('land-contract', 'site-plan'),

  heading('two items side by side; one stands still for an expert review, on a ground of the law'),
  applied('land-use-permit'),
  applied('eia-table'),
  accepted('land-use-permit'),
  accepted('eia-table'),
  pause('holiday', 'reason-not-lawful'),
  pause('expert-review'),
  {
    scene: 'act',
    of: 'land-use-permit',
    by: above,
    act: 'answer-pause',
    body: { step: 'approval-item/decision', grant: true, reason: '同意。' },
  },
  granted('eia-table'),
  delivered('eia-table'),
  {
    scene: 'act',
    of: 'land-use-permit',
    by: planner,
    act: 'resume',
    body: { step: 'approval-item/decision', reason: '专家评审已完成。' },
  },
  granted('land-use-permit'),
  delivered('land-use-permit'),
  ...obtained('works-planning-permit'),
  project('construction-gate'),

  heading('在建施工 construction: a promise is broken, within the law, and has to be explained in public'),
  papers('contractor-contract', 'safety-measures'),
  ...obtained('drawing-review'),
  applied(late),
  accepted(late),
  {
    scene: 'await',
    of: late,
    by: builder,
    step: 'approval-item/decision',
    rung: 'promise-broken',
    words: 'the handler lets the promised time pass',
  },
  granted(late),
  delivered(late),
  {
    scene: 'await',
    of: late,
    by: builder,
    step: 'approval-item/explanation',
    rung: 'escalate-deputy',
    words: 'the chief forgets the explanation',
  },
  item(late, 'explanation'),
  project('start'),
  project('works'),

  heading('投产运营 operation: the acceptances side by side, the archive sealed'),
  papers('completion-report', 'emergency-plan'),
  applied('planning-verification'),
  applied('fire-acceptance'),
  applied('safety-facility-acceptance'),
  applied('pollutant-permit'),
  accepted('planning-verification'),
  accepted('fire-acceptance'),
  accepted('safety-facility-acceptance'),
  accepted('pollutant-permit'),
  granted('planning-verification'),
  granted('fire-acceptance'),
  granted('safety-facility-acceptance'),
  granted('pollutant-permit'),
  delivered('planning-verification'),
  delivered('fire-acceptance'),
  delivered('safety-facility-acceptance'),
  delivered('pollutant-permit'),
  applied('completion-filing'),
  project('operation-gate'),
  project('handover'),
];
