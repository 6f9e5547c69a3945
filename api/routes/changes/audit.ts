import { Type } from 'typebox';
import { doorAttacks } from '../../../record/office/door-attacks';
import { fileExports, refusedAttempts, vaultOpenings } from '../../../record/office/audit';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { pageRequestOf } from '../../contract/request-parts';
import {
  AttackPage,
  AttackQuery,
  AuditQuery,
  FileExportPage,
  RefusedAttemptPage,
  VaultOpeningPage,
} from '../../contract/schemas/office-schemas';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'vault'>;

const usual = 50;
const byAuditors = { access: staff('auditor') };

/** What auditors look into beside the records. */
export async function auditRoutes(app: App, deps: Deps): Promise<void> {
  refusedAttemptsRoute(app, deps);
  vaultOpeningsRoute(app, deps);
  fileExportsRoute(app, deps);
  attacksRoute(app, deps);
}

function refusedAttemptsRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/audit/refused-attempts',
    {
      config: byAuditors,
      schema: {
        ...operation('refused-attempts', tags.office, {
          zh: '被拒绝的操作',
          en: 'Attempts that were refused: who tried what at which case, newest first',
        }),
        querystring: Type.Object(
          {
            ...AuditQuery.properties,
            act: Type.Optional(
              Type.String({ maxLength: 100, format: 'line', description: 'as `tip-off/acceptance`' }),
            ),
            code: Type.Optional(
              Type.String({ maxLength: 60, format: 'line', description: 'of the refusal' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: RefusedAttemptPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    ({ query: { limit, cursor, ...filter } }) =>
      refusedAttempts(db, filter, pageRequestOf({ limit, cursor }, usual)),
  );
}

function vaultOpeningsRoute(app: App, { db, vault }: Deps): void {
  app.get(
    '/api/audit/vault-openings',
    {
      config: byAuditors,
      schema: {
        ...operation('vault-openings', tags.office, {
          zh: '身份保险库的查看',
          en: 'Looks into the vault: who, at whose case, what for, newest first',
        }),
        querystring: AuditQuery,
        response: answers({ 200: VaultOpeningPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    ({ query: { limit, cursor, ...filter } }) =>
      vaultOpenings({ db, vault }, filter, pageRequestOf({ limit, cursor }, usual)),
  );
}

function fileExportsRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/audit/exports',
    {
      config: byAuditors,
      schema: {
        ...operation('exports', tags.office, {
          zh: '档案导出',
          en: 'Files that were taken out as bundles: who, which, how deep, newest first',
        }),
        querystring: AuditQuery,
        response: answers({ 200: FileExportPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    ({ query: { limit, cursor, ...filter } }) =>
      fileExports(db, filter, pageRequestOf({ limit, cursor }, usual)),
  );
}

function attacksRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/audit/attacks',
    {
      config: byAuditors,
      schema: {
        ...operation('attacks', tags.office, {
          zh: '密码、查询码与验证码的大量试错',
          en: 'Many wrong passwords or codes at one door, by ten minutes: how many, from how many networks, newest first',
        }),
        querystring: AttackQuery,
        response: answers({ 200: AttackPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    ({ query: { limit, cursor, ...days } }) => doorAttacks(db, days, pageRequestOf({ limit, cursor }, usual)),
  );
}
