import { Type } from 'typebox';
import { parties } from '../../domain/party';
import { Bilingual, CaseTypeWord, ChildLine, Facts, Instant, Nullable, strict } from './answers';

/* What the reading of a case answers, and its record with the chain. */

const Days = Type.Object({ ms: Type.Number(), days: Type.Integer() }, strict);

const ClockSchema = Type.Object(
  {
    state: Type.String({ enum: ['running', 'paused', 'due'] }),
    overdue: Type.Boolean(),
    breached: Type.Boolean(),
    dueAt: Nullable(Instant),
    dueOn: Nullable(Type.String({ format: 'date' })),
    provisional: Type.Boolean(),
    remaining: Days,
    used: Days,
    daysIn: Type.String({ enum: ['working-days', 'calendar-days'] }),
    usedPercent: Type.Integer(),
  },
  strict,
);

const StepSchema = Type.Object(
  {
    key: Type.String(),
    step: Type.String(),
    title: Bilingual,
    role: Type.String(),
    stage: Type.String(),
    level: Type.Integer(),
    assignee: Nullable(Type.String()),
    openedAt: Instant,
    clock: ClockSchema,
    limit: Type.Object(
      {
        key: Type.String(),
        value: Type.Integer(),
        unit: Type.String(),
        effect: Type.String(),
        source: Facts,
        extendedBy: Type.Integer(),
      },
      strict,
    ),
    promise: Nullable(
      Type.Object(
        {
          limit: Type.Object(
            { key: Type.String(), value: Type.Integer(), unit: Type.String(), source: Facts },
            strict,
          ),
          promisedAt: Nullable(Instant),
          broken: Type.Boolean(),
        },
        { ...strict, description: '承诺时限 the committed limit beside the legal one' },
      ),
    ),
    pause: Nullable(
      Type.Object(
        { ground: Type.String(), from: Instant, expectedDays: Nullable(Type.Integer()) },
        { ...strict, description: '中止 why and for how many calendar days the step stands still' },
      ),
    ),
    rungs: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          kind: Type.String(),
          to: Type.String(),
          at: Instant,
          fireAt: Instant,
          fired: Type.Boolean(),
        },
        strict,
      ),
    ),
    extension: Nullable(Type.Object({ byValue: Type.Integer(), state: Type.String() }, strict)),
    decision: Nullable(
      Type.Object(
        {
          verdict: Type.String(),
          title: Bilingual,
          at: Instant,
          by: Nullable(Type.String()),
          standingInFor: Nullable(Type.String()),
          facts: Facts,
          detail: Nullable(Facts),
        },
        strict,
      ),
    ),
    you: Nullable(Type.Object({ may: Type.Boolean(), refusal: Nullable(Type.String()) }, strict)),
    verdicts: Type.Array(Type.Object({ verdict: Type.String(), title: Bilingual }, strict)),
  },
  strict,
);

const UnitSchema = Type.Object({ id: Type.String(), title: Bilingual }, strict);
const Codes = Type.Array(Type.String());

const ProjectSchema = Type.Object(
  {
    list: Type.Array(
      Type.Object(
        {
          matter: Type.String(),
          title: Bilingual,
          department: UnitSchema,
          before: Type.String({ description: 'the gate that stays shut until it is granted' }),
          needs: Type.Array(
            Type.Object({ name: Type.String(), title: Bilingual, met: Type.Boolean() }, strict),
          ),
          early: Type.Boolean({ description: '提前介入' }),
          state: Type.String({
            description: '`waiting` for what of its needs is not met, `open`, or how its newest case ended',
          }),
          case: Nullable(
            Type.Object(
              {
                number: Type.String(),
                stage: Type.String(),
                dueAt: Nullable(Instant),
                promisedAt: Nullable(Instant),
              },
              strict,
            ),
          ),
          earlier: Type.Array(
            Type.Object({ number: Type.String(), outcome: Nullable(Type.String()) }, strict),
          ),
        },
        strict,
      ),
      { description: '一次性告知 the list as it was told; empty before that' },
    ),
    materials: Type.Array(
      Type.Object(
        {
          material: Type.String(),
          title: Bilingual,
          inFile: Type.Boolean(),
          before: Nullable(Type.String({ description: 'the gate that stays shut without it' })),
          askedBy: Codes,
        },
        strict,
      ),
    ),
    gates: Type.Array(
      Type.Object(
        {
          gate: Type.String(),
          title: Bilingual,
          step: Type.String(),
          passed: Type.Boolean(),
          missing: Type.Object({ items: Codes, papers: Codes }, strict),
        },
        strict,
      ),
    ),
  },
  { ...strict, description: '项目 of a project' },
);

const MatterSchema = Type.Object(
  {
    matter: Type.String(),
    title: Bilingual,
    department: UnitSchema,
    materials: Type.Array(
      Type.Object(
        {
          material: Type.String(),
          title: Bilingual,
          liesIn: Nullable(
            Type.String({ enum: ['project', 'item'], description: 'given once, used by all; null: missing' }),
          ),
        },
        strict,
      ),
    ),
  },
  { ...strict, description: '审批事项 of an approval item or a certificate' },
);

export const CaseReadingSchema = Type.Object(
  {
    number: Type.String(),
    caseType: CaseTypeWord,
    label: Nullable(Type.String()),
    subject: Nullable(Bilingual),
    seq: Type.Integer(),
    zone: Type.String(),
    unit: Type.String(),
    stage: Type.String(),
    outcome: Nullable(Type.String()),
    openedAt: Instant,
    closedAt: Nullable(Instant),
    dueAt: Nullable(Instant),
    policy: Type.Object({ zone: Type.String(), on: Type.String(), revision: Type.Integer() }, strict),
    input: Facts,
    steps: Type.Array(StepSchema),
    record: Type.Array(
      Type.Object(
        {
          seq: Type.Integer(),
          at: Instant,
          kind: Type.String(),
          by: Facts,
          body: Facts,
          texts: Type.Record(Type.String(), Type.String()),
        },
        strict,
      ),
    ),
    children: Type.Array(ChildLine),
    ledger: Type.Object(
      {
        totalMs: Type.Number(),
        byParty: Type.Object(
          Object.fromEntries(parties.map((party) => [party, Type.Number({ description: 'ms' })])),
          strict,
        ),
        entries: Type.Array(
          Type.Object(
            {
              stage: Nullable(Type.String()),
              party: Type.String({ enum: [...parties] }),
              from: Instant,
              to: Instant,
              ms: Type.Number(),
            },
            strict,
          ),
        ),
      },
      { ...strict, description: '环节账 which party had how much of the time' },
    ),
    parent: Nullable(Type.String()),
    papers: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          seq: Type.Integer(),
          mediaType: Type.String(),
          bytes: Type.Integer(),
          origin: Type.String(),
          material: Nullable(Type.String()),
        },
        strict,
      ),
    ),
    people: Type.Record(Type.String(), Type.String()),
    payment: Nullable(
      Type.Object(
        {
          claimCode: Type.String(),
          amountFen: Type.Integer(),
          state: Type.String(),
          batch: Nullable(Type.String()),
          bankReference: Nullable(Type.String()),
          reward: Nullable(Facts),
          approvals: Type.Array(
            Type.Object(
              { step: Type.String(), verdict: Type.String(), at: Instant, by: Nullable(Type.String()) },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
    project: Nullable(ProjectSchema),
    matter: Nullable(MatterSchema),
  },
  { ...strict, title: 'Case detail' },
);

export const ChainSchema = Type.Object(
  {
    caseId: Type.String(),
    lines: Type.Array(
      Type.Object(
        {
          seq: Type.Integer(),
          at: Instant,
          actor: Facts,
          body: Facts,
          prevHash: Type.String(),
          hash: Type.String(),
        },
        strict,
      ),
    ),
  },
  strict,
);
