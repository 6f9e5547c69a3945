import type { Title } from '../../domain/role';
import { Notice, UploadForm, type TakenFiles } from './evidence';
import { sayIn, to, type Language, type PageContent } from './page';
import { strings } from './strings';

export interface Slip {
  readonly language: Language;
  readonly number: string;
  readonly code: string;
  /** The code as a picture: a path over squares, of which there are so many on each side. */
  readonly picture: { readonly path: string; readonly side: number };
  readonly files: TakenFiles;
  /** Fresh for the next file. */
  readonly sendKey: string;
  readonly notice: { readonly good: boolean; readonly words: readonly Title[] } | null;
}

/** The receipt: the code, large, until whoever holds it says that they have kept it. */
export function slipPage(slip: Slip): PageContent {
  const { language, number, code, notice } = slip;
  const say = sayIn(language);
  return {
    language,
    title: strings.slipTitle,
    switchBy: { by: 'form', form: 'here', path: '/receipt' },
    children: (
      <>
        <h1>{say(strings.slipTitle)}</h1>
        {notice && <Notice language={language} {...notice} />}
        <section class="box good">
          <dl>
            <dt>{say(strings.caseNumber)}</dt>
            <dd>{number}</dd>
            <dt>{say(strings.receiptCode)}</dt>
            <dd class="code">{code}</dd>
          </dl>
          <CodePicture {...slip} />
        </section>
        <p>{say(strings.slipLead)}</p>
        <form id="here" method="post" action={to('/receipt', language)}>
          <input type="hidden" name="code" value={code} />
          <input type="hidden" name="view" value="slip" />
        </form>
        <form method="post" action={to('/receipt', language)}>
          <input type="hidden" name="code" value={code} />
          <label class="pick">
            <input type="checkbox" name="kept" value="yes" required />
            <span>{say(strings.keptIt)}</span>
          </label>
          <div class="buttons">
            <button>{say(strings.goOn)}</button>
          </div>
        </form>
        <UploadForm {...slip} from="slip" />
      </>
    ),
  };
}

function CodePicture({ language, picture: { path, side } }: Pick<Slip, 'language' | 'picture'>) {
  return (
    <svg
      class="qr"
      role="img"
      aria-label={sayIn(language)(strings.picture)}
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
