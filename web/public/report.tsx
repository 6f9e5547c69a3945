import type { ComponentChildren } from 'preact';
import type { FormField } from '../../domain/case/form-fields';
import type { Title } from '../../domain/role';
import type { LimitUnit } from '../../domain/time/limit';
import { Answers, Fields, FaultSummary, Hidden } from './fields';
import { namesOf, type Faults, type Values } from './form-values';
import { sayIn, to, type Language, type PageContent } from './page';
import { strings, unitWords } from './strings';

/*
 * The report in steps, none of which needs a script: what was entered goes along in hidden fields, and nothing of it is
 * kept before it is sent.
 */

export type ReportStep = 'matter' | 'who' | 'check';

/** A limit of the law that the reporter may count on. */
export interface Term {
  readonly title: Title;
  readonly value: number;
  readonly unit: LimitUnit;
}

export interface Report {
  readonly language: Language;
  readonly values: Values;
  readonly faults: Faults;
  readonly matter: readonly FormField[];
  readonly who: readonly FormField[];
  readonly terms: readonly Term[];
  /** Why it could not be taken yet, though nothing in it is wrong. */
  readonly notTaken: Title | null;
  /** Whether it is taken if it comes again a little later. */
  readonly mayBeSentAgain: boolean;
}

/** What goes along with every step: the key of the one report, and the secret of who makes it. */
export const reportKeys = ['key', 'token'] as const;

export function reportPage(step: ReportStep, report: Report): PageContent {
  const { language } = report;
  return {
    language,
    title: strings.reportTitle,
    switchBy: { by: 'form', form: 'here', path: '/report' },
    children: steps[step](report),
  };
}

const steps: Readonly<Record<ReportStep, (report: Report) => ComponentChildren>> = {
  matter: (report) => <MatterStep {...report} />,
  who: (report) => <WhoStep {...report} />,
  check: (report) => <CheckStep {...report} />,
};

function MatterStep(report: Report) {
  const { language, matter, who, values } = report;
  const say = sayIn(language);
  return (
    <>
      <h1>{say(strings.reportTitle)}</h1>
      <FaultSummary fields={matter} {...report} />
      <p>
        <strong>{say(strings.danger)}</strong>
      </p>
      <Before {...report} />
      <h2>{say(strings.stepMatter)}</h2>
      <StepForm at="matter" language={language}>
        <Hidden values={values} names={[...reportKeys, ...namesOf(who)]} />
        <Fields fields={matter} {...report} />
        <p class="hint">{say(strings.photosLater)}</p>
        <div class="buttons">
          <button name="go" value="on">
            {say(strings.next)}
          </button>
        </div>
      </StepForm>
    </>
  );
}

/** What happens then, by when, what is protected and what is not. */
function Before({ language, terms }: Report) {
  const say = sayIn(language);
  return (
    <section class="soft" aria-labelledby="before">
      <h2 id="before">{say(strings.what)}</h2>
      <p>{say(strings.whatCode)}</p>
      <ul>
        {terms.map(({ title, value, unit }) => (
          <li>
            {say(title)}: {value} {say(unitWords[unit])}
          </li>
        ))}
      </ul>
      <h3>{say(strings.protectedTitle)}</h3>
      <p>{say(strings.protectedText)}</p>
      <h3>{say(strings.notProtectedTitle)}</h3>
      <p>{say(strings.notProtectedText)}</p>
    </section>
  );
}

function WhoStep(report: Report) {
  const { language, matter, who, values } = report;
  const say = sayIn(language);
  return (
    <>
      <h1>{say(strings.stepWho)}</h1>
      <FaultSummary fields={who} {...report} />
      <p>{say(strings.protectedText)}</p>
      <StepForm at="who" language={language}>
        <Hidden values={values} names={[...reportKeys, ...namesOf(matter)]} />
        <Fields fields={who} {...report} />
        <div class="buttons">
          <button name="go" value="on">
            {say(strings.next)}
          </button>
          <button class="quiet" name="go" value="matter">
            {say(strings.back)}
          </button>
        </div>
      </StepForm>
    </>
  );
}

function CheckStep(report: Report) {
  const { language, matter, who, values, notTaken, mayBeSentAgain } = report;
  const say = sayIn(language);
  const named = namesOf(who).some((name) => values[name]);
  return (
    <>
      <h1>{say(strings.stepCheck)}</h1>
      {notTaken && (
        <section class="box bad" role="alert">
          <p>{say(notTaken)}</p>
          {mayBeSentAgain && <p>{say(strings.sendAgain)}</p>}
        </section>
      )}
      <p>{say(strings.checkLead)}</p>
      <StepForm at="check" language={language}>
        <Hidden values={values} names={[...reportKeys, ...namesOf(matter), ...namesOf(who)]} />
        <dl>
          <Answers fields={matter} {...{ language, values }} />
          <Answers fields={who} {...{ language, values }} />
        </dl>
        <div class="buttons">
          <button name="go" value="send">
            {say(strings.send)}
          </button>
          <button class="quiet" name="go" value="matter">
            {say(strings.change)}: {say(strings.stepMatter)}
          </button>
          {named && (
            <button class="quiet" name="go" value="who">
              {say(strings.change)}: {say(strings.stepWho)}
            </button>
          )}
        </div>
      </StepForm>
    </>
  );
}

function StepForm({
  at,
  language,
  children,
}: {
  readonly at: ReportStep;
  readonly language: Language;
  readonly children: ComponentChildren;
}) {
  return (
    <form id="here" method="post" action={to('/report', language)} noValidate>
      <input type="hidden" name="at" value={at} />
      {children}
    </form>
  );
}
