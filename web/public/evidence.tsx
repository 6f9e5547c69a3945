import type { Title } from '../../domain/role';
import { sayIn, to, type Language } from './page';
import { strings } from './strings';

/** Which files are taken, and what becomes of them. */
export interface TakenFiles {
  readonly megabytesAtMost: number;
  readonly extensions: readonly string[];
  readonly words: Title;
}

interface Upload {
  readonly language: Language;
  readonly code: string;
  /** Under which the file is taken once, however often it is sent. */
  readonly sendKey: string;
  readonly files: TakenFiles;
  /** Where whoever sends it comes back to. */
  readonly from: 'slip' | 'reading';
}

/** One file at a time, by the code. */
export function UploadForm({ language, code, sendKey, files, from }: Upload) {
  const say = sayIn(language);
  return (
    <form method="post" action={to('/receipt/papers', language)} encType="multipart/form-data">
      <h2>{say(strings.papers)}</h2>
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="key" value={sendKey} />
      <input type="hidden" name="from" value={from} />
      <p class="hint">{say(files.words)}</p>
      <div class="field">
        <label for="file">
          {say(strings.file)}
          <span class="hint">
            {' '}
            {say(strings.takenTypes)}: {files.extensions.join(', ')}; {say(strings.atMost)}{' '}
            {files.megabytesAtMost} MB
          </span>
        </label>
        <input type="file" id="file" name="file" accept="image/*,application/pdf,audio/*,video/*" />
      </div>
      <div class="buttons">
        <button class="quiet">{say(strings.upload)}</button>
      </div>
    </form>
  );
}

/** What became of what was asked just now. */
export function Notice({
  language,
  good,
  words,
}: {
  readonly language: Language;
  readonly good: boolean;
  readonly words: readonly Title[];
}) {
  const say = sayIn(language);
  return (
    <section class={good ? 'box good' : 'box bad'} role={good ? 'status' : 'alert'}>
      {words.map((each) => (
        <p>{say(each)}</p>
      ))}
    </section>
  );
}
