// Where I am: county › town › village, each a choice among its neighbours, never above the scope.
import { useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { levelOf, prefixOf, type Division } from '@shouwang/domain/divisions';
import { useSession } from '../../platform/session.ts';
import { useDivisions, useWhere } from './useDivisions.ts';

/** One step of the way: the division chosen among its neighbours, or none of them. */
interface Step {
  /** Prefix to go to where none is chosen. */
  readonly above: string;
  readonly neighbours: readonly Division[];
  readonly chosen: Division | undefined;
}

export function DivisionSwitch() {
  const { t } = useTranslation(['shell']);
  const { scope, scopeName } = useSession();
  const { prefix } = useWhere();
  const tree = useDivisions();
  const navigate = useNavigate();
  const go = (division: string): void => {
    // Rows of another place start at their first page.
    void navigate({ to: '.', search: ((before: Record<string, unknown>) => ({ ...before, page: undefined, division: division === scope ? undefined : division })) as never });
  };
  if (tree === undefined || scope === '') return <span className="where soft">{scopeName}</span>;
  const path = tree.path(prefix).filter((division) => prefixOf(division.code).length >= scope.length);
  // A scope wider than a county (a prefecture's) is no division of the list: its counties are the first choice.
  const own = tree.roots.find((division) => prefixOf(division.code) === scope);
  const below = own === undefined ? path : path.slice(1);
  const steps: Step[] = [];
  for (let index = 0; index <= below.length; index += 1) {
    const above = index === 0 ? own : below[index - 1];
    const neighbours = above === undefined ? tree.roots : tree.children(above.code);
    if (neighbours.length > 0) steps.push({ above: above === undefined ? scope : prefixOf(above.code), neighbours, chosen: below[index] });
  }
  return (
    <nav className="where" aria-label={t('shell:where')}>
      {below.length === 0 ? (
        <span className="where-root">{own?.name ?? scopeName}</span>
      ) : (
        <button type="button" className="where-root plain-button" onClick={() => go(scope)}>
          {own?.name ?? scopeName}
        </button>
      )}
      {steps.map(({ above, neighbours, chosen }) => {
        const level = levelOf(neighbours[0]?.code ?? '');
        const known = level === 'town' || level === 'village' ? level : 'county';
        return (
          <span key={above} className="where-step">
            <span aria-hidden="true" className="quiet">
              ›
            </span>
            <Select
              variant="borderless"
              size="small"
              showSearch={neighbours.length > 8}
              optionFilterProp="label"
              popupMatchSelectWidth={false}
              aria-label={t(`shell:level.${known}`)}
              value={chosen === undefined ? '' : prefixOf(chosen.code)}
              onChange={(value: string) => go(value === '' ? above : value)}
              options={[{ value: '', label: t(`shell:allOf.${known}`) }, ...neighbours.map((neighbour) => ({ value: prefixOf(neighbour.code), label: neighbour.name }))]}
            />
          </span>
        );
      })}
    </nav>
  );
}
