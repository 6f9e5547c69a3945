import { Type, type Static, type TObject, type TSchema } from 'typebox';
import type { CaseType } from '../../../domain/case/case-type';
import { effectResultTitles, systemPartTitles } from '../../../domain/case/case-event';
import { requestStateTitles } from '../../../domain/case/case-view';
import type { FormField, Widget } from '../../../domain/case/form-fields';
import { caseTypeNames } from '../../../domain/cases/catalogue';
import { paymentStateTitles } from '../../../domain/cases/payout/payment-states';
import { pauseGrounds } from '../../../domain/law/pause-grounds';
import { paperOriginTitles, paperStandingTitles } from '../../../domain/moves/paper';
import { clockCauseTitles, lineKindTitles } from '../../../domain/moves/story/line-title';
import { partyTitles } from '../../../domain/party';
import { refusalCodes, type RefusalCode } from '../../../domain/refusal';
import { roles, type Role, type Title } from '../../../domain/role';
import { clockStateTitles } from '../../../domain/time/clock-reading';
import {
  limitEffectTitles,
  limitUnitTitles,
  rungAudienceTitles,
  rungKindTitles,
} from '../../../domain/time/limit';
import { problems } from '../problem-codes';
import { actDefs } from './act-schemas';
import { Bilingual, Named, Nullable, strict, Within } from '../shapes';

/* What a console draws from: every form with its fields, and a title for every word that readings name. */

/** The words of readings that are the same for all types of case. */
export const words = {
  parties: partyTitles,
  lineKinds: lineKindTitles,
  systemParts: systemPartTitles,
  clockCauses: clockCauseTitles,
  clockStates: clockStateTitles,
  limitUnits: limitUnitTitles,
  limitEffects: limitEffectTitles,
  rungKinds: rungKindTitles,
  rungAudiences: rungAudienceTitles,
  pauseGrounds: bare(pauseGrounds),
  requestStates: requestStateTitles,
  noticeResults: effectResultTitles,
  paymentStates: paymentStateTitles,
  paperOrigins: paperOriginTitles,
  paperStandings: paperStandingTitles,
  refusals: refusalTitles(),
} as const;

type WordsOf<Table> = { readonly [Word in keyof Table]: Title };

/** The titles alone, where a table of words says more of each. */
function bare<Word extends string>(table: Readonly<Record<Word, Title>>): Record<Word, Title> {
  return Object.fromEntries(
    Object.entries<Title>(table).map(([word, { zh, en }]) => [word, { zh, en }]),
  ) as Record<Word, Title>;
}

/** Why something is refused, as its problem is titled. */
function refusalTitles(): Record<RefusalCode, Title> {
  const titles = refusalCodes.map((code) => [code, { zh: problems[code].zh, en: problems[code].en }]);
  return Object.fromEntries(titles) as Record<RefusalCode, Title>;
}

/** A title for each of these words. */
function TitlesOf<Word extends string>(known: readonly Word[]) {
  return Type.Unsafe<Readonly<Record<Word, Title>>>(
    Type.Object(Object.fromEntries(known.map((word) => [word, Bilingual])), strict),
  );
}

const Titles = Type.Record(Type.String(), Bilingual);

// --- forms ---------------------------------------------------------------------------------------

const OrNone = { anyOf: [{ type: 'integer' }, { type: 'null' }] };
const Words = Type.Array(Type.String());

/** What each widget has beside its name; `item` is the shape of what a list holds. */
const widgetParts = (item: TSchema) =>
  ({
    text: {
      lines: Type.Enum(['one', 'many']),
      maxLength: Type.Integer(),
      goesTo: Nullable(
        Type.Enum(['enterprise', 'everybody'], { description: 'who outside the office reads it' }),
      ),
    },
    code: { kind: Type.String({ description: 'how the code is written, as `telephone`' }) },
    word: { pattern: Type.String(), examples: Words },
    date: { meaning: Nullable(Type.Enum(['happened', 'established', 'received', 'planned', 'term'])) },
    number: { minimum: Type.Integer(), maximum: Type.Integer() },
    money: { maximumFen: Type.Integer({ description: 'kept in fen and typed in yuan' }) },
    flag: {},
    choice: { words: Type.Array(Type.Object({ word: Type.String(), title: Bilingual }, strict)) },
    person: {
      role: Nullable(Type.Enum([...roles], { description: 'which office they must hold; null: any' })),
    },
    enterprise: {},
    paper: {},
    list: { item, minItems: Type.Integer(), maxItems: Type.Unsafe<number | null>(OrNone) },
    group: { fields: Type.Array(Within<FormField>('FormField')) },
  }) satisfies Record<Widget['widget'], Record<string, TSchema>>;

/** One shape for each widget, with the fields that all of them have. */
function eachWidget(item: TSchema, more: Record<string, TSchema>): TObject[] {
  return Object.entries(widgetParts(item)).map(([widget, parts]) =>
    Type.Object({ widget: Type.Literal(widget), ...parts, ...more }, strict),
  );
}

const WidgetSchema = Named(
  'Widget',
  Type.Unsafe<Widget>({
    anyOf: eachWidget(Within<Widget>('Widget'), {}),
    description: 'how a value is filled in',
  }),
);

const FormFieldSchema = Named(
  'FormField',
  Type.Unsafe<FormField>({
    anyOf: eachWidget(WidgetSchema, {
      name: Type.String(),
      title: Bilingual,
      required: Type.Boolean(),
      mayBeNone: Type.Boolean({ description: 'whether null says that there is none' }),
    }),
    description: 'a field of a form, with the widget that takes it',
  }),
);

const Fields = Type.Array(FormFieldSchema);
const RoleName = Type.Unsafe<Role>(Type.Enum([...roles]));
const TypeName = Type.Unsafe<CaseType>(Type.Enum([...caseTypeNames]));
const Address = Type.String({ description: 'where the form is posted, `{number}` being that of the case' });

// --- the whole -----------------------------------------------------------------------------------

const TypeDefinition = Named(
  'CaseTypeDefinition',
  Type.Object(
    {
      title: Bilingual,
      address: Type.String({ description: 'where its cases are' }),
      stages: Type.Unsafe<Readonly<Record<string, Title>>>(Titles),
      outcomes: Type.Unsafe<Readonly<Record<string, Title>>>(Titles),
      input: Type.Array(FormFieldSchema, { description: 'under what title its beginning is read' }),
    },
    {
      ...strict,
      description: 'a type of case, with a title for each stage and outcome that one of its cases may name',
    },
  ),
);

const StepDefinition = Named(
  'StepDefinition',
  Type.Object(
    {
      id: Type.String(),
      caseType: TypeName,
      stage: Type.String(),
      title: Bilingual,
      role: RoleName,
      address: Nullable(
        Type.String({
          description: 'where it is decided; null: by the reporter alone, with the receipt code',
        }),
      ),
      verdicts: Type.Array(
        Type.Object(
          {
            verdict: Type.String(),
            title: Bilingual,
            byLimit: Type.Boolean({
              description: 'given by the limit itself as it ends, and by nobody else',
            }),
            fields: Fields,
          },
          strict,
        ),
      ),
    },
    strict,
  ),
);

const ActDefinition = Named(
  'ActDefinition',
  Type.Object(
    {
      act: Type.Enum(Object.keys(actDefs) as (keyof typeof actDefs)[]),
      title: Bilingual,
      by: Bilingual,
      address: Address,
      fields: Fields,
    },
    strict,
  ),
);

const OpeningDefinition = Named(
  'OpeningDefinition',
  Type.Object(
    {
      caseType: TypeName,
      title: Bilingual,
      roles: Type.Array(RoleName),
      address: Address,
      fields: Fields,
    },
    strict,
  ),
);

const RecordingDefinition = Named(
  'RecordingDefinition',
  Type.Object(
    {
      title: Bilingual,
      roles: Type.Array(RoleName),
      address: Address,
      kinds: Fields,
      matter: Fields,
      identity: Fields,
    },
    {
      ...strict,
      description:
        'how a clerk records a letter, visit or call: the kind of reporter, the matter, and unless it is anonymous who reports',
    },
  ),
);

const WordsSchema = Named(
  'Words',
  Type.Unsafe<{ readonly [Table in keyof typeof words]: WordsOf<(typeof words)[Table]> }>(
    Type.Object(
      Object.fromEntries(Object.entries(words).map(([name, table]) => [name, TitlesOf(Object.keys(table))])),
      { ...strict, description: 'titles of the words of readings, by kind of word' },
    ),
  ),
);

export const DefinitionsSchema = Named(
  'Definitions',
  Type.Object(
    {
      roles: TitlesOf(roles),
      caseTypes: Type.Unsafe<Readonly<Record<CaseType, CaseTypeDefinition>>>(
        Type.Object(Object.fromEntries(caseTypeNames.map((name) => [name, TypeDefinition])), strict),
      ),
      steps: Type.Array(StepDefinition),
      acts: Type.Array(ActDefinition),
      openings: Type.Array(OpeningDefinition),
      recording: RecordingDefinition,
      proposals: Type.Object(
        { roles: Type.Array(RoleName) },
        {
          ...strict,
          description:
            'who asks for changes of the office that wait for a second person, or puts them in force',
        },
      ),
      workedOut: Fields,
      words: WordsSchema,
    },
    {
      ...strict,
      description: 'what a console draws from; the same for everybody until the office is upgraded',
    },
  ),
);

export type CaseTypeDefinition = Static<typeof TypeDefinition>;
export type StepDefinition = Static<typeof StepDefinition>;
export type ActDefinition = Static<typeof ActDefinition>;
export type OpeningDefinition = Static<typeof OpeningDefinition>;
export type Definitions = Static<typeof DefinitionsSchema>;
