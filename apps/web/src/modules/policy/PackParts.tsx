// A rule of a pack in words: what must hold, and the clause that it rests on.
import type { PackView } from '@shouwang/contract/policy';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../platform/i18n/useWords.ts';
import './policy.css';

type Source = PackView['values'][number]['source'];

export function Clause({ pack, source }: { readonly pack: PackView; readonly source: Source }) {
  const { t } = useTranslation(['policy']);
  const document = pack.documents[source.document];
  return (
    <span className="clause">
      {document === undefined ? source.document : t('policy:documentTitle', { title: document.title })} {source.clause}
      {source.summary !== undefined && <span className="clause-summary">{inWords(source.summary)}</span>}
    </span>
  );
}

export function Conditions({ when }: { readonly when: readonly { readonly expr: string; readonly label: { readonly zh: string; readonly en: string } }[] }) {
  const { t } = useTranslation(['policy']);
  if (when.length === 0) return <p className="soft">{t('policy:always')}</p>;
  return (
    <ul className="conditions">
      {when.map((condition) => (
        <li key={condition.expr}>{inWords(condition.label)}</li>
      ))}
    </ul>
  );
}

export function Rule({
  title,
  pack,
  when,
  source,
  aside,
}: {
  readonly title: ReactNode;
  readonly pack: PackView;
  readonly when: PackView['categoryRules'][number]['when'];
  readonly source: Source;
  readonly aside?: ReactNode;
}) {
  return (
    <article className="rule">
      <header className="wrap-row">
        <h3>{title}</h3>
        {aside}
      </header>
      <div>
        <Conditions when={when} />
        <Clause pack={pack} source={source} />
      </div>
    </article>
  );
}
