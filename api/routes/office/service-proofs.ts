import type { FastifyRequest } from 'fastify';
import { printingProblem } from '../../contract/printing';
import { proofOfService, type ProofOfService } from '../../../record/reading/proof-of-service';
import type { App } from '../../app-type';
import { answers, Binary, content, staffProblems } from '../../contract/answers';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { ProofSchema } from '../../contract/schemas/publication-schemas';
import { NumberParams, numberOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'signer' | 'print'>;

const guarded = { access: staff(), act: 'read/proof' } as const;
const refusals = [...staffProblems, 'case-not-found', 'notice-not-served'] as const;

/** 送达证明: the proof that a notice has reached its firm, to be read and to be printed. */
export async function serviceProofRoutes(app: App, deps: Deps): Promise<void> {
  proofRoute(app, deps);
  printedProofRoute(app, deps);
}

function proofRoute(app: App, deps: Deps): void {
  app.get(
    '/api/notices/:number/proof',
    {
      config: guarded,
      schema: {
        ...operation('proof-of-service', tags.notice, {
          zh: '送达证明',
          en: 'That and how a notice has come to its firm, signed by the office',
        }),
        params: NumberParams,
        response: answers({ 200: ProofSchema }, ...refusals),
      },
    },
    (request) => proofFor(deps, request),
  );
}

function printedProofRoute(app: App, deps: Deps): void {
  app.get(
    '/api/notices/:number/proof.pdf',
    {
      config: guarded,
      schema: {
        ...operation('print-proof-of-service', tags.notice, {
          zh: '打印送达证明',
          en: 'The proof of service to be printed',
        }),
        params: NumberParams,
        response: answers(
          { 200: content('application/pdf', 'the document', Binary) },
          ...refusals,
          'character-not-printable',
        ),
      },
    },
    async (request, reply) => {
      const page = await proofFor(deps, request);
      const pdf = await deps.print({ is: 'proof-of-service', page }).catch(printingProblem);
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${page.number}.pdf"`)
        .send(pdf);
    },
  );
}

async function proofFor(deps: Deps, request: FastifyRequest): Promise<ProofOfService> {
  const number = numberOf(request);
  const proof = await proofOfService(deps, actorOf(request), number);
  if (proof === null) throw await notFound(deps, request, number);
  if (proof === 'not-served') throw new ProblemError('notice-not-served');
  return proof;
}
