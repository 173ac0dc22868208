// What somebody was typing when the page was left: kept for this window only, under his account, and gone
// when he signs out or somebody else signs in, because drafts hold numbers of people.
const PREFIX = 'shouwang.draft.';

const keyOf = (accountId: string, name: string): string => `${PREFIX}${accountId}.${name}`;

export function keepDraft(accountId: string, name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(keyOf(accountId, name), JSON.stringify(draft));
  } catch {
    // A full or forbidden store: typing goes on without a safety net.
  }
}

export function findDraft<T>(accountId: string, name: string): T | null {
  try {
    const text = sessionStorage.getItem(keyOf(accountId, name));
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export const dropDraft = (accountId: string, name: string): void => sessionStorage.removeItem(keyOf(accountId, name));

/** All drafts but those of this account; without one, all. */
export function dropDrafts(except?: string): void {
  const own = except === undefined ? null : keyOf(except, '');
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX) && (own === null || !key.startsWith(own))) sessionStorage.removeItem(key);
}
