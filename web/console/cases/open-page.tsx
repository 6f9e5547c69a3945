import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../calls/call';
import type { Definitions } from '../calls/definitions';
import { definitionsQuery, forgetMoved } from '../calls/queries';
import type { CaseAnswer } from '../calls/types';
import { CatalogueForm } from '../form/form';
import { useSession } from '../session/session';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';

const tipOff = 'tip-off';
/** Who reports so is not asked who they are. */
const anonymous = 'anonymous';

/** The cases that the reader may open, and the form of the chosen one. */
export function OpenPage() {
  const { t } = useWords();
  const definitions = useQuery(definitionsQuery);
  return (
    <>
      <h1>{t('openCase')}</h1>
      <Loaded of={definitions}>{(known) => <Opening definitions={known} />}</Loaded>
    </>
  );
}

function Opening({ definitions }: { readonly definitions: Definitions }) {
  const { t, say } = useWords();
  const { who } = useSession();
  const held = who.roles as readonly string[];
  const openings = definitions.openings.filter(({ roles }) => roles.some((role) => held.includes(role)));
  const recordsTips = definitions.recording.roles.some((role) => held.includes(role));
  const [chosen, choose] = useState(recordsTips ? tipOff : '');
  const opening = openings.find(({ caseType }) => caseType === chosen);
  if (openings.length === 0 && !recordsTips) return <p className="empty">{t('opensNothing')}</p>;
  return (
    <div className="narrow">
      <div className="field">
        <label htmlFor="opening">{t('whichCase')}</label>
        <select id="opening" value={chosen} onChange={({ target }) => choose(target.value)}>
          <option value="">{t('choose')}</option>
          {recordsTips ? <option value={tipOff}>{say(definitions.recording.title)}</option> : null}
          {openings.map(({ caseType, title }) => (
            <option key={caseType} value={caseType}>
              {say(title)}
            </option>
          ))}
        </select>
      </div>
      {chosen === tipOff ? <TipOffForm definitions={definitions} /> : null}
      {opening === undefined ? null : <OpeningForm key={chosen} {...{ definitions, opening }} />}
    </div>
  );
}

function OpeningForm({
  definitions,
  opening,
}: {
  readonly definitions: Definitions;
  readonly opening: Definitions['openings'][number];
}) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const go = useNavigate();
  return (
    <CatalogueForm
      fields={opening.fields}
      definitions={definitions}
      file={null}
      submit={`${t('submit')}: ${say(opening.title)}`}
      send={async (body, key) => {
        const { number } = await send<CaseAnswer>(opening.address, body, { key });
        await forgetMoved(client);
        await go({ to: '/cases/$number', params: { number } });
      }}
    />
  );
}

/** A letter, a visit or a call. The receipt code is told this once. */
function TipOffForm({ definitions }: { readonly definitions: Definitions }) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const { recording } = definitions;
  const [kindField] = recording.kinds;
  const kinds = kindField?.widget === 'choice' ? kindField.words : [];
  const [kind, setKind] = useState(anonymous);
  const [opened, setOpened] = useState<{ number: string; receiptCode: string } | null>(null);
  if (opened !== null) {
    return (
      <div className="done" role="status">
        <p>{t('tipOffRecorded')}</p>
        <p className="code">{opened.receiptCode}</p>
        <p>{t('tipOffHandOver')}</p>
        <Link to="/cases/$number" params={{ number: opened.number }}>
          {opened.number}
        </Link>{' '}
        <button type="button" onClick={() => setOpened(null)}>
          {t('recordAnother')}
        </button>
      </div>
    );
  }
  return (
    <CatalogueForm
      fields={kind === anonymous ? recording.matter : [...recording.matter, ...recording.identity]}
      definitions={definitions}
      file={null}
      submit={say(recording.title)}
      send={async (body, key) => {
        const form = { reporterKind: kind, ...body };
        setOpened(await send<{ number: string; receiptCode: string }>(recording.address, form, { key }));
        await forgetMoved(client);
      }}
    >
      <fieldset className="choices">
        <legend>{t('reporterKind')}</legend>
        {kinds.map(({ word, title }) => (
          <label key={word} className="tick">
            <input type="radio" name="kind" checked={kind === word} onChange={() => setKind(word)} />
            {say(title)}
          </label>
        ))}
      </fieldset>
    </CatalogueForm>
  );
}
