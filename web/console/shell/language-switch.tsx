import { createContext, useContext } from 'react';
import { useWords, type Language } from '../words/language';

export const LanguageContext = createContext<(language: Language) => void>(() => undefined);

/** The other language, by its own name. */
export function LanguageSwitch() {
  const { language } = useWords();
  const speak = useContext(LanguageContext);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="quiet"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => speak(other)}
    >
      {other === 'zh' ? '中文' : 'English'}
    </button>
  );
}
