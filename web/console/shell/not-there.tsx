import { Link } from '@tanstack/react-router';
import { useWords } from '../words/language';

/** An address that is none of the console's. */
export function NotThere() {
  const { t } = useWords();
  return (
    <>
      <h1>{t('notThere')}</h1>
      <p>
        <Link to="/">{t('myWork')}</Link>
      </p>
    </>
  );
}
