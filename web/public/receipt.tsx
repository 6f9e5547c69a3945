import type { FormField } from '../../domain/case/form-fields';
import { yuan } from '../../domain/money';
import type { Title } from '../../domain/role';
import { shortDate } from './dates';
import { Notice, UploadForm, type TakenFiles } from './evidence';
import { Answers, Fields, FaultSummary, Hidden } from './fields';
import { namesOf, type Faults, type Values } from './form-values';
import { sayIn, to, type Language, type PageContent } from './page';
import { parties, rewardStates, strings } from './strings';

/* What the holder of a receipt code sees and does. The code goes in a form, never in an address. */

interface Dated {
  readonly on: string;
}

/** How the case stands, as the reporter is told. */
export interface Reading {
  readonly number: string;
  readonly receivedOn: string;
  readonly words: Title;
  readonly waitsFor: keyof typeof parties;
  readonly dueOn: string | null;
  readonly dueMoved: (Dated & { readonly from: string; readonly to: string; readonly words: Title }) | null;
  readonly milestones: readonly (Dated & { readonly words: Title })[];
  readonly messages: readonly (Dated & { readonly text: string })[];
  readonly withdrawal: (Dated & { readonly reason: string; readonly remedies: Title | null }) | null;
  readonly reward: Reward | null;
  readonly youMay: readonly string[];
}

interface Reward {
  readonly amount: string;
  readonly state: keyof typeof rewardStates;
  readonly claimBy: string | null;
  readonly claimCode: string | null;
  readonly lines: readonly {
    readonly title: Title;
    readonly formula: string;
    readonly resultFen: number;
    readonly clause: string;
    readonly note?: string;
  }[];
}

/** What the reporter may do, and what it asks for. */
export interface Move {
  readonly name: string;
  readonly title: Title;
  readonly fields: readonly FormField[];
}

export interface Answered {
  readonly language: Language;
  readonly code: string;
  readonly reading: Reading;
  readonly moves: readonly Move[];
  readonly files: TakenFiles;
  readonly sendKey: string;
  /** The last day as of today: `in 12 days`. */
  readonly today: string;
  readonly notice: { readonly good: boolean; readonly words: readonly Title[] } | null;
  /** What was filled in wrongly, in which of the moves. */
  readonly wrong: { readonly move: string; readonly values: Values; readonly faults: Faults } | null;
}

/** Where the code is asked for. */
export function codePage(language: Language, unknown: Title | null, typed = ''): PageContent {
  const say = sayIn(language);
  const faults: Faults = unknown === null ? new Map() : new Map([['code', unknown]]);
  return {
    language,
    title: strings.receiptTitle,
    switchBy: { by: 'link', path: '/receipt' },
    children: (
      <>
        <h1>{say(strings.receiptTitle)}</h1>
        <FaultSummary language={language} faults={faults} fields={[codeField]} />
        <p class="hint">{say(strings.codeHint)}</p>
        <form method="post" action={to('/receipt', language)} noValidate>
          <Fields fields={[codeField]} language={language} faults={faults} values={{ code: typed }} />
          <div class="buttons">
            <button>{say(strings.look)}</button>
          </div>
        </form>
        <p>
          <a href={to('/report', language)}>{say(strings.toReport)}</a>
        </p>
      </>
    ),
  };
}

const codeField: FormField = {
  name: 'code',
  title: strings.codeLabel,
  required: true,
  mayBeNone: false,
  widget: 'code',
  kind: 'receipt-code',
};

/** How the case stands, and what its reporter may do. */
export function readingPage(answered: Answered): PageContent {
  const { language, code, reading, notice, wrong, moves } = answered;
  const say = sayIn(language);
  return {
    language,
    title: strings.receiptTitle,
    switchBy: { by: 'form', form: 'here', path: '/receipt' },
    children: (
      <>
        <h1>
          {say(strings.receiptTitle)} <span class="hint">{reading.number}</span>
        </h1>
        {notice && <Notice language={language} {...notice} />}
        {wrong && (
          <FaultSummary
            language={language}
            faults={wrong.faults}
            fields={moves.flatMap((move) => move.fields)}
          />
        )}
        <form id="here" method="post" action={to('/receipt', language)}>
          <input type="hidden" name="code" value={code} />
        </form>
        <State {...answered} />
        <Told {...answered} />
        {reading.reward && <RewardTold language={language} reward={reading.reward} />}
        <Moves {...answered} />
        <form method="post" action={to('/receipt', language)}>
          <input type="hidden" name="code" value={code} />
          <input type="hidden" name="view" value="slip" />
          <button class="quiet">{say(strings.showCode)}</button>
        </form>
        <p>{say(strings.leave)}</p>
      </>
    ),
  };
}

function State({ language, reading, today }: Answered) {
  const say = sayIn(language);
  const { waitsFor, dueOn, dueMoved } = reading;
  return (
    <section aria-labelledby="state">
      <h2 id="state">{say(strings.state)}</h2>
      <div class="box">
        <p>
          <strong>{say(reading.words)}</strong>
        </p>
        <dl>
          <dt>{say(strings.waitsFor)}</dt>
          <dd>{say(parties[waitsFor])}</dd>
          <dt>{say(strings.dueOn)}</dt>
          <dd>{dueOn === null ? say(strings.noDue) : say(shortDate(dueOn, today))}</dd>
          {dueMoved && (
            <>
              <dt>{say(strings.moved)}</dt>
              <dd>
                {dueMoved.from} → {dueMoved.to}: {say(dueMoved.words)} ({dueMoved.on})
              </dd>
            </>
          )}
          <dt>{say(strings.receivedOn)}</dt>
          <dd>{reading.receivedOn}</dd>
        </dl>
      </div>
    </section>
  );
}

function Told({ language, reading: { messages, withdrawal, milestones } }: Answered) {
  const say = sayIn(language);
  return (
    <>
      {withdrawal && (
        <section class="box bad">
          <h2>{say(strings.takenBack)}</h2>
          <p>{withdrawal.on}</p>
          <p class="text">{withdrawal.reason}</p>
          {withdrawal.remedies && <p>{say(withdrawal.remedies)}</p>}
        </section>
      )}
      {messages.length > 0 && (
        <section>
          <h2>{say(strings.messages)}</h2>
          {messages.map(({ on, text }) => (
            <div class="soft">
              <p class="hint">{on}</p>
              <p class="text">{text}</p>
            </div>
          ))}
        </section>
      )}
      <section>
        <h2>{say(strings.milestones)}</h2>
        <ul>
          {milestones.map(({ on, words }) => (
            <li>
              {on} {say(words)}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function RewardTold({ language, reward }: { readonly language: Language; readonly reward: Reward }) {
  const say = sayIn(language);
  const { amount, state, claimBy, claimCode, lines } = reward;
  return (
    <section class="box good">
      <h2>{say(strings.reward)}</h2>
      <dl>
        <dt>{say(strings.amount)}</dt>
        <dd>
          ¥{amount} · {say(rewardStates[state])}
        </dd>
        {claimBy && (
          <>
            <dt>{say(strings.claimBy)}</dt>
            <dd>{claimBy}</dd>
          </>
        )}
        {claimCode && (
          <>
            <dt>{say(strings.claimCode)}</dt>
            <dd class="code">{claimCode}</dd>
          </>
        )}
      </dl>
      <h3>{say(strings.reckoned)}</h3>
      <ul>
        {lines.map((line) => (
          <li>
            {say(line.title)}: {line.formula} = ¥{yuan(line.resultFen)} ({line.clause})
            {line.note === undefined ? '' : ` ${line.note}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Moves(answered: Answered) {
  const { language, code, reading, moves, wrong, sendKey, files } = answered;
  const say = sayIn(language);
  const possible = moves.filter(({ name }) => reading.youMay.includes(name));
  return (
    <section aria-labelledby="moves">
      <h2 id="moves">{say(strings.youMay)}</h2>
      {possible.map((move) => {
        const filled = wrong?.move === move.name ? wrong : { values: {}, faults: new Map() as Faults };
        return (
          <form class="soft" method="post" action={to(`/receipt/${move.name}`, language)} noValidate>
            <h3>{say(move.title)}</h3>
            <input type="hidden" name="code" value={code} />
            <Fields fields={move.fields} language={language} values={filled.values} faults={filled.faults} />
            <div class="buttons">
              <button class="quiet">{say(move.title)}</button>
            </div>
          </form>
        );
      })}
      {reading.youMay.includes('papers') && (
        <UploadForm {...{ language, code, sendKey, files }} from="reading" />
      )}
    </section>
  );
}

interface Sure {
  readonly language: Language;
  readonly code: string;
  readonly move: Move;
  readonly values: Values;
  readonly sendKey: string;
}

const warnings: Readonly<Record<string, Title>> = {
  waive: strings.waiveLead,
  withdraw: strings.withdrawLead,
};

/** What is about to be done, once more, before it takes effect. */
export function surePage({ language, code, move, values, sendKey }: Sure): PageContent {
  const say = sayIn(language);
  const warning = warnings[move.name];
  const path = `/receipt/${move.name}`;
  return {
    language,
    title: move.title,
    switchBy: { by: 'form', form: 'here', path },
    children: (
      <>
        <h1>{say(move.title)}</h1>
        <p>{say(strings.sure)}</p>
        {warning && (
          <p>
            <strong>{say(warning)}</strong>
          </p>
        )}
        <dl>
          <Answers fields={move.fields} {...{ language, values }} />
        </dl>
        <form id="here" method="post" action={to(path, language)}>
          <input type="hidden" name="code" value={code} />
          <input type="hidden" name="key" value={sendKey} />
          <Hidden values={values} names={namesOf(move.fields)} />
          <div class="buttons">
            <button name="go" value="sure">
              {say(strings.confirm)}
            </button>
            <button class="quiet" formAction={to('/receipt', language)}>
              {say(strings.cancel)}
            </button>
          </div>
        </form>
      </>
    ),
  };
}
