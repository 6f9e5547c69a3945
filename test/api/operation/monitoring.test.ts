import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../../../setup/folders';
import { loopback } from '../../../setup/parts/ports';
import { urlOf } from '../../../setup/programs/programs';
import { eventually } from '../../harness/eventually';
import { ownSystem, type OwnSystem } from '../../harness/parts/own-system';
import { accept, assign, handIn, rectify, verify } from '../kit/story';

/* What docs/monitoring asks of Prometheus, held against the metrics of real processes. */

const folder = join(projectFolder, 'docs', 'monitoring');

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}
interface Panel {
  readonly title: string;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly { readonly expr: string }[];
}

const alerts = parse(readFileSync(join(folder, 'alerts.yml'), 'utf8')) as Rules;
const dashboard = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
};

const asked: readonly (readonly [string, string])[] = [
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** The names of metrics in an expression: words with an underscore that are neither functions nor labels. */
function metricsIn(expr: string): string[] {
  const bare = expr.replace(/\{[^}]*\}/g, '').replace(/\b(?:by|without)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/\b([a-z]\w*_\w+|up)\b(?!\s*\()/g)].map(([, name = '']) => name);
}

let system: OwnSystem;
beforeAll(async () => {
  system = await ownSystem();
});
afterAll(() => system.stop());

async function told(): Promise<Map<string, string>> {
  const { surroundings } = system;
  const addresses = [`http://${loopback}:${surroundings.ports.metrics}`, urlOf('worker', surroundings)];
  const texts = await Promise.all(
    addresses.map(async (address) => (await fetch(`${address}/metrics`)).text()),
  );
  return new Map(
    texts.flatMap((text) =>
      [...text.matchAll(/^(\w+)(?:\{[^}]*\})? (\S+)$/gm)].map(
        ([, name = '', value = '']) => [name, value] as const,
      ),
    ),
  );
}

it('every metric that an alert or the dashboard names is told by the API or the worker', async () => {
  const story = await handIn(system);
  await accept(system, story);
  await assign(system, story);
  await verify(system, story);
  // What counts failures is told once there is one.
  await system.mail.down();
  await rectify(system, story);
  const names = asked.flatMap(([, expr]) => metricsIn(expr)).filter((name) => name !== 'up');
  expect(names.length).toBeGreaterThan(15);
  await eventually(
    'all of them are told',
    async () => {
      const known = await told();
      expect(
        asked.filter(([, expr]) => metricsIn(expr).some((name) => name !== 'up' && !known.has(name))),
      ).toEqual([]);
      return true;
    },
    { withinMs: 60_000 },
  );
  await system.mail.up();
});

it('the business figures count what is open, overdue and paused, and how old the oldest wake-up is', async () => {
  await eventually(
    'the figures of the office are told',
    async () => {
      const known = await told();
      const open = await system.db.caseFile.count({ where: { outcome: null } });
      expect(open).toBeGreaterThan(0);
      expect(Number(known.get('anjie_open_cases'))).toBe(open);
      for (const name of ['anjie_overdue_steps', 'anjie_paused_steps', 'anjie_oldest_wake_up_seconds'])
        expect(Number(known.get(name))).toBeGreaterThanOrEqual(0);
      return true;
    },
    { withinMs: 60_000 },
  );
});

it('metrics name no case, and nobody', async () => {
  const { surroundings } = system;
  const text = await (await fetch(`${urlOf('worker', surroundings)}/metrics`)).text();
  expect(text).toMatch(/^temporal_/m);
  expect(text).not.toMatch(/(?:TO|RE|PO|PJ)-\d{4}-/);
});
