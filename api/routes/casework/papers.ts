import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { findCase, findPaper } from '../../../record/reading/case-reading';
import type { AddPaperRequest, CaseAnswer } from '../../../record/desk/desk';
import { fileExtensionOf, PaperRefused } from '../../../record/papers/paper-form';
import { actorOf, reporter, staff } from '../../identity/access';
import { answers, staffProblems, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { notFound, refused } from '../../contract/moves';
import { ProblemError, type ProblemCode } from '../../contract/problems';
import { ReceiptDoor } from '../../identity/receipt-door';
import { idempotencyOf, KeyHeader, NumberParams, numberOf } from '../../contract/request-parts';

const uploadProblems: readonly ProblemCode[] = [
  'form-invalid',
  'key-missing',
  'key-malformed',
  'key-reused',
  'media-type-unsupported',
  'paper-missing',
  'paper-refused',
  'paper-too-large',
  'overloaded',
];

const PaperAnswer = Type.Object(
  {
    id: Type.String(),
    sha256: Type.String({
      description: 'of the content as it is kept, cleaned of what tells of its maker where that can be done',
    }),
    mediaType: Type.String(),
    bytes: Type.Integer(),
    seq: Type.Integer({ description: 'of the case, now' }),
  },
  strict,
);

/** Described for readers; the stream is read part by part, so no schema stands before it. */
const upload = {
  consumes: ['multipart/form-data'],
  headers: KeyHeader,
} as const;
const FileBody = Type.Object({ file: Type.String({ format: 'binary' }) }, strict);
const Material = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const StaffFileBody = Type.Object({ material: Type.Optional(Material), ...FileBody.properties }, strict);
const acceptAll = () => () => true;

/** Evidence: taken in, cleaned and sealed by the paper store, entered into the file by the desk. */
export function paperRoutes(app: App, deps: ApiDeps): void {
  const door = new ReceiptDoor(deps);

  app.post(
    '/api/cases/:number/papers',
    {
      config: { access: staff(), act: 'add-paper' },
      validatorCompiler: acceptAll,
      schema: {
        ...upload,
        tags: ['案件 Cases'],
        operationId: 'add-paper',
        summary:
          '上传材料 Add a paper: first, if a list of materials asks for it, the field `material`; then one file, at most 20 MB; its name is not kept',
        params: NumberParams,
        body: StaffFileBody,
        response: answers(
          { 201: PaperAnswer },
          ...staffProblems,
          ...uploadProblems,
          'case-not-found',
          'material-unknown',
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const number = numberOf(request);
      const found = await findCase(deps.db, actor, number);
      if (found === null) throw await notFound(deps, request, number);
      if (found.depth === 'bare') {
        throw await refused(
          deps,
          request,
          { number, actor },
          { code: 'role-missing', detail: 'finance and audit add no papers' },
        );
      }
      const parts = request.parts();
      const first = await next(parts);
      const material = first?.type === 'field' ? materialIn(first) : null;
      const file = first?.type === 'field' ? await next(parts) : first;
      if (file?.type !== 'file') throw new ProblemError('paper-missing');
      void reply.code(201);
      return take(request, file, { number, caseId: found.file.id, material, actor });
    },
  );

  app.post(
    '/api/public/receipt/papers',
    {
      config: { access: reporter, act: 'add-paper' },
      validatorCompiler: acceptAll,
      schema: {
        ...upload,
        tags: ['举报人 Reporter'],
        operationId: 'receipt-papers',
        summary: '补充证据 Add evidence: first the field `code`, then one file',
        body: Type.Object({ code: Type.String(), ...FileBody.properties }, strict),
        response: answers({ 201: PaperAnswer }, ...uploadProblems, 'receipt-unknown', 'too-many-tries'),
      },
    },
    async (request, reply) => {
      const parts = request.parts();
      const code = await next(parts);
      if (code?.type !== 'field' || code.fieldname !== 'code' || typeof code.value !== 'string') {
        throw new ProblemError('form-invalid', {
          errors: [{ pointer: '/code', detail: 'must be the first part' }],
        });
      }
      const { caseId, number } = await door.open(request, code.value);
      const file = await next(parts);
      if (file?.type !== 'file') throw new ProblemError('paper-missing');
      void reply.code(201);
      return take(request, file, { number, caseId, ...byReporter });
    },
  );

  app.get(
    '/api/cases/:number/papers/:id',
    {
      config: { access: staff(), act: 'read/paper' },
      schema: {
        tags: ['案件 Cases'],
        operationId: 'paper',
        summary: '下载材料 A paper, as an attachment under a neutral name',
        params: Type.Object({ ...NumberParams.properties, id: Type.String({ format: 'uuid' }) }),
        response: answers(
          {
            200: {
              description: 'the paper',
              content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
            },
          },
          ...staffProblems,
          'form-invalid',
          'paper-not-found',
        ),
      },
    },
    async (request, reply) => {
      const { number, id } = request.params;
      const paper = await findPaper(deps.db, actorOf(request), number, id);
      if (paper === null) throw new ProblemError('paper-not-found');
      const content = await deps.papers.read(paper.caseId, paper.digest);
      return reply
        .type(paper.mediaType)
        .header(
          'content-disposition',
          `attachment; filename="evidence-${paper.place}.${fileExtensionOf(paper.mediaType)}"`,
        )
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(content);
    },
  );

  async function take(
    request: FastifyRequest,
    file: MultipartFile,
    {
      number,
      caseId,
      material,
      actor,
    }: Pick<AddPaperRequest, 'number' | 'material' | 'actor'> & { readonly caseId: string },
  ) {
    const { digest, sha256, mediaType, bytes } = await deps.papers.store(caseId, file.file).catch(tellPaper);
    const idempotency = idempotencyOf(deps, request, {
      digest,
      number,
      ...(material === null ? {} : { material }),
    });
    // The same request again must name the same paper.
    const id = uuidFrom(
      createHmac('sha256', deps.hashKey)
        .update(`paper|${idempotency.scope}|${idempotency.key}|${digest}`)
        .digest(),
    );
    const outcome = await deps.desk.addPaper({
      number,
      paper: { id, digest, mediaType, bytes },
      material,
      actor,
      idempotency,
    });
    if (!outcome.ok) throw await refused(deps, request, { number, actor }, outcome.refusal);
    return { id, sha256, mediaType, bytes, seq: (outcome.answer satisfies CaseAnswer).seq };
  }
}

const byReporter = { material: null, actor: { kind: 'reporter' } } as const;

function materialIn({ fieldname, value }: { readonly fieldname: string; readonly value: unknown }): string {
  if (fieldname === 'material' && Value.Check(Material, value)) return value;
  throw new ProblemError('form-invalid', {
    errors: [{ pointer: `/${fieldname}`, detail: 'only `material`, a code, may come before the file' }],
  });
}

function tellPaper(error: unknown): never {
  if (!(error instanceof PaperRefused)) throw error;
  throw new ProblemError(error.code === 'paper-too-large' ? 'paper-too-large' : 'paper-refused', {
    facts: { reason: error.code },
  });
}

async function next(parts: AsyncIterableIterator<Multipart>): Promise<Multipart | undefined> {
  const part = await parts.next();
  return part.done === true ? undefined : part.value;
}

/** 16 bytes as a UUID of the kind that anybody may make in their own way (version 8). */
function uuidFrom(bytes: Buffer): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own.writeUInt8((own.readUInt8(6) & 0x0f) | 0x80, 6);
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8);
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
