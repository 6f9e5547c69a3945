import { useQuery } from '@tanstack/react-query';
import { firmsFoundQuery } from '../calls/queries';
import { useWords } from '../words/language';

/** The firms that are called as somebody looks for. */
export function FirmsFound({ q }: { readonly q: string }) {
  const { t } = useWords();
  const { data = [] } = useQuery(firmsFoundQuery(q));
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="firms-found">
      <h2 id="firms-found">{t('firmsFound')}</h2>
      <ul className="plain">
        {data.map(({ id, name, creditCode, closed }) => (
          <li key={id}>
            {name} <small>{creditCode}</small>
            {closed ? <span className="tag plain">{t('firmClosed')}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
