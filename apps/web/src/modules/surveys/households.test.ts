import { expect, it } from 'vitest';
import { readHouseholds } from './households.ts';

const villages = [
  { code: '610999101001', name: '甲村' },
  { code: '610999101002', name: '乙村' },
  { code: '610999102001', name: '乙村' },
];

it('reads households as they are pasted', () => {
  expect(readHouseholds('甲村，张三，一组 12 号\n\n610999101002\t李四', villages, null)).toEqual({
    households: [
      { division: '610999101001', name: '张三', place: '一组 12 号' },
      { division: '610999101002', name: '李四', place: '' },
    ],
  });
  expect(readHouseholds('张三，一组\n甲村，李四', villages, '610999101001')).toMatchObject({ households: [{ name: '张三', place: '一组' }, { name: '李四' }] });
});

it('names the line whose village is unknown or is the name of two', () => {
  expect(readHouseholds('甲村，张三\n丙村，李四', villages, null)).toEqual({ line: 2, text: '丙村，李四' });
  expect(readHouseholds('乙村，李四', villages, null)).toEqual({ line: 1, text: '乙村，李四' });
});
