// The facts of a file as a form: groups one under the other with how far each is, errors at the field,
// Enter to go on to the next one. The new file and the edited one are both this form.
import { CheckCircleFilled } from '@ant-design/icons';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { eventFacts, factCatalogue, factGroups, factKeys, type FactGroup, type FactKey, type Shape } from '@shouwang/domain/ledger';
import { Panel } from '../../../ui/parts.tsx';
import { FactInput, FieldLabel, ProblemOf } from './FactInput.tsx';
import { fromIdNo, progress, type Draft, type Problems, type Raw } from './entryLogic.ts';
import './entry.css';

/** What the pack requires: any of `facts` meets one requirement. */
export type Required = readonly { readonly facts: readonly string[] }[];

/** Facts that are typed in, by group; what happens to a person (died, moved) is no field but an event. */
export const enterable = Object.fromEntries(
  factGroups.map((group) => [group, factKeys.filter((key) => factCatalogue[key].group === group && !eventFacts.includes(key))] as const),
) as unknown as Readonly<Record<FactGroup, readonly FactKey[]>>;
export const enterableGroups = factGroups.filter((group) => enterable[group].length > 0);
export const enterableKeys = enterableGroups.flatMap((group) => enterable[group]);

/** The number first: from it follow birth and sex. */
const inOrder = (group: FactGroup): readonly FactKey[] =>
  group === 'identity' ? ['name', 'idNo', ...enterable.identity.filter((key) => key !== 'name' && key !== 'idNo')] : enterable[group];

const isWide = (shape: Shape): boolean =>
  shape.kind === 'record' || shape.kind === 'records' || shape.kind === 'choices' || shape.kind === 'texts' || (shape.kind === 'text' && (shape.long === true || shape.max >= 200));

/** A typed number fills in birth and sex where nothing stands there yet, or what an earlier number said. */
export function withIdNo(draft: Draft, before: Raw, idNo: Raw): Draft {
  const found = typeof idNo === 'string' ? fromIdNo(idNo) : null;
  if (found === null) return { ...draft, idNo };
  const earlier = typeof before === 'string' ? fromIdNo(before) : null;
  const open = (key: 'birthDate' | 'sex'): boolean => draft[key] === undefined || draft[key] === earlier?.[key];
  return { ...draft, idNo, ...(open('birthDate') ? { birthDate: found.birthDate } : {}), ...(open('sex') ? { sex: found.sex } : {}) };
}

const focusable = 'input:not([type=hidden]):not([disabled]), textarea, select, button.pill[tabindex="0"], button.pill[role=checkbox]:not([tabindex])';

/** Enter goes on to the next field, as clerks are used to; in long texts and on buttons it keeps its meaning. */
export function goOnWithEnter(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target as HTMLElement;
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
  if (!(from instanceof HTMLInputElement || from instanceof HTMLSelectElement) || from.getAttribute('role') === 'combobox') return;
  event.preventDefault();
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(focusable)].filter((field) => field.offsetParent !== null);
  fields[fields.indexOf(from) + 1]?.focus();
}

export function GroupNav({
  groups,
  required,
  facts,
  problems,
  current,
  link,
}: {
  readonly groups: readonly FactGroup[];
  readonly required: Required;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problems: Problems;
  readonly current?: FactGroup;
  readonly link: (group: FactGroup, content: ReactNode) => ReactNode;
}) {
  const { t } = useTranslation(['entry', 'domain']);
  return (
    <nav className="entry-nav" aria-label={t('entry:groups')}>
      {groups.map((group) => {
        const { filled, of } = progress(required, facts, enterable[group]);
        const wrong = Object.keys(problems).some((path) => enterable[group].includes(path.split('.')[0] as FactKey));
        return (
          <span key={group} className={group === current ? 'entry-nav-item current' : 'entry-nav-item'}>
            {link(
              group,
              <>
                <span>{t(`domain:factGroup.${group}`)}</span>
                {wrong ? (
                  <span className="entry-nav-wrong">{t('entry:wrong')}</span>
                ) : of === 0 ? null : filled === of ? (
                  <CheckCircleFilled className="entry-nav-done" aria-label={t('entry:groupDone')} />
                ) : (
                  <span className="quiet number">{t('entry:groupProgress', { filled, of })}</span>
                )}
              </>,
            )}
          </span>
        );
      })}
    </nav>
  );
}

export function EntryGroup({
  group,
  draft,
  problems,
  required,
  onDraft,
  beside,
}: {
  readonly group: FactGroup;
  readonly draft: Draft;
  readonly problems: Problems;
  readonly required: Required;
  readonly onDraft: (draft: Draft, key: FactKey) => void;
  /** Something to say under a field: what other sources say. */
  readonly beside?: (key: FactKey) => ReactNode;
}) {
  const { t } = useTranslation(['entry', 'domain']);
  const wanted = new Set(required.flatMap((one) => one.facts));
  return (
    <section id={`group-${group}`} className="entry-group">
      <Panel title={t(`domain:factGroup.${group}`)}>
        <div className="entry-fields">
          {inOrder(group).map((key) => {
            const { shape, nullable } = factCatalogue[key];
            const label = t(`domain:fact.${key}`);
            return (
              <div key={key} className={isWide(shape) ? 'field wide' : 'field'}>
                <FieldLabel id={`fact-${key}`} shape={shape}>
                  {label}
                  {wanted.has(key) && (
                    <>
                      <span className="entry-mark" aria-hidden="true">
                        {t('entry:mark')}
                      </span>
                      <span className="hidden-text">{t('entry:isRequired')}</span>
                    </>
                  )}
                </FieldLabel>
                <FactInput
                  id={`fact-${key}`}
                  label={label}
                  shape={shape}
                  nullable={nullable === true}
                  raw={draft[key]}
                  path={key}
                  problems={problems}
                  onChange={(raw) => onDraft(key === 'idNo' ? withIdNo(draft, draft.idNo, raw) : { ...draft, [key]: raw }, key)}
                />
                {shape.kind !== 'records' && <ProblemOf path={key} problems={problems} />}
                {beside?.(key)}
              </div>
            );
          })}
        </div>
      </Panel>
    </section>
  );
}

/** Puts the eye and the keyboard on the first thing that is wrong. */
export function focusFirstProblem(problems: Problems): void {
  const [path] = Object.keys(problems);
  if (path === undefined) return;
  const parts = path.split('.');
  const field =
    document.getElementById(`fact-${parts.join('-')}`) ?? document.getElementById(`fact-${parts.slice(0, 2).join('-')}`) ?? document.getElementById(`fact-${parts[0] ?? ''}`);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}
