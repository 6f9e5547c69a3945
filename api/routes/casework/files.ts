import { Type } from 'typebox';
import type { CaseType } from '../../../domain/case/case-type';
import type { Title } from '../../../domain/role';
import { makeBundle } from '../../../record/bundle/make';
import { readEnterpriseFile } from '../../../record/views/enterprise-file';
import { readFile } from '../../../record/reading/file-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, Binary, content, staffProblems } from '../../contract/answers';
import {
  EnterpriseFileQuery,
  EnterpriseFileSchema,
  FilePageSchema,
} from '../../contract/schemas/file-schemas';
import { notFound } from '../../contract/moves';
import { printingProblem } from '../../contract/printing';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { NumberParams, numberOf, pageQuery, pageRequestOf } from '../../contract/request-parts';
import { strict, Uuid } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, everybody, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'vault' | 'papers' | 'signer' | 'print' | 'clock'>;
type FileParts = Pick<ApiDeps, 'db' | 'clock'> & { readonly rulebooks: Rulebooks };

/** The file of a case with those of its child cases, and the file of an enterprise. */
export async function fileRoutes(app: App, deps: Deps): Promise<void> {
  const parts = { db: deps.db, clock: deps.clock, rulebooks: new Rulebooks(deps.db) };
  for (const each of addresses) fileRoute(app, parts, each);
  exportRoute(app, deps, parts);
  signingKeysRoute(app, deps);
  enterpriseFileRoute(app, parts);
}

interface FileAddress {
  readonly address: string;
  readonly id: string;
  readonly title: Title;
  /** The only type of case that has its file under this address; null: any. */
  readonly only: CaseType | null;
}

const addresses: readonly FileAddress[] = [
  {
    address: '/api/projects/:number/file',
    id: 'project-file',
    title: {
      zh: '一项目一档案',
      en: 'Everything of a project and its child cases, in order of time',
    },
    only: 'project',
  },
  {
    address: '/api/cases/:number/file',
    id: 'file',
    title: { zh: '案卷档案', en: 'Everything of a case and its child cases, in order of time' },
    only: null,
  },
];

const usualLines = 200;

function fileRoute(app: App, parts: FileParts, { address, id, title, only }: FileAddress): void {
  app.get(
    address,
    {
      config: { access: staff(), act: 'read/file' },
      schema: {
        ...operation(id, tags.files, title),
        params: NumberParams,
        querystring: Type.Object(pageQuery(1_000, usualLines), strict),
        response: answers({ 200: FilePageSchema }, ...staffProblems, 'cursor-invalid', 'case-not-found'),
      },
    },
    async (request) => {
      const number = numberOf(request);
      const page = pageRequestOf(request.query, usualLines);
      const file = await readFile(parts, actorOf(request), number, page);
      if (file === null || (only !== null && file.cases[0]?.caseType !== only))
        throw await notFound(parts, request, number);
      return file;
    },
  );
}

function exportRoute(app: App, deps: Deps, parts: FileParts): void {
  const { vault, papers, signer, print, clock } = deps;
  app.get(
    '/api/projects/:number/export',
    {
      config: {
        access: staff('project-officer', 'archivist', 'approver', 'auditor', 'enterprise-contact'),
        act: 'read/export',
      },
      schema: {
        ...operation('project-export', tags.files, {
          zh: '导出档案',
          en: 'The file of a project as one signed bundle: index, papers, records; check it with `npm run verify`',
        }),
        params: NumberParams,
        response: answers(
          { 200: content('application/zip', 'the bundle', Binary) },
          ...staffProblems,
          'case-not-found',
          'character-not-printable',
        ),
      },
    },
    async (request, reply) => {
      const number = numberOf(request);
      const bundle = await makeBundle(
        { ...parts, vault, papers, signer, print },
        actorOf(request),
        number,
        clock(),
      ).catch(printingProblem);
      if (bundle === null) throw await notFound(parts, request, number);
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${number}.zip"`)
        .send(bundle);
    },
  );
}

function signingKeysRoute(app: App, { signer }: Deps): void {
  app.get(
    '/api/signing-keys',
    {
      config: { access: everybody },
      schema: {
        ...operation('signing-keys', tags.files, {
          zh: '签名公钥',
          en: 'The office’s public keys (Ed25519, PEM), the current one first',
        }),
        response: answers({ 200: content('application/x-pem-file', 'PEM') }),
      },
    },
    (_request, reply) =>
      reply.type('application/x-pem-file').send(signer.publicKeys.map(({ pem }) => pem).join('')),
  );
}

function enterpriseFileRoute(app: App, parts: FileParts): void {
  app.get(
    '/api/enterprises/:id/file',
    {
      config: { access: staff() },
      schema: {
        ...operation('enterprise-file', tags.files, {
          zh: '一企一档',
          en: 'An enterprise in figures, and every case about it that you may see, by type, newest first',
        }),
        params: Type.Object({ id: Uuid }),
        querystring: EnterpriseFileQuery,
        response: answers(
          { 200: EnterpriseFileSchema },
          ...staffProblems,
          'cursor-invalid',
          'enterprise-not-found',
        ),
      },
    },
    async (request) => {
      const { caseType = null, open = false } = request.query;
      const asked = { caseType, open, ...pageRequestOf(request.query) };
      const file = await readEnterpriseFile(parts, actorOf(request), request.params.id, asked);
      if (file === null) throw new ProblemError('enterprise-not-found');
      return file;
    },
  );
}
