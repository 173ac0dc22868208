// The ledger's view and its address: the same thing in two forms, so that any list can be sent as a
// link and any figure can open its rows.
import { categories, type Category } from '@shouwang/domain/ledger';
import { riskLevels, type RiskLevel } from '@shouwang/domain/policy';
import { divisionIn, oneOf, wholeNumber, type Address } from '../../platform/address.ts';

export const sorts = ['division', 'name', 'age', 'lastVisit'] as const;
export type LedgerSort = (typeof sorts)[number];

export interface LedgerView {
  readonly division?: string;
  readonly category: readonly Category[];
  readonly tier: readonly string[];
  readonly ageFrom?: number;
  readonly ageTo?: number;
  readonly remark: readonly string[];
  readonly risk: readonly RiskLevel[];
  readonly uncovered: boolean;
  readonly provisional: boolean;
  readonly incomplete: boolean;
  readonly q: string;
  readonly sort: LedgerSort;
  readonly order: 'asc' | 'desc';
  /** 1-based. */
  readonly page: number;
}

export const PAGE_SIZE = 50;
/** The server counts rows up to a million. */
const LAST_PAGE = 20_000;

const listIn = (text: string | undefined): readonly string[] => (text === undefined ? [] : [...new Set(text.split(',').filter((item) => /^[\w.-]{1,60}$/.test(item)))]);

/** What cannot be understood is left out, never refused: an old link still opens. */
export function viewOf(address: Address): LedgerView {
  const division = divisionIn(address['division']);
  const ageFrom = wholeNumber(address['ageFrom'], 0, 130);
  const ageTo = wholeNumber(address['ageTo'], 0, 130);
  return {
    ...(division === undefined ? {} : { division }),
    category: listIn(address['category']).filter((item): item is Category => categories.some((category) => category === item)),
    tier: listIn(address['tier']),
    ...(ageFrom === undefined ? {} : { ageFrom }),
    ...(ageTo === undefined ? {} : { ageTo }),
    remark: listIn(address['remark']),
    risk: listIn(address['risk']).filter((item): item is RiskLevel => riskLevels.some((level) => level === item)),
    uncovered: address['uncovered'] === '1',
    provisional: address['provisional'] === '1',
    incomplete: address['incomplete'] === '1',
    q: (address['q'] ?? '').slice(0, 60),
    sort: oneOf(address['sort'], sorts) ?? 'division',
    order: oneOf(address['order'], ['asc', 'desc'] as const) ?? 'asc',
    page: wholeNumber(address['page'], 1, LAST_PAGE) ?? 1,
  };
}

/** The shortest address of a view; defaults do not show in it. */
export function addressOfView(view: LedgerView): Record<string, string> {
  const address: Record<string, string> = {};
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') address[key] = String(value);
  };
  put('division', view.division);
  put('category', view.category.join(','));
  put('tier', view.tier.join(','));
  put('ageFrom', view.ageFrom);
  put('ageTo', view.ageTo);
  put('remark', view.remark.join(','));
  put('risk', view.risk.join(','));
  put('uncovered', view.uncovered ? '1' : undefined);
  put('provisional', view.provisional ? '1' : undefined);
  put('incomplete', view.incomplete ? '1' : undefined);
  put('q', view.q);
  put('sort', view.sort === 'division' ? undefined : view.sort);
  put('order', view.order === 'asc' ? undefined : view.order);
  put('page', view.page === 1 ? undefined : view.page);
  return address;
}

/** The part that both the page and the count ask the server with. */
export const filterOf = (view: LedgerView) => ({
  ...(view.division === undefined ? {} : { division: view.division }),
  category: view.category,
  tier: view.tier,
  ...(view.ageFrom === undefined ? {} : { ageFrom: view.ageFrom }),
  ...(view.ageTo === undefined ? {} : { ageTo: view.ageTo }),
  remark: view.remark,
  ...(view.risk.length === 0 ? {} : { risk: view.risk }),
  ...(view.uncovered ? { uncovered: true } : {}),
  ...(view.provisional ? { provisional: true } : {}),
  ...(view.incomplete ? { incomplete: true } : {}),
  ...(view.q === '' ? {} : { q: view.q }),
});

/** In a list: takes an item out if it is in, puts it in if it is out. */
export const toggled = <T>(items: readonly T[], item: T): readonly T[] => (items.includes(item) ? items.filter((other) => other !== item) : [...items, item]);
