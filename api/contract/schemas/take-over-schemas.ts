import { Type, type TSchema } from 'typebox';
import type { CaseType } from '../../../domain/case/case-type';
import { Form, ListOf } from '../../../domain/case/form';
import { caseTypeOf, decisionSchema, type AnyStep } from '../../../domain/case/step';
import {
  grantedFields,
  pastFields,
  stepsBefore,
  takeOverForm,
  type TakeOverEntry,
} from '../../../domain/moves/take-over/entry';
import { inCamel, Named, Titled } from '../shapes';

/* What is handed in of a matter that runs already. What each decision of before asks is the form of its step. */

const TakeOver = Named('TakeOver', takeOverForm);

/** The fields of a take-over of this type of case, beside what such a case is opened with. */
export function takeOverFields(caseType: CaseType) {
  const steps = stepsBefore(caseType);
  return {
    takeOver: TakeOver,
    decided: ListOf(
      { zh: '接收前已作的决定(按程序顺序)', en: 'Decisions of before, in the order of the procedure' },
      Type.Unsafe<TakeOverEntry['decided'][number]>(
        oneOfSteps(steps, (def) => ({ ...pastFields, decision: ofStep(def) })),
      ),
      { maxItems: 200 },
    ),
    granted: ListOf(
      { zh: '接收前已准予的延期和中止', en: 'Extensions and pauses granted before' },
      Type.Unsafe<TakeOverEntry['granted'][number]>(oneOfSteps(steps, () => grantedFields)),
      { maxItems: 50 },
    ),
  };
}

function oneOfSteps(steps: readonly AnyStep[], fields: (def: AnyStep) => Record<string, TSchema>): object {
  return {
    type: 'object',
    required: ['step'],
    discriminator: { propertyName: 'step' },
    oneOf: steps.map((def) => Titled(def.title, Form({ step: Type.Literal(def.id), ...fields(def) }))),
  };
}

function ofStep(def: AnyStep): TSchema {
  const caseType = caseTypeOf(def.id);
  const name = def.id.slice(caseType.length + 1);
  return Named(`Decide_${inCamel(caseType)}_${inCamel(name)}`, decisionSchema(def));
}
