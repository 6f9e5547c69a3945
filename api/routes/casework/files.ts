import { Type } from 'typebox';
import { caseTypes } from '../../../domain/cases/catalogue';
import type { CaseType } from '../../../domain/case/case-type';
import { makeBundle } from '../../../record/bundle/make';
import { readEnterpriseFile } from '../../../record/reading/enterprise-file';
import { readFile } from '../../../record/reading/file-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { actorOf, everybody, staff } from '../../identity/access';
import { answers, staffProblems, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { EnterpriseFileSchema, FilePageSchema } from '../../files/file-answers';
import { notFound } from '../../contract/moves';
import { ProblemError } from '../../contract/problems';
import { NumberParams, numberOf } from '../../contract/request-parts';

const Page = (most: number, standard: number) => ({
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,3}$', description: `1 to ${most}, default ${standard}` }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' })),
});

const tags = ['档案 Files'];
const mostLines = 1_000;

/** The file of a case with all that was born in it, and the file of an enterprise. */
export function fileRoutes(app: App, deps: ApiDeps): void {
  const parts = { db: deps.db, rulebooks: new Rulebooks(deps.db) };

  for (const [address, operationId, summary] of [
    [
      'projects',
      'project-file',
      '一项目一档案 Everything of a project and its child cases, in order of time',
    ],
    ['cases', 'file', '案卷档案 Everything of a case and its child cases, in order of time'],
  ] as const) {
    app.get(
      `/api/${address}/:number/file`,
      {
        config: { access: staff(), act: 'read/file' },
        schema: {
          tags,
          operationId,
          summary,
          params: NumberParams,
          querystring: Type.Object(Page(mostLines, 200), strict),
          response: answers(
            { 200: FilePageSchema },
            ...staffProblems,
            'form-invalid',
            'cursor-invalid',
            'case-not-found',
          ),
        },
      },
      async (request) => {
        const number = numberOf(request);
        const { limit = '200', cursor = null } = request.query;
        const page = { limit: Math.min(Number(limit), mostLines), cursor };
        const file = await readFile(parts, actorOf(request), number, page);
        const wanted = address === 'cases' || file?.cases[0]?.caseType === 'project';
        if (file === null || !wanted) throw await notFound(deps, request, number);
        return file;
      },
    );
  }

  app.get(
    '/api/projects/:number/export',
    {
      config: {
        access: staff('project-officer', 'archivist', 'approver', 'auditor', 'enterprise-contact'),
        act: 'read/export',
      },
      schema: {
        tags,
        operationId: 'project-export',
        summary:
          '导出档案 The file of a project as one signed bundle: index, papers, records; check it with `npm run verify`',
        params: NumberParams,
        response: answers(
          {
            200: {
              description: 'the bundle',
              content: { 'application/zip': { schema: Type.String({ format: 'binary' }) } },
            },
          },
          ...staffProblems,
          'case-not-found',
        ),
      },
    },
    async (request, reply) => {
      const number = numberOf(request);
      const { vault, papers, signer } = deps;
      const bundle = await makeBundle(
        { ...parts, vault, papers, signer },
        actorOf(request),
        number,
        deps.clock(),
      );
      if (bundle === null) throw await notFound(deps, request, number);
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${number}.zip"`)
        .send(bundle);
    },
  );

  app.get(
    '/api/signing-keys',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'signing-keys',
        summary: '签名公钥 The office’s public keys (Ed25519, PEM), the current one first',
        response: answers({
          200: {
            description: 'PEM',
            content: { 'application/x-pem-file': { schema: Type.String() } },
          },
        }),
      },
    },
    (_request, reply) =>
      reply.type('application/x-pem-file').send(deps.signer.publicKeys.map(({ pem }) => pem).join('')),
  );

  app.get(
    '/api/enterprises/:id/file',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'enterprise-file',
        summary: '一企一档 Every case about an enterprise that you may see, by type, newest first',
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        querystring: Type.Object(
          { ...Page(100, 20), caseType: Type.Optional(Type.String({ enum: Object.keys(caseTypes) })) },
          strict,
        ),
        response: answers(
          { 200: EnterpriseFileSchema },
          ...staffProblems,
          'form-invalid',
          'cursor-invalid',
          'enterprise-not-found',
        ),
      },
    },
    async (request) => {
      const { limit = '20', cursor = null, caseType = null } = request.query;
      const file = await readEnterpriseFile(parts, actorOf(request), request.params.id, {
        caseType: caseType as CaseType | null,
        limit: Math.min(Number(limit), 100),
        cursor,
      });
      if (file === null) throw new ProblemError('enterprise-not-found');
      return file;
    },
  );
}
