// Sums and goods as they are typed.
import { describe, expect, it } from 'vitest';
import { fenOf, goodsText, readGoods, yuan } from './useCampaignWords.ts';

describe('sums and goods', () => {
  it('are read as people type them, and what cannot be read is said', () => {
    expect(['500', '500.5', ' 12.34 ', ''].map(fenOf)).toEqual([50_000, 50_050, 1234, 0]);
    expect(['五百', '1.234', '-5'].map(fenOf)).toEqual([null, null, null]);
    expect([50_000, 50_050].map(yuan)).toEqual(['500', '500.50']);
    const read = readGoods('大米 2\n食用油×1\n\n棉被');
    expect(read).toEqual({
      goods: [
        { what: '大米', count: 2 },
        { what: '食用油', count: 1 },
        { what: '棉被', count: 1 },
      ],
    });
    expect('goods' in read ? goodsText(read.goods) : '').toBe('大米 2\n食用油 1\n棉被 1');
    expect(readGoods('大米 2\n棉被 0')).toEqual({ line: 2 });
  });
});
