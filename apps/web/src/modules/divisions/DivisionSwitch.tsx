// Where I am: county › town › village, each a choice among its neighbours, never above the scope.
import { useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { divisionLevels } from '@shouwang/domain/divisions';
import { useSession } from '../../platform/session.ts';
import { prefixOf, useDivisions, useWhere } from './useDivisions.ts';

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
  if (tree === undefined) return <span className="where soft">{scopeName}</span>;
  const path = tree.path(prefix).filter((division) => prefixOf(division.code).length >= scope.length);
  const last = path.at(-1);
  const below = last === undefined ? [] : tree.children(last.code);
  const crumbs = below.length === 0 ? path : [...path, null];
  return (
    <nav className="where" aria-label={t('shell:where')}>
      {crumbs.map((division, index) => {
        const above = path[index - 1];
        if (above === undefined) {
          return path.length > 1 && division !== null
            ? <button key={division.code} type="button" className="where-root plain-button" onClick={() => go(prefixOf(division.code))}>{division.name}</button>
            : <span key="scope" className="where-root">{division?.name ?? scopeName}</span>;
        }
        const neighbours = tree.children(above.code);
        const level = neighbours[0]?.level ?? divisionLevels[0];
        return (
          <span key={above.code} className="where-step">
            <span aria-hidden="true" className="quiet">›</span>
            <Select
              variant="borderless"
              size="small"
              showSearch={neighbours.length > 8}
              optionFilterProp="label"
              popupMatchSelectWidth={false}
              aria-label={t(`shell:level.${level === 'town' ? 'town' : level === 'village' ? 'village' : 'county'}`)}
              value={division === null ? '' : prefixOf(division.code)}
              onChange={(value: string) => go(value === '' ? prefixOf(above.code) : value)}
              options={[
                { value: '', label: t(`shell:allOf.${level === 'town' ? 'town' : level === 'village' ? 'village' : 'county'}`) },
                ...neighbours.map((neighbour) => ({ value: prefixOf(neighbour.code), label: neighbour.name })),
              ]}
            />
          </span>
        );
      })}
    </nav>
  );
}
