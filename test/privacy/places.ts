import { dirname, join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import type { PayloadCodec } from '@temporalio/common';
import { officeFigures } from '../../record/operation/office-figures';
import { openDatabase, type Database } from '../../record/store/database';
import { SealingCodec } from '../../record/vault/payload-codec';
import { WorkerMetrics } from '../../worker/metrics';
import { testServers } from '../harness/environment';
import { workerLog } from '../harness/parts/quiet-runtime';
import { openedPayloads } from './payloads';
import type { Search } from './scan';
import type { WatchedOffice } from './watched-office';

/** Somewhere that nothing of a reporter may turn up. */
export interface Place extends Omit<Search, 'canaries'> {
  /** A text that does stand there: a search that finds it can find. Null where everything is sealed. */
  readonly control: string | null;
}

/** What Temporal keeps of each run of a workflow, by workflow id and run. */
export type Histories = Readonly<Record<string, History>>;

export async function historiesOf({ api }: WatchedOffice): Promise<Histories> {
  const histories: Record<string, History> = {};
  const { client } = api.engine;
  for await (const { workflowId, runId } of client.workflow.list())
    histories[`${workflowId} ${runId}`] = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return histories;
}

/**
 * Every place that a system writes to. Stops the engine: its files are read when it is done with them.
 * @param main a case that has been everywhere
 */
export async function placesOf(
  office: WatchedOffice,
  histories: Histories,
  main: { readonly number: string; readonly caseId: string },
): Promise<Record<string, Place>> {
  const { api, temporal } = office;
  const { engine } = api;
  const texts = {
    ...ofTemporal(office, histories, main.number),
    ...said(office),
    'the metrics': { texts: await metricsOf(office), control: 'anjie_http_requests_total' },
    ...(await tablesOf(office, main.number)),
  };
  const codec = new SealingCodec(api.keys);
  const opened = {
    'the payloads of the histories, opened': {
      buffers: await openedAll(codec, histories),
      control: main.caseId,
    },
    'what Temporal lists and describes, opened': {
      buffers: { descriptions: await openedPayloads(codec, office.descriptions) },
      control: main.number,
    },
  };
  await engine.close();
  await temporal.stop();
  return {
    ...texts,
    ...opened,
    'the files of Temporal, its log among them': {
      files: [dirname(temporal.databaseFile)],
      control: main.number,
    },
    'the log of PostgreSQL': {
      files: [join(testServers().folder, 'logs', 'postgres.log')],
      control: 'database system is ready',
    },
    'the store of papers': { files: [api.folder], control: null },
  };
}

/** All places as one, each text under the name of its place. */
export function all(places: Readonly<Record<string, Place>>): Omit<Search, 'canaries'> {
  const named = <T>(of: (place: Place) => Readonly<Record<string, T>> | undefined) =>
    Object.fromEntries(
      Object.entries(places).flatMap(([place, content]) =>
        Object.entries(of(content) ?? {}).map(([name, text]) => [`${place} (${name})`, text]),
      ),
    );
  return {
    texts: named(({ texts }) => texts),
    buffers: named(({ buffers }) => buffers),
    files: Object.values(places).flatMap(({ files }) => files ?? []),
  };
}

function ofTemporal(
  { descriptions }: WatchedOffice,
  histories: Histories,
  control: string,
): Record<string, Place> {
  return {
    'the histories': { texts: { histories: JSON.stringify(histories) }, control },
    'what Temporal lists and describes': { texts: { descriptions: JSON.stringify(descriptions) }, control },
  };
}

/** What was said to anybody: to the operator, to the staff by mail, to whoever asked in vain. */
function said({ apiLog, api, answers }: WatchedOffice): Record<string, Place> {
  const mails = api.mail.mails.map(({ raw, subject, text, to }) => [raw, subject, text, ...to].join('\n'));
  const problems = answers.filter(({ status }) => status >= 400);
  return {
    'the log of the API': { texts: { log: apiLog.join('') }, control: '/api/tip-offs/:number/acceptance' },
    'the log of the worker': { texts: { log: workerLog.join('') }, control: 'activity-failed' },
    'the mails': { texts: Object.fromEntries(mails.entries()), control: '责令限期整改指令书已下达' },
    'the problems that were answered': {
      texts: { problems: problems.map(({ text, headers }) => text + JSON.stringify(headers)).join('\n') },
      control: '/problems/form-invalid',
    },
  };
}

/** Every table of both schemas that holds anything, and the answers kept under keys by themselves. */
async function tablesOf({ api }: WatchedOffice, number: string): Promise<Record<string, Place>> {
  const owner = openDatabase(api.database.ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
  try {
    const places: Record<string, Place> = {};
    for (const { table, column, rows } of await dumpOf(owner))
      if (rows.includes('<row>'))
        places[`the table ${table}`] = { texts: { rows }, control: `<row>\n  <${column}>` };
    const kept = await owner.$queryRaw<{ row: string }[]>`
      SELECT jsonb_build_array(scope, key, answer)::text AS row FROM anjie.idempotency_key`;
    return {
      ...places,
      'the answers kept under keys': {
        texts: { answers: kept.map(({ row }) => row).join('\n') },
        control: number,
      },
    };
  } finally {
    await owner.$disconnect();
  }
}

/** The rows of each table as XML, bytes in base64, with the name of the first column. */
function dumpOf(owner: Database): Promise<{ table: string; column: string; rows: string }[]> {
  return owner.$queryRaw`
    SELECT table_schema || '.' || table_name AS "table", column_name AS "column",
      query_to_xml(format('SELECT * FROM %I.%I', table_schema, table_name), false, false, '')::text AS rows
    FROM information_schema.columns WHERE table_schema IN ('anjie', 'vault') AND ordinal_position = 1`;
}

async function openedAll(codec: PayloadCodec, histories: Histories): Promise<Record<string, Buffer>> {
  const opened: Record<string, Buffer> = {};
  for (const [name, history] of Object.entries(histories))
    opened[name] = await openedPayloads(codec, history);
  return opened;
}

async function metricsOf({ api }: WatchedOffice): Promise<Record<string, string>> {
  const worker = new WorkerMetrics();
  worker.report(await api.engine.reconcile());
  worker.figures(await officeFigures(api.db));
  return { api: (await api.parts.metrics?.metrics()) ?? '', worker: await worker.registry.metrics() };
}
