import type { CaseTypeDef } from '../../../domain/case/case-type-def';
import { commonStages, withdrawn } from '../../../domain/case/case-type-def';
import type { CaseType } from '../../../domain/case/case-type';
import { fieldsOf, type FormField } from '../../../domain/case/form-fields';
import { openersOf } from '../../../domain/case/opening';
import { caseTypeOf, endsByItself, type AnyStep } from '../../../domain/case/step';
import { workedOutFields } from '../../../domain/cases/worked-out';
import { caseTypeNames, caseTypes, openings, steps } from '../../../domain/cases/catalogue';
import type { StaffAct } from '../../../domain/moves/acts/act';
import { officeChangeKinds, officeChanges } from '../../../domain/office/catalogue';
import type { OfficeChangeDef } from '../../../domain/office/office-change';
import { roleTitles, type Role, type Title } from '../../../domain/role';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { actUrl, decisionUrl, openingUrl } from '../../contract/form-urls';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import { actDefs, type ActDef } from '../../contract/schemas/act-schemas';
import {
  DefinitionsSchema,
  words,
  type ActDefinition,
  type Definitions,
  type OpeningDefinition,
  type StepDefinition,
} from '../../contract/schemas/definition-schemas';
import { RecordedMatter, ReporterKind, TipOffInput, WhoStep } from '../../contract/schemas/intake-forms';
import { staff } from '../../identity/access';

/** What a console draws from. It follows from the code alone, and is made once. */
export async function definitionRoutes(app: App): Promise<void> {
  const definitions = definitionsOfAll();
  app.get(
    '/api/definitions',
    {
      config: { access: staff() },
      schema: {
        ...operation(
          'definitions',
          tags.system,
          { zh: '表单与用语', en: 'Forms and words' },
          {
            zh: '每个环节、事项和立案的表单(各字段及其填写方式、提交地址),以及各类用语的中英文名称。',
            en: 'The form of every step, act and opening, with its fields, their widgets and where it is posted; and titles of the words that readings name.',
          },
        ),
        headers: IfNoneMatch,
        response: answers({ 200: DefinitionsSchema, ...unchanged }, ...staffProblems),
      },
    },
    (request, reply) => unlessUnchanged(request, reply, definitions),
  );
}

/** All that a console draws from. */
export function definitionsOfAll(): Definitions {
  return {
    roles: roleTitles,
    caseTypes: Object.fromEntries(
      caseTypeNames.map((name) => [
        name,
        {
          title: caseTypes[name].title,
          address: openingUrl(name),
          ...wordsOf(caseTypes[name]),
          input: inputOf(name),
        },
      ]),
    ) as Definitions['caseTypes'],
    steps: [...steps.values()].map(stepDefinition),
    acts: Object.entries<ActDef>(actDefs).map(([act, def]) => actDefinition(act as StaffAct, def)),
    openings: openings.map(openingDefinition),
    recording: {
      title: { zh: '登记举报', en: 'Record a tip-off' },
      roles: ['intake-clerk'],
      address: openingUrl('tip-off'),
      kinds: fieldsOf(ReporterKind),
      matter: fieldsOf(RecordedMatter),
      identity: fieldsOf(WhoStep),
    },
    proposals: { roles: proposalRoles() },
    workedOut: workedOutFields(),
    words,
  };
}

function proposalRoles(): Role[] {
  const held = officeChangeKinds.flatMap((kind) => {
    const { by, second }: OfficeChangeDef = officeChanges[kind];
    return second === null ? [] : [...(by === 'staff' ? [] : by), ...second.roles];
  });
  return [...new Set(held)];
}

/** Stages and outcomes have titles by type of case: the same word may mean another thing in another. */
function wordsOf({ stages, outcomes }: CaseTypeDef) {
  // The stage of a case that waits for a child case is the type of that.
  const ofChildren = Object.fromEntries(caseTypeNames.map((name) => [name, caseTypes[name].title]));
  return {
    stages: { ...ofChildren, ...commonStages, ...stages } as Record<string, Title>,
    outcomes: { withdrawn, ...outcomes } as Record<string, Title>,
  };
}

/** What a case of this type begins with, as it was filled in. */
function inputOf(caseType: CaseType): FormField[] {
  if (caseType === 'tip-off') return fieldsOf(TipOffInput);
  const opening = openings.find((each) => each.caseType === caseType);
  return opening === undefined ? [] : fieldsOf(opening.form);
}

function stepDefinition(def: AnyStep): StepDefinition {
  const { id, stage, title, role } = def;
  return {
    ...{ id, caseType: caseTypeOf(id), stage, title, role },
    address: role === 'reporter' ? null : addressIn(decisionUrl(def)),
    verdicts: Object.entries(def.verdicts).map(([verdict, { title: called, form }]) => ({
      verdict,
      title: called,
      byLimit: endsByItself(def) && def.onExpiry === verdict,
      fields: fieldsOf(form),
    })),
  };
}

function actDefinition(act: StaffAct, { title, by, form }: ActDef): ActDefinition {
  return { act, title, by, address: addressIn(actUrl(act)), fields: fieldsOf(form) };
}

function openingDefinition({ form, ...opening }: (typeof openings)[number]): OpeningDefinition {
  const { caseType, title } = opening;
  return {
    ...{ caseType, title, roles: [...openersOf(opening)] },
    address: openingUrl(caseType),
    fields: fieldsOf(form),
  };
}

/** A route's address as the description writes it. */
function addressIn(url: string): string {
  return url.replace(':number', '{number}');
}
