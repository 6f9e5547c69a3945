import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import type { Role } from '../../../domain/role';
import { freshKey, Problem, sendPaper } from '../calls/call';
import { firmsQuery, peopleQuery } from '../calls/queries';
import type { Firm } from '../calls/types';
import { useWords } from '../words/language';
import { ProblemNote } from '../shell/problem-note';
import { FormContext, useField } from './form-context';
import type { InputProps } from './inputs';
import { textOf } from './raw';

/** A person of the staff who holds an office; where the form names none, it is chosen first. */
export function PersonPicker({
  role,
  pointer,
  title,
  raw,
  onChange,
}: InputProps & { readonly role: Role | null }) {
  const { id, described, roles } = useField(pointer);
  const { say, t } = useWords();
  const [chosen, choose] = useState<string>(role ?? '');
  const people = useQuery(peopleQuery(chosen));
  return (
    <span className="pair">
      {role !== null ? null : (
        <select
          aria-label={`${title}: ${t('role')}`}
          value={chosen}
          onChange={({ target }) => {
            choose(target.value);
            onChange(undefined);
          }}
        >
          <option value="">{t('roleFirst')}</option>
          {Object.entries(roles).map(([word, words]) => (
            <option key={word} value={word}>
              {say(words)}
            </option>
          ))}
        </select>
      )}
      <select id={id} {...described} value={textOf(raw)} onChange={({ target }) => onChange(target.value)}>
        <option value="">{people.isLoading ? t('loading') : t('choosePerson')}</option>
        {people.data?.map(({ personId, name, level }) => (
          <option key={personId} value={personId}>
            {level === 0 ? name : `${name} (${t('level', { level })})`}
          </option>
        ))}
      </select>
    </span>
  );
}

const mostOffered = 50;

/** A firm: what is typed narrows the list to those that bear it in a name or in their code. */
export function FirmPicker({ pointer, title, raw, onChange }: InputProps) {
  const { id, described } = useField(pointer);
  const { t } = useWords();
  const firms = useQuery(firmsQuery);
  const [sought, seek] = useState('');
  const found = (firms.data ?? []).filter((firm) => bears(firm, sought.trim()) || firm.id === raw);
  const offered = found.slice(0, mostOffered);
  return (
    <span className="pair">
      <input
        type="search"
        aria-label={`${title}: ${t('search')}`}
        placeholder={t('searchFirm')}
        value={sought}
        onChange={({ target }) => seek(target.value)}
      />
      <select id={id} {...described} value={textOf(raw)} onChange={({ target }) => onChange(target.value)}>
        <option value="">{firms.isLoading ? t('loading') : t('chooseFirm', { count: found.length })}</option>
        {offered.map((firm) => (
          <option key={firm.id} value={firm.id}>
            {firm.name} · {firm.creditCode}
          </option>
        ))}
      </select>
    </span>
  );
}

function bears({ name, aliases, creditCode, closed, mergedInto }: Firm, sought: string): boolean {
  if (closed || mergedInto !== null) return false;
  return [name, creditCode, ...aliases].some((each) => each.toLowerCase().includes(sought.toLowerCase()));
}

/** A paper of the case's file, or one that is put into it now. */
export function PaperPicker({ pointer, title, raw, onChange }: InputProps) {
  const { id, described } = useField(pointer);
  const { file, onPaper } = useContext(FormContext);
  const { t } = useWords();
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [added, setAdded] = useState<readonly string[]>([]);
  if (file === null) return <input id={id} disabled value={t('noPapersYet')} />;
  const upload = async (chosen: File) => {
    try {
      const paper = await sendPaper<{ id: string; seq: number | null }>(file.number, chosen, freshKey());
      setProblem(null);
      setAdded([...added, paper.id]);
      onPaper(paper.seq);
      onChange(paper.id);
      await client.invalidateQueries({ queryKey: ['case', file.number] });
    } catch (error) {
      setProblem(error instanceof Problem ? error : null);
    }
  };
  const known = file.papers.map((paper) => ({ id: paper.id, words: t('paperAt', { seq: paper.seq }) }));
  const fresh = added.filter((paper) => !known.some((each) => each.id === paper));
  const offered = [...known, ...fresh.map((paper) => ({ id: paper, words: t('paperNew') }))];
  return (
    <span className="pair">
      <select id={id} {...described} value={textOf(raw)} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('choosePaper')}</option>
        {offered.map((paper) => (
          <option key={paper.id} value={paper.id}>
            {paper.words}
          </option>
        ))}
      </select>
      <input
        type="file"
        aria-label={`${title}: ${t('upload')}`}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void upload(chosen);
        }}
      />
      {problem === null ? null : <ProblemNote problem={problem} />}
    </span>
  );
}
