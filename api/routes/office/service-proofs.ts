import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { publicationKinds } from '../../../domain/cases/notice/publication';
import { serviceWayTitles } from '../../../domain/cases/service';
import { printPage } from '../../../record/print/print';
import { proofOfService, type ProofOfService } from '../../../record/reading/proof-of-service';
import { actorOf, staff } from '../../identity/access';
import { answers, Day, Instant, Nullable, staffProblems, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { notFound } from '../../contract/moves';
import { ProblemError } from '../../contract/problems';
import { NumberParams, numberOf } from '../../contract/request-parts';

const tags = ['告知 Notices'];
const guarded = { access: staff(), act: 'read/proof' } as const;
const refusals = [...staffProblems, 'case-not-found', 'notice-not-served'] as const;

const ProofSchema = Type.Object(
  {
    number: Type.String(),
    publication: Type.Object(
      {
        id: Type.String(),
        kind: Type.String({ enum: [...publicationKinds] }),
        title: Type.String(),
        publishedAt: Instant,
      },
      strict,
    ),
    enterprise: Type.Object({ id: Type.String(), name: Type.String(), creditCode: Type.String() }, strict),
    openedAt: Instant,
    reminders: Type.Array(Instant),
    service: Type.Object(
      {
        way: Type.String({ enum: Object.keys(serviceWayTitles) }),
        servedOn: Day,
        recordedAt: Instant,
        by: Nullable(Type.String({ description: 'who read it for the firm, or served it' })),
      },
      strict,
    ),
    papers: Type.Array(
      Type.Object({ id: Type.String(), digest: Type.String(), mediaType: Type.String() }, strict),
    ),
    record: Type.Object({ seq: Type.Integer(), hash: Type.String() }, strict),
    signature: Type.Object(
      {
        keyId: Type.String({ description: 'of a key at `/api/signing-keys`' }),
        value: Type.String({
          description:
            'Ed25519, hex, over the canonical JSON (keys in order, no blanks) of all fields above and `"is":"anjie-proof-of-service/1"`',
        }),
      },
      strict,
    ),
  },
  strict,
);

/** 送达证明: that a notice has come to its firm, to be read and to be printed. */
export function serviceProofRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/api/notices/:number/proof',
    {
      config: guarded,
      schema: {
        tags,
        operationId: 'proof-of-service',
        summary: '送达证明 That and how a notice has come to its firm, signed by the office',
        params: NumberParams,
        response: answers({ 200: ProofSchema }, ...refusals),
      },
    },
    (request) => proofFor(request),
  );

  app.get(
    '/api/notices/:number/proof.pdf',
    {
      config: guarded,
      schema: {
        tags,
        operationId: 'print-proof-of-service',
        summary: '打印送达证明 The same to be printed',
        params: NumberParams,
        response: answers(
          {
            200: {
              description: 'the document',
              content: { 'application/pdf': { schema: Type.String({ format: 'binary' }) } },
            },
          },
          ...refusals,
        ),
      },
    },
    async (request, reply) => {
      const page = await proofFor(request);
      const pdf = await printPage({ is: 'proof-of-service', page });
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${page.number}.pdf"`)
        .send(pdf);
    },
  );

  async function proofFor(request: FastifyRequest): Promise<ProofOfService> {
    const number = numberOf(request);
    const proof = await proofOfService(deps, actorOf(request), number);
    if (proof === null) throw await notFound(deps, request, number);
    if (proof === 'not-served') throw new ProblemError('notice-not-served');
    return proof;
  }
}
