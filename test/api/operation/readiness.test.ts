import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../../setup/parts/ports';
import { prepareTemporal } from '../../../setup/parts/temporal';
import { plainTemporal } from '../../../setup/parts/temporal-settings';
import { ensureKeys } from '../../../setup/parts/secrets';
import { startProgram, urlOf, type ProgramName } from '../../../setup/programs/programs';
import { eventually } from '../../harness/eventually';
import { ownSystem, type OwnSystem } from '../../harness/parts/own-system';
import { temporalCli } from '../../harness/parts/own-temporal';
import { handIn } from '../kit/story';

/* What `/readyz` of API and worker says, on real processes whose database and engine are spoilt beneath them. */

let system: OwnSystem;
beforeAll(async () => {
  system = await ownSystem();
});
afterAll(() => system.stop());
afterEach(async () => {
  await both({ status: 200, faults: [] });
});

interface Told {
  readonly status: number;
  readonly faults: readonly string[];
}

async function told(name: ProgramName): Promise<Told> {
  const answer = await fetch(`${urlOf(name, system.surroundings)}/readyz`);
  const { faults } = (await answer.json()) as { faults: string[] };
  return { status: answer.status, faults };
}

/** The namespace that a Temporal server knows lags behind a change by seconds. */
async function says(name: ProgramName, expected: Told): Promise<void> {
  await eventually(`${name} says ${JSON.stringify(expected)}`, async () => {
    expect(await told(name)).toEqual(expected);
    return true;
  });
}

async function both(expected: Told): Promise<void> {
  await says('api', expected);
  await says('worker', expected);
}

describe('with search attributes missing, so that no workflow can start', () => {
  const missing = ['CaseType', 'PromisedAt'];

  it('both are not ready, the gauge tells the cases, and the log names what mends it', async () => {
    for (const name of missing)
      await temporalCli(system.temporal, 'operator', 'search-attribute', 'remove', '--name', name, '--yes');
    await both({ status: 503, faults: ['search-attributes-missing'] });

    const { number } = await handIn(system);
    await eventually(
      'the gauge tells of a case without workflow',
      async () => (await withoutWorkflow()) >= 1,
      {
        withinMs: 90_000,
      },
    );
    const lines = await eventually('the log names both', async () => {
      const found = await linesOf('search-attribute-missing');
      return found.length >= missing.length && found;
    });
    expect(lines.map(({ attribute }) => attribute).sort()).toEqual([...missing].sort());

    for (const { remedy } of lines) {
      const [program, ...words] = String(remedy).split(' ');
      expect(program).toBe('temporal');
      await temporalCli(system.temporal, ...words);
    }
    await both({ status: 200, faults: [] });
    await eventually(
      'the workflow of the case runs',
      async () => (await system.db.caseFile.count({ where: { number, seenSeq: { gt: 0 } } })) === 1,
      { withinMs: 90_000 },
    );
    await eventually('the gauge has come down', async () => (await withoutWorkflow()) === 0, {
      withinMs: 90_000,
    });
  }, 300_000);
});

it('set-up adds the search attributes that are missing, and nothing where none is', async () => {
  const { address, namespace } = system.temporal;
  await temporalCli(system.temporal, 'operator', 'search-attribute', 'remove', '--name', 'Overdue', '--yes');
  await both({ status: 503, faults: ['search-attributes-missing'] });
  expect(await prepareTemporal(plainTemporal(address, namespace))).toEqual(['Overdue']);
  await both({ status: 200, faults: [] });
  expect(await prepareTemporal(plainTemporal(address, namespace))).toEqual([]);
}, 60_000);

it('a migration that has not come to its end is told by both, and no program starts on it', async () => {
  await asOwner(`UPDATE public._prisma_migrations SET finished_at = NULL
    WHERE migration_name = (SELECT max(migration_name) FROM public._prisma_migrations)`);
  await both({ status: 503, faults: ['migrations-missing'] });
  await expect(anotherApi()).rejects.toThrow(
    /ended while starting \(code 1\)[^]*lacks migrations[^]*npm run db:migrate/,
  );
  await asOwner('UPDATE public._prisma_migrations SET finished_at = now() WHERE finished_at IS NULL');
});

it('keys of another office are refused at the start, by the names of their files', async () => {
  const keys = await mkdtemp(join(tmpdir(), 'anjie-other-keys-'));
  await ensureKeys(keys);
  await expect(anotherApi({ keys })).rejects.toThrow(
    /ended while starting \(code 1\)[^]*vault\.key is not the key/,
  );
});

it('a folder for evidence that nothing can be written to stops the start with the name of its setting', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'anjie-no-folder-')), 'a-file');
  await writeFile(file, '');
  await expect(anotherApi({ evidence: file })).rejects.toThrow(
    /ended while starting \(code 1\)[^]*DATA_DIR: nothing can be written/,
  );
});

it('a database beneath them that was written with other keys is told by both', async () => {
  const change = (bit: string) =>
    asOwner(`SET session_replication_role = replica;
      UPDATE anjie.key_fingerprint SET fingerprint = set_bit(fingerprint, 0, 1 - get_bit(fingerprint, 0))
      WHERE key_name = '${bit}'`);
  await change('codec');
  await both({ status: 503, faults: ['keys-do-not-fit'] });
  await change('codec');
});

it('an office record of which lines are missing is told by both, at a start as well, and stops nobody', async () => {
  await eventually('the head of the office record is signed', async () =>
    (
      await readFile(join(system.surroundings.evidence, 'heads', 'of.jsonl'), 'utf8').catch(() => '')
    ).includes('office'),
  );
  await asOwner(`CREATE TABLE public.cut AS SELECT * FROM anjie.office_event ORDER BY seq DESC LIMIT 2;
    SET session_replication_role = replica;
    DELETE FROM anjie.office_event WHERE seq IN (SELECT seq FROM public.cut)`);
  await both({ status: 200, faults: ['office-record-not-as-written'] });
  await eventually(
    'the log names the record, and the command that says more',
    async () => {
      const said = [...(await linesOf('record-not-as-written')), ...(await linesOf('not-ready'))];
      for (const line of [
        { event: 'record-not-as-written', caseNumber: 'office', code: 'tail-missing' },
        { code: 'office-record-not-as-written', remedy: 'npm run verify -- --record' },
      ])
        expect(said).toContainEqual(expect.objectContaining(line));
      return true;
    },
    { withinMs: 60_000 },
  );
  await anotherApi();
  await asOwner('INSERT INTO anjie.office_event SELECT * FROM public.cut; DROP TABLE public.cut');
}, 120_000);

it('with Temporal away the API is ready and says so, and the worker is not', async () => {
  await system.temporal.stop();
  await says('api', { status: 200, faults: ['engine-away'] });
  await says('worker', { status: 503, faults: ['engine-away'] });
  await system.temporal.start();
});

it('with PostgreSQL away both are not ready', async () => {
  await system.postgres.stop();
  await both({ status: 503, faults: ['database-away'] });
  await system.postgres.start();
});

async function anotherApi(
  changes: { readonly keys?: string; readonly evidence?: string } = {},
): Promise<void> {
  const ports = { ...system.surroundings.ports, api: await freePort(), metrics: await freePort() };
  const logs = await mkdtemp(join(tmpdir(), 'anjie-other-api-'));
  const api = await startProgram('api', { ...system.surroundings, ...changes, ports, logs });
  await api.stop();
}

async function asOwner(statements: string): Promise<void> {
  const owner = new Client({ connectionString: system.postgres.ownerUrl });
  await owner.connect();
  try {
    await owner.query(statements);
  } finally {
    await owner.end();
  }
}

async function withoutWorkflow(): Promise<number> {
  const text = await (await fetch(`${urlOf('worker', system.surroundings)}/metrics`)).text();
  return Number(/^anjie_cases_without_workflow (\d+)$/m.exec(text)?.[1]);
}

async function linesOf(event: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(system.programs.worker.logFile, 'utf8');
  const lines = text
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as object] : []));
  return (lines as Record<string, unknown>[]).filter((line) => line['event'] === event);
}
