import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWords } from '../words/language';

const shortest = 2;

/** Looks for cases and firms by two characters or more; what is found is a list of cases like any other. */
export function SearchBox() {
  const { t } = useWords();
  const go = useNavigate();
  const { q = '' } = useSearch({ strict: false });
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('q');
        const text = typeof typed === 'string' ? typed.trim() : '';
        if (text.length >= shortest) void go({ to: '/cases', search: { q: text } });
      }}
    >
      <input
        key={q}
        name="q"
        type="search"
        defaultValue={q}
        minLength={shortest}
        maxLength={60}
        autoComplete="off"
        aria-label={t('searchAll')}
        placeholder={t('searchAll')}
      />
    </form>
  );
}
