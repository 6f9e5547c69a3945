import { usual } from '../courses';
import { loginAt } from '../courses/demo-logins';
import { pause } from '../parts/processes';
import type { Crew } from './crew';
import { Refused, type CaseAnswer } from './people';
import { late, paused, sampleProject, scenes, type Scene } from './project-story';
import { printEnd, type Row } from './table';

/** Who opens the project: at the desk of the zone whose days pass in seconds. */
const officer = 'fast-project';
const rungWithinMs = 90_000;

/** A sample project from its lead to its operation, as the story tells it. */
export async function demonstrateProject(crew: Crew): Promise<void> {
  const demonstration = await ProjectDemonstration.open(crew);
  for (const scene of scenes) await demonstration.play(scene);
  printEnd(['case', 'state', 'promise', 'stood still', 'events'], await demonstration.rows());
}

class ProjectDemonstration {
  /** Numbers that have been shown with their link. */
  readonly #shown = new Set<string>();
  readonly #missed: string[] = [];

  private constructor(
    private readonly crew: Crew,
    private readonly number: string,
  ) {}

  static async open(crew: Crew): Promise<ProjectDemonstration> {
    const { enterpriseId } = await crew.person('contact1').get('/api/session');
    const opened = await crew
      .person(officer)
      .post<CaseAnswer>('/api/projects', { enterpriseId, ...sampleProject });
    const demonstration = new ProjectDemonstration(crew, opened.number);
    demonstration.#show(opened.number, sampleProject.name);
    crew.tell('opened', officer, opened);
    return demonstration;
  }

  async play(scene: Scene): Promise<void> {
    switch (scene.scene) {
      case 'heading':
        process.stdout.write(`\n— ${scene.words}\n`);
        return;
      case 'papers':
        for (const material of scene.materials) {
          await this.crew.person(scene.by).upload(`/api/cases/${this.number}/papers`, material, paper);
          this.crew.say(`${this.number}  paper ${material}, by ${scene.by}: given once, for every item`);
        }
        return;
      case 'decide': {
        const { of, step, refused } = scene;
        const number = await this.#numberOf(of);
        const { unit } = await this.#read<{ unit: string }>(number);
        const usually = usual(step);
        const by = scene.by ?? loginAt(usually.by, unit) ?? '';
        const body = await usually.says(await this.crew.scene(number, unit));
        return this.#expect(`${number}  ${step}, by ${by}`, refused, () =>
          this.crew.decide(by, number, step, body),
        );
      }
      case 'act': {
        const { of, by, act, body, refused } = scene;
        const number = await this.#numberOf(of);
        return this.#expect(`${number}  ${act}, by ${by}`, refused, () =>
          this.crew.act(by, number, act, body),
        );
      }
      case 'await': {
        const { of, by, step, rung, words } = scene;
        return this.#watch(await this.#numberOf(of), by, step, rung, words);
      }
    }
  }

  /** Prints what was refused and the facts of the refusal; throws where it goes otherwise than in the story. */
  async #expect(what: string, refused: string | undefined, make: () => Promise<unknown>): Promise<void> {
    if (refused === undefined) {
      await make();
      return;
    }
    try {
      await make();
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== refused) throw error;
      const named = Object.entries(error.facts).map(
        ([name, value]) => `${name}: ${[value].flat().join(', ')}`,
      );
      this.crew.say(`${what} → refused, ${refused}; ${named.join('; ')}`);
      return;
    }
    throw new Error(`${what}: should have been refused as ${refused}`);
  }

  async #watch(number: string, by: string, step: string, rung: string, words: string): Promise<void> {
    this.crew.say(`${number}  ${words}: watch its rungs`);
    const until = Date.now() + rungWithinMs;
    for (let seen: string[] = []; !seen.includes(rung); await pause(250)) {
      if (Date.now() > until) {
        this.#missed.push(rung);
        return;
      }
      const fired = await this.crew.firedRungs(by, number, step);
      for (const each of fired.filter((id) => !seen.includes(id)))
        this.crew.say(`${number}  ⏰ ${each} fired by itself`);
      seen = fired;
    }
  }

  /** One line per item and one for the project, each compared with what the story has to show. */
  async rows(): Promise<Row[]> {
    const { project, stage, seq } = await this.#read<ProjectReading>(this.number);
    const items = await Promise.all(project.list.map((line) => this.#rowOf(line)));
    const passed = project.gates.every((gate) => gate.passed);
    const missed = this.#missed.length === 0 ? '' : `; not fired: ${this.#missed.join(', ')}`;
    return [
      ...items,
      {
        cells: [this.number, stage, '–', '–', String(seq)],
        about: `the project: ${project.gates.length} gates passed${missed}`,
        asExpected: stage === 'operation' && passed && this.#missed.length === 0,
      },
    ];
  }

  async #rowOf({ matter, title, state, case: at }: ListLine): Promise<Row> {
    if (at === null) return { cells: ['–', state, '–', '–', '–'], about: title.en, asExpected: false };
    const { steps, ledger, seq } = await this.#read<ItemReading>(at.number);
    const decision = steps.find(({ step }) => step === 'approval-item/decision');
    const explained = steps.some(
      ({ step, decision: taken }) => step === 'approval-item/explanation' && taken !== null,
    );
    const broken = decision?.promise?.broken ?? false;
    const lawful = !(decision?.clock.breached ?? false);
    // An expert review is charged to the body that gives it, any other pause to nobody.
    const stoodStillS = (ledger.byParty.pause + ledger.byParty['third-body']) / 1000;
    const promise = decision?.promise ? (broken ? `broken${explained ? ', explained' : ''}` : 'kept') : '–';
    return {
      cells: [at.number, state, promise, `${stoodStillS.toFixed(1)} s`, String(seq)],
      about: title.en,
      asExpected:
        state === 'granted' &&
        lawful &&
        broken === (matter === late) &&
        explained === (matter === late) &&
        stoodStillS > 0 === (matter === paused),
    };
  }

  async #numberOf(of: string): Promise<string> {
    if (of === 'project') return this.number;
    const { project } = await this.#read<ProjectReading>(this.number);
    const line = project.list.find(({ matter }) => matter === of);
    if (!line?.case) throw new Error(`${of} is not open: ${line?.state ?? 'not on the list'}`);
    this.#show(line.case.number, line.title.en);
    return line.case.number;
  }

  #show(number: string, title: string): void {
    if (this.#shown.has(number)) return;
    this.#shown.add(number);
    this.crew.say(`${number}  ${title}   ${this.crew.link(number)}`);
  }

  async #read<Reading>(number: string): Promise<Reading> {
    return (await this.crew.person(officer).get(`/api/cases/${number}`)) as unknown as Reading;
  }
}

/** A paper as short as one can be. */
const paper = Buffer.from(
  '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

interface ListLine {
  readonly matter: string;
  readonly title: { readonly en: string };
  readonly state: string;
  readonly case: { readonly number: string } | null;
}

interface ProjectReading {
  readonly seq: number;
  readonly stage: string;
  readonly project: {
    readonly list: readonly ListLine[];
    readonly gates: readonly { readonly passed: boolean }[];
  };
}

interface ItemReading {
  readonly seq: number;
  readonly ledger: { readonly byParty: { readonly pause: number; readonly 'third-body': number } };
  readonly steps: readonly {
    readonly step: string;
    readonly clock: { readonly breached: boolean };
    readonly promise: { readonly broken: boolean } | null;
    readonly decision: object | null;
  }[];
}
