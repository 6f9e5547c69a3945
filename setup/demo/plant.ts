/**
 * A sample project as data: what its people do, in order. Matters are carried in groups: all of a group are applied
 * for before the first of them is decided.
 */
export interface PlantAct {
  readonly groups: readonly (readonly string[])[];
  /** Papers for the file, by material. */
  readonly papers: readonly string[];
  /** What the project does once that is there: step, login, body. */
  readonly then: { readonly step: string; readonly login: string; readonly body: object };
  /** The step is tried before anything is there: it must be refused, and say what is missing. */
  readonly triedTooEarly?: boolean;
}

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export const plant: readonly PlantAct[] = [
  {
    groups: [['project-filing'], ['land-use-permit', 'eia-table'], ['works-planning-permit']],
    papers: ['land-contract', 'site-plan'],
    then: { step: 'construction-gate', login: 'deputy', body: { verdict: 'passed' } },
    triedTooEarly: true,
  },
  {
    groups: [['drawing-review'], ['construction-permit']],
    papers: ['contractor-contract', 'safety-measures'],
    then: { step: 'start', login: 'contact1', body: { verdict: 'started', startedOn: today } },
  },
  {
    groups: [],
    papers: [],
    then: { step: 'works', login: 'contact1', body: { verdict: 'completed', completedOn: today } },
  },
  {
    groups: [
      ['planning-verification', 'fire-acceptance', 'safety-facility-acceptance', 'pollutant-permit'],
      ['completion-filing'],
    ],
    papers: ['completion-report', 'emergency-plan'],
    then: { step: 'operation-gate', login: 'deputy', body: { verdict: 'passed' } },
  },
  {
    groups: [],
    papers: [],
    then: { step: 'handover', login: 'archivist1', body: { verdict: 'sealed' } },
  },
];

/** The item whose time is stopped for an expert review, and goes on. */
export const pausedMatter = 'eia-table';
/** The item that nobody decides until its promise is broken. */
export const sleptOverMatter = 'construction-permit';

/** Who accepts and who handles in each department. */
export const departments: Readonly<
  Record<string, { readonly counter: string; readonly handler: string; readonly chief: string }>
> = {
  'jxedz-investment': { counter: 'investment1', handler: 'investment2', chief: 'investment-chief' },
  'jxedz-planning': { counter: 'planning1', handler: 'planning2', chief: 'planning-chief' },
  'jxedz-ecology': { counter: 'ecology1', handler: 'ecology2', chief: 'ecology-chief' },
  'jxedz-housing': { counter: 'housing1', handler: 'housing2', chief: 'housing-chief' },
  'jxedz-safety': { counter: 'safety-officer1', handler: 'safety-officer2', chief: 'chief' },
};
