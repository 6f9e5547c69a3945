import { Type } from 'typebox';
import { parties } from '../../../domain/party';
import { copyLikenesses } from '../../../record/reading/lists/paper-copies';
import { OfferedActs } from './act-schemas';
import { Bilingual, CaseTypeWord, Day, Facts, Instant, Named, Nullable, strict } from '../shapes';
import { PaperCondition } from './file-schemas';
import { PaymentSchema } from './payout-schemas';

/* A case as it is read and as a move leaves it; and its record with the chain. */

const Unit = Named('Unit', Type.Object({ id: Type.String(), title: Bilingual }, strict));
const Codes = Type.Array(Type.String());
export const Promised = Nullable(Type.String({ format: 'date-time', description: 'the committed limit' }));
const Provisional = Type.Boolean({ description: 'the holiday notice of the due year is not published yet' });

export const ChildLine = Named(
  'ChildLine',
  Type.Object({ number: Type.String(), caseType: CaseTypeWord, outcome: Nullable(Type.String()) }, strict),
);

export const StandsStill = Named(
  'StandsStill',
  Type.Object(
    { ground: Type.String(), until: Nullable(Instant) },
    { ...strict, description: 'why the time stands still, and when it goes on by itself' },
  ),
);

// --- after a move -------------------------------------------------------------------------------

const OpenStepLine = Named(
  'OpenStepLine',
  Type.Object(
    {
      step: Type.String(),
      title: Bilingual,
      role: Type.String(),
      assignee: Nullable(Type.String()),
      dueAt: Nullable(Instant),
      promisedAt: Promised,
      provisional: Provisional,
      pause: Nullable(StandsStill),
      nextRung: Nullable(Type.Object({ id: Type.String(), at: Instant }, strict)),
    },
    strict,
  ),
);

export const CaseAnswerSchema = Named(
  'CaseAnswer',
  Type.Object(
    {
      number: Type.String(),
      caseType: CaseTypeWord,
      seq: Type.Integer(),
      stage: Type.String(),
      outcome: Nullable(Type.String()),
      open: Type.Array(OpenStepLine),
      children: Type.Array(ChildLine),
      detail: Nullable(Facts),
      foreseen: Type.Optional(
        Type.Object(
          { facts: Nullable(Facts), follows: Type.Array(Bilingual) },
          {
            ...strict,
            description: 'only with `preview`: what the decision would say, and what would follow',
          },
        ),
      ),
    },
    { ...strict, description: 'the case after the move' },
  ),
);

export const TipOffOpenedSchema = Named(
  'TipOffOpened',
  Type.Object(
    {
      number: Type.String(),
      receiptCode: Type.String({
        description: 'shown this once; whoever holds it is the reporter',
      }),
    },
    strict,
  ),
);

// --- the steps of a reading ---------------------------------------------------------------------

const Days = Named('DaysAndMs', Type.Object({ ms: Type.Number(), days: Type.Integer() }, strict));

const ClockSchema = Named(
  'ClockReading',
  Type.Object(
    {
      state: Type.String({ enum: ['running', 'paused', 'due', 'stopped'] }),
      overdue: Type.Boolean(),
      breached: Type.Boolean(),
      dueAt: Nullable(Instant),
      dueOn: Nullable(Day),
      provisional: Provisional,
      remaining: Days,
      used: Days,
      daysIn: Type.String({ enum: ['working-days', 'calendar-days'] }),
      usedPercent: Type.Integer(),
    },
    strict,
  ),
);

const LimitSchema = Named(
  'StepLimit',
  Type.Object(
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
);

const CountingSchema = Named(
  'StepCounting',
  Type.Object(
    {
      lines: Type.Array(
        Type.Object(
          { row: Nullable(Type.String()), words: Bilingual, source: Nullable(Facts) },
          { ...strict, description: 'how the limit counts, and the row of policy that says so' },
        ),
      ),
      days: Type.Array(Type.Object({ from: Day, to: Day }, strict), {
        description: 'the days that count, from the first to the last, in runs',
      }),
    },
    strict,
  ),
);

const PromiseSchema = Named(
  'StepPromise',
  Type.Object(
    {
      limit: Type.Object(
        { key: Type.String(), value: Type.Integer(), unit: Type.String(), source: Facts },
        strict,
      ),
      promisedAt: Nullable(Instant),
      broken: Type.Boolean(),
    },
    { ...strict, description: 'the committed limit beside the legal one' },
  ),
);

const PauseSchema = Named(
  'StepPause',
  Type.Object(
    {
      ground: Type.String(),
      from: Instant,
      expectedDays: Nullable(Type.Integer()),
      until: Nullable(Instant),
    },
    { ...strict, description: 'why and for how many calendar days the step stands still' },
  ),
);

const RungSchema = Named(
  'StepRung',
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
);

const DecisionSchema = Named(
  'StepDecision',
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
);

const StepSchema = Named(
  'StepReading',
  Type.Object(
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
      limit: LimitSchema,
      counting: CountingSchema,
      promise: Nullable(PromiseSchema),
      pause: Nullable(PauseSchema),
      pauseRequest: Nullable(
        Type.Object({ ground: Type.String(), days: Type.Integer(), state: Type.String() }, strict),
      ),
      rungs: Type.Array(RungSchema),
      extension: Nullable(Type.Object({ byValue: Type.Integer(), state: Type.String() }, strict)),
      startCorrection: Nullable(Type.Object({ on: Day, state: Type.String() }, strict)),
      decision: Nullable(DecisionSchema),
      you: Nullable(Type.Object({ may: Type.Boolean(), refusal: Nullable(Type.String()) }, strict)),
      verdicts: Type.Array(Type.Object({ verdict: Type.String(), title: Bilingual }, strict)),
    },
    strict,
  ),
);

// --- a project and its matters ------------------------------------------------------------------

const ProjectItem = Named(
  'ProjectItem',
  Type.Object(
    {
      matter: Type.String(),
      title: Bilingual,
      department: Unit,
      before: Type.String({ description: 'the gate that stays shut until it is granted' }),
      needs: Type.Array(Type.Object({ name: Type.String(), title: Bilingual, met: Type.Boolean() }, strict)),
      early: Type.Boolean({ description: 'the department has intervened early' }),
      state: Type.String({
        description: '`waiting` for what of its needs is not met, `open`, or how its newest case ended',
      }),
      case: Nullable(
        Type.Object(
          { number: Type.String(), stage: Type.String(), dueAt: Nullable(Instant), promisedAt: Promised },
          strict,
        ),
      ),
      earlier: Type.Array(Type.Object({ number: Type.String(), outcome: Nullable(Type.String()) }, strict)),
    },
    strict,
  ),
);

const ProjectMaterial = Named(
  'ProjectMaterial',
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
);

const ProjectGate = Named(
  'ProjectGate',
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
);

const ProjectSchema = Named(
  'ProjectReading',
  Type.Object(
    {
      list: Type.Array(ProjectItem, { description: 'as it was told once for all; empty before that' }),
      materials: Type.Array(ProjectMaterial),
      gates: Type.Array(ProjectGate),
    },
    { ...strict, description: 'of a project' },
  ),
);

const Validity = Named(
  'Validity',
  Type.Object(
    {
      until: Day,
      gaps: Type.Array(
        Type.Object(
          {
            from: Day,
            to: Nullable(Type.String({ format: 'date', description: 'null: it has not been renewed yet' })),
          },
          strict,
        ),
      ),
    },
    {
      ...strict,
      description: 'of a certificate: its last day with all renewals, and the days on which it was not valid',
    },
  ),
);

const MatterSchema = Named(
  'MatterReading',
  Type.Object(
    {
      matter: Type.String(),
      title: Bilingual,
      department: Unit,
      materials: Type.Array(
        Type.Object(
          {
            material: Type.String(),
            title: Bilingual,
            liesIn: Nullable(
              Type.String({
                enum: ['project', 'item'],
                description: 'given once, used by all; null: missing',
              }),
            ),
          },
          strict,
        ),
      ),
      validity: Nullable(Validity),
    },
    { ...strict, description: 'of an approval item or a certificate' },
  ),
);

// --- whose time it took -------------------------------------------------------------------------

const Ms = Type.Number({ description: 'milliseconds' });
const ByParty = Named(
  'MsByParty',
  Type.Object(Object.fromEntries(parties.map((party) => [party, Ms])), strict),
);
const PartyWord = Type.String({ enum: [...parties] });
const Work = { ms: Ms, naturalDays: Type.Integer(), workingDays: Type.Integer() };
const LedgerEntry = { stage: Nullable(Type.String()), party: PartyWord, from: Instant, to: Instant, ms: Ms };

const StageLedgerSchema = Named(
  'StageLedger',
  Type.Object(
    {
      totalMs: Ms,
      byParty: ByParty,
      entries: Type.Array(Named('StageLedgerEntry', Type.Object(LedgerEntry, strict))),
    },
    { ...strict, description: 'which party had how much of the time' },
  ),
);

/** Whose time a case and all cases below it took. */
export const FamilyLedgerSchema = Named(
  'FamilyLedger',
  Type.Object(
    {
      number: Type.String(),
      caseType: CaseTypeWord,
      from: Instant,
      to: Instant,
      totalMs: Ms,
      byParty: ByParty,
      entries: Type.Array(
        Named('FamilyLedgerEntry', Type.Object({ number: Nullable(Type.String()), ...LedgerEntry }, strict)),
      ),
      government: Type.Object(
        { ...Work, modules: Type.Array(Type.Object({ module: Type.String(), ...Work }, strict)) },
        { ...strict, description: 'only the time of the government' },
      ),
      departments: Type.Array(Type.Object({ unit: Type.String(), ...Work }, strict)),
      provisional: Type.Boolean(),
    },
    strict,
  ),
);

// --- the whole case -----------------------------------------------------------------------------

const RecordLineSchema = Named(
  'RecordLine',
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
);

const PaperCopiesSchema = Named(
  'PaperCopies',
  Type.Object(
    {
      likeness: Type.Enum([...copyLikenesses]),
      matters: Type.Integer({ description: 'in how many other matters it lies' }),
      numbers: Type.Array(Type.String(), {
        description: 'those of them that the reader may see, newest first',
      }),
    },
    {
      ...strict,
      description:
        'the same file, or a picture that looks the same, was handed in as proof in other matters; the officer judges by it at the re-check',
    },
  ),
);

const PaperLineSchema = Named(
  'PaperLine',
  Type.Object(
    {
      id: Type.String(),
      seq: Type.Integer(),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      origin: Type.String(),
      material: Nullable(Type.String()),
      ...PaperCondition,
      damaged: Type.Boolean({ description: 'it came cut short or broken; what could be read is shown' }),
      found: Nullable(Type.String({ description: 'what the scanner has found in it' })),
      copies: Nullable(PaperCopiesSchema),
    },
    strict,
  ),
);

export const CaseReadingSchema = Named(
  'CaseReading',
  Type.Object(
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
      takeOver: Nullable(
        Named(
          'TakenOver',
          Type.Object(
            {
              source: Type.String({ description: 'the old register' }),
              registerNo: Type.String(),
              receivedOn: Day,
              state: Type.String({ description: '`requested` until a second person agrees' }),
            },
            strict,
          ),
        ),
      ),
      policy: Type.Object({ zone: Type.String(), on: Type.String(), revision: Type.Integer() }, strict),
      input: Facts,
      steps: Type.Array(StepSchema),
      record: Type.Array(RecordLineSchema),
      children: Type.Array(ChildLine),
      ledger: StageLedgerSchema,
      youMay: OfferedActs,
      parent: Nullable(Type.String()),
      papers: Type.Array(PaperLineSchema),
      people: Type.Record(Type.String(), Type.String(), { description: 'names by person id' }),
      payment: Nullable(PaymentSchema),
      project: Nullable(ProjectSchema),
      matter: Nullable(MatterSchema),
      fundReports: Nullable(
        Type.Array(Type.String(), {
          description: 'of a round of a warden, for its firm: reports to the fund that name it',
        }),
      ),
    },
    strict,
  ),
);

const ChainLineSchema = Named(
  'ChainLine',
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
);

export const ChainSchema = Named(
  'RecordChain',
  Type.Object(
    {
      caseId: Type.String(),
      lines: Type.Array(ChainLineSchema),
      nextCursor: Nullable(Type.String({ description: 'hand in as `cursor` for the lines that follow' })),
    },
    strict,
  ),
);
