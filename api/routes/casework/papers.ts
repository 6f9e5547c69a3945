import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { paperRefusals } from '../../../domain/moves/refusals';
import { findCase, findPaper } from '../../../record/reading/case-reading';
import type { AddPaperRequest } from '../../../record/desk/desk';
import { standingOfPaper, type PaperCondition, type PaperStanding } from '../../../domain/moves/paper';
import { PaperRefused } from '../../../record/papers/clean/clean-paper';
import { fileExtensionOf, paperTypes } from '../../../record/papers/media-types';
import type { App } from '../../app-type';
import { answers, Binary, oneOfContents, staffProblems } from '../../contract/answers';
import { PaperAnswer } from '../../contract/schemas/file-schemas';
import { ReceiptCode } from '../../contract/schemas/public-schemas';
import { notFound, refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import type { ProblemCode } from '../../contract/problem-codes';
import { ProblemError } from '../../contract/problems';
import { idempotencyUnder, KeyHeader, keyOf, NumberParams, numberOf } from '../../contract/request-parts';
import { strict, Uuid } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, reporter, staff } from '../../identity/access';
import { encodingOf, utf8 } from '../../frame/requests/encodings';
import type { OwnCase, ReceiptDoor } from '../../identity/receipt-door';

export type PaperDeps = Pick<ApiDeps, 'db' | 'desk' | 'papers' | 'hashKey'>;
type Deps = PaperDeps & { readonly receiptDoor: ReceiptDoor };

const uploadProblems: readonly ProblemCode[] = [
  'key-missing',
  'key-malformed',
  'key-reused',
  'body-malformed',
  'media-type-unsupported',
  'paper-missing',
  'paper-refused',
  'paper-too-large',
  ...paperRefusals,
];

/** For the description. The stream is read part by part, so no schema validates it. */
const upload = { consumes: ['multipart/form-data'], headers: KeyHeader } as const;
const FileBody = Type.Object({ file: Binary }, strict);
const Material = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const StaffFileBody = Type.Object({ material: Type.Optional(Material), ...FileBody.properties }, strict);
const ReporterFileBody = Type.Object({ code: ReceiptCode, ...FileBody.properties }, strict);
const acceptAll = () => () => true;

/** Evidence: the paper store takes it in, cleans and seals it; the desk enters it into the file. */
export async function paperRoutes(app: App, deps: Deps): Promise<void> {
  staffUploadRoute(app, deps);
  reporterUploadRoute(app, deps);
  downloadRoute(app, deps);
}

function staffUploadRoute(app: App, deps: Deps): void {
  app.post(
    '/api/cases/:number/papers',
    {
      config: { access: staff(), act: 'add-paper', lastingKeys: true },
      validatorCompiler: acceptAll,
      schema: {
        ...upload,
        ...operation('add-paper', tags.cases, {
          zh: '上传材料',
          en: 'Add a paper: first, if a list of materials asks for it, the field `material`; then one file, at most 20 MB; its name is not kept',
        }),
        params: NumberParams,
        body: StaffFileBody,
        response: answers({ 201: PaperAnswer }, ...staffProblems, ...uploadProblems),
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
      const parts = partsOf(request);
      const first = await next(parts);
      const material = first?.type === 'field' ? materialIn(first) : null;
      const file = first?.type === 'field' ? await next(parts) : first;
      void reply.code(201);
      const adding = { number, caseId: found.file.id, material, actor, key: keyOf(request) };
      return take(deps, request, { file, parts }, adding);
    },
  );
}

function reporterUploadRoute(app: App, deps: Deps): void {
  const door = deps.receiptDoor;
  app.post(
    '/api/public/receipt/papers',
    {
      config: { access: reporter, act: 'add-paper', lastingKeys: true },
      validatorCompiler: acceptAll,
      schema: {
        ...upload,
        ...operation('receipt-papers', tags.reporter, {
          zh: '补充证据',
          en: 'Add evidence: first the field `code`, then one file',
        }),
        body: ReporterFileBody,
        response: answers({ 201: PaperAnswer }, ...uploadProblems, 'receipt-unknown', 'too-many-tries'),
      },
    },
    async (request, reply) => {
      const key = keyOf(request);
      const parts = partsOf(request);
      const code = await next(parts);
      if (code?.type !== 'field' || code.fieldname !== 'code' || typeof code.value !== 'string') {
        throw new ProblemError('form-invalid', {
          errors: [{ pointer: '/code', detail: 'must be the first part' }],
        });
      }
      const own = await door.open(request, code.value);
      void reply.code(201);
      return takeFromReporter(deps, request, own, { key, file: await next(parts), parts });
    },
  );
}

/** Takes evidence from the holder of a receipt code, once for each key. @throws ProblemError why it is not taken */
export function takeFromReporter(
  deps: PaperDeps,
  request: FastifyRequest,
  { caseId, number }: OwnCase,
  { key, ...upload }: Upload & { readonly key: string },
) {
  return take(deps, request, upload, { number, caseId, key, ...byReporter });
}

function downloadRoute(app: App, { db, papers }: Deps): void {
  app.get(
    '/api/cases/:number/papers/:id',
    {
      config: { access: staff(), act: 'read/paper' },
      schema: {
        ...operation('paper', tags.cases, {
          zh: '下载材料',
          en: 'A paper, as an attachment under a neutral name',
        }),
        params: Type.Object({ ...NumberParams.properties, id: Uuid }),
        response: answers(
          { 200: oneOfContents(paperTypes, 'the paper') },
          ...staffProblems,
          'paper-not-found',
          'paper-gone',
          ...Object.values(closedPapers),
        ),
      },
    },
    async (request, reply) => {
      const { number, id } = request.params;
      const paper = await findPaper(db, actorOf(request), number, id);
      if (paper === null) throw new ProblemError('paper-not-found');
      const closed = paper.standing === 'open' ? null : closedPapers[paper.standing];
      if (closed !== null) {
        throw new ProblemError(closed, paper.found === null ? {} : { facts: { found: paper.found } });
      }
      const bytes = await papers.read(paper.caseId, paper.digest, paper.held ? 'original' : 'clean');
      const name = `evidence-${paper.place}.${fileExtensionOf(paper.mediaType)}`;
      return reply
        .type(paper.mediaType)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(bytes);
    },
  );
}

/** Why a paper is not handed out. */
const closedPapers = {
  held: 'paper-held',
  'not-scanned': 'paper-not-scanned',
  quarantined: 'paper-quarantined',
} as const satisfies Record<Exclude<PaperStanding, 'open'>, ProblemCode>;

// --- taking one in ------------------------------------------------------------------------------

const byReporter = { material: null, actor: { kind: 'reporter' } } as const;

type Adding = Pick<AddPaperRequest, 'number' | 'material' | 'actor'> & {
  readonly caseId: string;
  readonly key: string;
};

export type Parts = AsyncIterableIterator<Multipart>;

/** The file of a request, and what comes after it. */
interface Upload {
  readonly file: Multipart | undefined;
  readonly parts: Parts;
}

async function take(
  deps: PaperDeps,
  request: FastifyRequest,
  { file, parts }: Upload,
  { caseId, key, ...adding }: Adding,
) {
  if (file?.type !== 'file') throw new ProblemError('paper-missing');
  const { digest, sha256, mediaType, bytes, condition } = await stored(deps, caseId, file, parts);
  const { number, material, actor } = adding;
  const idempotency = idempotencyUnder(deps, request, key, {
    digest,
    number,
    ...(material === null ? {} : { material }),
  });
  // A repeated request must name the same paper.
  const id = uuidFrom(
    createHmac('sha256', deps.hashKey)
      .update(`paper|${idempotency.scope}|${idempotency.key}|${digest}`)
      .digest(),
  );
  const outcome = await deps.desk.addPaper({
    ...adding,
    paper: { id, digest, mediaType, bytes, condition },
    idempotency,
  });
  if (!outcome.ok) throw await refused(deps, request, { number, actor }, outcome.refusal);
  // A reporter must not learn how many lines the record has.
  const seq = actor.kind === 'reporter' ? null : outcome.answer.seq;
  return { id, sha256, mediaType, bytes, ...conditionTold(condition), seq };
}

/** What the sender of a paper is told of it. */
function conditionTold({ original, damaged, scan }: PaperCondition) {
  return { standing: standingOfPaper({ held: original === null, released: false, scan: scan.is }), damaged };
}

function stored({ papers }: PaperDeps, caseId: string, { file }: MultipartFile, parts: Parts) {
  return papers
    .store(caseId, file, () => nothingMore(parts))
    .catch((error: unknown) => {
      if (!(error instanceof PaperRefused)) throw error;
      throw new ProblemError(error.code === 'paper-too-large' ? 'paper-too-large' : 'paper-refused', {
        facts: { reason: error.code },
      });
    });
}

function materialIn({ fieldname, value }: { readonly fieldname: string; readonly value: unknown }): string {
  if (fieldname === 'material' && Value.Check(Material, value)) return value;
  throw new ProblemError('form-invalid', {
    errors: [{ pointer: `/${fieldname}`, detail: 'only `material`, a code, may come before the file' }],
  });
}

/** The parts of an upload. @param fields how many of them may come; what is beyond is refused by its reader */
export function partsOf(request: FastifyRequest, fields?: number): Parts {
  encodingOf(request, utf8);
  return request.parts(fields === undefined ? {} : { limits: { fields, parts: fields + 2 } });
}

/** Reads the request to its end. A second file is refused before the first is kept: none is dropped in silence. */
async function nothingMore(parts: Parts): Promise<void> {
  const more = await next(parts);
  if (more === undefined) return;
  const words = {
    zh: '每次请求只能上传一个文件,其后不得再有内容',
    en: 'a request brings one file and nothing after it',
  };
  throw new ProblemError('form-invalid', {
    errors: [{ pointer: '/file', detail: words.en, words }],
  });
}

export async function next(parts: Parts): Promise<Multipart | undefined> {
  const part = await parts.next();
  return part.done === true ? undefined : part.value;
}

/** 16 bytes as a UUID of version 8, whose bits are the maker's own. */
function uuidFrom(bytes: Buffer): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own.writeUInt8((own.readUInt8(6) & 0x0f) | 0x80, 6);
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8);
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
